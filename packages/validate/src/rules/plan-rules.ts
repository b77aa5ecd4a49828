import type { CompiledRowRule, CompiledTemplate } from '../compile.ts';
import { type KernelPlan, RULE_LIMIT, type RulePlan, TESTS_LIMIT, type TestPlan } from '../kernel/plan.ts';
import type { Recipe } from '../kernel/recipe.ts';
import type { CheckContext } from './cel.ts';
import type { PlannedReference } from './reference-rules.ts';
import { planRule } from './rule-plan.ts';

/** What a kernel is told of the rules of a file. */
export interface RulesPlan extends Pick<KernelPlan, 'tests' | 'rules'> {
  /** The test of each rule whose texts become known while the file is read. */
  readonly changing: ReadonlyMap<number, number>;
  /** For rules whose closures are asked: values that they have said yes to. */
  readonly approved: ReadonlyMap<number, Uint8Array[]>;
}

/** A rule that never certainly holds, so that the host is asked about every row. */
const NEVER: Pick<RulePlan, 'tests' | 'holds'> = { tests: [], holds: 0n };
/** One test, and the rule holds where it says yes. */
const IF_YES = 2n;

/** Plans the row rules, the constant rules, then those with a reference; columns become those of the file. */
export function planRules(
  compiled: CompiledTemplate,
  rowRules: readonly CompiledRowRule[],
  constants: readonly { readonly column: number }[],
  references: readonly PlannedReference[],
  fileColumns: Int32Array,
  context: CheckContext,
): RulesPlan {
  const names = compiled.fields.map((field) => field.name);
  const tests: TestPlan[] = [];
  const rules: RulePlan[] = [];
  const changing = new Map<number, number>();
  const approved = new Map<number, Uint8Array[]>();
  const add = (columns: readonly number[], planned: readonly TestPlan[], holds: bigint): void => {
    const from = tests.length;
    if (from + planned.length > TESTS_LIMIT) rules.push({ columns, ...NEVER });
    else rules.push({ columns, tests: planned.map((_, at) => tests.push(planned[at]!) - 1), holds });
  };
  const known = {
    column: (name: string) => {
      const column = names.indexOf(name);
      return column < 0 ? undefined : fileColumns[column];
    },
    isAscii: (column: number) => isAscii(compiled, fileColumns.indexOf(column)),
    context,
  };
  for (const [at, rule] of rowRules.entries()) {
    const columns = rule.columns.map((column) => fileColumns[column]!);
    const planned = planRule(rule.expression.ast, known);
    if (planned) add(columns, planned.tests, planned.holds);
    else if (columns.length > 1 || tests.length === TESTS_LIMIT) rules.push({ columns, ...NEVER });
    else {
      changing.set(at, tests.length);
      approved.set(at, []);
      add(columns, [{ kind: 'is', column: columns[0]!, texts: [], fixed: false }], IF_YES);
    }
  }
  for (const { column } of constants) {
    if (tests.length < TESTS_LIMIT) changing.set(rules.length, tests.length);
    add([fileColumns[column]!], [{ kind: 'is', column: fileColumns[column]!, texts: undefined, fixed: false }], IF_YES);
  }
  for (const { columns, texts } of references) {
    const places = columns.map((column) => fileColumns[column]!);
    if (texts) add(places, [{ kind: 'is', column: places[0]!, texts, fixed: true }], IF_YES);
    else rules.push({ columns: places, ...NEVER });
  }
  const some = rules.slice(0, RULE_LIMIT - 1);
  const fit = rules.length <= RULE_LIMIT ? rules : [...some, { columns: some[0]!.columns, ...NEVER }];
  return { tests, rules: fit, changing, approved };
}

/** Whether right values of the column have no byte above ASCII. */
function isAscii({ fields }: CompiledTemplate, column: number): boolean {
  const plan = fields[column]?.plan;
  // Digits, dates and lists of ASCII texts are told without their automata.
  if (plan?.recipe && textsOf(plan.recipe).every((text) => /^\p{ASCII}*$/u.test(text))) return true;
  if (!plan?.automaton) return false;
  const { classes, width, table } = plan.automaton;
  const high = new Set(classes.subarray(0x80));
  return table.every((next, at) => next === 0 || !high.has(at % width));
}

/** The texts that a column takes besides digits and dates. */
function textsOf({ field, special }: Recipe): readonly string[] {
  return [...(field.constraints?.enum ?? []), ...special.accepted];
}
