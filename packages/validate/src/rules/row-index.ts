import { CsvReader } from '../csv/reader.ts';
import type { CsvRecord } from '../csv/record.ts';
import type { Source } from '../source.ts';

/** Rows between two remembered offsets. */
const STRIDE = 64;
/** Most stretches of rows kept, and the longest that is kept, in bytes, so that long rows do not fill memory. */
const KEPT = 16;
const KEPT_LENGTH = 256 * 1024;

/** Rows as they stand in the file; decoded once they are asked for twice. */
interface Stretch {
  readonly start: number;
  readonly bytes: Uint8Array;
  rows: readonly (readonly string[])[] | undefined;
}

/** Finds an earlier row again: remembers where every 64th row starts, and reads the stretch from the source. */
export class RowIndex {
  readonly #source: Source;
  readonly #decodeRow: (record: CsvRecord) => readonly string[];
  #offsets: Float64Array = new Float64Array(1024);
  #known = 0;
  #end = 0;
  readonly #stretches: Map<number, Stretch> = new Map();

  /** `decodeRow` gives the values of a row in the template's order. */
  constructor(source: Source, decodeRow: (record: CsvRecord) => readonly string[]) {
    this.#source = source;
    this.#decodeRow = decodeRow;
  }

  /** Takes note of each row in turn. `row` counts from 1; every row of the file must be noted. */
  note(record: CsvRecord): void {
    if ((record.row - 1) % STRIDE === 0) {
      const stretch = (record.row - 1) / STRIDE;
      if (stretch === this.#offsets.length) {
        const larger = new Float64Array(stretch * 2);
        larger.set(this.#offsets);
        this.#offsets = larger;
      }
      this.#offsets[stretch] = record.base + record.start;
      this.#known = stretch + 1;
    }
    this.#end = record.base + record.end;
  }

  /** The values of an earlier row, in the template's order. */
  async values(row: number): Promise<readonly string[]> {
    const number = Math.floor((row - 1) / STRIDE);
    const place = (row - 1) % STRIDE;
    const kept = this.#stretches.get(number);
    if (kept) return (kept.rows ??= this.#decode(kept))[place] ?? [];
    const stretch = await this.#read(number);
    // Rows far apart are asked for once each: only the one that is wanted is decoded.
    return this.#decode(stretch, place)[0] ?? [];
  }

  async #read(number: number): Promise<Stretch> {
    const complete = number + 1 < this.#known;
    const start = this.#offsets[number]!;
    const bytes = await this.#source.slice(start, complete ? this.#offsets[number + 1]! : this.#end);
    const stretch = { start, bytes, rows: undefined };
    if (complete && bytes.length <= KEPT_LENGTH) {
      if (this.#stretches.size >= KEPT) this.#stretches.delete(this.#stretches.keys().next().value!);
      this.#stretches.set(number, stretch);
    }
    return stretch;
  }

  /** The rows of a stretch, or only the one at a place in it. */
  #decode({ start, bytes }: Stretch, only?: number): readonly (readonly string[])[] {
    const rows: (readonly string[])[] = [];
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
