import type { CompiledTemplate } from './compile.ts';
import { CsvReader, RecordTooLongError } from './csv/reader.ts';
import type { CsvRecord } from './csv/record.ts';
import { SNIFF_BYTES, sniff } from './csv/sniff.ts';
import { fieldValue } from './csv/value.ts';
import type { Code } from './fields/catalogue.ts';
import { type Finding, type Summary, shown } from './finding.ts';
import { bindHeader, type HeaderRemark, type KnownTemplate } from './header.ts';
import { Ledger } from './ledger.ts';
import { fieldPlace } from './place.ts';
import { Rows } from './rows.ts';
import type { CheckContext } from './rules/cel.ts';
import { RowRules } from './rules/row-rules.ts';
import { UniqueRules } from './rules/unique-rules.ts';
import type { Source } from './source.ts';
import { decode } from './text.ts';

export interface CheckOptions {
  /** What the return says about itself; rules that need what is not given are not asked, and listed as such. */
  readonly context?: CheckContext;
  /** Other published templates, to recognise a file sent to the wrong return. */
  readonly known?: readonly KnownTemplate[];
  readonly signal?: AbortSignal;
  /** Called after each chunk with bytes and data rows done so far. */
  readonly onProgress?: (done: { readonly bytes: number; readonly rows: number }) => void;
}

/**
 * Checks a CSV file against a template in one pass and constant memory (unique keys aside: up to 24 bytes a row and
 * rule). Yields the findings in batches, in the order of their rows; returns the summary. Never throws for what
 * is in the file; errors of the source and an abort pass through.
 */
export async function* checkFile(
  source: Source,
  compiled: CompiledTemplate,
  options: CheckOptions = {},
): AsyncGenerator<Finding[], Summary> {
  const check = new FileCheck(source, compiled, options);
  for await (const chunk of withHead(source.chunks())) {
    options.signal?.throwIfAborted();
    await check.feed(chunk);
    if (check.stopped) break;
    yield check.ledger.take();
    options.onProgress?.({ bytes: check.bytes, rows: check.rowCount });
  }
  await check.end();
  options.onProgress?.({ bytes: check.bytes, rows: check.rowCount });
  yield check.ledger.take();
  return check.summary();
}

/** The same chunks, but the first holds at least `SNIFF_BYTES` where the file has them. */
async function* withHead(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk;
      continue;
    }
    const joined: Uint8Array = new Uint8Array(head.length + chunk.length);
    joined.set(head);
    joined.set(chunk, head.length);
    head = joined;
    if (head.length < SNIFF_BYTES) continue;
    yield head;
    head = undefined;
  }
  if (head) yield head;
}

class FileCheck {
  readonly ledger: Ledger = new Ledger();
  /** The file cannot be read further as this template. */
  stopped = false;
  bytes = 0;
  readonly #source: Source;
  readonly #compiled: CompiledTemplate;
  readonly #options: CheckOptions;
  #reader: CsvReader | undefined;
  #rows: Rows | undefined;
  #rowRules: RowRules | undefined;
  #unique: UniqueRules | undefined;

  constructor(source: Source, compiled: CompiledTemplate, options: CheckOptions) {
    this.#source = source;
    this.#compiled = compiled;
    this.#options = options;
  }

  get rowCount(): number {
    return this.#rows?.count ?? 0;
  }

  /** Takes the next chunk; the first one must hold the head of the file. */
  async feed(chunk: Uint8Array): Promise<void> {
    this.bytes += chunk.length;
    const reader = this.#reader;
    if (reader) return this.#run(() => reader.feed(chunk, this.#take));
    const { skip, fault } = sniff(chunk.subarray(0, SNIFF_BYTES));
    if (fault) return this.#stop(fault.code, fault.detail);
    const opened = (this.#reader = new CsvReader(skip));
    return this.#run(() => opened.feed(chunk.subarray(skip), this.#take));
  }

  async end(): Promise<void> {
    if (this.stopped) return;
    const reader = this.#reader;
    if (!reader) return this.#stop('file.empty');
    await this.#run(() => reader.end(this.#take));
    if (!this.stopped && this.rowCount === 0) this.#stop('file.no-rows');
  }

  summary(): Summary {
    return {
      rows: this.rowCount,
      bytes: this.#source.size,
      counts: this.ledger.counts,
      byRule: this.ledger.byRule,
      rowsChecked: this.rowCount > 0,
      notAsked: [...(this.#rowRules?.notAsked ?? []), ...(this.#unique?.notAsked ?? [])],
    };
  }

  async #run(read: () => void): Promise<void> {
    try {
      read();
    } catch (error) {
      if (!(error instanceof RecordTooLongError)) throw error;
      this.#stop('file.row-too-long', undefined, error);
    }
    await this.#unique?.settle();
  }

  #stop(code: Code, detail?: string, { row, offset } = { row: 0, offset: 0 }): void {
    this.stopped = true;
    const place = { row, offset, length: 0, value: '' };
    this.ledger.report(code, detail === undefined ? place : { ...place, detail });
  }

  readonly #take = (record: CsvRecord): void => {
    if (this.stopped) return;
    if (!this.#rows) this.#header(record);
    else this.#rows.check(record);
    this.#unique?.index(record);
  };

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
    const { ledger } = this;
    this.#rowRules = new RowRules(this.#compiled, fileColumns, this.#options.context ?? {}, ledger);
    this.#unique = new UniqueRules(this.#compiled, fileColumns, this.#source, ledger);
    const rules = { row: this.#rowRules, unique: this.#unique };
    this.#rows = new Rows(this.#compiled, fileColumns, record.count, ledger, rules);
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
