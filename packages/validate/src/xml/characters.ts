import { INCOMPLETE } from './bytes.ts';

/** The bytes are not UTF-8. */
export const BROKEN = -2;
/** The bytes are UTF-8 for U+FFFE or U+FFFF, which XML forbids. */
export const NO_CHARACTER = -3;

/**
 * Where the character beyond ASCII that begins at `at` ends, or INCOMPLETE, BROKEN or NO_CHARACTER.
 * Well-formed sequences are those of table 3-7 of the Unicode Standard: no overlong form, no surrogate, nothing
 * above U+10FFFF.
 */
export function characterEnd(bytes: Uint8Array, at: number, limit: number): number {
  const first = bytes[at]!;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0) return BROKEN;
  if (at + length > limit) return INCOMPLETE;
  const second = bytes[at + 1]!;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return BROKEN;
  if (length === 2) return at + 2;
  const third = bytes[at + 2]!;
  if ((third & 0xc0) !== 0x80) return BROKEN;
  if (length === 3) return first === 0xef && second === 0xbf && third >= 0xbe ? NO_CHARACTER : at + 3;
  return (bytes[at + 3]! & 0xc0) === 0x80 ? at + 4 : BROKEN;
}

/** Production [2] Char. */
export function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff);
}

const NAME_START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME_PATTERN = new RegExp(
  `^[${NAME_START}][${NAME_START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*`,
  'u',
);

/** How many UTF-16 units of `text` are a name by production [5]; the text is a name where this is all of it. */
export function nameLength(text: string): number {
  return NAME_PATTERN.exec(text)?.[0].length ?? 0;
}
