import type { CompiledRowRule, CompiledTemplate } from '../compile.ts';
import { overlaps } from '../ledger.ts';
import { type CheckContext, EvaluationFailed } from '../rules/cel.ts';
import { UniqueKeys } from './keys.ts';

/** A finding that a row will make, before its place in the file is known. */
export interface Expected {
  /** Column of the template; undefined where the finding is about the row. */
  readonly column: number | undefined;
  readonly rule: string;
}

/** The engine's own codes for values of a row, by column; `sound` ones leave the value fit for rules. */
export interface ValueCode {
  readonly column: number;
  readonly code: string;
  readonly sound: boolean;
}

/** Tells what a row will make the engine find, given the rows before it. */
export class Expectations {
  readonly #compiled: CompiledTemplate;
  readonly #context: CheckContext;
  /** The row rules that can be asked with this context. */
  readonly rowRules: readonly CompiledRowRule[];
  readonly #unique: readonly UniqueKeys[];
  /** The value that each constant rule holds the file to. */
  readonly #constants: Map<string, string> = new Map();

  constructor(compiled: CompiledTemplate, context: CheckContext) {
    this.#compiled = compiled;
    this.#context = context;
    this.rowRules = compiled.rowRules.filter(({ expression }) =>
      expression.contextNames.every((name) => context[name] !== undefined),
    );
    this.#unique = compiled.uniqueRules.map(({ rule, columns }) => new UniqueKeys(rule, columns));
  }

  /** Whether the rule is right with these values; false too where it cannot be worked out. */
  holds({ expression }: CompiledRowRule, values: readonly string[]): boolean {
    return this.#answer(expression, values) === true;
  }

  /** All that the row will make, in the engine's order. */
  of(values: readonly string[], valueCodes: readonly ValueCode[] = []): Expected[] {
    const found: Expected[] = valueCodes.map(({ column, code }) => ({ column, rule: code }));
    const codes = valueCodes.map(({ code }) => code);
    const unsound = new Set(valueCodes.filter(({ sound }) => !sound).map(({ column }) => column));
    const add = (rule: string, column: number | undefined): void => {
      codes.push(rule);
      found.push({ column, rule });
    };
    for (const { rule, expression, columns } of this.rowRules) {
      if (columns.some((column) => unsound.has(column)) || overlaps(codes, rule.besides ?? [])) continue;
      const answer = this.#answer(expression, values);
      if (answer !== true) add(answer === false ? rule.code : 'rule.failed', columns[0]);
    }
    for (const { rule, column } of this.#compiled.constantRules) {
      if (unsound.has(column) || overlaps(codes, rule.besides ?? [])) continue;
      const wanted = this.#constants.get(rule.code);
      if (wanted !== undefined && wanted !== values[column]) add(rule.code, column);
    }
    for (const keys of this.#unique) {
      const whole = keys.columns.length === values.length;
      if (!whole && keys.columns.some((column) => unsound.has(column))) continue;
      if (!keys.has(values) || overlaps(codes, keys.rule.besides ?? [])) continue;
      add(keys.rule.code, whole ? undefined : keys.columns[0]);
    }
    return found;
  }

  /** The unique rule by which the row cannot follow those before it, if there is one. */
  repeats(values: readonly string[]): string | undefined {
    return this.#unique.find((keys) => keys.has(values))?.rule.code;
  }

  /** Takes the row as one of the file's; the first one fixes the constant columns. */
  note(values: readonly string[]): void {
    for (const keys of this.#unique) keys.add(values);
    for (const { rule, column } of this.#compiled.constantRules) {
      if (!this.#constants.has(rule.code)) this.#constants.set(rule.code, values[column]!);
    }
  }

  #answer(expression: CompiledRowRule['expression'], values: readonly string[]): boolean | undefined {
    try {
      return expression.holds((column) => values[column]!, this.#context);
    } catch (error) {
      if (error instanceof EvaluationFailed) return undefined;
      throw error;
    }
  }
}
