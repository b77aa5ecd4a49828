import type { UniqueRule } from '../template.ts';

/**
 * Rows by a 32-bit hash of their key, in flat arrays: 8 bytes a slot, at most two thirds full, so 12 to 24 bytes a
 * row. Equal hashes are only a suspicion; rows whose hash was taken by another key are kept aside in `others`.
 */
export class KeyTable {
  readonly rule: UniqueRule;
  readonly columns: readonly number[];
  readonly others: Map<number, number[]> = new Map();
  #rows: Uint32Array = new Uint32Array(1024);
  #hashes: Uint32Array = new Uint32Array(1024);
  #count = 0;

  constructor(rule: UniqueRule, columns: readonly number[]) {
    this.rule = rule;
    this.columns = columns;
  }

  /** Notes the row under the hash; gives the row already there, or 0. */
  note(hash: number, row: number): number {
    if (this.#count * 3 > this.#rows.length * 2) this.#grow();
    const slot = this.#slot(hash, this.#rows, this.#hashes);
    const first = this.#rows[slot]!;
    if (first !== 0) return first;
    this.#rows[slot] = row;
    this.#hashes[slot] = hash;
    this.#count++;
    return 0;
  }

  #slot(hash: number, rows: Uint32Array, hashes: Uint32Array): number {
    const mask = rows.length - 1;
    let slot = Math.imul(hash, 0x9e3779b1) & mask;
    while (rows[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const rows = new Uint32Array(this.#rows.length * 2);
    const hashes = new Uint32Array(rows.length);
    for (let i = 0; i < this.#rows.length; i++) {
      if (this.#rows[i] === 0) continue;
      const slot = this.#slot(this.#hashes[i]!, rows, hashes);
      rows[slot] = this.#rows[i]!;
      hashes[slot] = this.#hashes[i]!;
    }
    this.#rows = rows;
    this.#hashes = hashes;
  }
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
