import type { CsvRecord } from '../csv/record.ts';
import type { KeyTable } from './key-table.ts';
import type { KernelPlan } from './plan.ts';

/** Why a scan stopped: the last row is not complete, the next row is for the host, or there is no room for results. */
export const MORE = 0;
export const ODD = 1;
export const FULL = 2;

/** A row that the host must look at. */
export interface Suspect {
  /** Counted from the first row of the scan. */
  row: number;
  /** Columns that are not certainly right, as bits: the first 32, and the others. */
  faulty: number;
  faultyHigh: number;
  /** Rules that do not certainly hold, as bits. */
  broken: number;
}

export function newSuspect(): Suspect {
  return { row: 0, faulty: 0, faultyHigh: 0, broken: 0 };
}

/** Whether a column of the file is not certainly right in a row. */
export function isDoubted({ faulty, faultyHigh }: Suspect, column: number): boolean {
  return ((column < 32 ? faulty >>> column : faultyHigh >>> (column - 32)) & 1) === 1;
}

/** Longest row that the kernels deal with, in bytes. */
const ROW_BYTES = 65_536;

/** Whether all that is left of a piece, `left` bytes, is a row that goes on in the next: no use in reading it before. */
export function goesOn({ stopped }: Pick<Kernel, 'stopped'>, left: number): boolean {
  return stopped === MORE && left < ROW_BYTES;
}

export type KernelName = 'wasm' | 'js';

/**
 * Goes over rows in a buffer and says which of them are certainly right. Two of these give the same findings:
 * one in WebAssembly, and one in JavaScript where that is not to be had.
 */
export interface Kernel {
  readonly name: KernelName;
  /** The host reads the file into this. The 64 bytes after it may be read, too. */
  readonly bytes: Uint8Array;
  /** Takes the plan for a file; forgets the one before. */
  prepare(plan: KernelPlan): void;
  /**
   * Goes over at most `most` rows from `from`, where a row begins, up to `limit`; gives where it stopped. `again`: bytes and
   * `limit` are those of the last scan, which stopped before `from` or there.
   */
  scan(from: number, limit: number, most: number, again: boolean): number;
  /** Rows gone over by the last scan, and why it stopped. */
  readonly rows: number;
  readonly stopped: number;
  /** Where each of these rows begins in `bytes`. */
  readonly starts: Uint32Array;
  /** Two numbers for each of these rows: the hash of its key. */
  readonly hashes: Uint32Array;
  /** Rows of the last scan that the host must look at, in order. */
  readonly suspectCount: number;
  /** Fills `suspect`, and of `record` what is told of the doubted columns; `record.bytes` must be `bytes`. */
  suspect(index: number, suspect: Suspect, record: CsvRecord): void;
  /** Fills in all columns of the record. */
  allColumns(index: number, record: CsvRecord): void;
  /** Values that were certainly wrong, by column of the file, where they are only counted. */
  readonly wrong: Uint32Array;
  /** The hash of a key whose values, in order, are these; as `hashes` would have it. */
  hash(values: readonly Uint8Array[], into: Uint32Array): void;
  /** A table for the hashes of one file, as quick as this kernel can have it. */
  keyTable(): KeyTable;
  /** Changes the texts of a test of kind `is`. */
  setTexts(test: number, texts: readonly Uint8Array[]): void;
}

/** Bytes that a kernel's buffer holds: two pieces of the file and the beginnings of two rows, or the longest row (1 MiB) and a piece. */
export const BUFFER_BYTES: number = 2 * (1024 + 64) * 1024 + 64;
/** Most rows of one scan. */
export const ROWS_LIMIT = 32 * 1024;
/** Longest text of a test, in bytes, and how many of them one test may have when they may change. */
export const TEXT_LIMIT = 256;
export const TEXTS_LIMIT = 64;
