import type { UniqueRules } from './unique-rules.ts';

/** Rows that a kernel went over and whose key's hash was there before, in order. */
export class Repeats {
  readonly #unique: UniqueRules;
  /** Places in the list of hashes and the rows that were there, side by side; how far they have been taken. */
  readonly #list: number[] = [];
  #taken = 0;

  constructor(unique: UniqueRules) {
    this.#unique = unique;
  }

  /** Notes the hashes of rows, as KeyTable does. */
  note(hashes: Uint32Array, from: number, to: number, row: number): void {
    this.#list.length = 0;
    this.#taken = 0;
    if (this.#unique.groups.length > 0) this.#unique.noteAll(hashes, from, to, row, this.#list);
  }

  /** Hands over the rows before the one at `place`; gives which row that one may repeat, or 0. */
  until(place: number, take: (place: number, first: number) => void): number {
    const list = this.#list;
    while (this.#taken < list.length && list[this.#taken]! < place) {
      this.#taken += 2;
      take(list[this.#taken - 2]!, list[this.#taken - 1]!);
    }
    if (list[this.#taken] !== place) return 0;
    this.#taken += 2;
    return list[this.#taken - 1]!;
  }
}
