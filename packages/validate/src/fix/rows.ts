import type { CompiledTemplate } from '../compile.ts';
import { CsvReader, RecordTooLongError } from '../csv/reader.ts';
import { type CsvRecord, FIELD_LIMIT, NEVER_CLOSED } from '../csv/record.ts';
import { SNIFF_BYTES, sniff } from '../csv/sniff.ts';
import { fieldValue } from '../csv/value.ts';
import type { Code } from '../fields/catalogue.ts';
import { type Binding, bindHeader, type KnownTemplate } from '../header.ts';
import type { Source } from '../source.ts';

/** How a row ends. The last one may have no line end. */
export type LineEnd = '' | '\n' | '\r\n' | '\r';

/**
 * What a row is, as the engine sees it. `data` rows have as many values as the header has columns; the values of
 * `ragged` and `never-closed` rows cannot be told apart.
 */
export type RowKind = 'data' | 'blank' | 'only-commas' | 'ragged' | 'never-closed';

/** The first row of a file, bound to the template's columns. */
export interface Header extends Binding {
  readonly names: readonly string[];
  /** How many columns the header has; may be more than there are names kept. */
  readonly count: number;
}

/** Why a file cannot be read as this template at all: a code of the engine's catalogue. */
export interface Refusal {
  readonly code: Code;
  readonly detail?: string;
  /** The row at which reading ended; 0 where it did not begin. */
  readonly row: number;
}

/** Is told of each row in turn; may not keep the record. */
export interface Visitor {
  header(record: CsvRecord, header: Header, end: LineEnd): void;
  row(record: CsvRecord, kind: RowKind, end: LineEnd): void;
}

/**
 * Reads a file row by row, by the rules of the engine. Yields after each chunk, so that the visitor's results can be
 * taken; ends with the refusal where the file cannot be read as this template. Memory does not grow with the file.
 */
export async function* readRows(
  source: Source,
  compiled: CompiledTemplate,
  visitor: Visitor,
  known: readonly KnownTemplate[] = [],
): AsyncGenerator<void, Refusal | undefined> {
  const head = await source.slice(0, Math.min(SNIFF_BYTES, source.size));
  const { skip, fault } = sniff(head);
  if (fault) return { ...fault, row: 0 };
  const rows = new RowReader(skip, compiled, visitor, known);
  try {
    for await (const chunk of source.chunks()) {
      rows.feed(chunk);
      if (rows.refusal) return rows.refusal;
      yield;
    }
    rows.end();
  } catch (error) {
    if (!(error instanceof RecordTooLongError)) throw error;
    return { code: 'file.row-too-long', row: error.row };
  }
  return rows.refusal;
}

class RowReader {
  refusal: Refusal | undefined;
  readonly #reader: CsvReader;
  readonly #compiled: CompiledTemplate;
  readonly #visitor: Visitor;
  readonly #known: readonly KnownTemplate[];
  /** Bytes of a byte order mark still to be passed over. */
  #skip: number;
  /** Offset in the file up to which bytes were fed. */
  #fed: number;
  #header: Header | undefined;

  constructor(skip: number, compiled: CompiledTemplate, visitor: Visitor, known: readonly KnownTemplate[]) {
    this.#reader = new CsvReader(skip);
    this.#skip = skip;
    this.#fed = skip;
    this.#compiled = compiled;
    this.#visitor = visitor;
    this.#known = known;
  }

  feed(chunk: Uint8Array): void {
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    this.#fed += chunk.length - skipped;
    this.#reader.feed(chunk.subarray(skipped), this.#take);
  }

  end(): void {
    this.#reader.end(this.#take);
    if (!this.#header && !this.refusal) this.refusal = { code: 'file.empty', row: 0 };
  }

  readonly #take = (record: CsvRecord): void => {
    if (this.refusal) return;
    const end = this.#lineEnd(record);
    if (this.#header) this.#visitor.row(record, rowKind(record, this.#header.count), end);
    else this.#open(record, end);
  };

  #open(record: CsvRecord, end: LineEnd): void {
    const names = Array.from({ length: Math.min(record.count, FIELD_LIMIT) }, (_, at) => fieldValue(record, at).text);
    const binding = bindHeader(names, this.#compiled, this.#known);
    const [remark] = binding.remarks;
    if (binding.fatal && remark) {
      this.refusal = { code: remark.code, row: 1, ...(remark.detail === undefined ? {} : { detail: remark.detail }) };
      return;
    }
    this.#header = { ...binding, names, count: record.count };
    this.#visitor.header(record, this.#header, end);
  }

  #lineEnd({ bytes, base, end }: CsvRecord): LineEnd {
    if (base + end >= this.#fed) return '';
    if (bytes[end] === 0x0a) return '\n';
    return base + end + 1 < this.#fed && bytes[end + 1] === 0x0a ? '\r\n' : '\r';
  }
}

function rowKind(record: CsvRecord, columns: number): RowKind {
  if (record.blank && columns > 1) return 'blank';
  if (isNeverClosed(record)) return 'never-closed';
  if (isOnlyCommas(record)) return 'only-commas';
  return record.count === columns ? 'data' : 'ragged';
}

/** Whether the row ends in a value whose quotation mark is never closed. */
export function isNeverClosed({ count, flags }: CsvRecord): boolean {
  return (flags[Math.min(count, FIELD_LIMIT) - 1]! & NEVER_CLOSED) !== 0;
}

function isOnlyCommas({ bytes, start, end, count }: CsvRecord): boolean {
  if (end - start !== count - 1 || count < 2) return false;
  for (let at = start; at < end; at++) if (bytes[at] !== 0x2c) return false;
  return true;
}
