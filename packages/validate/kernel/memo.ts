import { HIGH, same } from './bytes';
import { MEMO, MEMO_ENDS, MEMO_SIZE } from './layout';
import { endOf, flagsOfField } from './row';

// The leading columns that rows have in common: their bytes are kept, and stay until others are learnt.

/** How often they are looked for anew, in rows. */
const LEARN_EVERY: u32 = 256;

let length: u32 = 0;
/** Bytes of it in whole vectors; those of the last one are compared as MASK says. */
let whole: usize = 0;
let columns: u32 = 0;
let learning: bool = false;
let sinceLearnt: u32 = 0;
const MASK: usize = memory.data(16, 16);

export function forgetMemo(): void {
  length = 0;
  learning = false;
}

/** How many columns are kept. */
// @ts-ignore: decorator
@inline
export function keptColumns(): u32 {
  return length ? columns : 0;
}

/**
 * Rows, as bits, whose leading columns are not those that are kept. The first begins after the place that stands before
 * `position` in the index, the others `stride` further on each.
 */
export function strangeRows(position: usize, stride: usize, rows: u32): u64 {
  const end = position + stride * rows;
  let differs = i64x2.splat(0);
  for (let block: usize = 0; block <= whole; block += 16) {
    const kept = v128.load(MEMO + block);
    let other = i64x2.splat(0);
    for (let place = position; place < end; place += stride) {
      other = v128.or(other, v128.xor(v128.load(<usize>load<u32>(place - 4) + 1 + block), kept));
    }
    differs = v128.or(differs, block == whole ? v128.and(other, v128.load(MASK)) : other);
  }
  // Mostly there are none.
  return v128.any_true(differs) ? strangeOneByOne(position, stride, rows) : 0;
}

function strangeOneByOne(position: usize, stride: usize, rows: u32): u64 {
  let strange: u64 = 0;
  let place = position;
  for (let row: u32 = 0; row < rows; row++) {
    const at = <usize>load<u32>(place - 4) + 1;
    let differs = v128.and(v128.xor(v128.load(at + whole), v128.load(MEMO + whole)), v128.load(MASK));
    for (let block: usize = 0; block < whole; block += 16) {
      differs = v128.or(differs, v128.xor(v128.load(at + block), v128.load(MEMO + block)));
    }
    strange |= <u64>v128.any_true(differs) << row;
    place += stride;
  }
  return strange;
}

// @ts-ignore: decorator
@inline
export function mayLearn(rows: u32): bool {
  sinceLearnt += rows;
  return learning || sinceLearnt >= LEARN_EVERY;
}

/** Keeps the leading columns of a row, `most` of them, or, with some kept, finds which of them this row has as well. */
export function learn(at: usize, most: u32): void {
  if (!learning) {
    length = 0;
    for (columns = 0; columns < most; columns++) {
      const to = <u32>(endOf(columns) - at);
      // Only fields as they stand, without quotation marks.
      if (flagsOfField(columns) & ~HIGH || to >= MEMO_SIZE) break;
      store<u32>(MEMO_ENDS + ((<usize>columns) << 2), to);
    }
    if (columns) memory.copy(MEMO, at, load<u32>(MEMO_ENDS + ((<usize>(columns - 1)) << 2)) + 1);
    learning = columns > 0;
    sinceLearnt = 0;
    return;
  }
  learning = false;
  let kept: u32 = 0;
  for (; kept < columns && kept < most; kept++) {
    const end = load<u32>(MEMO_ENDS + ((<usize>kept) << 2)) + 1;
    if (!same(at, MEMO, end)) break;
    length = end;
  }
  columns = kept;
  whole = length & ~15;
  for (let byte: u32 = 0; byte < 16; byte++) store<u8>(MASK + byte, byte < (length & 15) ? 0xff : 0);
}
