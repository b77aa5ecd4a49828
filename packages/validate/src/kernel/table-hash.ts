/**
 * Mixes the bytes of a value into the hash of two halves at `at`; where one value ends and the next begins matters. Four
 * bytes at a time, and what is mixed into the upper half depends on the lower: no two changes undo each other in both.
 */
export function hashInto(hashes: Uint32Array, at: number, view: DataView, from: number, to: number): void {
  let low = hashes[at]! ^ (to - from);
  let high = hashes[at + 1]!;
  let place = from;
  for (; place + 4 <= to; place += 4) {
    const word = view.getInt32(place, true);
    low = Math.imul(low ^ word, 0x9e3779b1);
    low ^= low >>> 15;
    high = Math.imul(high ^ word ^ (low << 7), 0x85ebca6b);
    high ^= high >>> 13;
  }
  for (; place < to; place++) {
    low = Math.imul(low ^ view.getUint8(place), 0x9e3779b1);
    low ^= low >>> 15;
    high = Math.imul(high ^ low, 0x85ebca6b);
    high ^= high >>> 13;
  }
  hashes[at] = Math.imul(low ^ (high >>> 16), 0xc2b2ae35);
  hashes[at + 1] = Math.imul(high ^ (low >>> 16), 0x27d4eb2f);
}
