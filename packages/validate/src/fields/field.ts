import { planColumn } from '../kernel/column-plan.ts';
import type { ColumnPlan } from '../kernel/plan.ts';
import {
  type Automaton,
  automatonOfPattern,
  PatternError,
  type PatternNode,
  parsePattern,
  runs,
  TooManyStatesError,
} from '../pattern/index.ts';
import type { TemplateField } from '../template.ts';
import { isoSpelling, isRealIso } from './dates.ts';

/** A field of a template made ready to check values. */
export interface Field {
  readonly template: TemplateField;
  readonly name: string;
  /** How a kernel looks at its bytes. */
  readonly plan: ColumnPlan;
  /** The exact check: is this text an acceptable value of the field? Missing values and `notApplicable` included. */
  accepts(text: string): boolean;
  /** Texts that stand for "no value" here. */
  readonly missing: ReadonlySet<string>;
}

/** Thrown where a template cannot be made ready, with the place in the template. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

/**
 * Makes a field ready. `missingValues` is the template's own list, used where the field has none; `sentinels` are the
 * values that mean "not applicable" in some field of the template: right where the field says so, wrong elsewhere,
 * even where its pattern would let them through (defect class 4).
 */
export function compileField(
  template: TemplateField,
  missingValues: readonly string[],
  sentinels: ReadonlySet<string>,
): Field {
  const { constraints = {}, notApplicable } = template;
  const required = constraints.required === true;
  const missing = new Set(template.missingValues ?? missingValues);
  const wellFormed = valueCheck(template);
  const isBlanked = (text: string): boolean =>
    text !== text.trim() && (text.trim() === '' || sentinels.has(text.trim()));
  let plan: ColumnPlan | undefined;
  const none = [...missing].filter((text) => text !== notApplicable && !isBlanked(text));
  const refused = new Set([
    ...[...sentinels].filter((text) => text !== notApplicable && !constraints.enum?.includes(text)),
    ...(required ? none : []),
  ]);
  const accepted = new Set([
    ...(notApplicable === undefined ? [] : [notApplicable]),
    ...(required ? [] : none.filter((text) => !refused.has(text))),
  ]);
  return {
    template,
    name: template.name,
    missing,
    // Made for the first file: who only looks at a template pays nothing for its automata.
    get plan() {
      plan ??= planColumn(template, { accepted, refused, sentinels });
      return plan;
    },
    accepts: (text) => {
      if (text === notApplicable) return true;
      const trimmed = text.trim();
      // A blank is no value and "-2 " is no identifier, though `.{1,20}` would take either.
      if (trimmed !== text && (trimmed === '' || sentinels.has(trimmed))) return false;
      if (sentinels.has(text) && !constraints.enum?.includes(text)) return false;
      return missing.has(text) ? !required : wellFormed(text);
    },
  };
}

/** The exact check of a value that is not missing. */
function valueCheck(field: TemplateField): (text: string) => boolean {
  const { constraints = {} } = field;
  const checks: ((text: string) => boolean)[] = [];
  if (constraints.enum) {
    const members = new Set(constraints.enum);
    checks.push((text) => members.has(text));
  }
  if (constraints.pattern !== undefined) checks.push(fullMatch(constraints.pattern, field.name));
  if (field.lexical !== undefined) checks.push(fullMatch(field.lexical, field.name));
  if (field.type === 'date') checks.push(dateCheck(field));
  if (field.type === 'integer' || field.type === 'number') checks.push(numberCheck(field));
  const { minLength, maxLength } = constraints;
  if (minLength !== undefined) checks.push((text) => [...text].length >= minLength);
  if (maxLength !== undefined) checks.push((text) => [...text].length <= maxLength);
  return (text) => checks.every((check) => check(text));
}

/**
 * A pattern as a full match. `.` is one code point except LF, CR, U+2028 and U+2029. A pattern that does not
 * compile is a fault of the template (defect classes 2, 5 and 10), named with its column, as is one that no finite automaton
 * can express.
 */
export function fullMatch(pattern: string, column: string): (text: string) => boolean {
  try {
    const node = parsePattern(pattern);
    const expression = new RegExp(`^(?:${pattern})$`, 'v');
    return repeatsRepeats(node) ? byAutomaton(node, expression) : (text) => expression.test(text);
  } catch (cause) {
    if (cause instanceof PatternError && cause.fault === 'unsupported') {
      throw new TemplateError(`The pattern of the column ${column} is never run: ${cause.message} (${pattern})`, {
        cause,
      });
    }
    throw new TemplateError(`The pattern of the column ${column} does not compile: ${pattern}`, { cause });
  }
}

/** By an automaton, made for the first text, which never goes back; by the expression where that would be too large. */
function byAutomaton(node: PatternNode, expression: RegExp): (text: string) => boolean {
  const encoder = new TextEncoder();
  let made: { readonly automaton: Automaton | undefined } | undefined;
  return (text) => {
    made ??= { automaton: smallAutomaton(node) };
    return made.automaton ? runs(made.automaton, encoder.encode(text)) : expression.test(text);
  };
}

/** A repeated part with a repeat in it, over which a regular expression may go back and forth for ever. */
function repeatsRepeats(node: PatternNode, inside = false): boolean {
  if (node.kind === 'set') return false;
  if (node.kind !== 'repeat') return node.nodes.some((each) => repeatsRepeats(each, inside));
  // What is there once or not at all is not repeated.
  if (node.most <= 1) return repeatsRepeats(node.node, inside);
  return inside || repeatsRepeats(node.node, true);
}

function smallAutomaton(node: PatternNode): Automaton | undefined {
  try {
    return automatonOfPattern(node);
  } catch (error) {
    if (error instanceof TooManyStatesError) return undefined;
    throw error;
  }
}

function dateCheck({ constraints = {}, dateFormats = ['%Y-%m-%d'] }: TemplateField): (text: string) => boolean {
  const least = String(constraints.minimum ?? '0000-01-01');
  const most = String(constraints.maximum ?? '9999-12-31');
  return (text) => {
    const iso = isoSpelling(text, dateFormats);
    return iso !== undefined && iso >= least && iso <= most && isRealIso(iso);
  };
}

function numberCheck({ type, constraints = {} }: TemplateField): (text: string) => boolean {
  const spelling = type === 'integer' ? /^[+-]?\d+$/ : /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
  const least = Number(constraints.minimum ?? Number.NEGATIVE_INFINITY);
  const most = Number(constraints.maximum ?? Number.POSITIVE_INFINITY);
  return (text) => spelling.test(text) && Number(text) >= least && Number(text) <= most;
}
