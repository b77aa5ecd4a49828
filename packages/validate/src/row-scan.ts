import type { CompiledTemplate } from './compile.ts';
import { CsvRecord } from './csv/record.ts';
import { INCOMPLETE, type RecordReader } from './csv/record-reader.ts';
import { FULL, type Kernel, ROWS_LIMIT, type Suspect } from './kernel/kernel.ts';
import { ANY_COLUMN, COLUMN_LIMIT, type KernelPlan } from './kernel/plan.ts';
import type { Ledger } from './ledger.ts';
import { Rows } from './rows.ts';
import type { CheckContext } from './rules/cel.ts';
import { RowRules } from './rules/row-rules.ts';
import { KERNEL_GROUPS, UniqueRules } from './rules/unique-rules.ts';
import type { Source } from './source.ts';

/** The columns of a file. */
export interface BoundHeader {
  /** For each column of the template the column of the file, or -1. */
  readonly fileColumns: Int32Array;
  readonly headerCount: number;
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
  #most = 1;
  readonly #record: CsvRecord = new CsvRecord();
  readonly #suspect: Suspect = { row: 0, faulty: 0, faultyHigh: 0, broken: 0 };

  constructor(
    { compiled, context, source }: { compiled: CompiledTemplate; context: CheckContext; source: Source },
    { fileColumns, headerCount }: BoundHeader,
    ledger: Ledger,
    kernel: Kernel,
  ) {
    this.#kernel = kernel;
    this.#ledger = ledger;
    this.#rowRules = new RowRules(compiled, fileColumns, context, ledger);
    this.#unique = new UniqueRules(compiled, fileColumns, source, ledger, kernel);
    this.rows = new Rows(compiled, fileColumns, headerCount, ledger, this.#rowRules);
    this.#usesKernel = headerCount <= COLUMN_LIMIT && this.#unique.groups.length <= KERNEL_GROUPS;
    kernel.prepare(this.#plan(compiled, fileColumns, headerCount));
    if (this.#usesKernel) this.#rowRules.tellTexts = (test, texts) => kernel.setTexts(test, texts);
  }

  /** Rules that could not be asked, and why. */
  get notAsked(): readonly { readonly rule: string; readonly why: string }[] {
    return [...this.#rowRules.notAsked, ...this.#unique.notAsked];
  }

  #plan({ fields }: CompiledTemplate, fileColumns: Int32Array, headerCount: number): KernelPlan {
    const columns = Array.from({ length: headerCount }, () => ANY_COLUMN);
    for (const [column, at] of fileColumns.entries()) if (at !== -1) columns[at] = fields[column]!.plan;
    if (!this.#usesKernel) return { columns: [], tests: [], rules: [], key: [], countsOnly: false };
    return { columns, ...this.#rowRules.plan, key: this.#unique.key, countsOnly: false };
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
      const next = this.#readOne(reader, at, last);
      if (next === INCOMPLETE) break;
      at = next;
    }
    await this.settle();
    return at;
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
    let next = suspectCount > 0 ? this.#load(reader, 0) : rows;
    let passed = 0;
    for (let row = 0; row < rows; row++) {
      if ((row & 63) === 0) unique.index(firstRow + row, reader.base + starts[row]!, reader.base + end);
      if (row !== next) {
        const first = unique.note(hashes[2 * row]!, hashes[2 * row + 1]!, firstRow + row);
        if (first !== 0) this.#repeated(reader, row, first);
        continue;
      }
      this.rows.pass(row - passed);
      passed = row + 1;
      this.#suspected(row);
      next = ++index < suspectCount ? this.#load(reader, index) : rows;
    }
    this.rows.pass(rows - passed);
    unique.index(firstRow + rows - 1, reader.base + starts[rows - 1]!, reader.base + end);
  }

  /** A suspect, and its key. */
  #suspected(row: number): void {
    const unique = this.#unique;
    const record = this.#record;
    this.rows.suspect(record, this.#suspect);
    const { sound } = this.rows;
    if (unique.isOtherwiseWritten(record, sound)) unique.noteValues(record, sound);
    else {
      const [low, high] = [this.#kernel.hashes[2 * row]!, this.#kernel.hashes[2 * row + 1]!];
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
    record.bytes = reader.bytes;
    record.base = reader.base;
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
    record.bytes = reader.bytes;
    record.base = reader.base;
    record.row = ++reader.row;
    this.index(record);
    if (this.rows.check(record)) this.#unique.noteValues(record, this.rows.sound);
    this.#ledger.nextRow();
    return next;
  }
}
