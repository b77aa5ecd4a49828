import { COLUMNS } from './layout';
import { ESCAPED, HIGH, isPlain, NUL, STRAY_QUOTE, word } from './bytes';

// Kinds of column, as src/kernel/plan.ts numbers them.
export const ANY: u32 = 0;
export const TEXT: u32 = 1;
export const DIGITS: u32 = 2;
export const DATE: u32 = 3;
export const MEMBER: u32 = 4;
export const AUTOMATON: u32 = 5;
export const ASK: u32 = 6;

// What is known of a value.
export const RIGHT: u32 = 0;
export const WRONG_VALUE: u32 = 1;
export const UNSURE: u32 = 2;

// A column's description: offsets of its parts.
const KIND: usize = 0; // one byte
const REFUSED: usize = 1; // one byte: what is known of a value that the automaton does not take
const LEAST: usize = 4;
const MOST: usize = 8; // less LEAST
const WORD_LENGTH: usize = 12;
const WORD: usize = 16;
const WORD_ANSWER: usize = 24;
const UNSURE_LENGTHS: usize = 28;
const TABLE: usize = 32;
const START: usize = 36;
const CLASSES: usize = 40;
const ACCEPTS_FROM: usize = 44;
const MEMBERS: usize = 48;
const MULTIPLIER: usize = 52;
const MULTIPLIER_HIGH: usize = 56;
const SHIFT: usize = 60;

/** What is known of the value of a column that lies between two places; `flags` as the reader gives them. */
// @ts-ignore: decorator
@inline
export function answer(column: u32, from: usize, to: usize, special: bool, flags: u32): u32 {
  const about = COLUMNS + ((<usize>column) << 6);
  const kind = <u32>load<u8>(about, KIND);
  if (kind == ANY) return RIGHT;
  return special ? answerSpecial(about, kind, from, to, flags) : plain(about, kind, from, to);
}

/** What is known of a value in ASCII. Written without branches that depend on the value, which would be guessed wrong. */
// @ts-ignore: decorator
@inline
function plain(about: usize, kind: u32, from: usize, to: usize): u32 {
  const length = <u32>(to - from);
  if (kind == TEXT) {
    if (load<u32>(about, WORD_LENGTH) == length && isWord(about, from, length)) return load<u32>(about, WORD_ANSWER);
    return text(about, from, to, length);
  }
  if (kind == DIGITS) {
    const others = i8x16.gt_u(i8x16.sub(v128.load(from), i8x16.splat(0x30)), i8x16.splat(9));
    const wrong = i8x16.bitmask(others) & ((1 << length) - 1);
    const digits = <u32>(length - load<u32>(about, LEAST) <= load<u32>(about, MOST)) & <u32>(wrong == 0);
    // A right word only: a wrong one is refused by the automaton.
    if (digits | (<u32>isWord(about, from, length) & <u32>(load<u32>(about, WORD_LENGTH) == length))) return RIGHT;
  } else if (kind == DATE) {
    if (length == 10 && isDate(about, from)) return RIGHT;
  } else if (kind == MEMBER) {
    if (length - 1 < 8 && isMember(about, word(from, length))) return RIGHT;
  }
  return byAutomaton(about, from, to);
}

// @ts-ignore: decorator
@inline
function isWord(about: usize, from: usize, length: u32): bool {
  return load<u64>(about, WORD) == word(from, length);
}

/** A perfect hash: each member has a place of its own. */
// @ts-ignore: decorator
@inline
function isMember(about: usize, value: u64): bool {
  const mixed = <u32>value ^ (<u32>(value >> 32) * load<u32>(about, MULTIPLIER_HIGH));
  const place = (mixed * load<u32>(about, MULTIPLIER)) >>> load<u32>(about, SHIFT);
  return load<u64>(load<u32>(about, MEMBERS) + (place << 3)) == value;
}

/** ASCII of a length; blanks at its ends and what a spreadsheet may have spoilt are looked at more closely. */
// @ts-ignore: decorator
@inline
function text(about: usize, from: usize, to: usize, length: u32): u32 {
  // 1.1E+08: a plus sign second to fourth from the end.
  const tail = load<u32>(to - 4) ^ 0x002b2b2b;
  const plus = (tail - 0x00010101) & ~tail & 0x00808080;
  const outside = <u32>(length - load<u32>(about, LEAST) > load<u32>(about, MOST));
  const blank = <u32>(load<u8>(from) <= 0x20) | <u32>(load<u8>(to - 1) <= 0x20);
  const unsure = (load<u32>(about, UNSURE_LENGTHS) >> (length & 31)) & <u32>(length < 32);
  return plus | outside | blank | unsure ? UNSURE : RIGHT;
}

/** A real date written year-month-day, from the year LEAST to the year MOST. */
// @ts-ignore: decorator
@inline
function isDate(about: usize, from: usize): bool {
  // dddd-dd-dd: each byte less the least that may stand there must not be more than the range.
  const v = i8x16.sub(v128.load(from), i8x16(0x30, 0x30, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x2d, 0x30, 0x30, 0, 0, 0, 0, 0, 0));
  const outside = i8x16.gt_u(v, i8x16(9, 9, 9, 9, 0, 9, 9, 0, 9, 9, -1, -1, -1, -1, -1, -1));
  // Tens and ones side by side: year, year, month (after the dash), day (after the dash).
  const pairs = i8x16.swizzle(v, i8x16(0, 1, 2, 3, 5, 6, 8, 9, 16, 16, 16, 16, 16, 16, 16, 16));
  const numbers = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(pairs), i16x8(10, 1, 10, 1, 10, 1, 10, 1));
  const century = <u32>i32x4.extract_lane(numbers, 0);
  const inCentury = <u32>i32x4.extract_lane(numbers, 1);
  const month = <u32>i32x4.extract_lane(numbers, 2);
  const day = <u32>i32x4.extract_lane(numbers, 3);
  const year = century * 100 + inCentury;
  const leap = <u32>((inCentury != 0 ? inCentury & 3 : century & 3) == 0);
  const days: u32 = month == 2 ? 28 + leap : 30 + ((month + (month >> 3)) & 1);
  const real = <u32>(month - 1 < 12) & <u32>(day - 1 < days);
  const within = <u32>(year - load<u32>(about, LEAST) <= load<u32>(about, MOST));
  return <u32>!v128.any_true(outside) & real & within ? true : false;
}

/** Runs the column's automaton over the bytes of the value. */
function byAutomaton(about: usize, from: usize, to: usize): u32 {
  const table = load<u32>(about, TABLE);
  if (table == 0) return UNSURE;
  const classes = load<u32>(about, CLASSES);
  let state = load<u32>(about, START);
  for (let at = from; at < to; at++) {
    state = load<u16>(<usize>(table + ((state + <u32>load<u8>(<usize>classes + <usize>load<u8>(at))) << 1)));
    if (state == 0) break;
  }
  if (state >= load<u32>(about, ACCEPTS_FROM)) return RIGHT;
  return load<u8>(about, REFUSED);
}

/** A value in a row that has bytes other than printable ASCII, or quotation marks. */
function answerSpecial(about: usize, kind: u32, from: usize, to: usize, flags: u32): u32 {
  if (flags & (ESCAPED | STRAY_QUOTE | NUL)) return UNSURE;
  // Control characters that no flag tells of are looked at as others are.
  if (isPlain(from, to)) return plain(about, kind, from, to);
  if (kind == TEXT) {
    const length = <u32>(to - from);
    if (load<u32>(about, WORD_LENGTH) == length && isWord(about, from, length)) return load<u32>(about, WORD_ANSWER);
    return unicodeText(about, from, to);
  }
  const known = byAutomaton(about, from, to);
  // What is not UTF-8 may be right as Windows-1252.
  return known == RIGHT || !(flags & HIGH) ? known : UNSURE;
}

/** Counts characters of UTF-8, looking at each byte above ASCII; whatever is not plain text is UNSURE. */
function unicodeText(about: usize, from: usize, to: usize): u32 {
  let characters: u32 = 0;
  let at = from;
  while (at < to) {
    const byte = <u32>load<u8>(at);
    if (byte < 0x20) return UNSURE;
    characters++;
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = sequence(at, byte);
    if (length == 0 || at + length > to) return UNSURE;
    // U+2028 and U+2029 are line breaks.
    if (byte == 0xe2 && load<u8>(at + 1) == 0x80 && (load<u8>(at + 2) & 0xfe) == 0xa8) return UNSURE;
    // Blanks that are not ASCII: U+00A0, U+1680, some from U+2000 on, U+3000 and U+FEFF.
    if ((at == from || at + length == to) && mayBeBlank(byte)) return UNSURE;
    at += length;
  }
  if (characters - load<u32>(about, LEAST) > load<u32>(about, MOST)) return UNSURE;
  if (to - from < 32 && (load<u32>(about, UNSURE_LENGTHS) >> <u32>(to - from)) & 1) return UNSURE;
  return load<u8>(from) == 0x20 || load<u8>(to - 1) == 0x20 ? UNSURE : RIGHT;
}

// @ts-ignore: decorator
@inline
function mayBeBlank(byte: u32): bool {
  return byte == 0xc2 || byte == 0xe1 || byte == 0xe2 || byte == 0xe3 || byte == 0xef;
}

/** Length in bytes of the character that begins with `byte`; 0 where it is not UTF-8. */
// @ts-ignore: decorator
@inline
function sequence(at: usize, byte: u32): u32 {
  const second = <u32>load<u8>(at + 1);
  if (byte < 0xc2) return 0;
  if (byte < 0xe0) return (second & 0xc0) == 0x80 ? 2 : 0;
  const third = <u32>load<u8>(at + 2);
  if ((third & 0xc0) != 0x80) return 0;
  if (byte < 0xf0) {
    const least: u32 = byte == 0xe0 ? 0xa0 : 0x80;
    const most: u32 = byte == 0xed ? 0x9f : 0xbf;
    return second >= least && second <= most ? 3 : 0;
  }
  if (byte > 0xf4 || (load<u8>(at + 3) & 0xc0) != 0x80) return 0;
  const least: u32 = byte == 0xf0 ? 0x90 : 0x80;
  const most: u32 = byte == 0xf4 ? 0x8f : 0xbf;
  return second >= least && second <= most ? 4 : 0;
}
