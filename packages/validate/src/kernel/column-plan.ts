import { ANY_BUT_BREAKS, type CodeSet, DIGITS } from '../pattern/code-set.ts';
import {
  type Automaton,
  automatonOfDates,
  automatonOfPattern,
  automatonOfTexts,
  combine,
  PatternError,
  type PatternNode,
  parsePattern,
  runs,
  TooManyStatesError,
} from '../pattern/index.ts';
import type { TemplateField } from '../template.ts';
import { perfectTable } from './members.ts';
import { ASK_COLUMN, type ColumnPlan, KIND, RIGHT, UNSURE, WRONG } from './plan.ts';

/** Values with an answer of their own, whatever the pattern says. */
export interface SpecialValues {
  /** Accepted: what stands for "not applicable", or for no value where none is needed. */
  readonly accepted: ReadonlySet<string>;
  /** Refused: the same values where the field does not take them. */
  readonly refused: ReadonlySet<string>;
  /** Values that blanks around them do not make right. */
  readonly sentinels: ReadonlySet<string>;
}

const encoder = new TextEncoder();

/** How a kernel is to look at the values of a field, chosen from what the template says, never by the column's name. */
export function planColumn(field: TemplateField, special: SpecialValues): ColumnPlan {
  try {
    return textPlan(field, special) ?? automatonPlan(field, special) ?? ASK_COLUMN;
  } catch (error) {
    // Too large for an automaton: the regular expression decides. (Whether it may be one is asked at publication.)
    if (error instanceof TooManyStatesError || error instanceof PatternError) return ASK_COLUMN;
    throw error;
  }
}

/** Free text with a least and a greatest length. */
function textPlan({ type, constraints = {}, lexical }: TemplateField, special: SpecialValues): ColumnPlan | undefined {
  if (type !== 'string' || constraints.enum || lexical !== undefined) return undefined;
  const range =
    constraints.pattern === undefined ? [0, Number.POSITIVE_INFINITY] : lengthsOf(parsePattern(constraints.pattern));
  if (!range) return undefined;
  const least = Math.max(range[0]!, constraints.minLength ?? 0);
  const most = Math.min(range[1]!, constraints.maxLength ?? Number.POSITIVE_INFINITY, 0x7fffffff);
  if (most < least) return ASK_COLUMN;
  const own = [...special.accepted, ...special.refused].map((text) => encoder.encode(text));
  const wordAt = own.findIndex((bytes) => bytes.length > 0 && bytes.length <= 8);
  let unsureLengths = 0;
  for (const [at, { length }] of own.entries()) {
    if (at === wordAt) continue;
    if (length >= 32) return ASK_COLUMN;
    unsureLengths |= 1 << length;
  }
  const answer = wordAt < special.accepted.size ? RIGHT : WRONG;
  // A right word that is right as any text is need not be told apart.
  const ordinary = answer === RIGHT && own[wordAt] && isOrdinary(own[wordAt], least, most);
  const word = ordinary ? undefined : own[wordAt];
  return {
    ...ASK_COLUMN,
    kind: KIND.text,
    least,
    most,
    unsureLengths: unsureLengths >>> 0,
    ...(word && { word: { bytes: word, answer } }),
  };
}

/** Whether a kernel takes these bytes for right as free text. */
function isOrdinary(bytes: Uint8Array, least: number, most: number): boolean {
  return (
    bytes.length >= least && bytes.length <= most && bytes.every((byte) => byte > 0x20 && byte < 0x7f && byte !== 0x2b)
  );
}

/** `.{least,most}` and its like. */
function lengthsOf(node: PatternNode): readonly [number, number] | undefined {
  if (node.kind === 'set') return node.set === ANY_BUT_BREAKS ? [1, 1] : undefined;
  if (node.kind !== 'repeat' || node.node.kind !== 'set' || node.node.set !== ANY_BUT_BREAKS) return undefined;
  return [node.least, node.most];
}

function automatonPlan(field: TemplateField, special: SpecialValues): ColumnPlan | undefined {
  const { constraints = {} } = field;
  if (constraints.minLength !== undefined || constraints.maxLength !== undefined) return undefined;
  const own = ownValues(field);
  if (!own) return undefined;
  const { automaton, refused } = withSpecial(own.automaton, own.complete, field, special);
  const word = [...special.accepted]
    .map((text) => encoder.encode(text))
    .find(({ length }) => length > 0 && length <= 8);
  const base: ColumnPlan = {
    ...ASK_COLUMN,
    kind: KIND.automaton,
    automaton,
    refused,
    ...(word && { word: { bytes: word, answer: RIGHT } }),
  };
  return { ...base, ...quickPlan(field, special, automaton) };
}

/** The values the field takes by its pattern, list or type; `complete` where it takes no others. */
function ownValues(field: TemplateField): { automaton: Automaton; complete: boolean } | undefined {
  const { constraints = {}, lexical, type } = field;
  const parts: Automaton[] = [];
  let complete = true;
  if (constraints.enum) parts.push(automatonOfTexts(constraints.enum));
  for (const pattern of [constraints.pattern, lexical]) {
    if (pattern !== undefined) parts.push(automatonOfPattern(parsePattern(pattern)));
  }
  if (type === 'date') {
    const formats = field.dateFormats ?? ['%Y-%m-%d'];
    if (!formats.includes('%Y-%m-%d')) return undefined;
    complete = formats.length === 1;
    parts.push(
      automatonOfDates(String(constraints.minimum ?? '0000-01-01'), String(constraints.maximum ?? '9999-12-31')),
    );
  } else if (type !== 'string' && !isNumberOf(field, parts)) return undefined;
  const [first, ...rest] = parts;
  if (!first) return undefined;
  return { automaton: rest.reduce((all, part) => combine(all, part, (a, b) => a && b), first), complete };
}

/** Whether every value that the parts take is a number of the field's type within its bounds. */
function isNumberOf({ type, constraints = {}, lexical }: TemplateField, parts: readonly Automaton[]): boolean {
  const [part] = parts;
  if (!part || parts.length > 1) return false;
  const digits = digitsOf(parsePattern(lexical ?? constraints.pattern ?? ''));
  const { minimum, maximum } = constraints;
  if (Number(minimum ?? 0) > 0) return false;
  if (maximum !== undefined && !(digits && Number(maximum) >= 10 ** digits[1] - 1)) return false;
  const form = type === 'integer' ? '\\d+' : '\\d+(\\.\\d*)?|\\.\\d+';
  const spelling = automatonOfPattern(parsePattern(form));
  const others = combine(part, spelling, (a, b) => a && !b);
  return !others.accepts.includes(1);
}

/** `\d{least,most}`. */
function digitsOf(node: PatternNode): readonly [number, number] | undefined {
  if (node.kind !== 'repeat' || node.node.kind !== 'set' || !isDigits(node.node.set)) return undefined;
  return node.most <= 16 ? [node.least, node.most] : undefined;
}

function isDigits(set: CodeSet): boolean {
  return set.length === 1 && set[0]![0] === DIGITS[0]![0] && set[0]![1] === DIGITS[0]![1];
}

/** A quicker look than the automaton's, for the usual kinds. */
function quickPlan(field: TemplateField, special: SpecialValues, automaton: Automaton): Partial<ColumnPlan> {
  const { constraints = {}, lexical, type } = field;
  const pattern = constraints.pattern ?? lexical;
  if (type === 'date') return pattern === undefined && !constraints.enum ? quickDate(field, special) : {};
  if (constraints.enum) {
    if (pattern !== undefined || type !== 'string') return {};
    const members = [...new Set([...constraints.enum, ...special.accepted])].map((text) => encoder.encode(text));
    const short = members.filter((bytes) => bytes.length > 0 && bytes.length <= 8 && runs(automaton, bytes));
    const table = perfectTable(short);
    return table ? { kind: KIND.member, members: table } : {};
  }
  if (pattern === undefined || (constraints.pattern !== undefined && lexical !== undefined)) return {};
  const digits = digitsOf(parsePattern(pattern));
  if (!digits || digits[1] < 1 || [...special.refused].some((text) => /^\d+$/.test(text))) return {};
  // No digit at all is left to the automaton: it may stand for no value.
  return { kind: KIND.digits, least: Math.max(1, digits[0]), most: digits[1] };
}

function quickDate({ constraints = {} }: TemplateField, special: SpecialValues): Partial<ColumnPlan> {
  if ([...special.refused].some((text) => /^\d/.test(text))) return {};
  const least = String(constraints.minimum ?? '0000-01-01');
  const most = String(constraints.maximum ?? '9999-12-31');
  // Whole years only: a bound inside a year is left to the automaton in that year.
  const first = Number(least.slice(0, 4)) + (least.endsWith('-01-01') ? 0 : 1);
  const last = Number(most.slice(0, 4)) - (most.endsWith('-12-31') ? 0 : 1);
  return first <= last ? { kind: KIND.date, least: first, most: last } : {};
}

/** Puts in and takes out the values that have an answer of their own, and those that get a remark though they are right. */
function withSpecial(
  own: Automaton,
  complete: boolean,
  { type, constraints = {} }: TemplateField,
  { accepted, refused, sentinels }: SpecialValues,
): Pick<ColumnPlan, 'refused'> & { automaton: Automaton } {
  const without = (from: Automaton, other: () => Automaton): Automaton => combine(from, other(), (a, b) => a && !b);
  let automaton = own;
  let unsure = !complete;
  if (usesBlanks(own)) automaton = without(automaton, () => blankedAround(sentinels));
  if (uses(own, 0)) automaton = without(automaton, () => automatonOfPattern(parsePattern('[^]*\\0[^]*')));
  if (refused.size > 0) automaton = without(automaton, () => automatonOfTexts(refused));
  if (accepted.size > 0) automaton = combine(automaton, automatonOfTexts(accepted), (a, b) => a || b);
  // What looks like 1.1E+08 is right, but a query.
  if (type === 'string' && !constraints.enum && uses(own, 0x2b)) {
    automaton = without(automaton, () => automatonOfPattern(parsePattern('\\d+([.,]\\d+)?[eE]\\+\\d{1,3}')));
    unsure = true;
  }
  return { automaton, refused: unsure ? UNSURE : WRONG };
}

/** Whether any value with this byte can be right. */
function uses({ classes, width, table }: Automaton, byte: number): boolean {
  for (let at = classes[byte]!; at < table.length; at += width) if (table[at] !== 0) return true;
  return false;
}

/** Whether blanks, or bytes that may be part of one, can stand in a right value. */
function usesBlanks(automaton: Automaton): boolean {
  return [9, 10, 11, 12, 13, 0x20, 0xc2, 0xe1, 0xe2, 0xe3, 0xef].some((byte) => uses(automaton, byte));
}

/** Nothing but blanks, or a value that stands for "not applicable" with blanks around it. */
function blankedAround(sentinels: ReadonlySet<string>): Automaton {
  const quoted = [...sentinels].map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const around = quoted.flatMap((text) => [`\\s+${text}\\s*`, `\\s*${text}\\s+`]);
  return automatonOfPattern(parsePattern(['\\s+', ...around].join('|')));
}
