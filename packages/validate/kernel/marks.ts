import { BLOCKS, INDEX_BYTES, OTHERS, POSITIONS } from './layout';

// What is known of where marks are: commas, quotation marks, line ends and NULs.
export let indexFrom: usize = 0;
export let indexTo: usize = 0;
/** Where the list of their positions ends. */
export let positionsEnd: usize = 0;

/** Nothing is known from `from` on. */
export function clearIndex(from: usize): void {
  indexTo = from;
  positionsEnd = POSITIONS;
}

/** Finds marks from `from` on, up to `limit` at most, and blocks of 64 bytes that hold bytes above ASCII. */
export function makeIndex(from: usize, limit: usize): void {
  const end = from + INDEX_BYTES < limit ? from + INDEX_BYTES : limit;
  // The mark itself stands at its low nibble; where there is none, a byte with another nibble.
  const marks = i8x16(0, -1, 0x22, -1, -1, -1, -1, -1, -1, -1, 0x0a, -1, 0x2c, 0x0d, -1, 0);
  const low = i8x16.splat(0x0f);
  const comma = i8x16.splat(0x2c);
  let out = POSITIONS;
  let others = OTHERS;
  let block = BLOCKS;
  let highBlocks: u32 = 0;
  for (let at = from; at < end; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    store<u32>(block, highBlocks);
    block += 4;
    if (i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d)))) highBlocks++;
    let bits = bits64(
      i8x16.eq(a, i8x16.swizzle(marks, v128.and(a, low))),
      i8x16.eq(b, i8x16.swizzle(marks, v128.and(b, low))),
      i8x16.eq(c, i8x16.swizzle(marks, v128.and(c, low))),
      i8x16.eq(d, i8x16.swizzle(marks, v128.and(d, low))),
    );
    const commas = bits64(i8x16.eq(a, comma), i8x16.eq(b, comma), i8x16.eq(c, comma), i8x16.eq(d, comma));
    if (at + 64 > end) bits &= ((<u64>1) << (end - at)) - 1;
    let rest = bits & ~commas;
    let into = others;
    others += <usize>popcnt(rest) << 2;
    do {
      store<u32>(into, <u32>(at + <usize>ctz(rest)));
      rest &= rest - 1;
      store<u32>(into, <u32>(at + <usize>ctz(rest)), 4);
      rest &= rest - 1;
      into += 8;
    } while (rest);
    into = out;
    out += <usize>popcnt(bits) << 2;
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
  store<u32>(block, highBlocks);
  store<u32>(block, highBlocks, 4);
  // No row ends beyond what is known.
  store<u32>(others, 0xffffffff);
  indexFrom = from;
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

/** Whether any byte between two places of the index, both included, may be above ASCII. */
// @ts-ignore: decorator
@inline
export function mayBeHigh(from: usize, to: usize): bool {
  return (
    load<u32>(BLOCKS + (((to - indexFrom) >> 6) << 2), 4) != load<u32>(BLOCKS + (((from - indexFrom) >> 6) << 2))
  );
}

/** The first in a list of places that is not before `next`; `end` is where the list ends. */
export function skip(list: usize, end: usize, next: usize): usize {
  while (list < end && <usize>load<u32>(list) < next) list += 4;
  return list;
}
