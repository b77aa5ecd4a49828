import type { CompiledTemplate } from '../compile.ts';
import type { Rule } from '../template.ts';
import { type BrokenRow, cell, type FaultKind, lineOf, type Workshop } from './fault.ts';
import { isUnreadable } from './row-maker.ts';

/** Tries to break a rule in one row. */
const TRIES = 30;

/** Rows with too few or too many values, or none at all. */
export const ROW_FAULT_KINDS: readonly FaultKind[] = [
  {
    name: 'too few values',
    breakRow(row, { random }) {
      if (row.length < 2) return undefined;
      const kept = row.slice(0, row.length - random.between(1, Math.min(3, row.length - 1)));
      if (isUnreadable(kept)) return undefined;
      return { line: lineOf(kept), expected: [{ column: undefined, rule: 'row.too-few' }] };
    },
  },
  {
    name: 'too many values',
    breakRow: (row) => ({
      line: lineOf([...row, 'x']),
      expected: [{ column: undefined, rule: 'row.too-many' }],
    }),
  },
  {
    name: 'only commas',
    breakRow(row) {
      if (row.length < 2) return undefined;
      return { line: ','.repeat(row.length - 1), expected: [{ column: undefined, rule: 'row.empty' }] };
    },
  },
  {
    name: 'row twice',
    breakRow(_row, { recent, random, expectations }) {
      if (recent.length === 0) return undefined;
      const values = random.pick(recent);
      const expected = expectations.of(values);
      return expected.length === 0 ? undefined : { values, line: lineOf(values), expected };
    },
  },
];

/** A kind of fault for each rule of the template: `rule PTQ-IDENTIFIER broken`. */
export function ruleFaultKinds({ template }: CompiledTemplate): FaultKind[] {
  return (template.rules ?? []).map((rule) => ({
    name: `rule ${rule.code} broken`,
    breakRow(row, workshop) {
      for (let left = TRIES; left > 0; left--) {
        const broken = rule.kind === 'unique' ? withSameKey(row, rule, workshop) : withOthers(row, rule, workshop);
        if (broken?.expected.some((expected) => expected.rule === rule.code)) return broken;
      }
      return undefined;
    },
  }));
}

/** The row with the key of an earlier one. A rule about whole rows is broken by the kind "row twice". */
function withSameKey(row: readonly string[], rule: Rule, workshop: Workshop): BrokenRow | undefined {
  const { recent, random, expectations } = workshop;
  if (rule.columns === undefined || recent.length === 0) return undefined;
  const earlier = random.pick(recent);
  const values = [...row];
  for (const column of places(rule, workshop)) values[column] = earlier[column]!;
  return { values, line: values.map(cell).join(','), expected: expectations.of(values) };
}

/** The row with other values, each of them right, in one or all of the rule's columns. */
function withOthers(row: readonly string[], rule: Rule, workshop: Workshop): BrokenRow | undefined {
  const { random, maker, expectations, compiled } = workshop;
  const columns = places(rule, workshop);
  const values = [...row];
  for (const column of random.chance(0.5) ? columns : [random.pick(columns)]) {
    const { notApplicable } = compiled.fields[column]!.template;
    values[column] = notApplicable !== undefined && random.chance(0.5) ? notApplicable : maker.otherValue(column);
    if (random.chance(0.3)) values[column] = slipped(values[column]!, random);
    if (!isRight(values[column], column, workshop)) return undefined;
  }
  if (isUnreadable(values)) return undefined;
  return { values, line: lineOf(values), expected: expectations.of(values) };
}

/** Without a word of the engine about the value itself. */
function isRight(text: string, column: number, { compiled }: Workshop): boolean {
  const field = compiled.fields[column]!;
  if (/^["\r\n,]|\0|^\d+([.,]\d+)?E\+\d+$/i.test(text)) return false;
  return field.accepts(text);
}

/** One character changed, as a slip of the hand would: what check digits are for. */
function slipped(text: string, random: Workshop['random']): string {
  const at = random.between(0, Math.max(0, text.length - 1));
  return text.slice(0, at) + String(random.between(0, 9)) + text.slice(at + 1);
}

function places(rule: Rule, { compiled }: Workshop): number[] {
  return (rule.columns ?? []).map((name) => compiled.fields.findIndex((field) => field.name === name));
}
