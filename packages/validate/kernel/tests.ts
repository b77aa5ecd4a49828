import { same, word } from './bytes';
import { RULES, TESTS } from './layout';
import { endOf, fromOf } from './row';

// Kinds of test, as src/kernel/plan.ts numbers them.
const IS: u32 = 0;
const SAME: u32 = 1;
const ORDER: u32 = 2;
const NUMBER: u32 = 3;
export const ULN: u32 = 4;
export const UCI: u32 = 5;
export const IS_WORD: u32 = 6; // one text of at most eight bytes

const NO: u32 = 0;
export const YES: u32 = 1;
const UNKNOWN: u32 = 2;

// A test's description: offsets of its parts.
export const KIND: usize = 0;
export const COLUMN: usize = 4;
export const OTHER: usize = 8;
const OPERATOR: usize = 12;
const TEXTS: usize = 16;
const COUNT: usize = 20;
export const WORD: usize = 16; // for IS_WORD, which has no TEXTS; its length is in OTHER
const FROM: usize = 24;
const TO: usize = 28;
const OTHER_FROM: usize = 32;
const OTHER_TO: usize = 36;
const SLOTS: usize = 24; // for IS with many texts: where each text is, by hash
const MASK: usize = 28; // how many slots there are, less one; 0 where there is no such table
const PLUS: usize = 40; // i64, added to the left side

const NONE: u32 = 0xffffffff;

/** For IS_WORD: all ones for each of its bytes. */
export const WORD_MASK: usize = 24;
export const LAST: usize = 48; // the last column of the rules that ask it

// A rule's description.
const NEEDS: usize = 0; // u64, columns as bits
export const HOLDS: usize = 8; // u64, one bit for each combination of its tests' answers
export const TEST_COUNT: usize = 16; // one byte
const LAST_COLUMN: usize = 17; // one byte
const RULE_NUMBER: usize = 18; // one byte: as the host numbers it
export const ONE_PATTERN: usize = 19; // one byte: PATTERN and VALUE say it all
const ENOUGH: usize = 20; // bits: with the first test answered so, then with the first two, the others do not matter
export const TEST: usize = 24; // one byte each
const ASKED: usize = 32; // u64, its tests as bits
export const PATTERN: usize = 40; // u64: it does not hold where the answers to these tests are those of VALUE
export const VALUE: usize = 48;

let yes: u64 = 0;
let unknown: u64 = 0;

/** Takes answers that were had otherwise. */
// @ts-ignore: decorator
@inline
export function setAnswers(yeses: u64, unknowns: u64): void {
  yes = yeses;
  unknown = unknowns;
}

/** The last of the columns that the rule reads. */
// @ts-ignore: decorator
@inline
export function lastColumn(rule: u32): u32 {
  return load<u8>(RULES + ((<usize>rule) << 6), LAST_COLUMN);
}

/** The rule as a bit, by the host's number. */
// @ts-ignore: decorator
@inline
export function ruleBit(rule: u32): u32 {
  return (<u32>1) << (<u32>load<u8>(RULES + ((<usize>rule) << 6), RULE_NUMBER));
}

/**
 * Asks tests about the row at hand, but those whose rules read only the first `known` columns. All are asked, even where
 * a rule is decided: what they answer cannot be foretold, and a wrong guess of the processor costs more.
 */
// @ts-ignore: decorator
@inline
export function askTests(tests: u32, known: u32): void {
  yes = 0;
  unknown = 0;
  for (let test: u32 = 0; test < tests; test++) {
    const about = TESTS + ((<usize>test) << 6);
    if (load<u32>(about, LAST) < known) break;
    const answer = ask(about);
    yes |= <u64>(answer & YES) << test;
    unknown |= <u64>(answer >> 1) << test;
  }
}

const MIX: u64 = 0x9e3779b97f4a7c15;
/** 16 times: answers that were there before, how many columns were known, plus one, and the rules that did not hold. */
const ANSWERED: usize = memory.data(256, 16);

export function forgetAnswers(): void {
  memory.fill(ANSWERED, 0, 256);
}

/**
 * The rules that do not certainly hold by those answers, as bits. Rows have few combinations of them, so most have been
 * worked out before. `doubtful` and `wrong` have the columns whose values may be wrong, or are.
 */
// @ts-ignore: decorator
@inline
export function brokenRules(rules: u32, known: u32, doubtful: u64, wrong: u64): u32 {
  if (doubtful | wrong | unknown) return workedOut(rules, known, doubtful, wrong);
  const entry = ANSWERED + (<usize>((yes * MIX) >> 60) << 4);
  if (load<u64>(entry) != yes || load<u32>(entry, 8) != known + 1) {
    store<u64>(entry, yes);
    store<u32>(entry, known + 1, 8);
    store<u32>(entry, workedOut(rules, known, 0, 0), 12);
  }
  return load<u32>(entry, 12);
}

function workedOut(rules: u32, known: u32, doubtful: u64, wrong: u64): u32 {
  let broken: u32 = 0;
  for (let rule: u32 = 0; rule < rules; rule++) {
    // Its columns, and those of all after it, are those of the row before, for which they held.
    if (lastColumn(rule) < known) break;
    if (!holds(rule, doubtful, wrong)) broken |= ruleBit(rule);
  }
  return broken;
}

/**
 * Whether a rule certainly holds by those answers, or is not asked, as is one of a column whose value is certainly wrong.
 */
// @ts-ignore: decorator
@inline
function holds(rule: u32, doubtful: u64, wrong: u64): bool {
  const about = RULES + ((<usize>rule) << 6);
  const needs = load<u64>(about, NEEDS);
  if (needs & (doubtful | wrong)) return (needs & wrong) != 0;
  if ((load<u64>(about, ASKED) & unknown) | <u64>!load<u8>(about, ONE_PATTERN)) return holdsInTurn(about);
  return (yes & load<u64>(about, PATTERN)) != load<u64>(about, VALUE);
}

/** The same, test by test; where an answer is not known, those before it may be enough. */
function holdsInTurn(about: usize): bool {
  const count = <u32>load<u8>(about, TEST_COUNT);
  const enough = load<u32>(about, ENOUGH);
  let answers: u32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const test = <u64>load<u8>(about + at, TEST);
    if ((unknown >> test) & 1) return false;
    answers |= (<u32>(yes >> test) & 1) << at;
    // Bits 0 and 1 are for one answer, 2 to 5 for two.
    if (at < 2 && (enough >> (answers + (at << 1))) & 1) return true;
  }
  return ((load<u64>(about, HOLDS) >> answers) & 1) != 0;
}

// @ts-ignore: decorator
@inline
export function ask(about: usize): u32 {
  const column = load<u32>(about, COLUMN);
  const from = fromOf(column);
  const to = endOf(column);
  const kind = load<u32>(about, KIND);
  if (kind == IS_WORD) {
    const same = (load<u64>(from) & load<u64>(about, WORD_MASK)) == load<u64>(about, WORD);
    return <u32>(<u32>(to - from) == load<u32>(about, OTHER)) & <u32>same;
  }
  if (kind == ULN) return isUln(from, <u32>(to - from));
  if (kind == UCI) return isUci(from, <u32>(to - from));
  return askMore(about, kind, column, from, to);
}

function askMore(about: usize, kind: u32, column: u32, from: usize, to: usize): u32 {
  if (kind == IS) return isOneOf(about, from, <u32>(to - from));
  if (kind == NUMBER) return numbers(about, column);
  const other = load<u32>(about, OTHER);
  if (other == NONE) {
    const text = <usize>load<u32>(about, TEXTS);
    return compared(load<u32>(about, OPERATOR), order(from, to, text + 8, text + 8 + <usize>load<u32>(text)));
  }
  const otherFrom = fromOf(other);
  const otherTo = endOf(other);
  if (kind == SAME) return to - from == otherTo - otherFrom && same(from, otherFrom, <u32>(to - from)) ? YES : NO;
  return compared(load<u32>(about, OPERATOR), order(from, to, otherFrom, otherTo));
}

/** The texts follow each other: length, then bytes filled up to a multiple of eight. NONE: the text is not known yet. */
function isOneOf(about: usize, from: usize, length: u32): u32 {
  const count = load<u32>(about, COUNT);
  if (count == NONE) return UNKNOWN;
  const mask = load<u32>(about, MASK);
  if (mask) return isInTable(load<u32>(about, SLOTS), mask, from, length);
  let at = <usize>load<u32>(about, TEXTS);
  for (let text: u32 = 0; text < count; text++) {
    const size = load<u32>(at);
    if (size == length && (length == 0 || (length <= 8 ? load<u64>(at, 8) == word(from, length) : same(at + 8, from, length)))) return YES;
    at += 8 + <usize>((size + 7) & ~7);
  }
  return NO;
}

function isInTable(slots: usize, mask: u32, from: usize, length: u32): u32 {
  let slot = textHash(from, length) & mask;
  while (true) {
    const text = <usize>load<u32>(slots + ((<usize>slot) << 2));
    if (text == 0) return NO;
    if (load<u32>(text) == length && same(text + 8, from, length)) return YES;
    slot = (slot + 1) & mask;
  }
  return NO;
}

/** As src/kernel/text-table.ts has it. */
function textHash(from: usize, length: u32): u32 {
  let hash = length;
  let left = <i32>length;
  while (left > 0) {
    const value = word(from, <u32>left);
    hash = (hash ^ <u32>value) * 0x9e3779b1;
    hash ^= hash >> 15;
    hash = (hash ^ <u32>(value >> 32)) * 0x85ebca6b;
    hash ^= hash >> 13;
    from += 8;
    left -= 8;
  }
  return hash;
}

/** -1, 0 or 1: the texts in the order of their bytes. */
function order(a: usize, aEnd: usize, b: usize, bEnd: usize): i32 {
  while (a < aEnd && b < bEnd) {
    const left = <i32>load<u8>(a++);
    const right = <i32>load<u8>(b++);
    if (left != right) return left < right ? -1 : 1;
  }
  return a < aEnd ? 1 : b < bEnd ? -1 : 0;
}

// Operators: 0 ==, 1 !=, 2 <, 3 <=, 4 >, 5 >=
function compared(operator: u32, difference: i32): u32 {
  if (operator == 0) return difference == 0 ? YES : NO;
  if (operator == 1) return difference != 0 ? YES : NO;
  if (operator == 2) return difference < 0 ? YES : NO;
  if (operator == 3) return difference <= 0 ? YES : NO;
  if (operator == 4) return difference > 0 ? YES : NO;
  return difference >= 0 ? YES : NO;
}

const BAD: i64 = i64.MIN_VALUE;

/** Two whole numbers, each a value or a part of it, compared; a side without a column is PLUS alone. */
function numbers(about: usize, column: u32): u32 {
  const left = numberAt(column, load<u32>(about, FROM), load<u32>(about, TO));
  const other = load<u32>(about, OTHER);
  const right = other == NONE ? 0 : numberAt(other, load<u32>(about, OTHER_FROM), load<u32>(about, OTHER_TO));
  if (left == BAD || right == BAD) return UNKNOWN;
  const difference = left + load<i64>(about, PLUS) - right;
  return compared(load<u32>(about, OPERATOR), difference < 0 ? -1 : difference > 0 ? 1 : 0);
}

/** Characters `first` up to but not including `end` (NONE: to the last) of a value, as a number of at most 15 digits. */
function numberAt(column: u32, first: u32, end: u32): i64 {
  const start = fromOf(column);
  const length = <u32>(endOf(column) - start);
  const last = end == NONE ? length : end;
  if (last > length || first >= last || last - first > 15) return BAD;
  let value: i64 = 0;
  for (let at: u32 = 0; at < length; at++) {
    const byte = <u32>load<u8>(start + at);
    // Characters are counted as bytes, which is right only in ASCII.
    if (byte >= 0x80) return BAD;
    if (at < first || at >= last) continue;
    if (byte - 0x30 > 9) return BAD;
    value = value * 10 + <i64>(byte - 0x30);
  }
  return value;
}

const ZEROS: usize = memory.data<u64>([0x3030303030303030, 0x3030303030303030], 16);
const NINES: usize = memory.data<u64>([0x0909090909090909, 0x0909090909090909], 16);
const ULN_WEIGHTS: usize = memory.data<u16>([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0], 16);
const UCI_WEIGHTS: usize = memory.data<u16>([16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 0, 0, 0, 0], 16);
const UCI_LETTERS: usize = memory.data<u8>([65, 66, 67, 68, 69, 70, 71, 72, 75, 76, 77, 82, 84, 86, 87, 88, 89]);

/** ILR rule DD01: ten digits; digits × weights 10 down to 1, mod 11, is 10; the placeholder 9999999999 passes. */
// @ts-ignore: decorator
@inline
export function isUln(from: usize, length: u32): u32 {
  const digits = i8x16.sub(v128.load(from), v128.load(ZEROS));
  const right = <u32>(length == 10) & <u32>((areDigits(digits) & 0x3ff) == 0x3ff) & <u32>(load<u8>(from) != 0x30);
  const isPlaceholder = <u32>(load<u64>(from) == 0x3939393939393939) & <u32>(load<u16>(from, 8) == 0x3939);
  return right & (<u32>(weighed(digits, ULN_WEIGHTS) % 11 == 10) | isPlaceholder);
}

/** Centre (5), board (1), year (2), candidate (4), letter; weights 16 down to 5, mod 17. A board's letter is UNKNOWN. */
// @ts-ignore: decorator
@inline
export function isUci(from: usize, length: u32): u32 {
  const digits = i8x16.sub(v128.load(from), v128.load(ZEROS));
  const others = ~areDigits(digits) & 0xfff;
  const letter = <u32>load<u8>(UCI_LETTERS + <usize>(weighed(digits, UCI_WEIGHTS) % 17));
  const right = <u32>(others == 0) & <u32>(letter == <u32>load<u8>(from, 12));
  return select<u32>(select<u32>(UNKNOWN, right, others == 0x20), NO, length == 13);
}

/** Bits for the bytes that are at most nine. */
// @ts-ignore: decorator
@inline
function areDigits(digits: v128): u32 {
  return i8x16.bitmask(i8x16.le_u(digits, v128.load(NINES)));
}

// @ts-ignore: decorator
@inline
function weighed(digits: v128, weights: usize): u32 {
  const sums = i32x4.add(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(digits), v128.load(weights)),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(digits), v128.load(weights, 16)),
  );
  return <u32>(
    (i32x4.extract_lane(sums, 0) +
      i32x4.extract_lane(sums, 1) +
      i32x4.extract_lane(sums, 2) +
      i32x4.extract_lane(sums, 3))
  );
}
