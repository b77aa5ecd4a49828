import type { KernelPlan, RulePlan, TestPlan } from './plan.ts';

/**
 * In which order the WebAssembly kernel asks tests and rules: those that read the last columns first, so that it can stop
 * where all others read only columns that are the same as in the row before.
 */
export interface RuleOrder {
  /** For each test of the plan its place; equal ones share one. */
  readonly places: readonly number[];
  /** For each place the last column of the rules that ask the test there, falling. */
  readonly lasts: readonly number[];
  /** The rules of the plan, by their numbers. */
  readonly rules: readonly number[];
}

export function orderOf({ tests, rules }: Pick<KernelPlan, 'tests' | 'rules'>): RuleOrder {
  const same = new Map<string, number[]>();
  for (const [at, test] of tests.entries()) {
    const key = isChanging(test) ? `${at}` : JSON.stringify(test, asLists);
    same.set(key, [...(same.get(key) ?? []), at]);
  }
  const groups = [...same.values()]
    .map((numbers) => ({
      numbers,
      last: Math.max(0, ...rules.filter((rule) => numbers.some((at) => rule.tests.includes(at))).map(lastColumn)),
    }))
    .sort((a, b) => b.last - a.last);
  const places = tests.map((_, at) => groups.findIndex(({ numbers }) => numbers.includes(at)));
  const numbers = [...rules.keys()].sort((a, b) => lastColumn(rules[b]!) - lastColumn(rules[a]!));
  return { places, lasts: groups.map(({ last }) => last), rules: numbers };
}

/** The last of the columns that a rule reads. */
export function lastColumn({ columns }: RulePlan): number {
  return Math.max(...columns);
}

/** Answers, as bits of places, with which a rule does not hold: those that are `value` where `mask` is set. */
export interface Refused {
  readonly mask: bigint;
  readonly value: bigint;
}

/** The one such pattern, where one says it all; undefined where it takes more. */
export function refusedBy({ tests, holds }: RulePlan, places: readonly number[]): Refused | undefined {
  const all = 1 << tests.length;
  const refused = Array.from({ length: all }, (_, answers) => answers).filter(
    (answers) => ((holds >> BigInt(answers)) & 1n) === 0n,
  );
  // A rule that always holds: nothing is one where no bit is asked.
  if (refused.length === 0) return { mask: 0n, value: 1n };
  const always = refused.reduce((bits, answers) => bits & answers);
  const ever = refused.reduce((bits, answers) => bits | answers);
  const asked = tests.flatMap((_, at) => ((((always ^ ever) >> at) & 1) === 0 ? at : []));
  if (refused.length !== all >> asked.length) return undefined;
  const bits = (wanted: readonly number[]): bigint =>
    wanted.reduce((sum, at) => sum | (1n << BigInt(places[tests[at]!]!)), 0n);
  return { mask: bits(asked), value: bits(asked.filter((at) => ((always >> at) & 1) === 1)) };
}

function isChanging(test: TestPlan): boolean {
  return test.kind === 'is' && !test.fixed;
}

function asLists(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}
