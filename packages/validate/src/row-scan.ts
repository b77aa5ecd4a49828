import type { CompiledTemplate } from './compile.ts';
import { CsvRecord } from './csv/record.ts';
import { INCOMPLETE, type RecordReader } from './csv/record-reader.ts';
import { FULL, goesOn, type Kernel, ROWS_LIMIT, type Suspect } from './kernel/kernel.ts';
import { ANY_COLUMN, COLUMN_LIMIT, type KernelPlan, NO_SEED, newSeed } from './kernel/plan.ts';
import type { Ledger } from './ledger.ts';
import { type ChunkResult, type ChunkScans, LOOK, loadLook } from './parallel/chunk.ts';
import { Rows } from './rows.ts';
import type { CheckContext } from './rules/cel.ts';
import type { LoadedReferences } from './rules/reference-load.ts';
import { RowRules } from './rules/row-rules.ts';
import { KERNEL_GROUPS, UniqueRules } from './rules/unique-rules.ts';
import type { Source } from './source.ts';

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
  readonly #record: CsvRecord = new CsvRecord();
  readonly #suspect: Suspect = { row: 0, faulty: 0, faultyHigh: 0, broken: 0 };

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

  /** Checks the rows that are complete from `at` up to the reader's limit; gives where the first one begins that is not. */
  async take(reader: RecordReader, from: number, last: boolean): Promise<number> {
    let at = from;
    while (at < reader.limit) {
      if (this.#usesKernel) at = this.#scan(reader, at);
      if (this.#usesKernel && this.#kernel.stopped === FULL) continue;
      if (at >= reader.limit) break;
      if (this.#usesKernel && !last && goesOn(this.#kernel, reader.limit - at)) break;
      const next = this.#readOne(reader, at, last);
      if (next === INCOMPLETE) break;
      at = next;
    }
    if (!this.#reserved && this.rows.count > 0) this.#reserve(reader.base + at);
    await this.settle();
    return at;
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

  /** Takes what a worker found in its part of the file; gives how many rows it went over, blank ones included. */
  async takeChunk(chunk: ChunkResult, firstRow: number): Promise<void> {
    const record = this.#record;
    const { looks, rows } = chunk;
    const isHashed = this.#unique.groups.length > 0;
    let done = 0;
    let foreseen = 0;
    if (isHashed) this.#indexChunk(chunk, firstRow);
    for (let at = 0; at < looks.length; ) {
      const look = looks[at + LOOK.row]!;
      this.#passChunk(chunk, done, look, firstRow);
      const isOdd = looks[at + LOOK.odd] === 1;
      if (isHashed && look >= foreseen) foreseen = this.#unique.foresee(chunk.hashes, look, rows);
      at = loadLook(chunk, at, record, this.#suspect);
      record.row = firstRow + look;
      if (isOdd) this.#checkOne(record);
      else if (isHashed) this.#suspected(chunk.hashes, look);
      else this.rows.suspect(record, this.#suspect);
      done = look + 1;
    }
    this.#passChunk(chunk, done, rows, firstRow);
    await this.settle();
  }

  #indexChunk({ starts, start, end, rows }: ChunkResult, firstRow: number): void {
    for (let row = 0; row < rows; row += PLACED) this.#unique.index(firstRow + row, start + starts[row]!, end);
    if (rows > 0) this.#unique.index(firstRow + rows - 1, start + starts[rows - 1]!, end);
  }

  /** Right rows of a chunk, from one up to but not including another. */
  #passChunk({ hashes, starts, start }: ChunkResult, from: number, to: number, firstRow: number): void {
    this.rows.pass(to - from);
    if (this.#unique.groups.length === 0) return;
    for (let row = from; row < to; row++) {
      row = this.#unique.noteAll(hashes, row, to, firstRow);
      if (row === to) break;
      const [low, high] = [hashes[2 * row]!, hashes[2 * row + 1]!];
      const first = this.#unique.note(low, high, firstRow + row);
      if (first !== 0) this.#unique.suspectAt(firstRow + row, start + starts[row]!, { low, high, first });
    }
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

  #scan(reader: RecordReader, from: number): number {
    const kernel = this.#kernel;
    // Few rows at a time until it is known what a constant column must be: till then each of them is doubted.
    const end = kernel.scan(from, reader.limit, this.#most);
    this.#most = this.#rowRules.settled ? ROWS_LIMIT : Math.min(this.#most * 2, ROWS_LIMIT);
    if (kernel.rows > 0) {
      if (this.#unique.groups.length > 0) this.#takeHashed(reader, end);
      else this.#takePlain(reader);
      reader.row += kernel.rows;
    }
    return end;
  }

  /** Rows whose keys nobody asks for: only the suspects are looked at. */
  #takePlain(reader: RecordReader): void {
    const { suspectCount, rows } = this.#kernel;
    let passed = 0;
    for (let index = 0; index < suspectCount; index++) {
      this.#load(reader, index);
      this.rows.pass(this.#suspect.row - passed);
      this.rows.suspect(this.#record, this.#suspect);
      passed = this.#suspect.row + 1;
    }
    this.rows.pass(rows - passed);
  }

  /** Rows in order, each with the hash of its key. */
  #takeHashed(reader: RecordReader, end: number): void {
    const kernel = this.#kernel;
    const { rows, starts, hashes, suspectCount } = kernel;
    const unique = this.#unique;
    const firstRow = reader.row + 1;
    let index = 0;
    let foreseen = 0;
    let next = suspectCount > 0 ? this.#load(reader, 0) : rows;
    for (let row = 0; row < rows; row += PLACED) {
      unique.index(firstRow + row, reader.base + starts[row]!, reader.base + end);
    }
    unique.index(firstRow + rows - 1, reader.base + starts[rows - 1]!, reader.base + end);
    for (let row = 0; row < rows; ) {
      this.#noteRight(reader, row, next);
      this.rows.pass(next - row);
      row = next + 1;
      if (next === rows) break;
      if (next >= foreseen) foreseen = unique.foresee(hashes, next, rows);
      this.#suspected(hashes, next);
      next = ++index < suspectCount ? this.#load(reader, index) : rows;
    }
  }

  /** Right rows, from one up to but not including another. */
  #noteRight(reader: RecordReader, from: number, to: number): void {
    const { hashes } = this.#kernel;
    const firstRow = reader.row + 1;
    for (let row = from; row < to; row++) {
      row = this.#unique.noteAll(hashes, row, to, firstRow);
      if (row === to) break;
      const first = this.#unique.note(hashes[2 * row]!, hashes[2 * row + 1]!, firstRow + row);
      if (first !== 0) this.#repeated(reader, row, first);
    }
  }

  /** A suspect, and its key: the hash at a place of the list. */
  #suspected(hashes: Uint32Array, at: number): void {
    const unique = this.#unique;
    const record = this.#record;
    this.rows.suspect(record, this.#suspect);
    const { sound } = this.rows;
    if (unique.isOtherwiseWritten(record, this.#suspect)) unique.noteValues(record, sound);
    else {
      const low = hashes[2 * at]!;
      const high = hashes[2 * at + 1]!;
      const first = unique.note(low, high, record.row);
      if (first !== 0) unique.suspect(record, sound, { low, high, first });
    }
    this.#ledger.nextRow();
  }

  /** A right row whose key was there before. */
  #repeated(reader: RecordReader, row: number, first: number): void {
    const { starts, hashes } = this.#kernel;
    reader.read(starts[row]!, true);
    const { record } = reader;
    record.row = reader.row + 1 + row;
    this.rows.sound.fill(1);
    this.#unique.suspect(record, this.rows.sound, { low: hashes[2 * row]!, high: hashes[2 * row + 1]!, first });
  }

  /** Loads a suspect; gives which row of the scan it is. */
  #load(reader: RecordReader, index: number): number {
    const record = this.#record;
    record.bytes = reader.bytes;
    record.base = reader.base;
    this.#kernel.suspect(index, this.#suspect, record);
    record.row = reader.row + 1 + this.#suspect.row;
    return this.#suspect.row;
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
