import { count, first, placeOf, startOf, stride } from './batch';
import { words } from './bytes';
import { KEY_COLUMNS, KEYS } from './layout';
import { endOf, fromOf } from './row';

const MIX: u64 = 0xd6e8feb86659fd93;

/**
 * The hash of one value of a key: each word of eight bytes times a random multiplier of its own, summed, so that nobody
 * can make a file whose keys hash alike. `place` tells the values of a key apart.
 */
// @ts-ignore: decorator
@inline
export function hashOf(place: u32, from: usize, length: u32): u64 {
  let number = place << 3;
  let sum: u64 = (<u64>length + 1) * multiplier(number);
  while (length > 16) {
    sum += ofTwo(v128.load(from), number);
    from += 16;
    length -= 16;
    number += 2;
  }
  // Two words whether or not there are as many: a branch would be guessed wrong, and a word of zeros adds nothing.
  return sum + ofTwo(words(from, length), number);
}

// @ts-ignore: decorator
@inline
function ofTwo(both: v128, number: u32): u64 {
  // Folded, so that bytes at the upper end of a word change the lower half as well.
  const folded = v128.xor(both, i64x2.shr_u(both, 32));
  return i64x2.extract_lane(folded, 0) * multiplier(number + 1) + i64x2.extract_lane(folded, 1) * multiplier(number + 2);
}

// @ts-ignore: decorator
@inline
function multiplier(number: u32): u64 {
  return load<u64>(KEYS + ((<usize>(number & 255)) << 3));
}

/** The sum of the hashes of a key's values, mixed so that all bits depend on all. */
// @ts-ignore: decorator
@inline
export function finished(sum: u64): u64 {
  const mixed = (sum ^ (sum >> 32)) * MIX;
  return mixed ^ (mixed >> 32);
}

/** The hash of the key of the row at hand. */
// @ts-ignore: decorator
@inline
export function hashOfRow(count: u32): u64 {
  let sum: u64 = 0;
  for (let place: u32 = 0; place < count; place++) {
    const column = load<u32>(KEY_COLUMNS + ((<usize>place) << 2));
    const from = fromOf(column);
    sum += hashOf(place, from, <u32>(endOf(column) - from));
  }
  return finished(sum);
}

/** For each row of a batch. */
const SUMS: usize = memory.data(512, 16);

/** Puts where the rows of a batch begin, counted from `base`, at `starts`, and the hashes of their keys at `hashes`. */
export function hashBatch(places: u32, base: usize, starts: usize, hashes: usize): void {
  memory.fill(SUMS, 0, 512);
  for (let place: u32 = 0; place < places; place++) addColumn(place);
  const rows = count;
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(starts + (<usize>row << 2), <u32>(startOf(placeOf(row)) - base));
    store<u64>(hashes + (<usize>row << 3), finished(load<u64>(SUMS + (<usize>row << 3))));
  }
}

/** Adds the hashes of one value of the keys. */
function addColumn(place: u32): void {
  const column = load<u32>(KEY_COLUMNS + ((<usize>place) << 2));
  const number = place << 3;
  const ofLength = multiplier(number);
  const ofFirst = multiplier(number + 1);
  const ofSecond = multiplier(number + 2);
  const step = stride;
  const end = SUMS + (<usize>count << 3);
  let at = first + (<usize>column << 2) - 4;
  for (let sum = SUMS; sum < end; sum += 8) {
    const from = <usize>load<u32>(at) + 1;
    const length = load<u32>(at, 4) - <u32>from;
    let hash: u64;
    if (length <= 16) {
      const both = words(from, length);
      const folded = v128.xor(both, i64x2.shr_u(both, 32));
      hash = (<u64>length + 1) * ofLength + i64x2.extract_lane(folded, 0) * ofFirst + i64x2.extract_lane(folded, 1) * ofSecond;
    } else hash = hashOf(place, from, length);
    store<u64>(sum, load<u64>(sum) + hash);
    at += step;
  }
}
