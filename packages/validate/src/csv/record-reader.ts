import { CsvRecord, ESCAPED, HIGH, LINE_BREAK, NEVER_CLOSED, NUL, QUOTED, STRAY_QUOTE, TEXT_AFTER } from './record.ts';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Longest row in bytes. A longer one is not a row of a return, and memory stays bounded. */
export const RECORD_LIMIT = 1024 * 1024;

/** Given instead of a place where the row goes on beyond the bytes that are there. */
export const INCOMPLETE = -1;
const UNCLOSED = -2;

/** Thrown where a row passes `RECORD_LIMIT` outside quotes: this is no CSV file. */
export class RecordTooLongError extends Error {
  override name = 'RecordTooLongError';
  readonly row: number;
  readonly offset: number;
  constructor(row: number, offset: number) {
    super(`Row ${row} is longer than ${RECORD_LIMIT} bytes`);
    this.row = row;
    this.offset = offset;
  }
}

/**
 * Reads single rows of CSV by RFC 4180 where they lie: quotes, doubled quotes, line breaks inside quotes, LF, CR LF or
 * CR, with or without a last line end. What is outside the RFC is kept and flagged on the field, never guessed at
 * silently.
 *
 * A quotation mark that is never closed would make the rest of the file one field. It is taken as such when the
 * file ends, when the row grows past `RECORD_LIMIT`, or when the mark that would close it, lines further
 * down, is followed by text (so it opens a later field): the field then ends at its first line
 * break and reading goes on from there, so that the other rows are still checked.
 */
export class RecordReader {
  readonly record: CsvRecord = new CsvRecord();
  /** The bytes to read, up to `limit`. */
  bytes: Uint8Array = new Uint8Array(0);
  limit = 0;
  /** Offset in the file of `bytes[0]`, and rows of the file before the next one; for what is said of a row too long. */
  base = 0;
  row = 0;

  /**
   * Reads the row that begins at `start` into `record`; returns where the next one begins, or INCOMPLETE when more bytes
   * are needed. `last`: no more bytes will come.
   */
  read(start: number, last: boolean): number {
    const bytes = this.bytes;
    const limit = this.limit;
    const record = this.record;
    record.bytes = bytes;
    record.base = this.base;
    record.start = start;
    record.count = 0;
    let at = start;
    for (;;) {
      const fieldStart = at;
      at = bytes[at] === QUOTE && at < limit ? this.#quoted(at, last) : this.#plain(at);
      if (at === UNCLOSED) return this.#abandon(fieldStart);
      if (at === INCOMPLETE) return INCOMPLETE;
      // Chunking must not change the outcome: a longer row is refused at the same size however it arrives.
      if (at === limit && !last) return limit - start > RECORD_LIMIT ? this.#tooLong(start) : INCOMPLETE;
      if (at - start > RECORD_LIMIT) this.#tooLong(start);
      if (at >= limit) {
        record.end = limit;
        return limit;
      }
      const stop = bytes[at]!;
      if (stop === COMMA) {
        at++;
        continue;
      }
      record.end = at;
      if (stop === LF) return at + 1;
      if (at + 1 === limit && !last) return INCOMPLETE;
      return bytes[at + 1] === LF && at + 1 < limit ? at + 2 : at + 1;
    }
  }

  #tooLong(start: number): never {
    throw new RecordTooLongError(this.row + 1, this.base + start);
  }

  /** A field that does not begin with a quotation mark: up to the next comma or line end. */
  #plain(from: number): number {
    const bytes = this.bytes;
    const limit = this.limit;
    let flags = 0;
    let at = from;
    for (; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === COMMA || byte === LF || byte === CR) break;
      if (byte === QUOTE) flags |= STRAY_QUOTE;
      else if (byte >= 0x80) flags |= HIGH;
      else if (byte === 0) flags |= NUL;
    }
    this.record.add(from, at, flags);
    return at;
  }

  /** A field that begins with a quotation mark. */
  #quoted(open: number, last: boolean): number {
    const bytes = this.bytes;
    const limit = this.limit;
    const furthest = Math.min(limit, this.record.start + RECORD_LIMIT);
    let flags = QUOTED;
    for (let at = open + 1; at < furthest; at++) {
      const byte = bytes[at]!;
      if (byte !== QUOTE) {
        if (byte >= 0x80) flags |= HIGH;
        else if (byte === LF || byte === CR) flags |= LINE_BREAK;
        else if (byte === 0) flags |= NUL;
        continue;
      }
      if (at + 1 >= limit && !last) return INCOMPLETE;
      const next = at + 1 < limit ? bytes[at + 1]! : LF;
      if (next === QUOTE) {
        flags |= ESCAPED;
        at++;
      } else if (next === COMMA || next === LF || next === CR) {
        this.record.add(open + 1, at, flags);
        return at + 1;
      } else if (flags & LINE_BREAK) {
        return UNCLOSED;
      } else {
        return this.#textAfter(open, at + 1, flags);
      }
    }
    return furthest < limit || last ? UNCLOSED : INCOMPLETE;
  }

  /** `"a"b`: the field runs on to the next comma or line end. */
  #textAfter(open: number, from: number, flags: number): number {
    const bytes = this.bytes;
    let at = from;
    // The value is shown as sent, so its doubled quotation marks stay doubled.
    let seen = (flags & ~ESCAPED) | TEXT_AFTER;
    for (; at < this.limit; at++) {
      const byte = bytes[at]!;
      if (byte === COMMA || byte === LF || byte === CR) break;
      if (byte >= 0x80) seen |= HIGH;
      else if (byte === 0) seen |= NUL;
    }
    this.record.add(open, at, seen);
    return at;
  }

  /** Ends the row at the first line break after the mark that is never closed. */
  #abandon(open: number): number {
    const bytes = this.bytes;
    const limit = this.limit;
    let at = open + 1;
    let flags = NEVER_CLOSED;
    for (; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === LF || byte === CR) break;
      if (byte >= 0x80) flags |= HIGH;
      else if (byte === 0) flags |= NUL;
    }
    this.record.add(open, at, flags);
    this.record.end = at;
    if (at - this.record.start > RECORD_LIMIT) this.#tooLong(this.record.start);
    if (at >= limit) return limit;
    return bytes[at] === CR && bytes[at + 1] === LF && at + 1 < limit ? at + 2 : at + 1;
  }
}
