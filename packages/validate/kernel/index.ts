/**
 * The kernel: goes over the rows of a CSV file in memory and says of each row that it is certainly right, or what about
 * it is to be looked at more closely. It may doubt a right row, but never passes a wrong one: the host's exact check
 * decides (src/rows.ts). Rows whose fields it cannot tell apart are left to the host altogether.
 */
import { CR, ESCAPED, HIGH, LF, QUOTE, QUOTED, flagsOf, isAscii } from './bytes';
import { closed, closing, quotedFlags, unquotedEnd } from './ends';
import { answer, plainAnswer, RIGHT, UNSURE } from './fields';
import { finished, hashOf, hashOfRow } from './keys';
import { COLUMNS, KEY_COLUMNS, OTHERS, OTHERS_END, POSITIONS, WRONG } from './layout';
import { clearIndex, indexTo, makeIndex, highSeen, positionsEnd, skip } from './marks';
import { copyEnds, endOf, flagsOfField, fromOf, isIndexed, noteField, setIndexed, setNoted } from './row';
import { forgetMemo, knownColumns, learn, mayLearn } from './memo';
import { askTests, brokenRules, forgetAnswers, lastColumn, ruleBit } from './tests';

export { noteKey, noteKeys, repeatCount } from './key-table';

const COMMA: u32 = 0x2c;

/** Bytes told of a suspect before its fields. */
const SUSPECT_HEAD: usize = 28;

/** Longest row that is dealt with here. */
const ROW_LIMIT: usize = 65536;

// Why the scan stopped.
const MORE: u32 = 0; // the last row is not complete
const ODD: u32 = 1; // the next row is for the host
const FULL: u32 = 2; // there is no room for another row's results

let columns: u32 = 0;
let rules: u32 = 0;
let tests: u32 = 0;
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

/** Sets what stays the same for a whole file. Results go to the three places; `counting`: wrong values are only counted. */
export function prepare(
  columnCount: u32,
  ruleCount: u32,
  testCount: u32,
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
  tests = testCount;
  keyColumns = keyCount;
  fieldsOnly = !ruleCount && !keyCount;
  countsOnly = counting;
  inputAt = input;
  startsAt = starts;
  hashesAt = hashes;
  suspectsAt = suspectList;
  suspectsEnd = suspectListEnd;
  forgetMemo();
  forgetAnswers();
}

let hostSum: u64 = 0;

/** One value of a key, for the host's rows, in the order of their places. */
export function addToHash(place: u32, from: usize, length: u32): void {
  hostSum += hashOf(place, from, length);
}

/** Puts the hash of these values at `into`. */
export function takeHash(into: usize): void {
  store<u64>(into, finished(hostSum));
  hostSum = 0;
}

/** Forgets what the last rows had in common: what a rule compares with has changed. */
export function forget(): void {
  forgetMemo();
}

// Where in the index the last scan stopped.
let positionLeft: usize = POSITIONS;
let otherLeft: usize = OTHERS;

/**
 * Goes over rows from `from`, where a row begins, up to `limit`, at most `most` of them; gives where it stopped. `again`:
 * the bytes and `limit` are those of the last scan, which stopped before `from` or there.
 */
export function scan(from: usize, limit: usize, most: u32, again: bool): usize {
  rows = 0;
  suspects = suspectsAt;
  stopped = MORE;
  const kept = again && from < indexTo;
  if (!kept) clearIndex(from);
  let position = kept ? skip(positionLeft, positionsEnd, from) : POSITIONS;
  let other = kept ? skip(otherLeft, OTHERS_END, from) : OTHERS;
  let at = from;
  const size = SUSPECT_HEAD + 12 * <usize>columns;
  const last = columns - 1;
  while (true) {
    if (rows == most || suspects + size > suspectsEnd) {
      stopped = FULL;
      leave(position, other);
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
      if (!usualRow(at, end, position, last)) {
        stopped = ODD;
        leave(position, other);
        return at;
      }
      const both = stop == CR && <u32>load<u8>(end + 1) == LF;
      position += ((<usize>columns) << 2) + (both ? 4 : 0);
      other += both ? 8 : 4;
      at = both ? end + 2 : end + 1;
    } else {
      at = oddRow(at, limit);
      if (at == 0) {
        leave(position, other);
        return oddAt;
      }
      position = skip(position, positionsEnd, at);
      other = skip(other, OTHERS_END, at);
    }
  }
  return at;
}

// @ts-ignore: decorator
@inline
function leave(position: usize, other: usize): void {
  positionLeft = position;
  otherLeft = other;
}

/** A row of as many fields as there are columns, without quotation marks; false where it is for the host. */
// @ts-ignore: decorator
@inline
function usualRow(at: usize, end: usize, position: usize, last: u32): bool {
  const known = knownColumns(at);
  // The place before the row, as if a comma were there.
  store<u32>(position - 4, <u32>at - 1);
  setIndexed(position);
  doubtful = 0;
  wrong = 0;
  if (highSeen && !isAscii(<usize>load<u32>(position + ((<usize>known) << 2) - 4) + 1, end)) {
    highFields(position, known, last);
    if (keyColumns && doubtful | wrong && keyOtherwise(doubtful | wrong)) return false;
  } else plainFields(position, known, last);
  if (fieldsOnly && !(doubtful | wrong)) {
    rows++;
    if (mayLearn()) learn(at, columns - 1);
  } else finishRow(at, end, known);
  return true;
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
  const faulty = doubtful | wrong;
  askTests(tests, known);
  const broken = brokenRules(rules, known, doubtful, wrong);
  if (keyColumns) {
    store<u32>(startsAt + ((<usize>rows) << 2), <u32>(at - inputAt));
    store<u64>(hashesAt + ((<usize>rows) << 3), hashOfRow(keyColumns));
  }
  if (countsOnly) {
    if (wrong) countWrong(wrong);
    if (doubtful) suspect(at, end, doubtful, 0);
  } else if (faulty || broken) suspect(at, end, faulty, broken);
  rows++;
  if (mayLearn()) learn(at, learnable(faulty, broken));
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
  if (keyColumns && keyOtherwise(doubtful | wrong)) return odd();
  const next = <u32>load<u8>(end) == CR && <u32>load<u8>(end + 1) == LF ? end + 2 : end + 1;
  finishRow(at, end, 0);
  return next;
}

/** Whether a value of the key may be the same as one of other bytes, as with doubled marks: its hash says nothing. */
function keyOtherwise(faulty: u64): bool {
  for (let place: u32 = 0; place < keyColumns; place++) {
    const column = load<u32>(KEY_COLUMNS + ((<usize>place) << 2));
    const flags = flagsOfField(column);
    // What is not doubted is UTF-8.
    if (flags & ESCAPED || (flags & HIGH && (faulty >> column) & 1)) return true;
  }
  return false;
}

let oddAt: usize = 0;

function odd(): usize {
  stopped = ODD;
  return 0;
}

/** How many leading columns of a row may be learnt: those that are certainly right, and of whose rules each certainly holds. */
function learnable(faulty: u64, broken: u32): u32 {
  let most = columns - 1;
  if (faulty && <u32>ctz(faulty) < most) most = <u32>ctz(faulty);
  for (let rule: u32 = 0; rule < rules; rule++) {
    if (broken & ruleBit(rule) && lastColumn(rule) < most) most = lastColumn(rule);
  }
  return most;
}

function countWrong(wrong: u64): void {
  for (let left = wrong; left; left &= left - 1) {
    const into = WRONG + (<usize>ctz(left) << 2);
    store<u32>(into, load<u32>(into) + 1);
  }
}

/**
 * Notes a row that the host must look at: which one, where, which columns and rules, and all its fields. Those of a usual
 * row in ASCII are told by where they end.
 */
function suspect(at: usize, end: usize, faulty: u64, broken: u32): void {
  store<u32>(suspects, rows);
  store<u32>(suspects, <u32>at, 4);
  store<u32>(suspects, <u32>end, 8);
  store<u64>(suspects, faulty, 12);
  store<u32>(suspects, broken, 20);
  const isUsual = isIndexed() && (!highSeen || isAscii(at, end));
  store<u32>(suspects, <u32>isUsual, 24);
  let into = suspects + SUSPECT_HEAD;
  suspects = into + 12 * <usize>columns;
  if (isUsual) {
    copyEnds(into, columns);
    return;
  }
  for (let column: u32 = 0; column < columns; column++) {
    store<u32>(into, <u32>fromOf(column));
    store<u32>(into, <u32>endOf(column), 4);
    store<u32>(into, flagsOfField(column), 8);
    into += 12;
  }
}
