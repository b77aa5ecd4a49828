/** Bits of a multiplier: 32 that are kept of a sum, and 7 that a factor of eight bits spoils. */
const MULTIPLIER = 2 ** 39;
const SPOILT = 2 ** 7;
/** Products below 2^47, so many of them, and what is left of those before make a sum that a number holds exactly. */
const EXACT = 32;
/** Ends each value of a key; no byte of UTF-8 is equal to it. */
const END = 0xff;
const FIRST_ROOM = 256;
/** Most bytes that the source of randomness gives at once. */
const RANDOM_BYTES = 65_536;

/**
 * A 64-bit hash of a key of one or more values in UTF-8: two sums, each with a random multiplier of its own for each byte
 * (multilinear hashing, Lemire and Kaser 2014, "Strongly universal string hashing is fast"). Any two keys hash alike
 * with a chance of 2^-64, whatever they are: the multipliers are drawn anew for each check, so nobody can prepare two.
 */
export class KeyHash {
  #lows: Float64Array = multipliers(FIRST_ROOM);
  #highs: Float64Array = multipliers(FIRST_ROOM);
  #lowSum = 0;
  #highSum = 0;
  /** Bytes of the key so far, the ends of values among them. */
  length = 0;

  /** Begins a key. */
  begin(): void {
    this.#lowSum = this.#lows[0]!;
    this.#highSum = this.#highs[0]!;
    this.length = 0;
  }

  /** Adds `bytes[from, to)` as the next value of the key. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const first = this.length + 1;
    const last = first + to - from;
    if (last >= this.#lows.length) this.#grow(last + 1);
    const lows = this.#lows;
    const highs = this.#highs;
    let low = this.#lowSum;
    let high = this.#highSum;
    for (let place = first; place <= last; place++) {
      const byte = place === last ? END : bytes[from + place - first]!;
      low += lows[place]! * byte;
      high += highs[place]! * byte;
      if (place % EXACT === 0) {
        low %= MULTIPLIER;
        high %= MULTIPLIER;
      }
    }
    this.#lowSum = low;
    this.#highSum = high;
    this.length = last;
  }

  /** The lower half of the hash, from 0 to 2^32 - 1. */
  get low(): number {
    return half(this.#lowSum);
  }

  /** The upper half. */
  get high(): number {
    return half(this.#highSum);
  }

  #grow(least: number): void {
    const more = Math.max(least, 2 * this.#lows.length) - this.#lows.length;
    this.#lows = joined(this.#lows, multipliers(more));
    this.#highs = joined(this.#highs, multipliers(more));
  }
}

function half(sum: number): number {
  return Math.floor((sum % MULTIPLIER) / SPOILT);
}

function multipliers(count: number): Float64Array {
  const words = new Uint32Array(2 * count);
  const most = RANDOM_BYTES / words.BYTES_PER_ELEMENT;
  for (let at = 0; at < words.length; at += most) crypto.getRandomValues(words.subarray(at, at + most));
  return Float64Array.from({ length: count }, (_, at) => (words[2 * at]! % SPOILT) * 2 ** 32 + words[2 * at + 1]!);
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
