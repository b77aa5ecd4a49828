import { CsvReader } from '../csv/reader.ts';
import type { CsvRecord } from '../csv/record.ts';
import type { Source } from '../source.ts';

/** A place is remembered after so many rows, or after so many bytes where rows are long. */
const STRIDE_ROWS = 64;
const STRIDE_BYTES = 64 * 1024;
/** Most stretches kept; none is longer than `STRIDE_BYTES` and one row. */
const KEPT = 16;

/** Rows as they stand in the file; decoded once they are asked for twice. */
interface Stretch<Values> {
  readonly start: number;
  readonly bytes: Uint8Array;
  rows: readonly Values[] | undefined;
}

/** Finds an earlier row again: remembers where some rows start, and reads from the nearest one before it. */
export class RowIndex<Values> {
  readonly #source: Source;
  readonly #decodeRow: (record: CsvRecord) => Values;
  /** Row and offset of each remembered place, side by side. */
  #places: Float64Array = new Float64Array(2048);
  #known = 0;
  #end = 0;
  readonly #stretches: Map<number, Stretch<Values>> = new Map();

  /** `decodeRow` gives the values of a row in the template's order. */
  constructor(source: Source, decodeRow: (record: CsvRecord) => Values) {
    this.#source = source;
    this.#decodeRow = decodeRow;
  }

  /**
   * Takes note of a row: its number, where it begins and ends in the file. Rows come in order; of those that are left
   * out, `end` of a later one must still be told before they are asked for.
   */
  note(row: number, offset: number, end: number): void {
    this.#end = end;
    if (this.#known > 0) {
      const last = 2 * (this.#known - 1);
      const near = row - this.#places[last]! < STRIDE_ROWS && offset - this.#places[last + 1]! < STRIDE_BYTES;
      if (near) return;
    }
    if (2 * this.#known === this.#places.length) {
      const larger = new Float64Array(this.#places.length * 2);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#places[2 * this.#known] = row;
    this.#places[2 * this.#known + 1] = offset;
    this.#known++;
  }

  /** The values of an earlier row, in the template's order. */
  async values(row: number): Promise<Values> {
    const number = this.#stretchOf(row);
    const place = row - this.#places[2 * number]!;
    const kept = this.#stretches.get(number);
    if (kept) return (kept.rows ??= this.#decode(kept))[place]!;
    const stretch = await this.#read(number);
    // Rows far apart are asked for once each: only the one that is wanted is decoded.
    return this.#decode(stretch, place)[0]!;
  }

  /** The last remembered place at or before a row. */
  #stretchOf(row: number): number {
    let [low, high] = [0, this.#known - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#places[2 * middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async #read(number: number): Promise<Stretch<Values>> {
    const complete = number + 1 < this.#known;
    const start = this.#places[2 * number + 1]!;
    const bytes = await this.#source.slice(start, complete ? this.#places[2 * number + 3]! : this.#end);
    const stretch = { start, bytes, rows: undefined };
    if (complete) {
      if (this.#stretches.size >= KEPT) this.#stretches.delete(this.#stretches.keys().next().value!);
      this.#stretches.set(number, stretch);
    }
    return stretch;
  }

  /** The rows of a stretch, or only the one at a place in it. */
  #decode({ start, bytes }: Stretch<Values>, only?: number): readonly Values[] {
    const rows: Values[] = [];
    const reader = new CsvReader(start);
    let place = 0;
    const take = (record: CsvRecord): void => {
      if (only === undefined || place === only) rows.push(this.#decodeRow(record));
      place++;
    };
    reader.feed(bytes, take);
    reader.end(take);
    return rows;
  }
}
