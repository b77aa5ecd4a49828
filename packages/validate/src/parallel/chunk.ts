import type { CsvRecord } from '../csv/record.ts';
import type { KernelName, Suspect } from '../kernel/kernel.ts';
import type { KernelPlan } from '../kernel/plan.ts';

/** What workers are told before they scan the rest of a file. */
export interface ScanOrder {
  readonly plan: KernelPlan;
  readonly kernel: KernelName;
  /** Offset of the first row that is left to them. */
  readonly from: number;
}

/** Threads that can scan a file in parts. */
export interface ChunkScanner {
  /** Starts the threads, which takes a while; nothing where they have been started before. */
  start(): void;
  /** They have started; till then whoever wants the file scanned does it alone. */
  readonly ready: boolean;
  scan(order: ScanOrder): ChunkScans;
}

/** A file being scanned in parts. */
export interface ChunkScans {
  /** In the order of the file, each beginning where the one before ended. */
  readonly results: AsyncIterable<ChunkResult>;
  /** Tells the workers what a test of the plan now knows. */
  setTexts(test: number, texts: readonly Uint8Array[]): void;
}

/** What a worker found in one part of a file; plain data, so that it can be handed over without copying. */
export interface ChunkResult {
  /** Offsets in the file of the first row and of the first one that is not in this part. */
  readonly start: number;
  readonly end: number;
  /** Rows gone over, blank ones included. */
  readonly rows: number;
  /** Where each row begins, counted from `start`, and the hash of its key; empty where no rule asks for one. */
  readonly starts: Uint32Array;
  readonly hashes: Uint32Array;
  /** Rows that the host must look at, one after the other: LOOK.words, then from, to and flags of each field. */
  readonly looks: Uint32Array;
  /** The bytes of these rows. */
  readonly bytes: Uint8Array;
  /** Values that were certainly wrong, by column of the file, where they are only counted. */
  readonly wrong: Uint32Array;
  /** The row that is too long to be read, counted from the first of this part; the last thing in it. */
  readonly tooLong?: number;
}

/** What stands where in the description of a row to look at. */
export const LOOK = {
  row: 0,
  odd: 1,
  faulty: 2,
  faultyHigh: 3,
  broken: 4,
  /** Where the row begins, counted from the start of the part. */
  start: 5,
  length: 6,
  /** Where its bytes begin in `bytes`. */
  bytesAt: 7,
  /** Values in the row, and how many of them follow. */
  count: 8,
  kept: 9,
  words: 10,
} as const;

/** Where the next description begins. */
export function nextLook(looks: Uint32Array, at: number): number {
  return at + LOOK.words + 3 * looks[at + LOOK.kept]!;
}

/** Fills a record and what is doubted of it; gives where the next description begins. */
export function loadLook(chunk: ChunkResult, at: number, record: CsvRecord, suspect: Suspect): number {
  const { looks, bytes, start } = chunk;
  suspect.row = looks[at + LOOK.row]!;
  suspect.faulty = looks[at + LOOK.faulty]!;
  suspect.faultyHigh = looks[at + LOOK.faultyHigh]!;
  suspect.broken = looks[at + LOOK.broken]!;
  const bytesAt = looks[at + LOOK.bytesAt]!;
  record.bytes = bytes;
  record.base = start + looks[at + LOOK.start]! - bytesAt;
  record.start = bytesAt;
  record.end = bytesAt + looks[at + LOOK.length]!;
  record.count = looks[at + LOOK.count]!;
  const kept = looks[at + LOOK.kept]!;
  let from = at + LOOK.words;
  for (let field = 0; field < kept; field++, from += 3) {
    record.from[field] = bytesAt + looks[from]!;
    record.to[field] = bytesAt + looks[from + 1]!;
    record.flags[field] = looks[from + 2]!;
  }
  return from;
}
