import { HIGHS, INDEX_BYTES, OTHERS, POSITIONS } from './layout';

// What is known of where marks are: commas, quotation marks, and bytes below a blank, line ends among them.
export let indexTo: usize = 0;
/** The first of the 64 bytes that hold any above ASCII, and end after all rows that have been gone over. */
export let highsFrom: usize = HIGHS;
/** Where the list of their positions ends. */
export let positionsEnd: usize = 0;

// Loaded rather than written as vectors: V8 makes those anew, from several instructions, wherever they stand.
const COMMAS: usize = memory.data<u64>([0x2c2c2c2c2c2c2c2c, 0x2c2c2c2c2c2c2c2c], 16);
const QUOTES: usize = memory.data<u64>([0x2222222222222222, 0x2222222222222222], 16);
const BLANKS: usize = memory.data<u64>([0x2020202020202020, 0x2020202020202020], 16);

/** Nothing is known from `from` on. */
export function clearIndex(from: usize): void {
  indexTo = from;
  positionsEnd = POSITIONS;
  noHighs(HIGHS);
}

/** Rows from `at` on are yet to be gone over. */
// @ts-ignore: decorator
@inline
export function passHighs(at: usize): void {
  while (<usize>load<u32>(highsFrom) + 64 <= at) highsFrom += 4;
}

/** Ends the list at a place that is not in it. */
// @ts-ignore: decorator
@inline
function noHighs(place: usize): void {
  store<u32>(place, 0x7fffffff);
  highsFrom = HIGHS;
}

/** Finds marks from `from` on, up to `limit` at most. */
export function makeIndex(from: usize, limit: usize): void {
  const end = from + INDEX_BYTES < limit ? from + INDEX_BYTES : limit;
  const comma = v128.load(COMMAS);
  const quote = v128.load(QUOTES);
  const blank = v128.load(BLANKS);
  let out = POSITIONS;
  let others = OTHERS;
  let highs = HIGHS;
  for (let at = from; at < end; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const commas = bits64(i8x16.eq(a, comma), i8x16.eq(b, comma), i8x16.eq(c, comma), i8x16.eq(d, comma));
    let rest = bits64(
      v128.or(i8x16.lt_s(a, blank), i8x16.eq(a, quote)),
      v128.or(i8x16.lt_s(b, blank), i8x16.eq(b, quote)),
      v128.or(i8x16.lt_s(c, blank), i8x16.eq(c, quote)),
      v128.or(i8x16.lt_s(d, blank), i8x16.eq(d, quote)),
    );
    if (i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d)))) {
      store<u32>(highs, <u32>at);
      highs += 4;
      rest &= ~bits64(a, b, c, d);
    }
    let bits = commas | rest;
    if (at + 64 > end) {
      bits &= ((<u64>1) << (end - at)) - 1;
      rest &= bits;
    }
    let into = others;
    others += <usize>popcnt(rest) << 2;
    store<u32>(into, <u32>(at + <usize>ctz(rest)));
    for (rest &= rest - 1; rest; rest &= rest - 1) {
      into += 4;
      store<u32>(into, <u32>(at + <usize>ctz(rest)));
    }
    into = out;
    out += <usize>popcnt(bits) << 2;
    // Ten at a time without asking whether there are so many: what is too much is written over.
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
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 32);
      bits &= bits - 1;
      store<u32>(into, <u32>(at + <usize>ctz(bits)), 36);
      bits &= bits - 1;
      into += 40;
    } while (bits);
  }
  // No row ends beyond what is known.
  store<u32>(others, 0xffffffff);
  noHighs(highs);
  indexTo = end;
  positionsEnd = out;
}

// @ts-ignore: decorator
@inline
function bits64(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    (<u64>(<u32>i8x16.bitmask(b)) << 16) |
    (<u64>(<u32>i8x16.bitmask(c)) << 32) |
    (<u64>(<u32>i8x16.bitmask(d)) << 48)
  );
}

/** The first in a list of places that is not before `next`; `end` is where the list ends. */
export function skip(list: usize, end: usize, next: usize): usize {
  while (list < end && <usize>load<u32>(list) < next) list += 4;
  return list;
}
