import type { CompiledRowRule } from '../compile.ts';
import type { Random } from './random.ts';
import { SampleError } from './values.ts';

/** What a group is given to work with. */
interface Means {
  make(column: number): string;
  suggestions(column: number): readonly string[];
  holds(rule: CompiledRowRule, values: readonly string[]): boolean;
  /** Whether the column takes the text, and the file keeps no other value in it. */
  mayBe(column: number, text: string): boolean;
  readonly random: Random;
}

/** Sets of values that are kept to fall back on. */
const KEPT = 64;
/** Sets of values that are tried before a rule is given up. */
const TRIES = 5000;
/** Those tried while only a few sets are known. */
const FEWER = 500;

/** Columns that rules tie together: finds values for them that all those rules take. */
export class RuleGroup {
  readonly #columns: readonly number[];
  readonly #rules: readonly CompiledRowRule[];
  readonly #means: Means;
  /** Values known to please the rules, each in the order of the columns. */
  readonly #known: (readonly string[])[] = [];
  #asked = 0;
  #lucky = 0;

  constructor(columns: readonly number[], rules: readonly CompiledRowRule[], means: Means) {
    this.#columns = columns;
    this.#rules = rules;
    this.#means = means;
  }

  /** Changes the group's columns in the row until its rules hold. Throws SampleError where that cannot be done. */
  settle(values: string[]): void {
    // Where luck is rare, looking up what is known is quicker; a few fresh values are still found.
    const fresh = this.#known.length < 16 ? TRIES : this.#lucky * 10 < this.#asked ? 1 : 8;
    for (let left = fresh; left > 0; left--) {
      this.#asked++;
      const isLucky = this.#failing(values).length === 0;
      if (isLucky) this.#lucky++;
      if (isLucky || this.#repair(values)) {
        this.#keep(values);
        return;
      }
      for (const column of this.#columns) values[column] = this.#means.make(column);
      if (left < TRIES - FEWER && this.#known.length > 0) break;
    }
    const known = this.#known.filter((set) => this.#fits(set));
    if (known.length === 0) {
      const codes = this.#rules.map(({ rule }) => rule.code).join(', ');
      throw new SampleError(
        `No values were found that satisfy ${codes} with this context. Check the context, or that the rules can be met.`,
      );
    }
    const set = this.#means.random.pick(known);
    for (const [at, column] of this.#columns.entries()) values[column] = set[at]!;
  }

  #fits(set: readonly string[]): boolean {
    return this.#columns.every((column, at) => this.#means.mayBe(column, set[at]!));
  }

  #keep(values: readonly string[]): void {
    if (this.#known.length < KEPT) this.#known.push(this.#columns.map((column) => values[column]!));
  }

  #failing(values: readonly string[]): CompiledRowRule[] {
    return this.#rules.filter((rule) => !this.#means.holds(rule, values));
  }

  /** Puts suggested values, and those of the other columns of a rule, in places where fewer rules then fail. */
  #repair(values: string[]): boolean {
    let failing = this.#failing(values);
    for (let round = 0; round < 3 && failing.length > 0; round++) {
      const { columns } = this.#means.random.pick(failing);
      for (const column of this.#means.random.shuffled(columns)) {
        const others = columns.filter((other) => other !== column).map((other) => values[other]!);
        for (const text of this.#means.random.shuffled([...this.#means.suggestions(column), ...others])) {
          failing = this.#tried(values, column, text, failing);
          if (failing.length === 0) return true;
        }
      }
    }
    return failing.length === 0;
  }

  #tried(values: string[], column: number, text: string, failing: CompiledRowRule[]): CompiledRowRule[] {
    const before = values[column]!;
    if (!this.#means.mayBe(column, text)) return failing;
    values[column] = text;
    const now = this.#failing(values);
    if (now.length < failing.length) return now;
    values[column] = before;
    return failing;
  }
}
