import type { CsvRecord } from './record.ts';
import { INCOMPLETE, RecordReader } from './record-reader.ts';

export { RECORD_LIMIT, RecordTooLongError } from './record-reader.ts';

/**
 * Reads CSV from chunks of any size. The records do not depend on how the bytes were cut into chunks.
 * See RecordReader for what it makes of them.
 */
export class CsvReader {
  readonly #reader: RecordReader = new RecordReader();
  #filled = 0;

  /** `skip` is the offset in the file of the first byte that will be fed (after a byte order mark). */
  constructor(skip = 0) {
    this.#reader.base = skip;
    this.#reader.bytes = new Uint8Array(32 * 1024);
  }

  get record(): CsvRecord {
    return this.#reader.record;
  }

  /** Takes a chunk and calls `take` for each row that is complete. `take` must not keep the record. */
  feed(chunk: Uint8Array, take: (record: CsvRecord) => void): void {
    this.#append(chunk);
    this.#drain(false, take);
  }

  /** Takes the last row, which may lack its line end. */
  end(take: (record: CsvRecord) => void): void {
    this.#drain(true, take);
  }

  #append(chunk: Uint8Array): void {
    const reader = this.#reader;
    const needed = this.#filled + chunk.length;
    if (needed > reader.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, reader.bytes.length * 2));
      larger.set(reader.bytes.subarray(0, this.#filled));
      reader.bytes = larger;
    }
    reader.bytes.set(chunk, this.#filled);
    this.#filled = needed;
  }

  #drain(last: boolean, take: (record: CsvRecord) => void): void {
    const reader = this.#reader;
    const { record } = reader;
    reader.limit = this.#filled;
    let at = 0;
    while (at < this.#filled) {
      const next = reader.read(at, last);
      if (next === INCOMPLETE) break;
      record.row = ++reader.row;
      at = next;
      take(record);
    }
    reader.bytes.copyWithin(0, at, this.#filled);
    this.#filled -= at;
    reader.base += at;
  }
}
