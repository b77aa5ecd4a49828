import type { CompiledTemplate } from './compile.ts';
import { CsvRecord } from './csv/record.ts';
import { INCOMPLETE, type RecordReader } from './csv/record-reader.ts';
import { FULL, goesOn, type Kernel, newSuspect, ROWS_LIMIT, type Suspect } from './kernel/kernel.ts';
import { ANY_COLUMN, COLUMN_LIMIT, type KernelPlan, NO_SEED, newSeed } from './kernel/plan.ts';
import type { Ledger } from './ledger.ts';
import { type ChunkResult, type ChunkScans, LOOK, loadLook, nextLook } from './parallel/chunk.ts';
import { Rows } from './rows.ts';
import type { CheckContext } from './rules/cel.ts';
import type { LoadedReferences } from './rules/reference-load.ts';
import { Repeats } from './rules/repeats.ts';
import { RowRules } from './rules/row-rules.ts';
import { type HashedRow, KERNEL_GROUPS, UniqueRules } from './rules/unique-rules.ts';
import type { Source } from './source.ts';

/** Rows gone over at a time where keys are asked for, and how many of them may wait to be compared with earlier ones. */
const KEYED_ROWS = 4096;
const WAITING = 512;
/** How often the place of a row is remembered, in rows. */
const PLACED = 64;

/** The columns of a file. */
export interface BoundHeader {
  /** For each column of the template the column of the file, or -1. */
  readonly fileColumns: Int32Array;
  readonly headerCount: number;
}

/** What is checked, and against what. */
interface Checked {
  readonly compiled: CompiledTemplate;
  readonly context: CheckContext;
  readonly source: Source;
  readonly references: LoadedReferences;
}

/** Goes over the data rows of a file: a kernel passes the right ones, the exact check decides the others. */
export class RowScan {
  readonly rows: Rows;
  readonly #kernel: Kernel;
  readonly #ledger: Ledger;
  readonly #rowRules: RowRules;
  readonly #unique: UniqueRules;
  /** The kernel takes files of so many columns and rules; else every row is looked at in full. */
  readonly #usesKernel: boolean;
  readonly #plan: KernelPlan;
  /** Texts that tests know by now. */
  readonly #texts: Map<number, readonly Uint8Array[]> = new Map();
  #chunks: ChunkScans | undefined;
  readonly #source: Source;
  #reserved = false;
  #most = 1;
  readonly #mostEver: number;
  /** There is enough to be handed on before the rest of the buffer is looked at: `take` is to be called again. */
  isPaused = false;
  readonly #record: CsvRecord = new CsvRecord();
  readonly #suspect: Suspect = newSuspect();
  readonly #repeats: Repeats;
  /** A kernel makes the hash of each row's key. */
  readonly #isKeyed: boolean;

  constructor(
    { compiled, context, source, references }: Checked,
    { fileColumns, headerCount }: BoundHeader,
    ledger: Ledger,
    kernel: Kernel,
  ) {
    this.#kernel = kernel;
    this.#source = source;
    this.#ledger = ledger;
    this.#rowRules = new RowRules(compiled, fileColumns, context, ledger, references);
    this.#unique = new UniqueRules(compiled, fileColumns, source, ledger, kernel);
    this.#isKeyed = this.#unique.groups.length > 0;
    this.#mostEver = this.#isKeyed ? KEYED_ROWS : ROWS_LIMIT;
    this.#repeats = new Repeats(this.#unique);
    this.rows = new Rows(compiled, fileColumns, headerCount, ledger, this.#rowRules);
    this.#usesKernel = headerCount <= COLUMN_LIMIT && this.#unique.groups.length <= KERNEL_GROUPS;
    this.#plan = this.#makePlan(compiled, fileColumns, headerCount);
    kernel.prepare(this.#plan);
    this.#rowRules.tellTexts = (test, texts) => {
      if (this.#usesKernel) kernel.setTexts(test, texts);
      this.#texts.set(test, texts);
      this.#chunks?.setTexts(test, texts);
    };
  }

  /** Rules that could not be asked, and why. */
  get notAsked(): readonly { readonly rule: string; readonly why: string }[] {
    return [...this.#rowRules.notAsked, ...this.#unique.notAsked];
  }

  #makePlan({ fields }: CompiledTemplate, fileColumns: Int32Array, headerCount: number): KernelPlan {
    const columns = Array.from({ length: headerCount }, () => ANY_COLUMN);
    for (const [column, at] of fileColumns.entries()) if (at !== -1) columns[at] = fields[column]!.plan;
    const { groups, key } = this.#unique;
    // The host has keys hashed, too, where the kernel goes over no row.
    const seed = groups.length > 0 ? newSeed() : NO_SEED;
    const plan = { columns: [], tests: [], rules: [], key: [], seed, countsOnly: false };
    if (!this.#usesKernel) return plan;
    return { ...plan, columns, ...this.#rowRules.plan, key };
  }

  /** Remembers where a row is. */
  index({ row, base, start, end }: CsvRecord): void {
    this.#unique.index(row, base + start, base + end);
  }

  /**
   * Checks the rows that are complete from `at` up to the reader's limit, or fewer where there is enough to be handed on
   * (`isPaused`); gives where the first one begins that was not checked.
   */
  async take(reader: RecordReader, from: number, last: boolean): Promise<number> {
    let at = from;
    for (let again = false; at < reader.limit && !this.#isFull; again = true) {
      if (this.#usesKernel) at = this.#scan(reader, at, again);
      if (this.#usesKernel && this.#kernel.stopped === FULL) continue;
      if (at >= reader.limit) break;
      if (this.#usesKernel && !last && goesOn(this.#kernel, reader.limit - at)) break;
      const next = this.#readOne(reader, at, last);
      if (next === INCOMPLETE) break;
      at = next;
    }
    if (!this.#reserved && this.rows.count > 0) this.#reserve(reader.base + at);
    this.isPaused = at < reader.limit && this.#isFull;
    await this.settle();
    return at;
  }

  get #isFull(): boolean {
    return this.#ledger.isFull || this.#unique.waiting >= WAITING;
  }

  /**
   * Hands the rest of the file, from offset `from`, to the source's workers, where it has some and all is known that they
   * must know. Gives their results in order.
   */
  handOver(from: number): AsyncIterable<ChunkResult> | undefined {
    const { scanner } = this.#source;
    if (!scanner?.ready || !this.#usesKernel || !this.#rowRules.settled || this.rows.count === 0) return undefined;
    this.#chunks = scanner.scan({ plan: this.#plan, kernel: this.#kernel.name, from });
    for (const [test, texts] of this.#texts) this.#chunks.setTexts(test, texts);
    return this.#chunks.results;
  }

  /**
   * Takes what a worker found in its part of the file, whose first row is `firstRow`; stops on the way wherever there is
   * enough to be handed on.
   */
  async *takeChunk(chunk: ChunkResult, firstRow: number): AsyncGenerator<void> {
    const { looks, rows } = chunk;
    if (this.#isKeyed) this.#indexChunk(chunk, firstRow);
    let odd = nextOdd(looks, 0);
    for (let at = 0, row = 0; row < rows; ) {
      // Rows that the host reads by itself come in their turn, so that the first of equal rows is the first.
      const next = odd < looks.length ? looks[odd + LOOK.row]! : rows;
      const to = Math.min(next, row + KEYED_ROWS);
      at = this.#takeStretch(chunk, firstRow, { at, row }, to);
      row = to;
      if (row === next && row < rows) {
        at = loadLook(chunk, odd, this.#record, this.#suspect);
        this.#record.row = firstRow + row++;
        this.#checkOne(this.#record);
        odd = nextOdd(looks, at);
      }
      if (!this.#isFull) continue;
      await this.settle();
      yield;
    }
    await this.settle();
  }

  /** Rows of a chunk that a kernel has gone over, from one up to but not including another; gives where the next look is. */
  #takeStretch(chunk: ChunkResult, firstRow: number, from: PlaceOfLook, to: number): number {
    const { hashes, starts, start, looks } = chunk;
    const repeated = (row: number, first: number): void =>
      this.#unique.suspectAt(firstRow + row, start + starts[row]!, hashAt(hashes, row, first));
    this.#repeats.note(hashes, from.row, to, firstRow);
    let { at, row } = from;
    while (at < looks.length && looks[at + LOOK.row]! < to) {
      at = loadLook(chunk, at, this.#record, this.#suspect);
      this.rows.pass(this.#suspect.row - row);
      row = this.#suspect.row;
      this.#record.row = firstRow + row;
      this.#takeSuspect(hashes, row, this.#repeats.until(row, repeated));
      row++;
    }
    this.rows.pass(to - row);
    this.#repeats.until(to, repeated);
    return at;
  }

  #indexChunk({ starts, start, end, rows }: ChunkResult, firstRow: number): void {
    for (let row = 0; row < rows; row += PLACED) this.#unique.index(firstRow + row, start + starts[row]!, end);
    if (rows > 0) this.#unique.index(firstRow + rows - 1, start + starts[rows - 1]!, end);
  }

  /** Foresees how many rows there will be from the first ones, which took so many bytes. */
  #reserve(bytes: number): void {
    this.#reserved = true;
    this.#unique.reserve((this.rows.count / bytes) * this.#source.size);
  }

  /** Follows up what is suspected of repeating earlier rows. */
  async settle(): Promise<void> {
    await this.#unique.settle();
  }

  #scan(reader: RecordReader, from: number, again: boolean): number {
    const kernel = this.#kernel;
    // Few rows at a time until it is known what a constant column must be: till then each of them is doubted.
    const end = kernel.scan(from, reader.limit, this.#most, again);
    this.#most = this.#rowRules.settled ? this.#mostEver : Math.min(this.#most * 2, this.#mostEver);
    if (kernel.rows > 0) {
      this.#takeRows(reader, end);
      reader.row += kernel.rows;
    }
    return end;
  }

  /** Rows that the kernel went over: looks at the suspects, and at those whose key was there before. */
  #takeRows(reader: RecordReader, end: number): void {
    const kernel = this.#kernel;
    const record = this.#record;
    const { rows, hashes, suspectCount } = kernel;
    const repeated = (row: number, first: number): void => this.#repeated(reader, row, first);
    record.bytes = reader.bytes;
    record.base = reader.base;
    if (this.#isKeyed) this.#indexRows(reader, end);
    this.#repeats.note(hashes, 0, rows, reader.row + 1);
    let row = 0;
    for (let index = 0; index < suspectCount; index++) {
      kernel.suspect(index, this.#suspect, record);
      this.rows.pass(this.#suspect.row - row);
      row = this.#suspect.row;
      record.row = reader.row + 1 + row;
      const first = this.#repeats.until(row, repeated);
      if (first !== 0 || this.#suspect.broken !== 0) kernel.allColumns(index, record);
      this.#takeSuspect(hashes, row, first);
      row++;
    }
    this.rows.pass(rows - row);
    this.#repeats.until(rows, repeated);
  }

  #indexRows({ row, base }: RecordReader, end: number): void {
    const { rows, starts } = this.#kernel;
    for (let at = 0; at < rows; at += PLACED) this.#unique.index(row + 1 + at, base + starts[at]!, base + end);
    this.#unique.index(row + rows, base + starts[rows - 1]!, base + end);
  }

  /** A suspect, whose hash is at a place of the list, and the row that it may repeat, or 0. */
  #takeSuspect(hashes: Uint32Array, place: number, first: number): void {
    this.rows.suspect(this.#record, this.#suspect);
    if (first !== 0) this.#unique.suspect(this.#record, this.rows.sound, hashAt(hashes, place, first));
    this.#ledger.nextRow();
  }

  /** A right row whose key was there before. */
  #repeated(reader: RecordReader, row: number, first: number): void {
    const { starts, hashes } = this.#kernel;
    reader.read(starts[row]!, true);
    const { record } = reader;
    record.row = reader.row + 1 + row;
    this.rows.sound.fill(1);
    this.#unique.suspect(record, this.rows.sound, hashAt(hashes, row, first));
  }

  /** A row that the kernel leaves to the host. */
  #readOne(reader: RecordReader, at: number, last: boolean): number {
    const next = reader.read(at, last);
    if (next === INCOMPLETE) return next;
    const { record } = reader;
    record.row = ++reader.row;
    this.index(record);
    this.#checkOne(record);
    return next;
  }

  #checkOne(record: CsvRecord): void {
    if (this.rows.check(record)) this.#unique.noteValues(record, this.rows.sound);
    this.#ledger.nextRow();
  }
}

/** A row of a chunk, counted from its first one, and where the first description is of that row or a later one. */
interface PlaceOfLook {
  readonly at: number;
  readonly row: number;
}

/** Where the first description of a row that the host reads by itself begins, or the end. */
function nextOdd(looks: Uint32Array, from: number): number {
  let at = from;
  while (at < looks.length && looks[at + LOOK.odd] === 0) at = nextLook(looks, at);
  return at;
}

/** The hash at a place of a list, and the row that was there before. */
function hashAt(hashes: Uint32Array, place: number, first: number): HashedRow {
  return { low: hashes[2 * place]!, high: hashes[2 * place + 1]!, first };
}
