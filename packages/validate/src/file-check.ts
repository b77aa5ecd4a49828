import type { CompiledTemplate } from './compile.ts';
import type { CsvRecord } from './csv/record.ts';
import { INCOMPLETE, RecordReader, RecordTooLongError } from './csv/record-reader.ts';
import { SNIFF_BYTES, sniff } from './csv/sniff.ts';
import { fieldValue } from './csv/value.ts';
import type { Feed } from './feed.ts';
import type { Code } from './fields/catalogue.ts';
import { type Finding, type Summary, shown } from './finding.ts';
import { bindHeader, type HeaderRemark } from './header.ts';
import type { Kernel } from './kernel/kernel.ts';
import { Ledger } from './ledger.ts';
import type { CheckOptions } from './options.ts';
import type { ChunkResult } from './parallel/chunk.ts';
import { fieldPlace } from './place.ts';
import { RowScan } from './row-scan.ts';
import type { LoadedReferences } from './rules/reference-load.ts';
import type { Source } from './source.ts';
import { decode } from './text.ts';

/** One file being checked: what its head says, its header, its rows. */
export class FileCheck {
  readonly ledger: Ledger = new Ledger();
  /** The file cannot be read further as this template. */
  stopped = false;
  readonly #source: Source;
  readonly #compiled: CompiledTemplate;
  readonly #options: CheckOptions;
  readonly #kernel: Kernel;
  readonly #references: LoadedReferences;
  readonly #reader: RecordReader = new RecordReader();
  #sniffed = false;
  #scan: RowScan | undefined;

  constructor(
    source: Source,
    compiled: CompiledTemplate,
    options: CheckOptions,
    kernel: Kernel,
    references: LoadedReferences,
  ) {
    this.#source = source;
    this.#compiled = compiled;
    this.#options = options;
    this.#kernel = kernel;
    this.#references = references;
  }

  /** `take` is to be called again before more is read. */
  get isPaused(): boolean {
    return !this.stopped && (this.#scan?.isPaused ?? false);
  }

  get rowCount(): number {
    return this.#scan?.rows.count ?? 0;
  }

  /**
   * Checks the rows that are complete in the buffer, or fewer where that makes a batch of findings (`isPaused`); gives where
   * the first one begins that was not checked.
   */
  async take(feed: Feed, last: boolean): Promise<number> {
    const reader = this.#reader;
    reader.bytes = feed.bytes;
    reader.limit = feed.filled;
    reader.base = feed.base;
    let at = this.#sniffed ? feed.begin : this.#sniff(feed);
    try {
      if (!this.#scan && !this.stopped) at = this.#readHeader(at, last);
      if (this.#scan && !this.stopped) at = await this.#scan.take(reader, at, last);
    } catch (error) {
      if (!(error instanceof RecordTooLongError)) throw error;
      this.#stop('file.row-too-long', undefined, error);
      await this.#scan?.settle();
    }
    if (last && !this.stopped && this.rowCount === 0) this.#stop(this.#scan ? 'file.no-rows' : 'file.empty');
    return at;
  }

  /** Hands the rest of the file to the source's workers, where it has some; gives what they find, in order. */
  handOver(from: number): AsyncIterable<ChunkResult> | undefined {
    return this.#scan?.handOver(from);
  }

  /** Takes what a worker found in the next part of the file; gives findings whenever there are enough of them. */
  async *takeChunk(chunk: ChunkResult): AsyncGenerator<Finding[]> {
    for await (const _ of this.#scan!.takeChunk(chunk, this.#reader.row + 1)) yield this.ledger.take();
    this.#reader.row += chunk.rows;
    if (chunk.tooLong !== undefined) {
      this.#stop('file.row-too-long', undefined, { row: this.#reader.row + 1, offset: chunk.end });
    }
  }

  summary(): Summary {
    return {
      rows: this.rowCount,
      bytes: this.#source.size,
      counts: this.ledger.counts,
      byRule: this.ledger.byRule,
      rowsChecked: this.rowCount > 0,
      notAsked: this.#scan?.notAsked ?? [],
    };
  }

  /** Gives where the text begins. */
  #sniff({ bytes, begin, filled }: Feed): number {
    this.#sniffed = true;
    const { skip, fault } = sniff(bytes.subarray(begin, Math.min(filled, begin + SNIFF_BYTES)));
    if (fault) this.#stop(fault.code, fault.detail);
    return begin + skip;
  }

  #stop(code: Code, detail?: string, { row, offset } = { row: 0, offset: 0 }): void {
    this.stopped = true;
    const place = { row, offset, length: 0, value: '' };
    this.ledger.report(code, detail === undefined ? place : { ...place, detail });
  }

  #readHeader(at: number, last: boolean): number {
    const reader = this.#reader;
    if (at >= reader.limit) return at;
    const next = reader.read(at, last);
    if (next === INCOMPLETE) return at;
    const { record } = reader;
    record.row = ++reader.row;
    this.#header(record);
    return next;
  }

  #header(record: CsvRecord): void {
    const names = Array.from(
      { length: Math.min(record.count, record.from.length) },
      (_, at) => fieldValue(record, at).text,
    );
    const { fileColumns, remarks, fatal } = bindHeader(names, this.#compiled, this.#options.known);
    for (const remark of remarks) this.#remark(record, remark);
    if (fatal) {
      this.stopped = true;
      return;
    }
    this.#scan = new RowScan(
      {
        compiled: this.#compiled,
        context: this.#options.context ?? {},
        source: this.#source,
        references: this.#references,
      },
      { fileColumns, headerCount: record.count },
      this.ledger,
      this.#kernel,
    );
    this.#scan.index(record);
  }

  #remark(record: CsvRecord, { code, column, fileColumn, detail }: HeaderRemark): void {
    const template = column === undefined ? undefined : this.#compiled.fields[column]!.template;
    const { row, base, start, end, bytes } = record;
    const whole = { row, offset: base + start, length: end - start, value: shown(decode(bytes, start, end).text) };
    const place =
      fileColumn === undefined
        ? { ...whole, ...(template && { column: template }) }
        : fieldPlace(record, fileColumn, template);
    this.ledger.report(code, detail === undefined ? place : { ...place, detail });
  }
}
