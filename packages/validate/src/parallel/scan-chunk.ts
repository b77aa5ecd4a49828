import { CsvRecord, FIELD_LIMIT } from '../csv/record.ts';
import { INCOMPLETE, RecordReader, RecordTooLongError } from '../csv/record-reader.ts';
import { FULL, type Kernel, newSuspect, ROWS_LIMIT, type Suspect } from '../kernel/kernel.ts';
import type { ChunkResult, LOOK } from './chunk.ts';
import { Bytes, Words } from './growing.ts';

const LF = 0x0a;
const PIECE = 256 * 1024;
/** Read beyond a part's end, where its last row is likely to end. */
const BEYOND = 4 * 1024;

/** A part of a file: rows that begin from `from` up to but not including `to`. */
export interface ChunkJob {
  readonly from: number;
  readonly to: number;
  /** A row begins at `from`; else the first one begins after the first line break there, as far as can be guessed. */
  readonly exact: boolean;
}

/** Fills a target with the bytes of the file from an offset; gives how many there are, 0 at the end. */
export type ReadAt = (target: Uint8Array, at: number) => number;

/** Scans parts of a file, one after the other, with a kernel that knows the plan. */
export class PartScan {
  readonly #kernel: Kernel;
  readonly #read: ReadAt;
  readonly #hashed: boolean;
  readonly #reader: RecordReader = new RecordReader();
  readonly #record: CsvRecord = new CsvRecord();
  readonly #suspect: Suspect = newSuspect();
  readonly #starts: Words = new Words();
  readonly #hashes: Words = new Words();
  readonly #looks: Words = new Words();
  readonly #bytes: Bytes = new Bytes();
  /** Offset of the first row, and rows gone over. */
  #start = 0;
  #rows = 0;
  #tooLong: number | undefined;
  /** Offset in the file of the buffer's first byte, and how much of it is filled. */
  #base = 0;
  #filled = 0;

  constructor(kernel: Kernel, read: ReadAt, hashed: boolean) {
    this.#kernel = kernel;
    this.#read = read;
    this.#hashed = hashed;
  }

  scan({ from, to, exact }: ChunkJob): ChunkResult {
    this.#kernel.wrong.fill(0);
    this.#rows = 0;
    this.#filled = 0;
    this.#tooLong = undefined;
    // A row begins at `from` where a line ends just before it.
    this.#base = exact ? from : from - 1;
    let more = this.#fill(to);
    let at = exact ? 0 : this.#firstRow();
    this.#start = this.#base + at;
    while (this.#base + at < to && this.#tooLong === undefined) {
      const next = this.#rowsFrom(at, !more, to);
      if (next === at && !more) break;
      at = next;
      if (this.#base + at >= to || this.#tooLong !== undefined) break;
      this.#kernel.bytes.copyWithin(0, at, this.#filled);
      this.#base += at;
      this.#filled -= at;
      at = 0;
      more = this.#fill(to);
    }
    return this.#result(this.#base + at);
  }

  /** Reads the next piece, or what is left of the part and a little more. */
  #fill(to: number): boolean {
    const { bytes } = this.#kernel;
    const at = this.#base + this.#filled;
    const wanted = Math.min(PIECE, Math.max(to - at, 0) + BEYOND);
    const count = this.#read(bytes.subarray(this.#filled, Math.min(bytes.length, this.#filled + wanted)), at);
    this.#filled += count;
    return count > 0;
  }

  /** After the first line break; a part without one is one row, or part of one, and is left to the part before it. */
  #firstRow(): number {
    const found = this.#kernel.bytes.subarray(0, this.#filled).indexOf(LF);
    return found < 0 ? this.#filled : found + 1;
  }

  /** Rows that begin before `to` and are complete in the buffer; gives where the first one begins that is not. */
  #rowsFrom(from: number, last: boolean, to: number): number {
    const kernel = this.#kernel;
    const limit = Math.min(this.#filled, Math.max(from, to - this.#base));
    let at = from;
    for (let again = false; at < limit; again = true) {
      // A row that begins before `to` may end after it, so the kernel sees all there is, and is stopped by count.
      at = this.#scan(at, limit, again);
      if (kernel.stopped === FULL || at >= limit) continue;
      const next = this.#readOne(at, last);
      if (next === INCOMPLETE || this.#tooLong !== undefined) break;
      at = next;
    }
    return at;
  }

  #scan(from: number, limit: number, again: boolean): number {
    const kernel = this.#kernel;
    // Rows up to `limit` only: the last one, which may go on beyond it, is read by itself.
    const end = kernel.scan(from, limit, ROWS_LIMIT, again);
    const { rows, suspectCount } = kernel;
    const shift = this.#base - this.#start;
    if (this.#hashed) {
      this.#starts.addAll(kernel.starts.subarray(0, rows), shift);
      this.#hashes.addAll(kernel.hashes.subarray(0, 2 * rows), 0);
    }
    const record = this.#record;
    record.bytes = kernel.bytes;
    for (let index = 0; index < suspectCount; index++) {
      kernel.suspect(index, this.#suspect, record);
      kernel.allColumns(index, record);
      this.#look(record, this.#rows + this.#suspect.row, this.#suspect, 0);
    }
    this.#rows += rows;
    return end;
  }

  #readOne(at: number, last: boolean): number {
    const reader = this.#reader;
    reader.bytes = this.#kernel.bytes;
    reader.limit = this.#filled;
    let next: number;
    try {
      next = reader.read(at, last);
    } catch (error) {
      if (!(error instanceof RecordTooLongError)) throw error;
      this.#tooLong = this.#rows;
      return at;
    }
    if (next === INCOMPLETE) return next;
    const { record } = reader;
    this.#look(record, this.#rows, newSuspect(), 1);
    if (this.#hashed) {
      this.#starts.add(this.#base - this.#start + at);
      this.#hashes.add(0);
      this.#hashes.add(0);
    }
    this.#rows++;
    return next;
  }

  #look(record: CsvRecord, row: number, { faulty, faultyHigh, broken }: Suspect, odd: 0 | 1): void {
    const { start, end, count } = record;
    const kept = Math.min(count, FIELD_LIMIT);
    const looks = this.#looks;
    const words: Record<keyof typeof LOOK, number> = {
      ...{ row, odd, faulty, faultyHigh, broken, count, kept, words: 0 },
      start: this.#base - this.#start + start,
      length: end - start,
      bytesAt: this.#bytes.length,
    };
    for (const name of LOOKS) looks.add(words[name]);
    for (let field = 0; field < kept; field++) {
      looks.add(record.from[field]! - start);
      looks.add(record.to[field]! - start);
      looks.add(record.flags[field]!);
    }
    this.#bytes.addAll(record.bytes.subarray(start, end));
  }

  #result(end: number): ChunkResult {
    return {
      start: this.#start,
      end,
      rows: this.#rows,
      starts: this.#starts.take(),
      hashes: this.#hashes.take(),
      looks: this.#looks.take(),
      bytes: this.#bytes.take(),
      wrong: this.#kernel.wrong.slice(),
      ...(this.#tooLong !== undefined && { tooLong: this.#tooLong }),
    };
  }
}

/** In the order of LOOK. */
const LOOKS = ['row', 'odd', 'faulty', 'faultyHigh', 'broken', 'start', 'length', 'bytesAt', 'count', 'kept'] as const;
