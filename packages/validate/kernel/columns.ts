/** Looks at the rows of a batch column by column. */
import { count, first, high, known, placeOf, strange, stride } from './batch';
import { HIGH, isAscii, word } from './bytes';
import * as fields from './fields';
import { COLUMNS } from './layout';

/** For each row of a batch its columns in doubt, then those certainly wrong; all zero between two batches. */
const FOUND: usize = memory.data(1024, 16);
/** Rows of the batch of which any column is not certainly right. */
export let faulty: u64 = 0;

// @ts-ignore: decorator
@inline
export function doubtfulIn(row: u32): u64 {
  return load<u64>(FOUND + (<usize>row << 4));
}

// @ts-ignore: decorator
@inline
export function wrongIn(row: u32): u64 {
  return load<u64>(FOUND + (<usize>row << 4), 8);
}

/** To be called after each batch that has faulty rows. */
export function forgetFound(): void {
  memory.fill(FOUND, 0, 1024);
  faulty = 0;
}

/** Looks at all columns of the batch but those that are known. */
export function checkColumns(columns: u32): void {
  for (let left = strange; left; left &= left - 1) {
    for (let column: u32 = 0; column < known; column++) lookAt(<u32>ctz(left), column);
  }
  let before = first + (<usize>known << 2) - 4;
  for (let column = known; column < columns; column++) {
    const about = COLUMNS + (<usize>column << 6);
    const kind = <u32>load<u8>(about, fields.KIND);
    const bad = refusedBy(about, kind, before);
    // Text is right at first sight, or is not, whatever is above ASCII in it.
    const special = high && (kind == fields.FREE_TEXT || kind == fields.TEXT) ? areHigh(before) : 0;
    for (let left = bad & ~special; left; left &= left - 1) lookAgain(<u32>ctz(left), column, about);
    for (let left = special; left; left &= left - 1) lookAtHigh(<u32>ctz(left), column, about);
    before += 4;
  }
}

/** Rows whose value is not right at first sight. `before` is where the index has the comma before it, in the first row. */
function refusedBy(about: usize, kind: u32, before: usize): u64 {
  if (kind == fields.FREE_TEXT) return areNotFreeText(about, before);
  if (kind == fields.DIGITS) return areNotDigits(about, before);
  if (kind == fields.DATE) return areNotDates(about, before);
  if (kind == fields.MEMBER) return areNotMembers(about, before);
  if (kind == fields.TEXT) return areNotText(about, before);
  return kind == fields.ANY ? 0 : areNotTaken(about, before);
}

/** Of the rows that may hold bytes above ASCII, those whose value does. */
function areHigh(before: usize): u64 {
  let rows: u64 = 0;
  for (let left = high; left; left &= left - 1) {
    const row = <u32>ctz(left);
    const at = before + stride * row;
    rows |= <u64>!isAscii(<usize>load<u32>(at) + 1, <usize>load<u32>(at, 4)) << row;
  }
  return rows;
}

function lookAtHigh(row: u32, column: u32, about: usize): void {
  const place = placeOf(row) + (<usize>column << 2);
  note(row, column, fields.highText(about, <usize>load<u32>(place - 4) + 1, <usize>load<u32>(place)));
}

function lookAt(row: u32, column: u32): void {
  const place = placeOf(row) + (<usize>column << 2);
  const from = <usize>load<u32>(place - 4) + 1;
  const to = <usize>load<u32>(place);
  const special = ((high >> row) & 1) != 0 && !isAscii(from, to);
  note(row, column, fields.answer(column, from, to, special, special ? HIGH : 0));
}

function lookAgain(row: u32, column: u32, about: usize): void {
  const place = placeOf(row) + (<usize>column << 2);
  const from = <usize>load<u32>(place - 4) + 1;
  const to = <usize>load<u32>(place);
  const special = ((high >> row) & 1) != 0 && !isAscii(from, to);
  note(row, column, special ? fields.answer(column, from, to, true, HIGH) : fields.secondAnswer(about, from, to));
}

// @ts-ignore: decorator
@inline
function note(row: u32, column: u32, found: u32): void {
  if (found == fields.RIGHT) return;
  const at = FOUND + (<usize>row << 4) + (found == fields.UNSURE ? 0 : 8);
  store<u64>(at, load<u64>(at) | ((<u64>1) << column));
  faulty |= (<u64>1) << row;
}

// In each of these loops no branch depends on a value: whether it is right is a bit that is moved in from above.

// @ts-ignore: decorator
@inline
function withNext(bits: u64, isBad: bool): u64 {
  return rotr<u64>(bits | <u64>isBad, 1);
}

/** With as many bits moved in as there are rows. */
// @ts-ignore: decorator
@inline
function inOrder(bits: u64): u64 {
  return bits >> (64 - count);
}

function areNotFreeText(about: usize, before: usize): u64 {
  const least = load<u32>(about, fields.LEAST);
  const most = load<u32>(about, fields.MOST);
  const step = stride;
  const end = before + step * count;
  let bad: u64 = 0;
  for (let at = before; at < end; at += step) {
    bad = withNext(bad, fields.notText(least, most, <usize>load<u32>(at) + 1, <usize>load<u32>(at, 4)) != 0);
  }
  return inOrder(bad);
}

function areNotText(about: usize, before: usize): u64 {
  const least = load<u32>(about, fields.LEAST);
  const most = load<u32>(about, fields.MOST);
  const isWordBad = <u32>(load<u32>(about, fields.WORD_ANSWER) != fields.RIGHT);
  const mask = load<u64>(about, fields.WORD_MASK);
  const wanted = load<u64>(about, fields.WORD);
  const wordLength = load<u32>(about, fields.WORD_LENGTH);
  const step = stride;
  const end = before + step * count;
  let bad: u64 = 0;
  for (let at = before; at < end; at += step) {
    const from = <usize>load<u32>(at) + 1;
    const to = <usize>load<u32>(at, 4);
    const isWord = <u32>(fields.notWord(mask, wanted, wordLength, from, <u32>(to - from)) == 0);
    const isBad = <u32>(fields.notText(least, most, from, to) != 0) & ~isWord;
    bad = withNext(bad, <bool>(isBad | (isWord & isWordBad)));
  }
  return inOrder(bad) | ofUnsureLength(about, before);
}

/** By its automaton, if the column has one. */
function areNotTaken(about: usize, before: usize): u64 {
  let bad: u64 = 0;
  let at = before;
  for (let row: u32 = 0; row < count; row++) {
    const isRight = fields.byAutomaton(about, <usize>load<u32>(at) + 1, <usize>load<u32>(at, 4)) == fields.RIGHT;
    bad = withNext(bad, !isRight);
    at += stride;
  }
  return inOrder(bad);
}

/** Most columns have no such length but those that they refuse anyway. */
function ofUnsureLength(about: usize, before: usize): u64 {
  const least = load<u32>(about, fields.LEAST);
  const most = load<u32>(about, fields.MOST);
  const lengths = load<u32>(about, fields.UNSURE_LENGTHS);
  if (least > 31 || !(lengths >> least << least)) return 0;
  const step = stride;
  let bad: u64 = 0;
  let at = before;
  for (let row: u32 = 0; row < count; row++) {
    const length = load<u32>(at, 4) - load<u32>(at) - 1;
    if (length < 32 && (lengths >> length) & 1 && length - least <= most) bad |= <u64>1 << row;
    at += step;
  }
  return bad;
}

function areNotDigits(about: usize, before: usize): u64 {
  const least = load<u32>(about, fields.LEAST);
  const most = load<u32>(about, fields.MOST);
  const mask = load<u64>(about, fields.WORD_MASK);
  const wanted = load<u64>(about, fields.WORD);
  const wordLength = load<u32>(about, fields.WORD_LENGTH);
  const step = stride;
  const end = before + step * count;
  let bad: u64 = 0;
  for (let at = before; at < end; at += step) {
    const from = <usize>load<u32>(at) + 1;
    const length = load<u32>(at, 4) - <u32>from;
    const noDigits = <u32>(fields.notDigits(least, most, from, length) != 0);
    const noWord = <u32>(fields.notWord(mask, wanted, wordLength, from, length) != 0);
    bad = withNext(bad, <bool>(noDigits & noWord));
  }
  return inOrder(bad);
}

function areNotDates(about: usize, before: usize): u64 {
  const least = load<u32>(about, fields.LEAST);
  const most = load<u32>(about, fields.MOST);
  const step = stride;
  const end = before + step * count;
  let bad: u64 = 0;
  for (let at = before; at < end; at += step) {
    const from = <usize>load<u32>(at) + 1;
    bad = withNext(bad, fields.notDay(least, most, from, load<u32>(at, 4) - <u32>from) != 0);
  }
  return inOrder(bad);
}

function areNotMembers(about: usize, before: usize): u64 {
  const high = load<u32>(about, fields.MULTIPLIER_HIGH);
  const multiplier = load<u32>(about, fields.MULTIPLIER);
  const shift = load<u32>(about, fields.SHIFT);
  const table = <usize>load<u32>(about, fields.MEMBERS);
  const step = stride;
  const end = before + step * count;
  let bad: u64 = 0;
  for (let at = before; at < end; at += step) {
    const from = <usize>load<u32>(at) + 1;
    const length = load<u32>(at, 4) - <u32>from;
    bad = withNext(bad, fields.notMember(table, high, multiplier, shift, from, length) != 0);
  }
  return inOrder(bad);
}
