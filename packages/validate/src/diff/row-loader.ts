import { CsvReader } from '../csv/reader.ts';
import { FIELD_LIMIT } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import type { Source } from '../source.ts';
import type { FileIndex } from './file-index.ts';

/** Read at once where rows are asked for in the order of the file. */
const WINDOW = 256 * 1024;
/** Rows so near to each other are read together. */
const NEAR = 32 * 1024;

/** Reads rows again by their places. */
export class RowLoader {
  readonly #source: Source;
  readonly #index: FileIndex;
  /** Reads one row after another; its offsets mean nothing. */
  readonly #reader: CsvReader = new CsvReader();
  #start = 0;
  #window: Uint8Array = new Uint8Array(0);
  #last = Number.NEGATIVE_INFINITY;

  constructor(source: Source, index: FileIndex) {
    this.#source = source;
    this.#index = index;
  }

  /** The values of a row of the index, in the order of the file. */
  async values(at: number): Promise<string[]> {
    const [offset, length] = [this.#index.offsets.at(at), this.#index.lengths.at(at)];
    const bytes = await this.#bytes(offset, length);
    const values: string[] = [];
    const take = (record: CsvReader['record']): void => {
      for (let each = 0; each < Math.min(record.count, FIELD_LIMIT); each++) values.push(fieldValue(record, each).text);
    };
    this.#reader.feed(bytes, take);
    this.#reader.end(take);
    return values;
  }

  async #bytes(offset: number, length: number): Promise<Uint8Array> {
    const isNear = offset >= this.#last && offset - this.#last < NEAR;
    this.#last = offset + length;
    const end = this.#start + this.#window.length;
    if (offset < this.#start || offset + length > end) {
      this.#start = offset;
      const wanted = isNear ? Math.max(WINDOW, length) : length;
      this.#window = (await this.#source.slice(offset, Math.min(this.#source.size, offset + wanted))).slice();
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }
}
