const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');
/** Most bytes that are made into text one by one. */
const SHORT = 64;
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
  const ascii = asciiText(bytes, start, end);
  if (ascii !== undefined) return { text: ascii, fellBack: false };
  const part = bytes.subarray(start, end);
  try {
    return { text: strict.decode(part), fellBack: false };
  } catch {
    return { text: windows1252.decode(part), fellBack: true };
  }
}

/** The text of bytes that are all ASCII, else undefined. Short runs avoid the price of a TextDecoder call. */
function asciiText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  if (length > SHORT) return undefined;
  // A list of the right length, so that the text is made at once and not letter by letter.
  const codes = (lists[length] ??= new Array<number>(length).fill(0));
  for (let at = 0; at < length; at++) {
    const byte = bytes[start + at]!;
    if (byte >= 0x80) return undefined;
    codes[at] = byte;
  }
  return String.fromCharCode(...codes);
}
