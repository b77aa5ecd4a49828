/** What the reader noticed about one field, as bits. */
export const QUOTED = 1;
/** Holds doubled quotes, so that its value is not its bytes. */
export const ESCAPED = 2;
/** A quotation mark inside a field that does not begin with one. */
export const STRAY_QUOTE = 4;
/** Text between the closing quotation mark and the next comma. */
export const TEXT_AFTER = 8;
/** The opening quotation mark is never closed; the field was ended at its first line break. */
export const NEVER_CLOSED = 16;
/** A byte of value 0 is in it. */
export const NUL = 32;
/** A byte above 0x7F is in it. */
export const HIGH = 64;
/** A line break is in it (inside quotes). */
export const LINE_BREAK = 128;

/** Most fields of one row that are kept; further ones are counted only. */
export const FIELD_LIMIT = 2048;

/** One row as the reader sees it: places in a buffer, valid only until the reader goes on. */
export class CsvRecord {
  /** The buffer the places point into. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Offset in the file of `bytes[0]`. */
  base = 0;
  /** As spreadsheets count: the first row of the file is 1. */
  row = 0;
  /** Where the row starts and ends (without its line end) in `bytes`. */
  start = 0;
  end = 0;
  /** How many fields the row has; may be more than are kept. */
  count = 0;
  readonly from: Int32Array = new Int32Array(FIELD_LIMIT);
  readonly to: Int32Array = new Int32Array(FIELD_LIMIT);
  readonly flags: Uint8Array = new Uint8Array(FIELD_LIMIT);

  add(from: number, to: number, flags: number): void {
    if (this.count < FIELD_LIMIT) {
      this.from[this.count] = from;
      this.to[this.count] = to;
      this.flags[this.count] = flags;
    }
    this.count++;
  }

  /** A line with nothing on it, not even a comma. */
  get blank(): boolean {
    return this.start === this.end;
  }
}
