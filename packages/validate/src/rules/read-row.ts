import { sameBytes } from '../bytes.ts';
import { type CsvRecord, ESCAPED, FIELD_LIMIT, HIGH, LINE_BREAK, QUOTED, TEXT_AFTER } from '../csv/record.ts';
import { RecordReader } from '../csv/record-reader.ts';
import { fieldValue } from '../csv/value.ts';

/** The values of a row in the template's order; `unread` has those whose bytes cannot be taken for a value. */
export interface RowValues {
  readonly texts: readonly string[];
  readonly unread: ReadonlySet<number>;
}

/** A row as it was read: its bytes, or where they do not say all, its values. */
export interface ReadRow {
  readonly bytes: Uint8Array | undefined;
  values: RowValues | undefined;
}

/** What a field may be flagged with, so that its row reads the same by itself as in its file. */
const SELF_CONTAINED = QUOTED | ESCAPED | HIGH | LINE_BREAK;
const BLOCK = 64 * 1024;

/** Makes rows that outlive the record they were read into. Columns of the file by columns of the template; -1: not there. */
export class RowKeeper {
  readonly #fileColumns: Int32Array;
  readonly #reader: RecordReader = new RecordReader();
  /** Copies lie side by side: a buffer for each would cost more than to read its row. */
  #block: Uint8Array = new Uint8Array(0);
  #used = 0;

  constructor(fileColumns: Int32Array) {
    this.#fileColumns = fileColumns;
  }

  keep(record: CsvRecord): ReadRow {
    if (!isSelfContained(record)) return { bytes: undefined, values: this.#values(record) };
    return { bytes: this.#copy(record.bytes.subarray(record.start, record.end)), values: undefined };
  }

  /** The values of a row that was kept, read when they are first asked for: rows that repeat others never are. */
  values(row: ReadRow): RowValues {
    return (row.values ??= this.#values(this.#read(row.bytes!)));
  }

  #copy(bytes: Uint8Array): Uint8Array {
    if (this.#used + bytes.length > this.#block.length) {
      this.#block = new Uint8Array(Math.max(BLOCK, bytes.length));
      this.#used = 0;
    }
    const copy = this.#block.subarray(this.#used, this.#used + bytes.length);
    copy.set(bytes);
    this.#used += bytes.length;
    return copy;
  }

  #read(bytes: Uint8Array): CsvRecord {
    this.#reader.bytes = bytes;
    this.#reader.limit = bytes.length;
    this.#reader.read(0, true);
    return this.#reader.record;
  }

  #values(record: CsvRecord): RowValues {
    const unread = new Set<number>();
    const texts = Array.from(this.#fileColumns, (at, column) => {
      if (at === -1 || at >= record.count) return '';
      if (record.flags[at]! & TEXT_AFTER) unread.add(column);
      return fieldValue(record, at).text;
    });
    return { texts, unread };
  }
}

function isSelfContained({ blank, count, flags }: CsvRecord): boolean {
  if (blank || count > FIELD_LIMIT) return false;
  for (let at = 0; at < count; at++) if (flags[at]! & ~SELF_CONTAINED) return false;
  return true;
}

/** Whether the bytes alone say that each value is the other's. */
export function areSameBytes({ bytes: one }: ReadRow, { bytes: other }: ReadRow): boolean {
  return other !== undefined && sameBytes(one, other, 0, other.length);
}
