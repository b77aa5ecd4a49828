import { ANY_BUT_BREAKS } from '../pattern/code-set.ts';
import { PatternError, type PatternNode, parsePattern } from '../pattern/index.ts';
import type { TemplateField } from '../template.ts';
import { digitsOf, hasIsoDates, isComplete, isWithinBounds, madeAutomaton, withRecipe } from './column-automaton.ts';
import { perfectTable } from './members.ts';
import { ASK_COLUMN, type ColumnPlan, KIND, RIGHT, UNSURE, WRONG } from './plan.ts';
import type { Recipe, SpecialValues } from './recipe.ts';

const encoder = new TextEncoder();

/** How a kernel is to look at the values of a field, chosen from what the template says, never by the column's name. */
export function planColumn(field: TemplateField, special: SpecialValues): ColumnPlan {
  try {
    return textPlan(field, special) ?? automatonPlan(field, special) ?? ASK_COLUMN;
  } catch (error) {
    // No finite automaton can express it. (Whether a column may have such a pattern is asked elsewhere.)
    if (error instanceof PatternError) return ASK_COLUMN;
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
    // A dot stands for no line break.
    refused: constraints.pattern === undefined ? UNSURE : WRONG,
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
  const { type, constraints = {}, lexical, dateFormats } = field;
  if (constraints.minLength !== undefined || constraints.maxLength !== undefined) return undefined;
  const recipe: Recipe = {
    field: { type, constraints, ...(lexical !== undefined && { lexical }), ...(dateFormats && { dateFormats }) },
    special,
  };
  const word = [...special.accepted]
    .map((text) => encoder.encode(text))
    .find(({ length }) => length > 0 && length <= 8);
  const base: ColumnPlan = { ...ASK_COLUMN, ...(word && { word: { bytes: word, answer: RIGHT } }) };
  const quick = quickPlan(field, special);
  if (quick) return withRecipe({ ...base, refused: isComplete(field) ? WRONG : UNSURE, ...quick, recipe });
  const made = madeAutomaton(recipe);
  return made && { ...base, kind: KIND.automaton, ...made };
}

/** A quicker look than the automaton's, for the usual kinds. */
function quickPlan(field: TemplateField, special: SpecialValues): Partial<ColumnPlan> | undefined {
  const { constraints = {}, lexical, type } = field;
  const pattern = constraints.pattern ?? lexical;
  if (type === 'date') {
    return pattern === undefined && !constraints.enum && hasIsoDates(field) ? quickDate(field, special) : undefined;
  }
  if (constraints.enum)
    return pattern === undefined && type === 'string' ? quickList(constraints.enum, special) : undefined;
  if (pattern === undefined || (constraints.pattern !== undefined && lexical !== undefined)) return undefined;
  const digits = digitsOf(parsePattern(pattern));
  if (!digits || digits[1] < 1 || [...special.refused].some((text) => /^\d+$/.test(text))) return undefined;
  if (type !== 'string' && !(digits[0] > 0 && isWithinBounds(field, digits))) return undefined;
  // No digit at all is left to the automaton: it may stand for no value.
  return { kind: KIND.digits, least: Math.max(1, digits[0]), most: digits[1] };
}

function quickList(
  texts: readonly string[],
  { accepted, refused, sentinels }: SpecialValues,
): Partial<ColumnPlan> | undefined {
  const isRight = (text: string): boolean => {
    const trimmed = text.trim();
    const blanked = trimmed !== text && (trimmed === '' || sentinels.has(trimmed));
    return accepted.has(text) || !(blanked || refused.has(text) || text.includes('\0'));
  };
  const right = [...new Set([...texts, ...accepted])].filter(isRight).map((text) => encoder.encode(text));
  const members = perfectTable(right.filter(({ length }) => length > 0 && length <= 8));
  return members && { kind: KIND.member, members };
}

function quickDate({ constraints = {} }: TemplateField, special: SpecialValues): Partial<ColumnPlan> | undefined {
  if ([...special.refused].some((text) => /^\d/.test(text))) return undefined;
  const least = String(constraints.minimum ?? '0000-01-01');
  const most = String(constraints.maximum ?? '9999-12-31');
  // Whole years only: a bound inside a year is left to the automaton in that year.
  const first = Number(least.slice(0, 4)) + (least.endsWith('-01-01') ? 0 : 1);
  const last = Number(most.slice(0, 4)) - (most.endsWith('-12-31') ? 0 : 1);
  return first <= last ? { kind: KIND.date, least: first, most: last } : undefined;
}
