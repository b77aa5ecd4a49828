import { type Field, TemplateError } from '../fields/field.ts';
import type { ReferenceRule, Template } from '../template.ts';

/** A rule of kind `reference` made ready. */
export interface CompiledReferenceRule {
  readonly rule: ReferenceRule;
  /** Columns of the template. */
  readonly columns: readonly number[];
  /** Columns of the reference, in the same order. */
  readonly theirs: readonly string[];
  /** For each column the values that are not looked up, in UTF-8. */
  readonly except: readonly (readonly Uint8Array[])[];
}

/**
 * Makes the rule ready. Throws TemplateError where its columns and those of the reference are no pairs, or where the
 * template's own `foreignKeys` say otherwise.
 */
export function compileReference(
  rule: ReferenceRule,
  { foreignKeys = [] }: Template,
  fields: readonly Field[],
  columns: readonly number[],
): CompiledReferenceRule {
  const { code, reference, exceptMissing = true } = rule;
  const theirs = reference.columns ?? rule.columns;
  if (columns.length === 0) throw new TemplateError(`The rule ${code} names no column.`);
  if (theirs.length !== columns.length) {
    throw new TemplateError(
      `The rule ${code} has ${columns.length} columns here and ${theirs.length} in the reference.`,
    );
  }
  const pairs = pairsOf(rule.columns, theirs);
  const standard = foreignKeys.filter(
    ({ fields: ours, reference: { resource } }) =>
      resource === reference.resource && sorted(namesOf(ours)) === sorted(rule.columns),
  );
  const agrees = standard.some((key) => pairsOf(namesOf(key.fields), namesOf(key.reference.fields)) === pairs);
  if (standard.length > 0 && !agrees) {
    throw new TemplateError(`The rule ${code} and the foreign key into “${reference.resource}” name other columns.`);
  }
  return { rule, columns, theirs, except: columns.map((column) => (exceptMissing ? missingOf(fields[column]!) : [])) };
}

/** What stands for "no value" or "not applicable" in a column. */
function missingOf({ missing, template: { notApplicable } }: Field): readonly Uint8Array[] {
  const texts = new Set([...missing, ...(notApplicable === undefined ? [] : [notApplicable])]);
  return [...texts].map((text) => new TextEncoder().encode(text));
}

/** Data Package lets a single name stand without its list. */
function namesOf(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

function sorted(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}

/** Which column goes with which, in whatever order they are named. */
function pairsOf(ours: readonly string[], theirs: readonly string[]): string {
  return sorted(ours.map((name, at) => JSON.stringify([name, theirs[at]])));
}
