import type { KernelPlan, RulePlan } from './plan.ts';
import type { TableRow } from './table-row.ts';
import { ask, TableTest, UNKNOWN } from './table-tests.ts';

interface AskedRule {
  /** Columns as bits: the first 32, and the others. */
  readonly needs: number;
  readonly needsHigh: number;
  /** The last of them. */
  readonly last: number;
  readonly tests: readonly TableTest[];
  /** For the answers to the first tests, as bits below a one: 1 where the rule holds whatever the others say. */
  readonly holds: Uint8Array;
}

/** Asks the rules of a plan about rows of bytes. */
export class TableRules {
  readonly #tests: readonly TableTest[];
  readonly #rules: readonly AskedRule[];

  constructor({ tests, rules }: Pick<KernelPlan, 'tests' | 'rules'>) {
    this.#tests = tests.map((test) => new TableTest(test));
    this.#rules = rules.map((rule) => {
      const asked = rule.tests.map((test) => this.#tests[test]!);
      return {
        needs: bits(rule.columns, 0),
        needsHigh: bits(rule.columns, 1),
        last: rule.columns.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...rule.columns),
        tests: asked,
        holds: holdsOf(rule, asked),
      };
    });
  }

  setTexts(test: number, texts: readonly Uint8Array[]): void {
    this.#tests[test]!.setTexts(texts);
  }

  /**
   * Rules that do not certainly hold, as bits; `faulty` has the columns whose values are not certainly right. Those about
   * the first `known` columns alone are known to hold.
   */
  broken(row: TableRow, faulty: Uint32Array, known: number): number {
    const rules = this.#rules;
    let broken = 0;
    for (let number = 0; number < rules.length; number++) {
      const rule = rules[number]!;
      if (rule.last < known) continue;
      if ((rule.needs & faulty[0]!) !== 0 || (rule.needsHigh & faulty[1]!) !== 0 || !holds(rule, row)) {
        broken |= 1 << number;
      }
    }
    return broken >>> 0;
  }
}

function holds({ tests, holds }: AskedRule, row: TableRow): boolean {
  let answers = 0;
  for (let at = 0; at < tests.length; at++) {
    if (holds[(1 << at) | answers] === 1) return true;
    const known = ask(tests[at]!, row);
    if (known === UNKNOWN) return false;
    answers |= known << at;
  }
  return holds[(1 << tests.length) | answers] === 1;
}

function holdsOf({ holds }: RulePlan, tests: readonly TableTest[]): Uint8Array {
  const table = new Uint8Array(2 << tests.length);
  const all = 1 << tests.length;
  for (let answers = 0; answers < all; answers++) table[all | answers] = Number((holds >> BigInt(answers)) & 1n);
  // A number that cannot be read is a fault of the rule, even where the other answers would do.
  const numbers = tests.findLastIndex(({ kind }) => kind === 'number') + 1;
  for (let count = tests.length - 1; count >= numbers; count--) {
    const first = 1 << count;
    for (let answers = 0; answers < first; answers++) {
      const [no, yes] = [table[(first << 1) | answers]!, table[(first << 1) | answers | first]!];
      table[first | answers] = no & yes;
    }
  }
  return table;
}

/** The columns of one half as bits. */
function bits(columns: readonly number[], half: number): number {
  return columns.reduce((all, column) => (column >> 5 === half ? all | (1 << (column & 31)) : all), 0);
}
