import { AMPERSAND, CR, INCOMPLETE, LF, NAME_BYTE, SEMICOLON, SPACE } from './bytes.ts';
import { isCharacter } from './characters.ts';
import { NAME_LIMIT } from './limits.ts';

/** An ampersand that begins no reference. */
export const BARE = -2;
/** An entity that is not one of the five. */
export const UNDECLARED = -3;
/** A character reference to what is no character, or one without digits or semicolon. */
export const NO_SUCH_CHARACTER = -4;

const HASH = 0x23;
const SMALL_X = 0x78;
const ENTITIES: readonly (readonly [name: Uint8Array, character: string])[] = Object.entries({
  lt: '<',
  gt: '>',
  amp: '&',
  apos: "'",
  quot: '"',
}).map(([name, character]) => [new TextEncoder().encode(name), character]);
/** Up to this many ASCII bytes, taking them four at a time is quicker than a call of the decoder. */
const SHORT = 16;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Where the reference whose ampersand is at `at` ends, or INCOMPLETE, BARE, UNDECLARED or NO_SUCH_CHARACTER. */
export function referenceEnd(bytes: Uint8Array, at: number, limit: number): number {
  if (bytes[at + 1] === HASH) return numericEnd(bytes, at, limit);
  let end = at + 1;
  while (NAME_BYTE[bytes[end]!] === 1) end++;
  if (end - at > NAME_LIMIT) return BARE;
  if (end >= limit) return INCOMPLETE;
  if (bytes[end] !== SEMICOLON || end === at + 1) return BARE;
  return entity(bytes, at, end) === undefined ? UNDECLARED : end + 1;
}

/** The character that the name between the ampersand at `at` and the semicolon at `end` stands for. */
function entity(bytes: Uint8Array, at: number, end: number): string | undefined {
  for (const [name, character] of ENTITIES) {
    let matched = 0;
    while (matched < name.length && bytes[at + 1 + matched] === name[matched]) matched++;
    if (matched === name.length && at + 1 + matched === end) return character;
  }
  return undefined;
}

/** The name between ampersand and semicolon, cut at forty bytes. */
export function referenceName(bytes: Uint8Array, at: number, end: number): string {
  return utf8.decode(bytes.subarray(at + 1, Math.min(end, at + 41)));
}

function numericEnd(bytes: Uint8Array, at: number, limit: number): number {
  const hexadecimal = bytes[at + 2] === SMALL_X;
  const base = hexadecimal ? 16 : 10;
  const first = hexadecimal ? at + 3 : at + 2;
  let end = first;
  let code = 0;
  for (let digit = digitOf(bytes[end]!); digit < base; digit = digitOf(bytes[++end]!)) {
    code = Math.min(code * base + digit, 0x110000);
  }
  if (end - at > NAME_LIMIT) return NO_SUCH_CHARACTER;
  if (end >= limit) return INCOMPLETE;
  const wrong = bytes[end] !== SEMICOLON || end === first || !isCharacter(code);
  return wrong ? NO_SUCH_CHARACTER : end + 1;
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99;
}

/** The text of bytes that the scanner has found right, with references put in and each line end as a line feed. */
export function resolve(bytes: Uint8Array, from: number, to: number): string {
  return replaced(bytes, from, to, '\n');
}

/** As `resolve`, with each line end and tab as a blank: the value of an attribute (XML 1.0, 3.3.3). */
export function resolveAttribute(bytes: Uint8Array, from: number, to: number): string {
  return replaced(bytes, from, to, ' ');
}

/** The text of a CDATA section, comment or instruction, where an ampersand is only a character. */
export function withLineFeeds(bytes: Uint8Array, from: number, to: number): string {
  return utf8.decode(bytes.subarray(from, to)).replace(/\r\n?/g, '\n');
}

function replaced(bytes: Uint8Array, from: number, to: number, lineEnd: string): string {
  let text = '';
  let kept = from;
  for (let at = from; at < to; ) {
    const byte = bytes[at]!;
    const white = byte === CR || (lineEnd === ' ' && byte < SPACE);
    if (byte !== AMPERSAND && !white) {
      at++;
      continue;
    }
    text += plainText(bytes, kept, at);
    if (white) {
      text += lineEnd;
      kept = byte === CR && at + 1 < to && bytes[at + 1] === LF ? at + 2 : at + 1;
    } else {
      kept = bytes.indexOf(SEMICOLON, at) + 1;
      text += character(bytes, at, kept - 1);
    }
    at = kept;
  }
  return text + plainText(bytes, kept, to);
}

function character(bytes: Uint8Array, at: number, end: number): string {
  if (bytes[at + 1] !== HASH) return entity(bytes, at, end)!;
  const hexadecimal = bytes[at + 2] === SMALL_X;
  const digits = plainText(bytes, at + (hexadecimal ? 3 : 2), end);
  return String.fromCodePoint(Number.parseInt(digits, hexadecimal ? 16 : 10));
}

/** The text of bytes that stand for themselves. */
export function plainText(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > SHORT) return utf8.decode(bytes.subarray(from, to));
  let high = 0;
  for (let at = from; at < to; at++) high |= bytes[at]!;
  if (high >= 0x80) return utf8.decode(bytes.subarray(from, to));
  let text = '';
  let at = from;
  for (; at + 4 <= to; at += 4) {
    text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
  }
  for (; at < to; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
