import { word } from './bytes';
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
  let sum: u64 = (<u64>length + 1) * multiplier(number++);
  while (length > 8) {
    sum += folded(load<u64>(from)) * multiplier(number++);
    from += 8;
    length -= 8;
  }
  return sum + folded(word(from, length)) * multiplier(number);
}

// @ts-ignore: decorator
@inline
function multiplier(number: u32): u64 {
  return load<u64>(KEYS + ((<usize>(number & 255)) << 3));
}

/** So that bytes at the upper end of a word change the lower half as well. */
// @ts-ignore: decorator
@inline
function folded(value: u64): u64 {
  return value ^ (value >> 32);
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
