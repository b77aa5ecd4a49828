/**
 * The kernel: goes over the rows of a CSV file in memory and says of each row that it is certainly right, or what about
 * it is to be looked at more closely. It may doubt a right row, but never passes a wrong one: the host's exact check
 * decides (src/rows.ts). Rows whose fields it cannot tell apart are left to the host altogether.
 */
import { ESCAPED, flagsOf, HIGH, isAscii, LINE_BREAK, QUOTED, same } from './bytes';
import { answer, plainAnswer, RIGHT, UNSURE } from './fields';
import { finished, hashOf, hashOfRow } from './keys';
import { COLUMNS, MEMO, MEMO_ENDS, MEMO_SIZE, OTHERS, OTHERS_END, POSITIONS, WRONG } from './layout';
import { clearIndex, indexTo, makeIndex, highSeen, positionsEnd, skip } from './marks';
import { endOf, flagsOfField, fromOf, noteField, noteFlags, setIndexed, setNoted } from './row';
import { holds, lastColumn } from './tests';

const COMMA: u32 = 0x2c;
const QUOTE: u32 = 0x22;
const LF: u32 = 0x0a;
const CR: u32 = 0x0d;

/** Longest row that is dealt with here. */
const ROW_LIMIT: usize = 65536;
/** How often the leading columns that rows have in common are looked for anew. */
const LEARN_EVERY: u32 = 256;

// Why the scan stopped.
const MORE: u32 = 0; // the last row is not complete
const ODD: u32 = 1; // the next row is for the host
const FULL: u32 = 2; // there is no room for another row's results

let columns: u32 = 0;
let rules: u32 = 0;
let keyColumns: u32 = 0;
let countsOnly: bool = false;
/** Nothing is asked of a right row but that it is right. */
let fieldsOnly: bool = false;
let inputAt: usize = 0;
let startsAt: usize = 0;
let hashesAt: usize = 0;
let suspectsAt: usize = 0;
let suspectsEnd: usize = 0;

/** Rows that the last scan went over. */
export let rows: u32 = 0;
/** Where its suspects end. */
export let suspects: usize = 0;
export let stopped: u32 = MORE;
/** Where what the compiler has placed ends; for a test. */
export const staticsEnd: usize = __heap_base;

// The leading columns that rows have in common: their bytes are kept, and stay until others are learnt.
let memoLength: u32 = 0;
/** Bytes of it in whole vectors; those of the last one are compared as MEMO_MASK says. */
let memoWhole: usize = 0;
let memoColumns: u32 = 0;
let learning: bool = false;
let sinceLearnt: u32 = 0;
const MEMO_MASK: usize = memory.data(16, 16);

/** Sets what stays the same for a whole file. Results go to the three places; `counting`: wrong values are only counted. */
export function prepare(
  columnCount: u32,
  ruleCount: u32,
  keyCount: u32,
  counting: bool,
  input: usize,
  starts: usize,
  hashes: usize,
  suspectList: usize,
  suspectListEnd: usize,
): void {
  columns = columnCount;
  rules = ruleCount;
  keyColumns = keyCount;
  fieldsOnly = !ruleCount && !keyCount;
  countsOnly = counting;
  inputAt = input;
  startsAt = starts;
  hashesAt = hashes;
  suspectsAt = suspectList;
  suspectsEnd = suspectListEnd;
  memoLength = 0;
  learning = false;
}

/** One value's part of a key's hash, for the host's rows. */
export function hashValue(place: u32, from: usize, length: u32): u64 {
  return hashOf(place, from, length);
}

export function finishHash(sum: u64): u64 {
  return finished(sum);
}

/** Forgets what the last rows had in common: what a rule compares with has changed. */
export function forget(): void {
  memoLength = 0;
  learning = false;
}

/** Goes over rows from `from`, where a row begins, up to `limit`, at most `most` of them; gives where it stopped. */
export function scan(from: usize, limit: usize, most: u32): usize {
  rows = 0;
  suspects = suspectsAt;
  stopped = MORE;
  clearIndex(from);
  let position = POSITIONS;
  let other = OTHERS;
  let at = from;
  const size = 24 + 12 * <usize>columns;
  const last = columns - 1;
  while (true) {
    if (rows == most || suspects + size > suspectsEnd) {
      stopped = FULL;
      return at;
    }
    // Room for the positions of one usual row, or as much as there is left of the input.
    if (position + ((<usize>columns + 1) << 2) > positionsEnd && indexTo < limit) {
      makeIndex(at, limit);
      position = POSITIONS;
      other = OTHERS;
    }
    const end = position + ((<usize>last) << 2) < positionsEnd ? <usize>load<u32>(position + ((<usize>last) << 2)) : 0;
    // The first mark that is no comma ends the row, if the row is a usual one.
    const stop = end != 0 && <usize>load<u32>(other) == end ? <u32>load<u8>(end) : 0;
    if ((stop == LF || (stop == CR && end + 1 < limit)) && end - at < ROW_LIMIT && end - at > <usize>last) {
      usualRow(at, end, position, last);
      const both = stop == CR && <u32>load<u8>(end + 1) == LF;
      position += ((<usize>columns) << 2) + (both ? 4 : 0);
      other += both ? 8 : 4;
      at = both ? end + 2 : end + 1;
    } else {
      at = oddRow(at, limit);
      if (at == 0) return oddAt;
      position = skip(position, positionsEnd, at);
      other = skip(other, OTHERS_END, at);
    }
  }
  return at;
}

/** A row of as many fields as there are columns, without quotation marks. */
// @ts-ignore: decorator
@inline
function usualRow(at: usize, end: usize, position: usize, last: u32): void {
  let known: u32 = 0;
  if (memoLength && isMemo(at)) known = memoColumns;
  // The place before the row, as if a comma were there.
  store<u32>(position - 4, <u32>at - 1);
  setIndexed(position);
  doubtful = 0;
  wrong = 0;
  if (highSeen && !isAscii(at + (known ? memoLength : 0), end)) highFields(position, known, last);
  else plainFields(position, known, last);
  if (fieldsOnly && !(doubtful | wrong)) {
    rows++;
    if (learning || ++sinceLearnt >= LEARN_EVERY) learn(at, 0, 0);
  } else finishRow(at, end, known);
}

/** Whether a row begins with the columns that rows have in common. */
// @ts-ignore: decorator
@inline
function isMemo(at: usize): bool {
  let differs = v128.and(v128.xor(v128.load(at + memoWhole), v128.load(MEMO + memoWhole)), v128.load(MEMO_MASK));
  for (let done: usize = 0; done < memoWhole; done += 16) {
    differs = v128.or(differs, v128.xor(v128.load(at + done), v128.load(MEMO + done)));
  }
  return !v128.any_true(differs);
}

/** Looks at the fields of a row of ASCII from `column` on. */
// @ts-ignore: decorator
@inline
function plainFields(position: usize, column: u32, last: u32): void {
  let place = position + ((<usize>column) << 2);
  const stop = position + ((<usize>last) << 2);
  let from = <usize>load<u32>(place - 4) + 1;
  let about = COLUMNS + ((<usize>column) << 6);
  do {
    const to = <usize>load<u32>(place);
    const found = plainAnswer(about, from, to);
    if (found != RIGHT) doubt(<u32>(place - position) >> 2, found);
    from = to + 1;
    place += 4;
    about += 64;
  } while (place <= stop);
}

/** The same for a row that has bytes above ASCII. */
function highFields(position: usize, column: u32, last: u32): void {
  let from = <usize>load<u32>(position + ((<usize>column) << 2) - 4) + 1;
  for (; column <= last; column++) {
    const to = <usize>load<u32>(position + ((<usize>column) << 2));
    const flags = isAscii(from, to) ? 0 : HIGH;
    const found = answer(column, from, to, flags != 0, flags);
    if (found != RIGHT) doubt(column, found);
    from = to + 1;
  }
}

// Columns of the row at hand that are not certainly right.
let doubtful: u64 = 0;
let wrong: u64 = 0;

function doubt(column: u32, found: u32): void {
  if (found == UNSURE) doubtful |= (<u64>1) << column;
  else wrong |= (<u64>1) << column;
}

/** What is left to do once the fields of a row are known. */
function finishRow(at: usize, end: usize, known: u32): void {
  let broken: u32 = 0;
  const faulty = doubtful | wrong;
  for (let rule: u32 = 0; rule < rules; rule++) {
    // Its columns are those of the row before, for which it held.
    if (lastColumn(rule) < known) continue;
    if (!holds(rule, faulty)) broken |= (<u32>1) << rule;
  }
  if (keyColumns) {
    store<u32>(startsAt + ((<usize>rows) << 2), <u32>(at - inputAt));
    store<u64>(hashesAt + ((<usize>rows) << 3), hashOfRow(keyColumns));
  }
  if (countsOnly) {
    if (wrong) countWrong(wrong);
    if (doubtful) suspect(at, end, doubtful, 0);
  } else if (faulty || broken) suspect(at, end, faulty, broken);
  rows++;
  if (learning || ++sinceLearnt >= LEARN_EVERY) learn(at, faulty, broken);
}

/** A row with quotation marks, or one that the host must read (0 is given, and why is in `stopped`). */
function oddRow(at: usize, limit: usize): usize {
  oddAt = at;
  let fieldFrom = at;
  doubtful = 0;
  wrong = 0;
  setNoted();
  for (let column: u32 = 0; column < columns; column++) {
    if (fieldFrom >= limit) return 0;
    let from = fieldFrom;
    let to: usize;
    let flags: u32 = 0;
    if (<u32>load<u8>(from) == QUOTE) {
      from++;
      to = closing(from, limit);
      if (to == 0) return 0;
      flags = QUOTED | quotedFlags(from, to);
      fieldFrom = closed + 1;
    } else {
      to = unquotedEnd(from, limit);
      if (to == 0) return 0;
      flags = flagsOf(from, to);
      fieldFrom = to;
    }
    const stop = <u32>load<u8>(fieldFrom);
    const wanted = column == columns - 1 ? stop == LF || stop == CR : stop == COMMA;
    if (!wanted || fieldFrom - at > ROW_LIMIT) return odd();
    noteField(column, from, to, flags);
    const found = answer(column, from, to, (flags & ~QUOTED) != 0, flags);
    if (found != RIGHT) doubt(column, found);
    fieldFrom++;
  }
  const end = fieldFrom - 1;
  // Nothing but commas, or nothing at all.
  if (end - at < <usize>columns) return odd();
  if (<u32>load<u8>(end) == CR && end + 1 >= limit) return 0;
  const next = <u32>load<u8>(end) == CR && <u32>load<u8>(end + 1) == LF ? end + 2 : end + 1;
  finishRow(at, end, 0);
  return next;
}

let oddAt: usize = 0;

function odd(): usize {
  stopped = ODD;
  return 0;
}

let closed: usize = 0;

/** Where a value in quotation marks ends; 0 where the mark is not there yet. Doubled ones do not end it. */
function closing(from: usize, limit: usize): usize {
  const quote = i8x16.splat(0x22);
  let at = from;
  while (at < limit) {
    const bits = i8x16.bitmask(i8x16.eq(v128.load(at), quote));
    if (bits == 0) {
      at += 16;
      continue;
    }
    at += ctz(bits);
    if (at + 1 >= limit) return 0;
    if (<u32>load<u8>(at + 1) != QUOTE) {
      closed = at;
      return at == from ? from : at;
    }
    at += 2;
  }
  return 0;
}

/** Flags of a value in quotation marks: a mark inside it is a doubled one. */
// @ts-ignore: decorator
@inline
function quotedFlags(from: usize, to: usize): u32 {
  let flags: u32 = 0;
  let at = from;
  while (at < to) {
    const v = v128.load(at);
    const left = <u32>(to - at);
    const within = left >= 16 ? 0xffff : ((<u32>1) << left) - 1;
    const some = v128.or(i8x16.lt_s(v, i8x16.splat(0x20)), i8x16.eq(v, i8x16.splat(0x22)));
    if (i8x16.bitmask(some) & within) return quotedFlagsOneByOne(from, to);
    at += 16;
  }
  return flags;
}

function quotedFlagsOneByOne(from: usize, to: usize): u32 {
  let flags: u32 = 0;
  for (let at = from; at < to; at++) {
    const byte = <u32>load<u8>(at);
    if (byte >= 0x80) flags |= HIGH;
    else if (byte == QUOTE) flags |= ESCAPED;
    else if (byte == LF || byte == CR) flags |= LINE_BREAK;
    else if (byte == 0) flags |= 32;
  }
  return flags;
}

/** Where a value without quotation marks ends; 0 where its end is not there yet. */
// @ts-ignore: decorator
@inline
function unquotedEnd(from: usize, limit: usize): usize {
  let at = from;
  while (at < limit) {
    const v = v128.load(at);
    const ends = v128.or(
      i8x16.eq(v, i8x16.splat(0x2c)),
      v128.or(i8x16.eq(v, i8x16.splat(0x0a)), i8x16.eq(v, i8x16.splat(0x0d))),
    );
    const bits = i8x16.bitmask(ends);
    if (bits) {
      at += ctz(bits);
      return at < limit ? at : 0;
    }
    at += 16;
  }
  return 0;
}

/**
 * Keeps the leading columns of a row, or, with some kept, finds which of them this row has as well. Columns that are not
 * certainly right are left out, and the last column of each rule that does not certainly hold.
 */
function learn(at: usize, faulty: u64, broken: u32): void {
  let most = faulty ? <u32>ctz(faulty) : columns - 1;
  if (most > columns - 1) most = columns - 1;
  for (let left = broken; left; left &= left - 1) {
    const last = lastColumn(ctz(left));
    if (last < most) most = last;
  }
  if (!learning) {
    memoLength = 0;
    memoColumns = 0;
    for (; memoColumns < most; memoColumns++) {
      const to = <u32>(endOf(memoColumns) - at);
      // Only fields as they stand, without quotation marks.
      if (flagsOfField(memoColumns) & ~HIGH || to >= MEMO_SIZE) break;
      store<u32>(MEMO_ENDS + ((<usize>memoColumns) << 2), to);
    }
    if (memoColumns) memory.copy(MEMO, at, load<u32>(MEMO_ENDS + ((<usize>(memoColumns - 1)) << 2)) + 1);
    learning = memoColumns > 0;
    sinceLearnt = 0;
    return;
  }
  learning = false;
  let kept: u32 = 0;
  let length: u32 = 0;
  for (; kept < memoColumns && kept < most; kept++) {
    const end = load<u32>(MEMO_ENDS + ((<usize>kept) << 2)) + 1;
    if (!same(at, MEMO, end)) break;
    length = end;
  }
  memoColumns = kept;
  memoLength = length;
  memoWhole = length & ~15;
  for (let byte: u32 = 0; byte < 16; byte++) store<u8>(MEMO_MASK + byte, byte < (length & 15) ? 0xff : 0);
}

function countWrong(wrong: u64): void {
  for (let left = wrong; left; left &= left - 1) {
    const into = WRONG + (<usize>ctz(left) << 2);
    store<u32>(into, load<u32>(into) + 1);
  }
}

/** Notes a row that the host must look at: which one, where, which columns and rules, and all its fields. */
function suspect(at: usize, end: usize, faulty: u64, broken: u32): void {
  store<u32>(suspects, rows);
  store<u32>(suspects, <u32>at, 4);
  store<u32>(suspects, <u32>end, 8);
  store<u64>(suspects, faulty, 12);
  store<u32>(suspects, broken, 20);
  let into = suspects + 24;
  for (let column: u32 = 0; column < columns; column++) {
    store<u32>(into, <u32>fromOf(column));
    store<u32>(into, <u32>endOf(column), 4);
    store<u32>(into, flagsOfField(column), 8);
    into += 12;
  }
  suspects = into;
}
