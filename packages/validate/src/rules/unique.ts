import type { UniqueRule } from '../template.ts';

/**
 * Rows by a 32-bit hash of their key, in flat arrays: 8 bytes a slot, at most two thirds full, so 12 to 24 bytes a
 * row. Equal hashes are only a suspicion; rows whose hash was taken by another key are kept aside in `others`.
 */
export class KeyTable {
  readonly rule: UniqueRule;
  readonly columns: readonly number[];
  readonly others: Map<number, number[]> = new Map();
  /** Row and hash side by side, so that one look at memory finds both; row 0 is a free slot. */
  #slots: Uint32Array = new Uint32Array(2048);
  #count = 0;

  constructor(rule: UniqueRule, columns: readonly number[]) {
    this.rule = rule;
    this.columns = columns;
  }

  /** Notes the row under the hash; gives the row already there, or 0. */
  note(hash: number, row: number): number {
    if (this.#count * 3 > this.#slots.length) this.#grow();
    const at = slotOf(hash, this.#slots);
    const first = this.#slots[at]!;
    if (first !== 0) return first;
    this.#slots[at] = row;
    this.#slots[at + 1] = hash;
    this.#count++;
    return 0;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += 2) {
      if (this.#slots[at] === 0) continue;
      const hash = this.#slots[at + 1]!;
      const to = slotOf(hash, larger);
      larger[to] = this.#slots[at]!;
      larger[to + 1] = hash;
    }
    this.#slots = larger;
  }
}

/** Where the hash is, or the free slot where it belongs. */
function slotOf(hash: number, slots: Uint32Array): number {
  const mask = slots.length - 2;
  let at = (Math.imul(hash, 0x9e3779b1) << 1) & mask;
  while (slots[at] !== 0 && slots[at + 1] !== hash) at = (at + 2) & mask;
  return at;
}

/** A fresh seed for each run, so that nobody can prepare a file whose keys all hash alike. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

/** Mixes the bytes of a value into a hash; doubled quotation marks count once where `escaped`. */
export function hashBytes(seed: number, bytes: Uint8Array, from: number, to: number, escaped: boolean): number {
  let hash = seed;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    hash = Math.imul(hash ^ byte, 0x01000193);
    hash ^= hash >>> 15;
    if (escaped && byte === 0x22) at++;
  }
  return Math.imul(hash ^ (to === from ? 0x5bd1e995 : 0x27d4eb2f), 0x85ebca6b);
}

/** Joins the hashes of a key's columns, order mattering; never negative. */
export function joinHashes(hashes: Int32Array, columns: readonly number[]): number {
  let joined = 0x811c9dc5;
  for (const column of columns) joined = Math.imul(joined ^ hashes[column]!, 0x9e3779b1) ^ (joined >>> 13);
  return (joined ^ (joined >>> 16)) >>> 0;
}
