import type { CompiledTemplate } from './compile.ts';
import { type CsvRecord, NEVER_CLOSED, STRAY_QUOTE, TEXT_AFTER } from './csv/record.ts';
import { fieldValue, PLAIN } from './csv/value.ts';
import type { Code } from './fields/catalogue.ts';
import { diagnose } from './fields/diagnose.ts';
import { type Known, KnownValues } from './fields/known-values.ts';
import { isDoubted, type Suspect } from './kernel/kernel.ts';
import type { Group, Ledger } from './ledger.ts';
import { fieldPlace, type Place } from './place.ts';
import type { RowRules } from './rules/row-rules.ts';

const SCIENTIFIC = /^\d+([.,]\d+)?E\+\d{1,3}$/i;

/** Checks the data rows of one file, once its header is bound. */
export class Rows {
  readonly #compiled: CompiledTemplate;
  readonly #fileColumns: Int32Array;
  readonly #headerCount: number;
  readonly #ledger: Ledger;
  readonly #rowRules: RowRules;
  /** Whether each column's value in this row is without fault. */
  readonly #sound: Uint8Array;
  /** For each column what the exact check made of values like those to come. */
  readonly #known: (KnownValues | undefined)[];
  #firstBlank: Place | undefined;
  #blankReported = false;
  #fellBack = false;
  /** Data rows seen. */
  count = 0;

  constructor(
    compiled: CompiledTemplate,
    fileColumns: Int32Array,
    headerCount: number,
    ledger: Ledger,
    rowRules: RowRules,
  ) {
    this.#compiled = compiled;
    this.#fileColumns = fileColumns;
    this.#headerCount = headerCount;
    this.#ledger = ledger;
    this.#rowRules = rowRules;
    this.#sound = new Uint8Array(compiled.fields.length);
    this.#known = new Array<KnownValues | undefined>(compiled.fields.length).fill(undefined);
  }

  /** Whether each column's value was without fault in the row looked at last. */
  get sound(): Uint8Array {
    return this.#sound;
  }

  /** Rows that a kernel found right: nothing is to be said of them. */
  pass(rows: number): void {
    if (rows === 0) return;
    this.#reportBlank();
    this.count += rows;
  }

  /** A row with the right number of values, of which a kernel doubts some, or some rules. */
  suspect(record: CsvRecord, suspect: Suspect): void {
    this.#ledger.nextRow();
    this.#reportBlank();
    this.count++;
    const sound = this.#sound;
    const fileColumns = this.#fileColumns;
    for (let column = 0; column < sound.length; column++) {
      const at = fileColumns[column]!;
      if (at === -1) sound[column] = 0;
      else sound[column] = isDoubted(suspect, at) ? this.#checkField(record, column, at) : 1;
    }
    if (suspect.broken !== 0) this.#rowRules.check(record, sound, suspect.broken);
  }

  /** Any row, looked at in full; whether its values could be told apart. */
  check(record: CsvRecord): boolean {
    this.#ledger.nextRow();
    if (record.blank && this.#headerCount > 1) {
      this.#firstBlank ??= this.#rowPlace(record);
      return false;
    }
    this.#reportBlank();
    this.count++;
    if (this.#isMalformed(record)) return false;
    for (let column = 0; column < this.#sound.length; column++) {
      const at = this.#fileColumns[column]!;
      this.#sound[column] = at === -1 ? 0 : this.#checkField(record, column, at);
    }
    this.#rowRules.check(record, this.#sound, -1);
    return true;
  }

  /** A blank line matters only when a row follows it. */
  #reportBlank(): void {
    if (this.#blankReported || !this.#firstBlank) return;
    this.#blankReported = true;
    this.#ledger.report('row.blank-line', this.#firstBlank);
  }

  /** Rows whose values cannot be told apart get one finding, not one for each column. */
  #isMalformed(record: CsvRecord): boolean {
    const last = Math.min(record.count, record.flags.length) - 1;
    if (record.flags[last]! & NEVER_CLOSED) {
      this.#ledger.report('csv.never-closed', this.#fieldPlace(record, last, this.#columnAt(last)));
      return true;
    }
    const difference = record.count - this.#headerCount;
    if (this.#isEmpty(record)) this.#ledger.report('row.empty', this.#rowPlace(record));
    else if (difference !== 0) {
      const detail = `It has ${counted(record.count, 'value')}; the header has ${counted(this.#headerCount, 'column')}.`;
      this.#ledger.report(difference < 0 ? 'row.too-few' : 'row.too-many', { ...this.#rowPlace(record), detail });
    } else return false;
    return true;
  }

  #isEmpty(record: CsvRecord): boolean {
    if (record.end - record.start !== record.count - 1 || record.count < 2) return false;
    for (let at = record.start; at < record.end; at++) if (record.bytes[at] !== 0x2c) return false;
    return true;
  }

  /** The exact check of one value, unless the same one was looked at before; 1 when it is right. */
  #checkField(record: CsvRecord, column: number, at: number): 0 | 1 {
    // With other flags it takes more than the bytes to know what the value is.
    if ((record.flags[at]! & ~PLAIN) !== 0) return this.#lookCloser(record, column, at);
    const { bytes } = record;
    const from = record.from[at]!;
    const to = record.to[at]!;
    const known = (this.#known[column] ??= new KnownValues());
    const answer = known.find(bytes, from, to);
    if (answer) {
      if (answer.group) this.#reportIn(answer.group, record, at, answer.text);
      return answer.sound;
    }
    const { text, fellBack } = fieldValue(record, at);
    const made = this.#judge(column, text);
    if (fellBack) this.#reportEncoding(record, at, column);
    else known.keep(bytes, from, to, made);
    if (made.group) this.#reportIn(made.group, record, at, text);
    return made.sound;
  }

  /** The same for a value with quotation marks where they do not belong or are doubled, or with bytes of value 0. */
  #lookCloser(record: CsvRecord, column: number, at: number): 0 | 1 {
    const flags = record.flags[at]!;
    if (flags & TEXT_AFTER) {
      this.#report('csv.text-after-quote', record, at, column);
      return 0;
    }
    if (flags & STRAY_QUOTE) this.#report('csv.quote-in-value', record, at, column);
    const { text, fellBack } = fieldValue(record, at);
    if (fellBack) this.#reportEncoding(record, at, column);
    const { group, sound } = this.#judge(column, text);
    if (group) this.#reportIn(group, record, at, text);
    return sound;
  }

  #judge(column: number, text: string): Known {
    const field = this.#compiled.fields[column]!;
    if (!field.accepts(text) || text.includes('\0')) {
      const code = diagnose(field, text, this.#compiled.sentinels);
      return { text, group: this.#ledger.groupOf(code, field.template), sound: 0 };
    }
    const { type, constraints } = field.template;
    const isScientific = type === 'string' && !constraints?.enum && SCIENTIFIC.test(text);
    return {
      text,
      group: isScientific ? this.#ledger.groupOf('value.scientific-text', field.template) : undefined,
      sound: 1,
    };
  }

  #report(code: Code, record: CsvRecord, at: number, column: number): void {
    this.#ledger.report(code, fieldPlace(record, at, this.#compiled.fields[column]!.template));
  }

  #reportIn(group: Group, record: CsvRecord, at: number, text: string): void {
    const from = record.from[at]!;
    this.#ledger.reportIn(group, record.row, at, record.base + from, record.to[at]! - from, text);
  }

  /** One notice for the file, at the first value that is not UTF-8. */
  #reportEncoding(record: CsvRecord, at: number, column: number): void {
    if (this.#fellBack) return;
    this.#fellBack = true;
    this.#ledger.report('file.windows-1252', this.#fieldPlace(record, at, column));
  }

  #columnAt(at: number): number | undefined {
    const column = this.#fileColumns.indexOf(at);
    return column < 0 ? undefined : column;
  }

  #rowPlace(record: CsvRecord): Place {
    const { row, base, start, end } = record;
    return { row, offset: base + start, length: end - start, value: '' };
  }

  #fieldPlace(record: CsvRecord, at: number, column: number | undefined): Place {
    return fieldPlace(record, at, column === undefined ? undefined : this.#compiled.fields[column]!.template);
  }
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
