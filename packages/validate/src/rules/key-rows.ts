import type { KeyTable } from '../kernel/key-table.ts';
import { PlainKeyTable } from '../kernel/plain-key-table.ts';

/** A table of rows, and those whose hash was taken by a row with another key. */
export class KeyRows {
  readonly #table: KeyTable;
  readonly #others: Map<number, number[]> = new Map();

  /** Without a table that is good for millions it takes one that is good for few. */
  constructor(table: KeyTable = new PlainKeyTable()) {
    this.#table = table;
  }

  /** Makes room for so many rows. */
  reserve(rows: number): void {
    this.#table.reserve(rows);
  }

  /** Notes the row under the hash; gives the row already there, or 0. */
  note(low: number, high: number, row: number): number {
    return this.#table.note(low, high, row);
  }

  /** See KeyTable. */
  noteAll(hashes: Uint32Array, from: number, to: number, row: number, repeats: number[]): void {
    this.#table.noteAll(hashes, from, to, row, repeats);
  }

  /** Further rows under the hash, whose first row has another key; only chance brings them here. */
  others(low: number, high: number): readonly number[] {
    return this.#others.get(mapKey(low, high)) ?? [];
  }

  /** Keeps a row aside that has another key than those under its hash. */
  keepAside(low: number, high: number, row: number): void {
    const others = this.others(low, high);
    if (!others.includes(row)) this.#others.set(mapKey(low, high), [...others, row]);
  }
}

/** The part of a hash that is compared, as one exact number. */
function mapKey(low: number, high: number): number {
  return low + (high >>> 24) * 0x100000000;
}
