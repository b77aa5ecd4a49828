import type { CompiledTemplate } from '../compile.ts';
import { type CsvRecord, FIELD_LIMIT } from '../csv/record.ts';
import { SNIFF_BYTES } from '../csv/sniff.ts';
import { fieldValue } from '../csv/value.ts';
import type { KnownTemplate } from '../header.ts';
import type { Source } from '../source.ts';
import { canBeRead } from './cells.ts';
import { ColumnOrders } from './dates.ts';
import { asUtf8, BrokenUtf16Error, type Encoding, encodingOf } from './encoding.ts';
import type { LeftAlone } from './repairs.ts';
import {
  type Header,
  isNeverClosed,
  type LineEnd,
  type Refusal,
  type RowKind,
  readRows,
  type Visitor,
} from './rows.ts';

/** What the first reading of a file tells about all of it. Made by `planRepairs`, used by `repair`. */
export interface RepairPlan {
  readonly encoding: Encoding;
  /** The file begins with a byte order mark. */
  readonly hasMark: boolean;
  /** How often each line end stands after a row, blank lines at the end left out. */
  readonly lineEnds: Readonly<Record<Exclude<LineEnd, ''>, number>>;
  /** The line end that every row gets; undefined where all stay as they are. */
  readonly lineEnd: LineEnd | undefined;
  /** The last row that is more than a blank line. */
  readonly lastRow: number;
  /** Columns that are kept: those after them are empty in every row. */
  readonly columns: number;
  /** Columns that the file has. */
  readonly columnsBefore: number;
  /** Row from which on nothing is touched, because a quotation mark is opened there and never closed. */
  readonly untouchedFrom: number;
  /** For each column of the template what is known of the order of day and month in it. */
  readonly orders: ReadonlyMap<number, ColumnOrders>;
  /** What is about the file as a whole and is left alone. */
  readonly leftAlone: readonly LeftAlone[];
}

/** The file cannot be read as this template, so nothing can be repaired. */
export interface Refused {
  readonly refusal: Refusal;
}

/**
 * Reads a file once and says how it can be repaired without a change to what it says, or that it cannot be read as this
 * template. Memory stays bounded; errors of the source pass through.
 */
export async function planRepairs(
  source: Source,
  compiled: CompiledTemplate,
  { known, signal }: { readonly known?: readonly KnownTemplate[]; readonly signal?: AbortSignal } = {},
): Promise<RepairPlan | Refused> {
  const head = await source.slice(0, Math.min(SNIFF_BYTES, source.size));
  const encoding = encodingOf(head);
  const survey = new Survey(compiled);
  const reading = readRows(asUtf8(source, encoding), compiled, survey, known);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const step = await reading.next();
      if (!step.done) continue;
      if (step.value) return { refusal: step.value };
      const hasMark = encoding === 'utf-8' ? head[0] === 0xef && head[1] === 0xbb : head[0]! >= 0xfe;
      return { encoding, hasMark, ...survey.result() };
    }
  } catch (error) {
    if (!(error instanceof BrokenUtf16Error)) throw error;
    return { refusal: { code: 'file.utf-16', detail: error.message, row: 0 } };
  }
}

const NEVER = Number.POSITIVE_INFINITY;

/** Looks at every row once, keeping only what is about the file as a whole. */
class Survey implements Visitor {
  readonly #compiled: CompiledTemplate;
  readonly #orders: Map<number, ColumnOrders> = new Map();
  #header: Header | undefined;
  #lineEnds = { '\n': 0, '\r\n': 0, '\r': 0 };
  /** Ends of blank lines after which no row has come yet. */
  #pending = { '\n': 0, '\r\n': 0, '\r': 0 };
  #lastRow = 1;
  #untouchedFrom = NEVER;
  /** Columns up to the last one with a name. */
  #named = 0;
  /** Why the columns after them stay. */
  #columnsStay: string | undefined;

  constructor(compiled: CompiledTemplate) {
    this.#compiled = compiled;
    for (const [column, { template }] of compiled.fields.entries()) {
      if (template.type === 'date') this.#orders.set(column, new ColumnOrders());
    }
  }

  header(record: CsvRecord, header: Header, end: LineEnd): void {
    this.#header = header;
    if (isNeverClosed(record)) this.#untouchedFrom = 1;
    this.#named =
      header.count > FIELD_LIMIT ? header.count : 1 + header.names.findLastIndex((name) => name.trim() !== '');
    if (this.#named < 2) this.#named = header.count;
    if (end !== '') this.#lineEnds[end]++;
  }

  row(record: CsvRecord, kind: RowKind, end: LineEnd): void {
    if (end !== '') this.#pending[end]++;
    if (kind === 'blank') return;
    this.#settle(record.row);
    if (kind === 'never-closed') this.#untouchedFrom = Math.min(this.#untouchedFrom, record.row);
    else if (kind === 'ragged') this.#columnsStay ??= `Row ${record.row} has another number of values than the header.`;
    if (kind === 'data') {
      this.#lookAtDates(record);
      this.#lookAtUnnamed(record);
    }
  }

  result(): Omit<RepairPlan, 'encoding' | 'hasMark'> {
    const leftAlone: LeftAlone[] = [];
    const { count } = this.#header!;
    const isOpen = this.#untouchedFrom !== NEVER;
    const why = isOpen ? `A quotation mark is opened in row ${this.#untouchedFrom} and never closed.` : undefined;
    if (isOpen) leftAlone.push({ ...WHOLE_FILE, ...NEVER_CLOSED_ROW, row: this.#untouchedFrom });
    const kinds = (['\r\n', '\n', '\r'] as const).filter((end) => this.#lineEnds[end] > 0);
    // Many programs take a lone CR for no line end at all.
    const usual = this.#lineEnds['\r\n'] > this.#lineEnds['\n'] ? '\r\n' : '\n';
    const isUneven = kinds.length > 1 || kinds[0] === '\r';
    if (isUneven && why) leftAlone.push({ ...WHOLE_FILE, kind: 'line-ends', before: 'of several kinds', why });
    const stay = this.#columnsStay ?? why;
    if (this.#named < count && stay) {
      leftAlone.push({
        ...WHOLE_FILE,
        row: 1,
        kind: 'empty-columns',
        before: `${count - this.#named} columns`,
        why: stay,
      });
    }
    return {
      lineEnds: this.#lineEnds,
      lineEnd: isUneven && !isOpen ? usual : undefined,
      lastRow: isOpen ? NEVER : this.#lastRow,
      columns: stay ? count : this.#named,
      columnsBefore: count,
      untouchedFrom: this.#untouchedFrom,
      orders: this.#orders,
      leftAlone,
    };
  }

  #settle(row: number): void {
    this.#lastRow = row;
    for (const end of ['\n', '\r\n', '\r'] as const) {
      this.#lineEnds[end] += this.#pending[end];
      this.#pending[end] = 0;
    }
  }

  #lookAtDates(record: CsvRecord): void {
    const { fileColumns } = this.#header!;
    for (const [column, orders] of this.#orders) {
      const at = fileColumns[column]!;
      if (at < 0 || isIsoShaped(record, at)) continue;
      const counts = record.row < this.#untouchedFrom && canBeRead(record, at);
      orders.note(this.#compiled.fields[column]!, fieldValue(record, at).text, counts);
    }
  }

  #lookAtUnnamed(record: CsvRecord): void {
    if (this.#columnsStay) return;
    for (let at = this.#named; at < record.count; at++) {
      if (fieldValue(record, at).text.trim() === '') continue;
      this.#columnsStay = `Row ${record.row} has a value there.`;
      return;
    }
  }
}

const NEVER_CLOSED_ROW = {
  kind: 'never-closed',
  before: '',
  why: 'A quotation mark is opened here and never closed, so that nothing from this row on is touched. Close it, then repair the file again.',
} as const;

const WHOLE_FILE = { row: 0, column: '', cell: '' } as const;

/** Ten bytes with dashes where ISO dates have them: almost every date of almost every file. */
export function isIsoShaped({ bytes, from, to }: CsvRecord, at: number): boolean {
  const start = from[at]!;
  if (to[at]! - start !== 10 || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return false;
  const first = bytes[start]! - 0x30;
  return first >= 0 && first <= 9;
}
