/**
 * The kernel: goes over the rows of a CSV file in memory and says of each row that it is certainly right, or what about
 * it is to be looked at more closely. It may doubt a right row, but never passes a wrong one: the host's exact check
 * decides (src/rows.ts). Rows whose fields it cannot tell apart are left to the host altogether.
 */
import { ESCAPED, flagsOf, HIGH, LINE_BREAK, QUOTED, same } from './bytes';
import { answer, RIGHT, UNSURE, WRONG_VALUE } from './fields';
import { finished, hashOf, hashOfRow } from './keys';
import { BLOCKS, INDEX_BYTES, MEMO, MEMO_ENDS, MEMO_SIZE, POSITIONS, ROW, WRONG } from './layout';
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

// What is known of where commas and line ends are.
let indexFrom: usize = 0;
let indexTo: usize = 0;
let positionsEnd: usize = 0;

// The leading columns that the last rows had in common.
let memoLength: u32 = 0;
let memoColumns: u32 = 0;
let learning: bool = false;
let sinceLearnt: u32 = 0;

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
  indexTo = from;
  let position = POSITIONS;
  positionsEnd = POSITIONS;
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
    }
    if (position + ((<usize>last) << 2) >= positionsEnd) {
      const next = oddRow(at, limit);
      if (next == 0) return at;
      position = skip(position, next);
      at = next;
      continue;
    }
    const end = <usize>load<u32>(position + ((<usize>last) << 2));
    let column: u32 = 0;
    let fieldFrom = at;
    if (memoLength && at + memoLength <= end && same(at, MEMO, memoLength)) {
      column = memoColumns;
      fieldFrom = at + memoLength;
      takeMemo(at);
    } else memoLength = 0;
    const known = column;
    let doubtful: u64 = 0;
    let wrong: u64 = 0;
    const special =
      load<u32>(BLOCKS + (((end - indexFrom) >> 6) << 2), 4) != load<u32>(BLOCKS + (((at - indexFrom) >> 6) << 2));
    for (; column < columns; column++) {
      const to = <usize>load<u32>(position + ((<usize>column) << 2));
      if (column < last && <u32>load<u8>(to) != COMMA) break;
      const into = ROW + ((<usize>column) << 4);
      store<u32>(into, <u32>fieldFrom);
      store<u32>(into, <u32>to, 4);
      let flags: u32 = 0;
      if (special) flags = flagsOf(fieldFrom, to);
      store<u32>(into, flags, 8);
      const found = answer(column, fieldFrom, to, special, flags);
      if (found != RIGHT) {
        if (found == UNSURE) doubtful |= (<u64>1) << column;
        else wrong |= (<u64>1) << column;
      }
      fieldFrom = to + 1;
    }
    const stop = <u32>load<u8>(end);
    let next: usize = 0;
    if (column == columns && (stop == LF || (stop == CR && end + 1 < limit)) && end - at < ROW_LIMIT && end - at > <usize>last) {
      next = stop == CR && <u32>load<u8>(end + 1) == LF ? end + 2 : end + 1;
      position += ((<usize>columns) << 2) + (next - end == 2 ? 4 : 0);
      finishRow(at, end, known, doubtful, wrong);
    } else {
      memoLength = 0;
      next = oddRow(at, limit);
      if (next == 0) return at;
      position = skip(position, next);
    }
    at = next;
  }
  return at;
}

/** What is left to do once the fields of a row are known. */
function finishRow(at: usize, end: usize, known: u32, doubtful: u64, wrong: u64): void {
  let broken: u32 = 0;
  const faulty = doubtful | wrong;
  for (let rule: u32 = 0; rule < rules; rule++) {
    // Its columns are those of the row before, for which it held.
    if (lastColumn(rule) < known) continue;
    if (!holds(rule, faulty)) broken |= (<u32>1) << rule;
  }
  store<u32>(startsAt + ((<usize>rows) << 2), <u32>(at - inputAt));
  if (keyColumns) store<u64>(hashesAt + ((<usize>rows) << 3), hashOfRow(keyColumns));
  if (countsOnly) {
    if (wrong) countWrong(wrong);
    if (doubtful) suspect(at, end, doubtful, 0);
  } else if (faulty || broken) suspect(at, end, faulty, broken);
  rows++;
  if (!(faulty | <u64>broken) && (learning || ++sinceLearnt >= LEARN_EVERY)) learn(at);
}

/** A row with quotation marks, or one that the host must read (0 is given, and why is in `stopped`). */
function oddRow(at: usize, limit: usize): usize {
  let fieldFrom = at;
  let doubtful: u64 = 0;
  let wrong: u64 = 0;
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
    const into = ROW + ((<usize>column) << 4);
    store<u32>(into, <u32>from);
    store<u32>(into, <u32>to, 4);
    store<u32>(into, flags, 8);
    const found = answer(column, from, to, (flags & ~QUOTED) != 0, flags);
    if (found == UNSURE) doubtful |= (<u64>1) << column;
    else if (found == WRONG_VALUE) wrong |= (<u64>1) << column;
    fieldFrom++;
  }
  const end = fieldFrom - 1;
  // Nothing but commas, or nothing at all.
  if (end - at < <usize>columns) return odd();
  if (<u32>load<u8>(end) == CR && end + 1 >= limit) return 0;
  const next = <u32>load<u8>(end) == CR && <u32>load<u8>(end + 1) == LF ? end + 2 : end + 1;
  finishRow(at, end, 0, doubtful, wrong);
  return next;
}

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

/** Finds commas, quotation marks and line ends from `from` on, and blocks that hold other bytes than printable ASCII. */
function makeIndex(from: usize, limit: usize): void {
  const end = from + INDEX_BYTES < limit ? from + INDEX_BYTES : limit;
  // The byte itself stands at its low nibble; where no such byte is, one with another nibble.
  const marks = i8x16(-1, -1, 0x22, -1, -1, -1, -1, -1, -1, -1, 0x0a, -1, 0x2c, 0x0d, -1, 0);
  const low = i8x16.splat(0x0f);
  const blank = i8x16.splat(0x20);
  let out = POSITIONS;
  let block = BLOCKS;
  let specialBlocks: u32 = 0;
  for (let at = from; at < end; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const am = i8x16.eq(a, i8x16.swizzle(marks, v128.and(a, low)));
    const bm = i8x16.eq(b, i8x16.swizzle(marks, v128.and(b, low)));
    const cm = i8x16.eq(c, i8x16.swizzle(marks, v128.and(c, low)));
    const dm = i8x16.eq(d, i8x16.swizzle(marks, v128.and(d, low)));
    store<u32>(block, specialBlocks);
    block += 4;
    const special = v128.or(
      v128.or(v128.andnot(i8x16.lt_s(a, blank), am), v128.andnot(i8x16.lt_s(b, blank), bm)),
      v128.or(v128.andnot(i8x16.lt_s(c, blank), cm), v128.andnot(i8x16.lt_s(d, blank), dm)),
    );
    if (v128.any_true(special)) specialBlocks++;
    let bits =
      <u64>(<u32>i8x16.bitmask(am)) |
      (<u64>(<u32>i8x16.bitmask(bm)) << 16) |
      (<u64>(<u32>i8x16.bitmask(cm)) << 32) |
      (<u64>(<u32>i8x16.bitmask(dm)) << 48);
    if (at + 64 > end) bits &= ((<u64>1) << (end - at)) - 1;
    const count = <usize>popcnt(bits);
    let into = out;
    out += count << 2;
    // Eight at a time without asking whether there are so many: what is too much is written over.
    do {
      store<u32>(into, <u32>(at + <usize>ctz(bits)));
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 4);
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 8);
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 12);
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 16);
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 20);
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 24);
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 28);
      bits &= bits - 1;
      into += 32;
    } while (bits);
  }
  store<u32>(block, specialBlocks);
  store<u32>(block, specialBlocks, 4);
  indexFrom = from;
  indexTo = end;
  positionsEnd = out;
}

/** The first of the positions known that is not before `next`. */
function skip(position: usize, next: usize): usize {
  while (position < positionsEnd && <usize>load<u32>(position) < next) position += 4;
  return position;
}

/** The fields of the leading columns, which are as in the row before. */
// @ts-ignore: decorator
@inline
function takeMemo(at: usize): void {
  let from = at;
  for (let column: u32 = 0; column < memoColumns; column++) {
    const to = at + <usize>load<u32>(MEMO_ENDS + ((<usize>column) << 2));
    const into = ROW + ((<usize>column) << 4);
    store<u32>(into, <u32>from);
    store<u32>(into, <u32>to, 4);
    store<u32>(into, 0, 8);
    from = to + 1;
  }
}

/** Keeps a row, or, with one kept, finds which leading columns the two have in common. */
function learn(at: usize): void {
  if (!learning) {
    memoLength = 0;
    memoColumns = 0;
    for (let column: u32 = 0; column < columns - 1; column++) {
      const into = ROW + ((<usize>column) << 4);
      const to = <u32>(<usize>load<u32>(into, 4) - at);
      // Only fields as they stand: no quotation marks, nothing but ASCII.
      if (load<u32>(into, 8) || to >= MEMO_SIZE) break;
      store<u32>(MEMO_ENDS + ((<usize>column) << 2), to);
      memoColumns++;
    }
    if (memoColumns) memory.copy(MEMO, at, load<u32>(MEMO_ENDS + ((<usize>(memoColumns - 1)) << 2)) + 1);
    learning = memoColumns > 0;
    sinceLearnt = 0;
    return;
  }
  learning = false;
  let kept: u32 = 0;
  let length: u32 = 0;
  for (; kept < memoColumns; kept++) {
    const end = load<u32>(MEMO_ENDS + ((<usize>kept) << 2)) + 1;
    if (!same(at, MEMO, end)) break;
    length = end;
  }
  memoColumns = kept;
  memoLength = kept ? length : 0;
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
    const from = ROW + ((<usize>column) << 4);
    store<u64>(into, load<u64>(from));
    store<u32>(into, load<u32>(from, 8), 8);
    into += 12;
  }
  suspects = into;
}
