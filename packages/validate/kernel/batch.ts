/**
 * The usual rows that follow each other, up to 64: as many fields as there are columns, no quotation marks, all with the
 * same line end. They are gone over column by column, as what is asked of one column then stays in registers; what is
 * found of them are words with one bit a row.
 */
import { CR, LF } from './bytes';
import { POSITIONS } from './layout';
import { highsFrom, passHighs, positionsEnd } from './marks';
import { keptColumns, strangeRows } from './memo';

/** One bit each fits a word, and their bytes stay in the nearest cache. */
export const BATCH: u32 = 64;

/** Where the index has the first mark of the first row, and bytes of the index from one row to the next. */
export let first: usize = POSITIONS;
export let stride: usize = 0;
export let count: u32 = 0;
/** Leading columns that most of them have in common with those that are kept, and the rows that have not. */
export let known: u32 = 0;
export let strange: u64 = 0;
/** Rows that may hold bytes above ASCII. */
export let high: u64 = 0;

/** A bit for each of so many rows. */
// @ts-ignore: decorator
@inline
export function bits(rows: u32): u64 {
  return rows == 0 ? 0 : <u64>-1 >> (64 - rows);
}

/** Where the index has the first mark of a row. */
// @ts-ignore: decorator
@inline
export function placeOf(row: u32): usize {
  return first + stride * row;
}

/** Where a row begins whose first mark is at `place`: after the line end before it. */
// @ts-ignore: decorator
@inline
export function startOf(place: usize): usize {
  return <usize>load<u32>(place - 4) + 1;
}

/** Keeps only the first rows. */
export function cut(rows: u32): void {
  count = rows;
}

/** Whether a row may be a usual one: its last mark, and none before it, is no comma. */
// @ts-ignore: decorator
@inline
export function mayBeUsual(position: usize, other: usize, columns: u32): bool {
  const last = position + ((<usize>columns - 1) << 2);
  return last < positionsEnd && load<u32>(other) == load<u32>(last);
}

/**
 * Finds the usual rows from `from` on, whose first mark is at `position` and whose first mark that is no comma at `other`;
 * `most` at most. They are complete: `limit` is where the bytes end.
 */
export function gather(from: usize, limit: usize, position: usize, other: usize, columns: u32, most: u32): void {
  count = 0;
  const toEnd = (<usize>columns - 1) << 2;
  const firstEnd = <usize>load<u32>(position + toEnd);
  const stop = <u32>load<u8>(firstEnd);
  const both = stop == CR && firstEnd + 1 < limit && load<u8>(firstEnd + 1) == LF;
  if (stop != LF && stop != CR) return;
  first = position;
  stride = toEnd + (both ? 8 : 4);
  const others: usize = both ? 8 : 4;
  // The place before the row, as if a comma were there; before the others there is a line end.
  store<u32>(position - 4, <u32>from - 1);
  passHighs(from);
  let highAt = highsFrom;
  let at = from;
  let found: u32 = 0;
  let place = position;
  let highs: u64 = 0;
  const step = stride;
  const indexEnd = positionsEnd;
  while (found < most && place + step <= indexEnd) {
    const end = <usize>load<u32>(place + toEnd);
    // The first mark that is no comma ends the row, which is not of commas alone.
    if (<usize>load<u32>(other) != end || end - at < <usize>columns || <u32>load<u8>(end) != stop) break;
    if (stop == CR && (end + 1 >= limit || (load<u8>(end + 1) == LF) != both)) break;
    while (<usize>load<u32>(highAt) + 64 <= at) highAt += 4;
    highs |= <u64>(<usize>load<u32>(highAt) < end) << found;
    other += others;
    place += step;
    at = both ? end + 2 : end + 1;
    found++;
  }
  high = highs;
  count = found;
  known = found ? keptColumns() : 0;
  strange = known ? strangeRows(position, step, found) : 0;
  // Where it is half of them, or more, all are looked at in full.
  if (<u32>popcnt(strange) * 2 >= found) {
    known = 0;
    strange = 0;
  }
}
