import { CsvReader } from '../csv/reader.ts';
import type { CsvRecord } from '../csv/record.ts';
import type { Source } from '../source.ts';

/** A place is remembered after so many rows, or after so many bytes where rows are long. */
const STRIDE_ROWS = 64;
const STRIDE_BYTES = 64 * 1024;
/** Most stretches kept; none is longer than `STRIDE_BYTES` and one row. */
const KEPT = 16;
/** Most stretches read at once, where they are asked for one after the other. */
const AT_ONCE = 8;

/** Rows as they stand in the file; told apart once they are asked for twice. */
interface Stretch<Row> {
  readonly start: number;
  readonly bytes: Uint8Array;
  rows: readonly Row[] | undefined;
}

/** Finds an earlier row again: remembers where some rows start, and reads from the nearest one before it. */
export class RowIndex<Row> {
  readonly #source: Source;
  readonly #keepRow: (record: CsvRecord) => Row;
  /** Row and offset of each remembered place, side by side. */
  #places: Float64Array = new Float64Array(2048);
  #known = 0;
  #end = 0;
  /** The stretch after those that were read last. */
  #next = -1;
  readonly #stretches: Map<number, Stretch<Row>> = new Map();

  /** `keepRow` makes of a record what is to be had of its row afterwards. */
  constructor(source: Source, keepRow: (record: CsvRecord) => Row) {
    this.#source = source;
    this.#keepRow = keepRow;
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

  /** An earlier row. */
  async row(row: number): Promise<Row> {
    const number = this.#stretchOf(row);
    const place = row - this.#places[2 * number]!;
    const kept = this.#stretches.get(number);
    if (kept) return this.#rowsOf(kept)[place]!;
    const stretch = await this.#read(number);
    // Rows far apart are asked for once each: only the one that is wanted is kept.
    return this.#tellApart(stretch, place)[0]!;
  }

  /** The same where it need not be waited for. */
  rowAtHand(row: number): Row | undefined {
    const number = this.#stretchOf(row);
    const kept = this.#stretches.get(number);
    return kept && this.#rowsOf(kept)[row - this.#places[2 * number]!];
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

  /** Reads a stretch, and some that follow it where the one before it was read last. */
  async #read(number: number): Promise<Stretch<Row>> {
    const start = this.#placeOf(number);
    const last = this.#known - 1;
    if (number === last) return { start, bytes: await this.#source.slice(start, this.#end), rows: undefined };
    let to = number + 1;
    const most = number === this.#next ? Math.min(number + AT_ONCE, last) : to;
    while (to < most && this.#placeOf(to + 1) - start <= STRIDE_BYTES) to++;
    this.#next = to;
    const bytes = await this.#source.slice(start, this.#placeOf(to));
    for (let at = number; at < to; at++) {
      const [from, end] = [this.#placeOf(at), this.#placeOf(at + 1)];
      if (this.#stretches.size >= KEPT) this.#stretches.delete(this.#stretches.keys().next().value!);
      this.#stretches.set(at, { start: from, bytes: bytes.subarray(from - start, end - start), rows: undefined });
    }
    return this.#stretches.get(number)!;
  }

  /** Where a stretch starts in the file. */
  #placeOf(number: number): number {
    return this.#places[2 * number + 1]!;
  }

  #rowsOf(stretch: Stretch<Row>): readonly Row[] {
    return (stretch.rows ??= this.#tellApart(stretch));
  }

  /** The rows of a stretch, or only the one at a place in it. */
  #tellApart({ start, bytes }: Stretch<Row>, only?: number): readonly Row[] {
    const rows: Row[] = [];
    const reader = new CsvReader(start);
    let place = 0;
    const take = (record: CsvRecord): void => {
      if (only === undefined || place === only) rows.push(this.#keepRow(record));
      place++;
    };
    reader.feed(bytes, take);
    reader.end(take);
    return rows;
  }
}
