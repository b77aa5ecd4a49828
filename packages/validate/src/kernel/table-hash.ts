/** Mixes the bytes of a value into a hash of two halves; where one value ends and the next begins matters. */
export function hashInto(hash: Uint32Array, bytes: Uint8Array, from: number, to: number): void {
  let low = hash[0]! ^ (to - from);
  let high = hash[1]!;
  for (let at = from; at < to; at++) {
    low = Math.imul(low ^ bytes[at]!, 0x9e3779b1);
    high = Math.imul(high ^ bytes[at]!, 0x85ebca6b);
    low ^= low >>> 15;
    high ^= high >>> 13;
  }
  hash[0] = Math.imul(low ^ (high >>> 16), 0xc2b2ae35);
  hash[1] = Math.imul(high ^ (low >>> 16), 0x27d4eb2f);
}
