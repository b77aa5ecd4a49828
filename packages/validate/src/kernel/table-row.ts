import { QUOTED } from '../csv/record.ts';

/** Where the fields of the row at hand are. */
export class TableRow {
  readonly bytes: Uint8Array;
  /** Where the row begins less one, then what ends each field: a comma, the last one's the line end. */
  readonly ends: Int32Array = new Int32Array(65);
  /** What the reader noticed about each field; all zero unless `flagged`. */
  readonly flags: Uint8Array = new Uint8Array(64);
  flagged = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Where the value of a column begins, inside its quotation marks. */
  from(column: number): number {
    return this.ends[column]! + 1 + (this.flags[column]! & QUOTED);
  }

  /** The place after its last byte. */
  to(column: number): number {
    return this.ends[column + 1]! - (this.flags[column]! & QUOTED);
  }

  /** Notes what is special about a field. */
  flag(column: number, flags: number): void {
    this.flags[column] = flags;
    if (flags !== 0) this.flagged = true;
  }

  /** A row begins of which nothing is known. */
  begin(start: number): void {
    this.ends[0] = start - 1;
    if (!this.flagged) return;
    this.flags.fill(0);
    this.flagged = false;
  }
}
