import { sameBytes } from '../bytes.ts';
import type { CompiledRowRule, CompiledTemplate } from '../compile.ts';
import { type CsvRecord, ESCAPED, QUOTED } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import { TEXT_LIMIT, TEXTS_LIMIT } from '../kernel/kernel.ts';
import { type KernelPlan, RULE_LIMIT } from '../kernel/plan.ts';
import type { Ledger } from '../ledger.ts';
import { fieldPlace } from '../place.ts';
import type { ConstantRule } from '../template.ts';
import { type CheckContext, EvaluationFailed } from './cel.ts';
import { CONTEXT_WORDS } from './context-words.ts';
import { planRules, type RulesPlan } from './plan-rules.ts';
import type { LoadedReferences } from './reference-load.ts';
import { ReferenceRules } from './reference-rules.ts';

const NO_COLUMN = 'A column it reads is not in the file.';

/** A rule with its last question and answer: neighbouring rows often ask the same. */
interface Asked {
  readonly compiled: CompiledRowRule;
  /** What the return says, where the rule compares with it: worth showing beside the value. */
  readonly expected: string | undefined;
  readonly texts: string[];
  answer: 'right' | 'wrong' | 'failed' | 'none';
}

/** A constant rule with the first sound value and its row. */
interface Constant {
  readonly rule: ConstantRule;
  readonly column: number;
  first: { readonly text: string; readonly row: number } | undefined;
}

/** Changes the texts of a kernel's test. */
type TellTexts = (test: number, texts: readonly Uint8Array[]) => void;

/** Asks the rules that look at one row, those that compare it with the first row, and those that look it up elsewhere. */
export class RowRules {
  readonly #compiled: CompiledTemplate;
  readonly #fileColumns: Int32Array;
  readonly #context: CheckContext;
  readonly #ledger: Ledger;
  readonly #asked: readonly Asked[];
  readonly #constants: readonly Constant[];
  readonly #references: ReferenceRules;
  readonly #texts: ColumnTexts;
  readonly notAsked: { rule: string; why: string }[] = [];
  readonly #plan: RulesPlan;
  #tell: TellTexts | undefined;

  constructor(
    compiled: CompiledTemplate,
    fileColumns: Int32Array,
    context: CheckContext,
    ledger: Ledger,
    references: LoadedReferences,
  ) {
    this.#compiled = compiled;
    this.#fileColumns = fileColumns;
    this.#context = context;
    this.#ledger = ledger;
    this.#texts = new ColumnTexts(fileColumns);
    this.#asked = compiled.rowRules
      .filter((rule) => this.#canAsk(rule))
      .map((rule) => ({ compiled: rule, expected: this.#expected(rule), texts: [], answer: 'none' }));
    this.#constants = compiled.constantRules.flatMap(({ rule, column }) => {
      if (fileColumns[column] !== -1) return { rule, column, first: undefined };
      this.notAsked.push({ rule: rule.code, why: NO_COLUMN });
      return [];
    });
    this.#references = new ReferenceRules(compiled, fileColumns, references, ledger);
    this.notAsked.push(...this.#references.notAsked);
    const asked = this.#asked.map(({ compiled: rule }) => rule);
    this.#plan = planRules(compiled, asked, this.#constants, this.#references.planned, fileColumns, context);
  }

  /** What a kernel is told of the rules. */
  get plan(): Pick<KernelPlan, 'tests' | 'rules'> {
    return this.#plan;
  }

  /** Whom to tell of texts that a kernel's test now knows. */
  set tellTexts(tell: TellTexts) {
    this.#tell = tell;
  }

  /** Whether what each constant column must be is known. */
  get settled(): boolean {
    return this.#constants.every(({ first }) => first !== undefined);
  }

  /** `sound[c]` says that the value in column c is there and right; only rules whose bit is set in `broken` are asked. */
  check(record: CsvRecord, sound: Uint8Array, broken: number): void {
    this.#texts.next(record);
    for (let at = 0; at < this.#asked.length; at++) {
      if (isSet(broken, at)) this.#checkRow(record, sound, this.#asked[at]!, at);
    }
    for (let at = 0; at < this.#constants.length; at++) {
      const rule = this.#asked.length + at;
      if (isSet(broken, rule)) this.#checkConstant(record, sound, this.#constants[at]!, rule);
    }
    const before = this.#asked.length + this.#constants.length;
    for (let at = 0; at < this.#references.count; at++) {
      if (isSet(broken, before + at)) this.#references.check(record, sound, at);
    }
  }

  #checkRow(record: CsvRecord, sound: Uint8Array, asked: Asked, at: number): void {
    const { compiled, expected } = asked;
    const { rule, columns } = compiled;
    if (!allSound(columns, sound) || this.#ledger.has(rule.besides)) return;
    const answer = this.#ask(asked);
    const first = columns[0]!;
    if (answer === 'right') {
      this.#approve(at, record, first);
      return;
    }
    const place = fieldPlace(record, this.#fileColumns[first]!, this.#compiled.fields[first]!.template);
    if (answer === 'wrong') this.#ledger.add(rule, expected === undefined ? place : { ...place, detail: expected });
    else this.#ledger.report('rule.failed', { ...place, detail: `Rule ${rule.code}.` });
  }

  #checkConstant(record: CsvRecord, sound: Uint8Array, constant: Constant, at: number): void {
    const { rule, column, first } = constant;
    if (!sound[column] || this.#ledger.has(rule.besides)) return;
    const text = this.#texts.at(column);
    if (!first) {
      constant.first = { text, row: record.row };
      this.#tellOf(at, [new TextEncoder().encode(text)]);
    } else if (first.text !== text) {
      const place = fieldPlace(record, this.#fileColumns[column]!, this.#compiled.fields[column]!.template);
      this.#ledger.add(rule, { ...place, detail: `Row ${first.row} has another value.` });
    }
  }

  /** A value for which the closure of a rule said yes need not be asked of it again. */
  #approve(at: number, record: CsvRecord, column: number): void {
    const approved = this.#plan.approved.get(at);
    const place = this.#fileColumns[column]!;
    if (!approved || record.flags[place]! & ~QUOTED || record.to[place]! - record.from[place]! > TEXT_LIMIT) return;
    if (approved.length === TEXTS_LIMIT) approved.shift();
    approved.push(record.bytes.slice(record.from[place]!, record.to[place]!));
    this.#tellOf(at, approved);
  }

  #tellOf(rule: number, texts: readonly Uint8Array[]): void {
    const test = this.#plan.changing.get(rule);
    if (test !== undefined && texts.every(({ length }) => length <= TEXT_LIMIT)) this.#tell?.(test, texts);
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
      this.notAsked.push({ rule: rule.code, why: `It needs ${unknown.map(inWords).join(' and ')}.` });
    }
    return missing.length === 0 && unknown.length === 0;
  }
}

/** What a rule compares with, in words. */
function inWords(name: string): string {
  return CONTEXT_WORDS.get(name) ?? `“${name}” of the return`;
}

/** Rules beyond the last bit share it. */
function isSet(bits: number, rule: number): boolean {
  return ((bits >>> Math.min(rule, RULE_LIMIT - 1)) & 1) === 1;
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
