import { CsvReader } from '../csv/reader.ts';
import type { CsvRecord } from '../csv/record.ts';
import type { Source } from '../source.ts';

/** Rows between two remembered offsets. */
const STRIDE = 64;
/** Most stretches of rows kept decoded, and the longest that is kept, in bytes, so that long rows do not fill memory. */
const KEPT = 64;
const KEPT_LENGTH = 256 * 1024;

/** Finds an earlier row again: remembers where every 64th row starts, and reads the stretch from the source. */
export class RowIndex {
  readonly #source: Source;
  readonly #decodeRow: (record: CsvRecord) => readonly string[];
  #offsets: Float64Array = new Float64Array(1024);
  #known = 0;
  #end = 0;
  readonly #stretches: Map<number, readonly (readonly string[])[]> = new Map();

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
    const stretch = Math.floor((row - 1) / STRIDE);
    const rows = this.#stretches.get(stretch) ?? (await this.#read(stretch));
    return rows[(row - 1) % STRIDE] ?? [];
  }

  async #read(stretch: number): Promise<readonly (readonly string[])[]> {
    const complete = stretch + 1 < this.#known;
    const start = this.#offsets[stretch]!;
    const bytes = await this.#source.slice(start, complete ? this.#offsets[stretch + 1]! : this.#end);
    const rows: (readonly string[])[] = [];
    const reader = new CsvReader(start);
    const take = (record: CsvRecord): void => void rows.push(this.#decodeRow(record));
    reader.feed(bytes, take);
    reader.end(take);
    if (complete && bytes.length <= KEPT_LENGTH) {
      if (this.#stretches.size >= KEPT) this.#stretches.delete(this.#stretches.keys().next().value!);
      this.#stretches.set(stretch, rows);
    }
    return rows;
  }
}
