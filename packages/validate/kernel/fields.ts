import { COLUMNS } from './layout';
import { CR, ESCAPED, HIGH, isPlain, LF, NUL, STRAY_QUOTE, word } from './bytes';

// Kinds of column, as src/kernel/plan.ts numbers them.
export const ANY: u32 = 0;
export const TEXT: u32 = 1;
export const DIGITS: u32 = 2;
export const DATE: u32 = 3;
export const MEMBER: u32 = 4;
export const AUTOMATON: u32 = 5;
export const ASK: u32 = 6;
export const FREE_TEXT: u32 = 7; // TEXT of which no word and no length is special

// What is known of a value.
export const RIGHT: u32 = 0;
export const WRONG_VALUE: u32 = 1;
export const UNSURE: u32 = 2;

// A column's description: offsets of its parts.
export const KIND: usize = 0; // one byte
const REFUSED: usize = 1; // one byte: what is known of a value that the automaton does not take, of a text with a line break
export const LEAST: usize = 4;
export const MOST: usize = 8; // less LEAST
export const WORD_LENGTH: usize = 12;
export const WORD: usize = 16;
export const WORD_ANSWER: usize = 24;
export const UNSURE_LENGTHS: usize = 28;
const TABLE: usize = 32;
const START: usize = 36;
const CLASSES: usize = 40;
const ACCEPTS_FROM: usize = 44;
export const MEMBERS: usize = 48;
export const WORD_MASK: usize = 48; // of TEXT and DIGITS
export const MULTIPLIER: usize = 52;
export const MULTIPLIER_HIGH: usize = 56;
export const SHIFT: usize = 60;

// Loaded rather than written as vectors: V8 makes those anew, from several instructions, wherever they stand.
const TO_DIGITS: usize = memory.data<u64>([0x5050505050505050, 0x5050505050505050], 16);
const ABOVE_DIGITS: usize = memory.data<u64>([0x8a8a8a8a8a8a8a8a, 0x8a8a8a8a8a8a8a8a], 16);
const BLANKS: usize = memory.data<u64>([0x2020202020202020, 0x2020202020202020], 16);
/** Bytes below these, as signed ones, go on a character. */
const FIRSTS: usize = memory.data<u64>([0xc0c0c0c0c0c0c0c0, 0xc0c0c0c0c0c0c0c0], 16);
const DATE_LEAST: usize = memory.data<u8>([0x30, 0x30, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x2d, 0x30, 0x30, 0, 0, 0, 0, 0, 0], 16);
const DATE_RANGE: usize = memory.data<u8>([9, 9, 9, 9, 0, 9, 9, 0, 9, 9, 255, 255, 255, 255, 255, 255], 16);
const DATE_PAIRS: usize = memory.data<u8>([0, 1, 2, 3, 5, 6, 8, 9, 128, 128, 128, 128, 128, 128, 128, 128], 16);
const DATE_WEIGHTS: usize = memory.data<u16>([10, 1, 10, 1, 10, 1, 10, 1], 16);
const DATE_PARTS: usize = memory.data<u16>([100, 1, 128, 1, 0, 0, 0, 0], 16);
/** No month × 128 + day is so large, and the mask is larger still. */
const DAYS_SIZE: u32 = 13 * 128;
const DAYS_MASK: u32 = 2047;
/** By month × 128 + day: 1 for a day of every year. */
const DAYS: usize = memory.data(2048);

for (let month: u32 = 1; month <= 12; month++) {
  const most: u32 = month == 2 ? 28 : 30 + ((month + (month >> 3)) & 1);
  for (let day: u32 = 1; day <= most; day++) store<u8>(DAYS + <usize>(month * 128 + day), 1);
}

/** What is known of the value of a column that lies between two places; `flags` as the reader gives them. */
// @ts-ignore: decorator
@inline
export function answer(column: u32, from: usize, to: usize, special: bool, flags: u32): u32 {
  const about = COLUMNS + ((<usize>column) << 6);
  const kind = <u32>load<u8>(about, KIND);
  if (kind == ANY) return RIGHT;
  return special ? answerSpecial(about, kind, from, to, flags) : plain(about, kind, from, to);
}

/** What is known of a value in ASCII. */
// @ts-ignore: decorator
@inline
function plain(about: usize, kind: u32, from: usize, to: usize): u32 {
  const length = <u32>(to - from);
  const least = load<u32>(about, LEAST);
  const most = load<u32>(about, MOST);
  if (kind == FREE_TEXT) return text(least, most, from, to);
  if (kind == DATE) {
    if (isDate(least, most, from, length)) return RIGHT;
  } else if (kind == MEMBER) {
    const high = load<u32>(about, MULTIPLIER_HIGH);
    if (!notMember(load<u32>(about, MEMBERS), high, load<u32>(about, MULTIPLIER), load<u32>(about, SHIFT), from, length)) return RIGHT;
  } else if (kind == TEXT) {
    if (isWord(about, from, length)) return load<u32>(about, WORD_ANSWER);
    if (length < 32 && (load<u32>(about, UNSURE_LENGTHS) >> length) & 1) return UNSURE;
    return text(least, most, from, to);
  } else if (kind == DIGITS) {
    // A right word only: a wrong one is refused by the automaton.
    if (!notDigits(least, most, from, length) || isWord(about, from, length)) return RIGHT;
  }
  return byAutomaton(about, from, to);
}

// @ts-ignore: decorator
@inline
function isWord(about: usize, from: usize, length: u32): bool {
  return !notWord(load<u64>(about, WORD_MASK), load<u64>(about, WORD), load<u32>(about, WORD_LENGTH), from, length);
}

/** The same of a value that was not right at first sight, as none of those below says it is. */
export function secondAnswer(about: usize, from: usize, to: usize): u32 {
  const kind = <u32>load<u8>(about, KIND);
  if (kind == FREE_TEXT || kind == TEXT) return plain(about, kind, from, to);
  if (kind == DATE && to - from == 10 && isLeapDay(load<u32>(about, LEAST), load<u32>(about, MOST), from)) return RIGHT;
  return byAutomaton(about, from, to);
}

// What columns ask of a value; zero is yes. Without branches that depend on the value, which would be guessed wrong. Parts
// of the columns' descriptions are given, so that they can be kept at hand for many rows.

/** The sign bit where `number` is not from 0 to `most`; all are below 2³¹. */
// @ts-ignore: decorator
@inline
function outside(number: u32, most: u32): u32 {
  return (number | (most - number)) & 0x80000000;
}

// @ts-ignore: decorator
@inline
export function notWord(mask: u64, wanted: u64, wordLength: u32, from: usize, length: u32): u64 {
  return ((load<u64>(from) & mask) ^ wanted) | <u64>(length ^ wordLength);
}

// @ts-ignore: decorator
@inline
export function notDigits(least: u32, most: u32, from: usize, length: u32): u32 {
  const digits = i8x16.bitmask(i8x16.lt_s(i8x16.add(v128.load(from), v128.load(TO_DIGITS)), v128.load(ABOVE_DIGITS)));
  return outside(length - least, most) | (<u32>ctz(~digits) ^ length);
}

/** A perfect hash: each member has a place of its own. */
// @ts-ignore: decorator
@inline
export function notMember(table: usize, high: u32, multiplier: u32, shift: u32, from: usize, length: u32): u64 {
  // Longer ones are no members, whatever is left of them.
  const value = word(from, length & 15);
  const mixed = <u32>value ^ (<u32>(value >> 32) * high);
  const place = (mixed * multiplier) >>> shift;
  return (load<u64>(table + (<usize>place << 3)) ^ value) | <u64>outside(length - 1, 7);
}

/** ASCII of a length; blanks at its ends and what a spreadsheet may have spoilt are looked at more closely. */
// @ts-ignore: decorator
@inline
export function notText(least: u32, most: u32, from: usize, to: usize): u32 {
  const last = load<u32>(to - 4);
  // 1.1E+08: a plus sign second to fourth from the end.
  const tail = last ^ 0x002b2b2b;
  const plus = (tail - 0x00010101) & ~tail & 0x00808080;
  const blank = ((<u32>load<u8>(from) - 0x21) | ((last >> 24) - 0x21)) & 0x80000000;
  return plus | blank | outside(<u32>(to - from) - least, most);
}

// @ts-ignore: decorator
@inline
function text(least: u32, most: u32, from: usize, to: usize): u32 {
  if (!notText(least, most, from, to)) return RIGHT;
  return outside(<u32>(to - from) - least, most) ? WRONG_VALUE : UNSURE;
}

/** dddd-dd-dd in a year from `least` to `least + most`, and not the 29th of February. */
// @ts-ignore: decorator
@inline
export function notDay(least: u32, most: u32, from: usize, length: u32): u32 {
  // Each byte less the least that may stand there must not be more than the range.
  const v = i8x16.sub(v128.load(from), v128.load(DATE_LEAST));
  const inside = i8x16.bitmask(i8x16.le_u(v, v128.load(DATE_RANGE)));
  // Tens and ones side by side: year, year, month (after the dash), day (after the dash).
  const pairs = i8x16.swizzle(v, v128.load(DATE_PAIRS));
  const numbers = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(pairs), v128.load(DATE_WEIGHTS));
  // Year, and month × 128 + day.
  const two = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(numbers, numbers), v128.load(DATE_PARTS));
  const year = <u32>i32x4.extract_lane(two, 0);
  const place = <u32>i32x4.extract_lane(two, 1);
  const day = <u32>load<u8>(DAYS + <usize>(place & DAYS_MASK));
  return (inside ^ 0xffff) | (length ^ 10) | outside(year - least, most) | outside(place, DAYS_SIZE) | (day ^ 1);
}

/** A real date written year-month-day, from the year `least` to `least + most`. */
function isDate(least: u32, most: u32, from: usize, length: u32): bool {
  return !notDay(least, most, from, length) || (length == 10 && isLeapDay(least, most, from));
}

/** dddd-02-29 in a leap year. */
function isLeapDay(least: u32, most: u32, from: usize): bool {
  if (load<u32>(from, 4) != 0x2d32302d || load<u16>(from, 8) != 0x3932) return false;
  let year: u32 = 0;
  for (let at = from; at < from + 4; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) return false;
    year = year * 10 + digit;
  }
  return year - least <= most && (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** Runs the column's automaton over the bytes of the value. */
export function byAutomaton(about: usize, from: usize, to: usize): u32 {
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
  // No value may hold one, whatever its column takes.
  if (flags & NUL) return WRONG_VALUE;
  if (flags & (ESCAPED | STRAY_QUOTE)) return UNSURE;
  // Control characters that no flag tells of are looked at as others are.
  if (isPlain(from, to)) return plain(about, kind, from, to);
  if (kind == TEXT || kind == FREE_TEXT) return highText(about, from, to);
  const known = byAutomaton(about, from, to);
  // What is not UTF-8 may be right as Windows-1252.
  return known == RIGHT || !(flags & HIGH) ? known : UNSURE;
}

/** A value of a column of text that has bytes above ASCII. */
export function highText(about: usize, from: usize, to: usize): u32 {
  return isWord(about, from, <u32>(to - from)) ? load<u32>(about, WORD_ANSWER) : unicodeText(about, from, to);
}

/** Counts characters of UTF-8, looking at each that is not ASCII; whatever is not plain text is UNSURE. */
function unicodeText(about: usize, from: usize, to: usize): u32 {
  if (to - from < 32 && (load<u32>(about, UNSURE_LENGTHS) >> <u32>(to - from)) & 1) return UNSURE;
  // Bytes that go on a character (10……), those there are and those that there should be.
  let further: u32 = 0;
  let wanted: u32 = 0;
  for (let block = from; block < to; block += 16) {
    const v = v128.load(block);
    const left = <u32>(to - block);
    const within = left < 16 ? ((<u32>1) << left) - 1 : 0xffff;
    const high = i8x16.bitmask(v) & within;
    const low = i8x16.bitmask(i8x16.lt_s(v, v128.load(BLANKS))) & within;
    if (low != high) return hasLineBreak(from, to) ? load<u8>(about, REFUSED) : UNSURE;
    const goingOn = i8x16.bitmask(i8x16.lt_s(v, v128.load(FIRSTS))) & within;
    further += <u32>popcnt(goingOn);
    for (let firsts = high & ~goingOn; firsts; firsts &= firsts - 1) {
      const at = block + <usize>ctz(firsts);
      const byte = <u32>load<u8>(at);
      const length = sequence(at, byte);
      if (length == 0 || at + length > to) return UNSURE;
      // U+2028 and U+2029 are line breaks.
      if (byte == 0xe2 && load<u8>(at + 1) == 0x80 && (load<u8>(at + 2) & 0xfe) == 0xa8) return UNSURE;
      // Blanks that are not ASCII: U+00A0, U+1680, some from U+2000 on, U+3000 and U+FEFF.
      if ((at == from || at + length == to) && mayBeBlank(byte)) return UNSURE;
      wanted += length - 1;
    }
  }
  if (further != wanted) return UNSURE;
  if (<u32>(to - from) - further - load<u32>(about, LEAST) > load<u32>(about, MOST)) return WRONG_VALUE;
  return load<u8>(from) == 0x20 || load<u8>(to - 1) == 0x20 ? UNSURE : RIGHT;
}

function hasLineBreak(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == LF || byte == CR) return true;
  }
  return false;
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
