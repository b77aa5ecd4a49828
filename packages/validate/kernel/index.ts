/**
 * The kernel: goes over the rows of a CSV file in memory and says of each row that it is certainly right, or what about
 * it is to be looked at more closely. It may doubt a right row, but never passes a wrong one: the host's exact check
 * decides (src/rows.ts). Rows whose fields it cannot tell apart are left to the host altogether.
 */
import { BATCH, bits, count, cut, gather, high, known, mayBeUsual, placeOf, startOf, strange, stride } from './batch';
import { brokenRows, takeAnswers } from './batch-tests';
import { CR, ESCAPED, HIGH, LF, QUOTE, QUOTED, flagsOf, isAscii } from './bytes';
import { checkColumns, doubtfulIn, faulty, forgetFound, wrongIn } from './columns';
import { closed, closing, quotedFlags, unquotedEnd } from './ends';
import { answer, RIGHT, UNSURE } from './fields';
import { finished, hashBatch, hashOf, hashOfRow } from './keys';
import { KEY_COLUMNS, OTHERS, OTHERS_END, POSITIONS, WRONG } from './layout';
import { clearIndex, indexTo, makeIndex, positionsEnd, skip } from './marks';
import { copyEnds, endOf, flagsOfField, fromOf, isIndexed, noteField, setIndexed, setNoted } from './row';
import { forgetMemo, learn, mayLearn } from './memo';
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
  while (true) {
    const room = roomFor(most - rows, size);
    if (room == 0) {
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
    const isUsual = mayBeUsual(position, other, columns);
    if (isUsual) gather(at, limit, position, other, columns, room);
    if (isUsual && count) {
      const isWhole = takeBatch();
      position = placeOf(count);
      // As many marks that are no commas as each row has.
      other += (stride - ((<usize>columns - 1) << 2)) * count;
      at = startOf(position);
      if (!isWhole) {
        stopped = ODD;
        leave(position, other);
        return at;
      }
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

/** Rows that may be taken at once: as many as the rest of `most`, and as can be told of if each is a suspect. */
// @ts-ignore: decorator
@inline
function roomFor(most: u32, size: usize): u32 {
  let room = most < batchMost ? most : batchMost;
  if (suspects + size * room > suspectsEnd) room = <u32>((suspectsEnd - suspects) / size);
  return room;
}

/** Few, after a row that the host must read was found too late: what was found of those after it is lost. */
let batchMost: u32 = BATCH;
const FEW: u32 = 4;

/** Goes over the rows of a batch; false where the batch is cut before a row that is for the host. */
function takeBatch(): bool {
  checkColumns(columns);
  const isWhole = !keyColumns || !(faulty & high) || !cutBeforeOdd();
  let telling = faulty & bits(count);
  if (rules) telling |= brokenRows(tests, rules);
  if (keyColumns) hashBatch(keyColumns, inputAt, startsAt + (<usize>rows << 2), hashesAt + (<usize>rows << 3));
  const before = rows;
  for (let left = telling; left; left &= left - 1) {
    const row = <u32>ctz(left);
    rows = before + row;
    takeRow(row);
  }
  rows = before + count;
  if (count && mayLearn(count)) learnFrom(count - 1, (telling >> (count - 1)) & 1 ? brokenLast : 0);
  if (faulty) forgetFound();
  batchMost = !isWhole ? FEW : batchMost < BATCH ? batchMost << 1 : BATCH;
  return isWhole;
}

function cutBeforeOdd(): bool {
  for (let left = faulty & high; left; left &= left - 1) {
    const row = <u32>ctz(left);
    setIndexed(placeOf(row));
    if (!keyOtherwise(doubtfulIn(row) | wrongIn(row))) continue;
    cut(row);
    return true;
  }
  return false;
}

/** A row of a batch of which something is not certainly right. */
function takeRow(row: u32): void {
  const place = placeOf(row);
  setIndexed(place);
  doubtful = doubtfulIn(row);
  wrong = wrongIn(row);
  let broken: u32 = 0;
  if (rules) {
    takeAnswers(row);
    broken = brokenRules(rules, (strange >> row) & 1 ? 0 : known, doubtful, wrong);
  }
  tell(startOf(place), <usize>load<u32>(place + ((<usize>columns - 1) << 2)), broken);
}

function learnFrom(row: u32, broken: u32): void {
  const place = placeOf(row);
  setIndexed(place);
  learn(startOf(place), learnable(doubtfulIn(row) | wrongIn(row), broken));
}

// Columns of the row at hand that are not certainly right.
let doubtful: u64 = 0;
let wrong: u64 = 0;

function doubt(column: u32, found: u32): void {
  if (found == UNSURE) doubtful |= (<u64>1) << column;
  else wrong |= (<u64>1) << column;
}

/** What is left to do once the fields of an odd row are known. */
function finishRow(at: usize, end: usize): void {
  askTests(tests, 0);
  if (keyColumns) {
    store<u32>(startsAt + ((<usize>rows) << 2), <u32>(at - inputAt));
    store<u64>(hashesAt + ((<usize>rows) << 3), hashOfRow(keyColumns));
  }
  tell(at, end, rules ? brokenRules(rules, 0, doubtful, wrong) : 0);
  rows++;
  if (mayLearn(1)) learn(at, learnable(doubtful | wrong, brokenLast));
}

/** Rules that the row told of last does not certainly keep. */
let brokenLast: u32 = 0;

/** Tells of a row what is not certainly right. */
function tell(at: usize, end: usize, broken: u32): void {
  brokenLast = broken;
  if (countsOnly) {
    if (wrong) countWrong(wrong);
    if (doubtful) suspect(at, end, doubtful, 0);
  } else if (doubtful | wrong | broken) suspect(at, end, doubtful | wrong, broken);
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
  finishRow(at, end);
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
  const isUsual = isIndexed() && isAscii(at, end);
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
