import { isUtf8 } from './bytes.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');
/** Most bytes that are made into text one by one. */
const SHORT = 64;
let upper: readonly number[] | undefined;
/** Lists of letters by their length, used again for each text. */
const lists: number[][] = [];

/** A run of bytes as text, and whether it had to be read as Windows-1252 because it is not UTF-8. */
export interface Decoded {
  readonly text: string;
  readonly fellBack: boolean;
}

/**
 * Reads bytes as UTF-8; where they are not UTF-8, as Windows-1252, dropping nothing
 * (reference: defect class 27, curly quotes that were published as question marks).
 */
export function decode(bytes: Uint8Array, start: number, end: number): Decoded {
  const short = end - start <= SHORT;
  const ascii = short ? textOf(bytes, start, end, undefined) : undefined;
  if (ascii !== undefined) return { text: ascii, fellBack: false };
  // Asked first: a decoder that throws costs twenty times as much, and there may be such a value in every row.
  if (isUtf8(bytes, start, end)) return { text: utf8.decode(bytes.subarray(start, end)), fellBack: false };
  const text = short ? textOf(bytes, start, end, upperHalf()) : windows1252.decode(bytes.subarray(start, end));
  return { text: text!, fellBack: true };
}

/** What Windows-1252 has for the bytes from 0x80 on. */
function upperHalf(): readonly number[] {
  upper ??= Array.from(windows1252.decode(Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at)), (letter) =>
    letter.charCodeAt(0),
  );
  return upper;
}

/**
 * The text of a short run of bytes, each of which is a letter: ASCII, or what `above` has for those from 0x80 on; undefined
 * where it has nothing. Avoids the price of a TextDecoder call.
 */
function textOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  above: readonly number[] | undefined,
): string | undefined {
  const length = end - start;
  // A list of the right length, so that the text is made at once and not letter by letter.
  const codes = (lists[length] ??= new Array<number>(length).fill(0));
  for (let at = 0; at < length; at++) {
    const byte = bytes[start + at]!;
    if (byte < 0x80) codes[at] = byte;
    else if (above) codes[at] = above[byte - 0x80]!;
    else return undefined;
  }
  return String.fromCharCode(...codes);
}
