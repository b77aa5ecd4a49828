import type { CompiledRowRule, CompiledTemplate } from '../compile.ts';
import { type CsvRecord, ESCAPED } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import { sameBytes } from '../fields/bytes-check.ts';
import type { Ledger } from '../ledger.ts';
import { fieldPlace } from '../place.ts';
import { type CheckContext, EvaluationFailed } from './cel.ts';

const NO_COLUMN = 'A column it reads is not in the file.';

/** A rule with its last question and answer: neighbouring rows often ask the same. */
interface Asked {
  readonly compiled: CompiledRowRule;
  /** What the return says, where the rule compares with it: worth showing beside the value. */
  readonly expected: string | undefined;
  readonly texts: string[];
  answer: 'right' | 'wrong' | 'failed' | 'none';
}

/** Asks the rules that look at one row, and those that compare it with the first row. */
export class RowRules {
  readonly #compiled: CompiledTemplate;
  readonly #fileColumns: Int32Array;
  readonly #context: CheckContext;
  readonly #ledger: Ledger;
  readonly #asked: readonly Asked[];
  readonly #texts: ColumnTexts;
  /** For each constant rule the first sound value and its row. */
  readonly #firsts: Map<string, { text: string; row: number }> = new Map();
  readonly notAsked: { rule: string; why: string }[] = [];

  constructor(compiled: CompiledTemplate, fileColumns: Int32Array, context: CheckContext, ledger: Ledger) {
    this.#compiled = compiled;
    this.#fileColumns = fileColumns;
    this.#context = context;
    this.#ledger = ledger;
    this.#texts = new ColumnTexts(fileColumns);
    this.#asked = compiled.rowRules
      .filter((rule) => this.#canAsk(rule))
      .map((rule) => ({ compiled: rule, expected: this.#expected(rule), texts: [], answer: 'none' }));
    for (const { rule, column } of compiled.constantRules) {
      if (fileColumns[column] === -1) this.notAsked.push({ rule: rule.code, why: NO_COLUMN });
    }
  }

  /** `sound[c]` says that the value in column c is there and right. */
  check(record: CsvRecord, sound: Uint8Array): void {
    this.#texts.next(record);
    for (const asked of this.#asked) {
      const { compiled, expected } = asked;
      const { rule, columns } = compiled;
      if (!allSound(columns, sound)) continue;
      if (this.#ledger.has(rule.besides)) continue;
      const answer = this.#ask(asked);
      if (answer === 'right') continue;
      const first = columns[0]!;
      const place = fieldPlace(record, this.#fileColumns[first]!, this.#compiled.fields[first]!.template);
      if (answer === 'wrong') this.#ledger.add(rule, expected === undefined ? place : { ...place, detail: expected });
      else this.#ledger.report('rule.failed', { ...place, detail: `Rule ${rule.code}.` });
    }
    for (const { rule, column } of this.#compiled.constantRules) {
      if (!sound[column] || this.#ledger.has(rule.besides)) continue;
      const text = this.#texts.at(column);
      const first = this.#firsts.get(rule.code);
      if (!first) this.#firsts.set(rule.code, { text, row: record.row });
      else if (first.text !== text) {
        const place = fieldPlace(record, this.#fileColumns[column]!, this.#compiled.fields[column]!.template);
        this.#ledger.add(rule, { ...place, detail: `Row ${first.row} has another value.` });
      }
    }
  }

  #ask(asked: Asked): Asked['answer'] {
    const { columns, expression } = asked.compiled;
    let changed = asked.answer === 'none';
    for (let at = 0; at < columns.length; at++) {
      const text = this.#texts.at(columns[at]!);
      if (asked.texts[at] === text) continue;
      asked.texts[at] = text;
      changed = true;
    }
    if (!changed) return asked.answer;
    try {
      asked.answer = expression.holds((column) => this.#texts.at(column), this.#context) ? 'right' : 'wrong';
    } catch (error) {
      if (!(error instanceof EvaluationFailed)) throw error;
      asked.answer = 'failed';
    }
    return asked.answer;
  }

  #expected({ expression: { contextNames } }: CompiledRowRule): string | undefined {
    const wanted = contextNames.map((name) => [this.#context[name]].flat().join('” or “'));
    return wanted.length === 0 ? undefined : `Expected: “${wanted.join('”, “')}”.`;
  }

  #canAsk({ rule, expression, columns }: CompiledRowRule): boolean {
    const missing = columns.filter((column) => this.#fileColumns[column] === -1);
    const unknown = expression.contextNames.filter((name) => this.#context[name] === undefined);
    if (missing.length > 0) this.notAsked.push({ rule: rule.code, why: NO_COLUMN });
    else if (unknown.length > 0) {
      this.notAsked.push({ rule: rule.code, why: `There is nothing to compare with (${unknown.join(', ')}).` });
    }
    return missing.length === 0 && unknown.length === 0;
  }
}

function allSound(columns: readonly number[], sound: Uint8Array): boolean {
  for (const column of columns) if (!sound[column]) return false;
  return true;
}

/** The texts of a row's columns, made when asked for; a value equal to the row before keeps its string. */
class ColumnTexts {
  readonly #fileColumns: Int32Array;
  readonly #texts: string[] = [];
  readonly #bytes: Uint8Array[] = [];
  readonly #escaped: number[] = [];
  readonly #madeFor: Int32Array;
  #record: CsvRecord | undefined;

  constructor(fileColumns: Int32Array) {
    this.#fileColumns = fileColumns;
    this.#madeFor = new Int32Array(fileColumns.length);
  }

  next(record: CsvRecord): void {
    this.#record = record;
  }

  at(column: number): string {
    const record = this.#record!;
    if (this.#madeFor[column] === record.row) return this.#texts[column]!;
    this.#madeFor[column] = record.row;
    const at = this.#fileColumns[column]!;
    const [from, to] = [record.from[at]!, record.to[at]!];
    // Equal bytes are equal texts only where doubled quotation marks mean the same in both.
    const escaped = record.flags[at]! & ESCAPED;
    const kept = this.#escaped[column] === escaped ? this.#bytes[column] : undefined;
    if (sameBytes(kept, record.bytes, from, to)) return this.#texts[column]!;
    this.#bytes[column] = record.bytes.slice(from, to);
    this.#escaped[column] = escaped;
    return (this.#texts[column] = fieldValue(record, at).text);
  }
}
