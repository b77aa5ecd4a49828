import { columnLetters } from '../cell.ts';
import type { CompiledTemplate } from '../compile.ts';
import { RECORD_LIMIT } from '../csv/reader.ts';
import { type CsvRecord, FIELD_LIMIT, QUOTED, TEXT_AFTER } from '../csv/record.ts';
import {
  canBeRead,
  type Edit,
  looksPlain,
  mendedValue,
  type Reencoded,
  reencoded,
  replacement,
  textOf,
} from './cells.ts';
import { isIsoShaped, type RepairPlan } from './plan.ts';
import type { LeftAlone, Repair } from './repairs.ts';
import type { Header, LineEnd, RowKind, Visitor } from './rows.ts';

/** Some of the repaired file, and what was done and not done to it. */
export interface RepairStep {
  readonly bytes: Uint8Array;
  readonly repairs: readonly Repair[];
  readonly leftAlone: readonly LeftAlone[];
}

/** Writes each row as it was but for its repairs. */
export class Repairer implements Visitor {
  readonly #compiled: CompiledTemplate;
  readonly #plan: RepairPlan;
  /** For each column of the file that of the template, or -1. */
  #templateColumns: Int32Array = new Int32Array(0);
  #names: readonly string[] = [];
  #count = 0;
  #output: Uint8Array = new Uint8Array(512 * 1024);
  #filled = 0;
  #repairs: Repair[] = [];
  #leftAlone: LeftAlone[] = [];
  /** Blank lines at the end that were passed over. */
  #blankLines = 0;

  constructor(compiled: CompiledTemplate, plan: RepairPlan) {
    this.#compiled = compiled;
    this.#plan = plan;
  }

  header(record: CsvRecord, header: Header, end: LineEnd): void {
    this.#names = header.names;
    this.#count = header.count;
    this.#templateColumns = new Int32Array(Math.min(header.count, FIELD_LIMIT)).fill(-1);
    for (const [column, at] of header.fileColumns.entries()) if (at >= 0) this.#templateColumns[at] = column;
    const isKept = this.#plan.untouchedFrom <= 1;
    const edits = isKept ? [] : this.#cells(record, (at) => this.#mendName(record, at));
    this.#write(record, edits, end);
  }

  row(record: CsvRecord, kind: RowKind, end: LineEnd): void {
    if (record.row > this.#plan.lastRow) {
      this.#blankLines++;
      return;
    }
    if (kind === 'only-commas') this.#leave(record.row, undefined, ROW_OF_COMMAS);
    const isKept = kind === 'blank' || record.row >= this.#plan.untouchedFrom;
    const mend = (at: number, reading: Reencoded) =>
      kind === 'data' ? this.#mendValue(record, at, reading) : undefined;
    const edits = isKept ? [] : this.#cells(record, mend);
    this.#write(record, edits, end, kind !== 'ragged');
  }

  /** What is about the file as a whole. */
  whole(repair: Omit<Repair, 'row' | 'column' | 'cell'>, row = 0): void {
    this.#repairs.push({ ...repair, row, column: '', cell: '' });
  }

  end(): void {
    if (this.#blankLines === 0) return;
    this.whole({ kind: 'blank-lines', before: `${this.#blankLines}`, after: '' }, this.#plan.lastRow + 1);
  }

  /** What has been written since the last call; valid until the next row. */
  take(): RepairStep {
    const step = {
      bytes: this.#output.subarray(0, this.#filled),
      repairs: this.#repairs,
      leftAlone: this.#leftAlone,
    };
    this.#filled = 0;
    this.#repairs = [];
    this.#leftAlone = [];
    return step;
  }

  /** The edits of a row's cells: what `mend` says, and their encoding. */
  #cells(record: CsvRecord, mend: (at: number, reading: Reencoded) => Edit | undefined): Edit[] {
    const edits: Edit[] = [];
    const [repairs, left] = [this.#repairs.length, this.#leftAlone.length];
    for (let at = 0; at < Math.min(record.count, FIELD_LIMIT); at++) {
      const reading = reencoded(record, at);
      const edit = mend(at, reading) ?? this.#encode(record, at, reading);
      if (edit) edits.push(edit);
    }
    const growth = edits.reduce((sum, { from, to, bytes }) => sum + bytes.length - (to - from), 0);
    if (record.end - record.start + growth <= RECORD_LIMIT) return edits;
    // A row that would become too long for the engine keeps its faults.
    this.#repairs.length = repairs;
    this.#leftAlone.length = left;
    return [];
  }

  #mendName(record: CsvRecord, at: number): Edit | undefined {
    const column = this.#templateColumns[at]!;
    const name = this.#compiled.fields[column]?.name;
    if (name === undefined || name === this.#names[at]) return undefined;
    if (!canBeRead(record, at)) {
      this.#leave(1, at, { kind: 'header', before: this.#names[at]!, why: QUOTES });
      return undefined;
    }
    this.#done(1, at, { kind: 'header', before: this.#names[at]!, after: name });
    return replacement(record, at, name);
  }

  #mendValue(record: CsvRecord, at: number, reading: Reencoded): Edit | undefined {
    const column = this.#templateColumns[at]!;
    if (column < 0) return undefined;
    const orders = this.#plan.orders.get(column);
    if (looksPlain(record, at) && (!orders || isIsoShaped(record, at))) return undefined;
    if (reading && 'why' in reading) return undefined;
    const text = reading?.text ?? textOf(record, at);
    const mended = mendedValue(this.#compiled, column, text, orders);
    if (!mended) return undefined;
    if ('why' in mended || !canBeRead(record, at)) {
      this.#leave(record.row, at, { kind: mended.kind, before: text, why: 'why' in mended ? mended.why : QUOTES });
      return undefined;
    }
    this.#done(record.row, at, mended);
    if (reading && !isAscii(mended.after)) {
      this.#done(record.row, at, { kind: 'encoding', before: mended.after, after: mended.after });
    }
    return replacement(record, at, mended.after);
  }

  #encode(record: CsvRecord, at: number, reading: Reencoded): Edit | undefined {
    if (!reading) return undefined;
    if ('why' in reading) {
      this.#leave(record.row, at, { kind: 'encoding', before: textOf(record, at), why: reading.why });
      return undefined;
    }
    this.#done(record.row, at, { kind: 'encoding', before: reading.text, after: reading.text });
    return reading.edit;
  }

  #done(row: number, at: number, mended: Pick<Repair, 'kind' | 'before' | 'after'>): void {
    this.#repairs.push({ ...mended, ...this.#place(row, at) });
  }

  #leave(row: number, at: number | undefined, left: Pick<LeftAlone, 'kind' | 'before' | 'why'>): void {
    const place = at === undefined ? { row, column: '', cell: '' } : this.#place(row, at);
    this.#leftAlone.push({ ...left, ...place });
  }

  #place(row: number, at: number): Pick<Repair, 'row' | 'column' | 'cell'> {
    const field = this.#compiled.fields[this.#templateColumns[at] ?? -1];
    return { row, column: field?.name ?? this.#names[at] ?? '', cell: `${columnLetters(at)}${row}` };
  }

  /** Writes a row with its edits, up to the last column that is kept, and its line end. */
  #write(record: CsvRecord, edits: readonly Edit[], end: LineEnd, mayCut = true): void {
    const { bytes, start } = record;
    const isCut = mayCut && record.count === this.#count && this.#plan.columns < this.#count && !record.blank;
    const stop = isCut ? fieldEnd(record, this.#plan.columns - 1) : record.end;
    let at = start;
    for (const edit of edits) {
      if (edit.from >= stop && isCut) break;
      this.#append(bytes.subarray(at, edit.from));
      this.#append(edit.bytes);
      at = edit.to;
    }
    this.#append(bytes.subarray(at, stop));
    const ending = end === '' ? end : (this.#plan.lineEnd ?? end);
    for (const character of ending) this.#append(LINE_ENDS[character === '\r' ? 0 : 1]);
  }

  #append(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > this.#output.length) {
      const larger = new Uint8Array(Math.max(this.#output.length * 2, this.#filled + bytes.length));
      larger.set(this.#output.subarray(0, this.#filled));
      this.#output = larger;
    }
    this.#output.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }
}

const LINE_ENDS = [Uint8Array.of(0x0d), Uint8Array.of(0x0a)] as const;
const QUOTES = 'The quotation marks in or around it are not as CSV has them.';
const ROW_OF_COMMAS = {
  kind: 'only-commas',
  before: '',
  why: 'The row holds only commas. Whether a row is missing here is for you to say; if not, delete the whole row.',
} as const;

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** Where a field ends, its closing quotation mark included. */
function fieldEnd({ to, flags }: CsvRecord, at: number): number {
  const isClosed = (flags[at]! & QUOTED) !== 0 && (flags[at]! & TEXT_AFTER) === 0;
  return to[at]! + (isClosed ? 1 : 0);
}
