/**
 * Rows by the hash of their key: buckets of 64 bytes, one line of memory, each with the lower halves of eight hashes and,
 * behind them, the eight rows; row 0 is a free place. The upper byte of a hash chooses a region of buckets, its lower half
 * the bucket in it. Who looks goes on to the next bucket while one is full, round to the region's first.
 */

/** What `noteKey` gives where the region has no place left. */
const NO_ROOM: u32 = 0xffffffff;
/** Buckets asked for at once. */
const AHEAD: u32 = 256;

let touched: u32 = 0;

/** Notes a row; gives the row that is there already, or 0. */
export function noteKey(table: usize, each: u32, low: u32, high: u32, row: u32): u32 {
  const region = table + regionOf(high, each);
  const end = region + ((<usize>each) << 6);
  const first = region + bucketOf(low, each);
  let bucket = first;
  do {
    const free = freeIn(bucket);
    const same = sameIn(bucket, low) & ~free;
    if (same) return load<u32>(bucket + ((<usize>ctz(same)) << 2), 32);
    if (free) {
      put(bucket, free, low, row);
      return 0;
    }
    bucket += 64;
    if (bucket == end) bucket = region;
  } while (bucket != first);
  return NO_ROOM;
}

/** How many rows of the last list were there before. */
export let repeatCount: u32 = 0;

/**
 * Notes the hashes of a list, the first being that of `row`. The places of those that are there already are put in
 * `repeats`, each with the row under the hash. Stops before one whose region has no place left; gives how many were noted.
 */
export function noteKeys(table: usize, each: u32, hashes: usize, repeats: usize, count: u32, row: u32): u32 {
  repeatCount = 0;
  for (let at: u32 = 0; at < count; ) {
    const next = min(at + AHEAD, count);
    // Memory is slow to answer: all buckets are asked for at once before each is used.
    touchKeys(table, each, hashes, at, next);
    for (; at < next; at++) {
      const hash = hashes + ((<usize>at) << 3);
      const low = load<u32>(hash);
      const high = load<u32>(hash, 4);
      const bucket = table + regionOf(high, each) + bucketOf(low, each);
      const free = freeIn(bucket);
      if (free && !(sameIn(bucket, low) & ~free)) {
        put(bucket, free, low, row + at);
        continue;
      }
      const found = noteKey(table, each, low, high, row + at);
      if (found == NO_ROOM) return at;
      if (found) repeat(repeats, at, found);
    }
  }
  return count;
}

// @ts-ignore: decorator
@inline
function repeat(repeats: usize, at: u32, found: u32): void {
  const into = repeats + ((<usize>repeatCount) << 3);
  store<u32>(into, at);
  store<u32>(into, found, 4);
  repeatCount++;
}

/** Asks memory for the buckets of some hashes of a list. */
function touchKeys(table: usize, each: u32, hashes: usize, from: u32, to: u32): void {
  let seen: u32 = 0;
  for (let at = from; at < to; at++) {
    const hash = hashes + ((<usize>at) << 3);
    seen |= load<u32>(table + regionOf(load<u32>(hash, 4), each) + bucketOf(load<u32>(hash), each));
  }
  // So that the compiler cannot leave it out.
  touched |= seen;
}

/** Where the region of a hash begins, counted from the beginning of the table. */
// @ts-ignore: decorator
@inline
function regionOf(high: u32, each: u32): usize {
  return (<usize>(high >>> 24) * <usize>each) << 6;
}

/** Where its bucket begins, counted from the beginning of the region. */
// @ts-ignore: decorator
@inline
function bucketOf(low: u32, each: u32): usize {
  return (<usize>(((<u64>low) * (<u64>each)) >> 32)) << 6;
}

/** Free places of a bucket, as bits. */
// @ts-ignore: decorator
@inline
function freeIn(bucket: usize): u32 {
  return equal(bucket + 32, i32x4.splat(0));
}

/** Places with that lower half, as bits, taken or not. */
// @ts-ignore: decorator
@inline
function sameIn(bucket: usize, low: u32): u32 {
  return equal(bucket, i32x4.splat(low));
}

// @ts-ignore: decorator
@inline
function equal(eight: usize, wanted: v128): u32 {
  const first = i32x4.bitmask(i32x4.eq(v128.load(eight), wanted));
  return <u32>(first | (i32x4.bitmask(i32x4.eq(v128.load(eight, 16), wanted)) << 4));
}

// @ts-ignore: decorator
@inline
function put(bucket: usize, free: u32, low: u32, row: u32): void {
  const place = bucket + ((<usize>ctz(free)) << 2);
  store<u32>(place, low);
  store<u32>(place, row, 32);
}
