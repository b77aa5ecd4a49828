import type { CompiledFields } from './compile-fields.ts';
import { CsvRecord, NEVER_CLOSED, TEXT_AFTER } from './csv/record.ts';
import { INCOMPLETE, RecordReader } from './csv/record-reader.ts';
import { SNIFF_BYTES, sniff } from './csv/sniff.ts';
import { fieldValue, PLAIN } from './csv/value.ts';
import { Feed } from './feed.ts';
import { type Known, KnownValues } from './fields/known-values.ts';
import { bindHeader } from './header.ts';
import { closeKernel, openKernel } from './kernel/index.ts';
import {
  FULL,
  goesOn,
  isDoubted,
  type Kernel,
  type KernelName,
  newSuspect,
  ROWS_LIMIT,
  type Suspect,
} from './kernel/kernel.ts';
import { ANY_COLUMN, COLUMN_LIMIT, type KernelPlan, NO_SEED } from './kernel/plan.ts';
import { type ChunkResult, LOOK, loadLook } from './parallel/chunk.ts';
import type { Source } from './source.ts';

/** How many values of a file are not what their columns accept. */
export interface FaultCounts {
  /** Data rows. */
  readonly rows: number;
  /** Values refused, in all and by column of the template. */
  readonly faults: number;
  readonly byColumn: readonly number[];
  /** Rows whose values could not be told apart; none of their values is counted. */
  readonly malformedRows: number;
}

/**
 * Counts refused values, and looks at nothing else: no rules, no places, no words. The quickest way to learn
 * whether a file is worth sending. Throws Error where the file is not a CSV file of the template.
 */
export async function countFaults(
  source: Source,
  compiled: CompiledFields,
  options: { readonly kernel?: KernelName } = {},
): Promise<FaultCounts> {
  source.scanner?.start();
  const kernel = await openKernel(options.kernel);
  const feed = new Feed(source, kernel.bytes);
  try {
    return await new FaultCounter(compiled, kernel).run(source, feed);
  } finally {
    await feed.close();
    closeKernel(kernel);
  }
}

/** Which fault it is nobody asks. */
const RIGHT: Known = { text: '', group: undefined, sound: 1 };
const WRONG: Known = { ...RIGHT, sound: 0 };

class FaultCounter {
  readonly #compiled: CompiledFields;
  readonly #kernel: Kernel;
  readonly #reader: RecordReader = new RecordReader();
  readonly #record: CsvRecord = new CsvRecord();
  readonly #suspect: Suspect = newSuspect();
  readonly #byColumn: number[];
  readonly #known: (KnownValues | undefined)[];
  #fileColumns: Int32Array = new Int32Array(0);
  #headerCount = 0;
  #rows = 0;
  #malformed = 0;

  constructor(compiled: CompiledFields, kernel: Kernel) {
    this.#compiled = compiled;
    this.#kernel = kernel;
    this.#byColumn = compiled.fields.map(() => 0);
    this.#known = new Array<KnownValues | undefined>(compiled.fields.length).fill(undefined);
  }

  async run(source: Source, feed: Feed): Promise<FaultCounts> {
    let plan: KernelPlan | undefined;
    for (let more = await feed.fill(SNIFF_BYTES); ; more = await feed.fill()) {
      const reader = this.#reader;
      reader.bytes = feed.bytes;
      reader.limit = feed.filled;
      reader.base = feed.base;
      let at = feed.begin;
      if (!plan) {
        at = this.#header(feed, !more);
        if (at < 0 && more) continue;
        if (at < 0) throw new Error('The file has no header');
        plan = this.#plan();
        this.#kernel.prepare(plan);
      }
      at = this.#take(at, !more);
      const order = { plan, kernel: this.#kernel.name, from: feed.base + at };
      const chunks = more && this.#usesKernel && source.scanner?.ready ? source.scanner.scan(order).results : undefined;
      if (chunks) {
        for await (const chunk of chunks) this.#takeChunk(chunk);
      } else if (more) {
        feed.drop(at);
        continue;
      }
      this.#addWrong(this.#kernel.wrong);
      const faults = this.#byColumn.reduce((sum, count) => sum + count, 0);
      return { rows: this.#rows, faults, byColumn: this.#byColumn, malformedRows: this.#malformed };
    }
  }

  get #usesKernel(): boolean {
    return this.#headerCount <= COLUMN_LIMIT;
  }

  #header({ bytes, begin, filled }: Feed, last: boolean): number {
    const { skip, fault } = sniff(bytes.subarray(begin, Math.min(filled, begin + SNIFF_BYTES)));
    if (fault) throw new Error(`The file cannot be read as CSV (${fault.code})`);
    const next = this.#reader.read(begin + skip, last);
    if (next === INCOMPLETE) return -1;
    const { record } = this.#reader;
    const names = Array.from(
      { length: Math.min(record.count, record.from.length) },
      (_, at) => fieldValue(record, at).text,
    );
    const { fileColumns, fatal } = bindHeader(names, this.#compiled);
    if (fatal) throw new Error('The columns of the file are not those of the template');
    this.#fileColumns = fileColumns;
    this.#headerCount = record.count;
    return next;
  }

  #plan(): KernelPlan {
    const columns = Array.from({ length: this.#usesKernel ? this.#headerCount : 0 }, () => ANY_COLUMN);
    for (const [column, at] of this.#fileColumns.entries()) {
      if (at !== -1 && this.#usesKernel) columns[at] = this.#compiled.fields[column]!.plan;
    }
    return { columns, tests: [], rules: [], key: [], seed: NO_SEED, countsOnly: true };
  }

  #take(from: number, last: boolean): number {
    const reader = this.#reader;
    const kernel = this.#kernel;
    const record = this.#record;
    record.bytes = reader.bytes;
    let at = from;
    for (let again = false; at < reader.limit; again = true) {
      if (this.#usesKernel) {
        at = kernel.scan(at, reader.limit, ROWS_LIMIT, again);
        this.#rows += kernel.rows;
        for (let index = 0; index < kernel.suspectCount; index++) {
          kernel.suspect(index, this.#suspect, record);
          this.#decide(record);
        }
        if (kernel.stopped === FULL || at >= reader.limit) continue;
        if (!last && goesOn(kernel, reader.limit - at)) break;
      }
      const next = reader.read(at, last);
      if (next === INCOMPLETE) break;
      this.#odd(reader.record);
      at = next;
    }
    return at;
  }

  #takeChunk(chunk: ChunkResult): void {
    if (chunk.tooLong !== undefined) throw new Error('A row is longer than 1 MiB');
    let odd = 0;
    for (let at = 0; at < chunk.looks.length; ) {
      const isOdd = chunk.looks[at + LOOK.odd] === 1;
      at = loadLook(chunk, at, this.#record, this.#suspect);
      if (isOdd) {
        odd++;
        this.#odd(this.#record);
      } else this.#decide(this.#record);
    }
    this.#rows += chunk.rows - odd;
    this.#addWrong(chunk.wrong);
  }

  #addWrong(wrong: Uint32Array): void {
    for (const [column, at] of this.#fileColumns.entries())
      if (at !== -1 && at < 64) this.#byColumn[column]! += wrong[at]!;
  }

  /** Values that the kernel was not sure of. */
  #decide(record: CsvRecord): void {
    const fileColumns = this.#fileColumns;
    for (let column = 0; column < fileColumns.length; column++) {
      const at = fileColumns[column]!;
      if (at !== -1 && isDoubted(this.#suspect, at) && !this.#isRight(record, column, at)) this.#byColumn[column]! += 1;
    }
  }

  #odd(record: CsvRecord): void {
    if (record.blank && this.#headerCount > 1) return;
    this.#rows++;
    const last = Math.min(record.count, record.flags.length) - 1;
    const onlyCommas = record.count > 1 && record.end - record.start === record.count - 1;
    if (record.count !== this.#headerCount || onlyCommas || record.flags[last]! & NEVER_CLOSED) {
      this.#malformed++;
      return;
    }
    for (const [column, at] of this.#fileColumns.entries()) {
      if (at !== -1 && !this.#isRight(record, column, at)) this.#byColumn[column]! += 1;
    }
  }

  #isRight(record: CsvRecord, column: number, at: number): boolean {
    if (record.flags[at]! & TEXT_AFTER) return false;
    const isPlain = (record.flags[at]! & ~PLAIN) === 0;
    const known = (this.#known[column] ??= new KnownValues());
    const { bytes } = record;
    const from = record.from[at]!;
    const to = record.to[at]!;
    const answer = isPlain ? known.find(bytes, from, to) : undefined;
    if (answer) return answer.sound === 1;
    const { text } = fieldValue(record, at);
    const isRight = this.#compiled.fields[column]!.accepts(text) && !text.includes('\0');
    if (isPlain) known.keep(bytes, from, to, isRight ? RIGHT : WRONG);
    return isRight;
  }
}
