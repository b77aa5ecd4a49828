import { type CodeSet, DIGITS } from '../pattern/code-set.ts';
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
import { type ColumnPlan, UNSURE, WRONG } from './plan.ts';
import type { Recipe, SpecialValues } from './recipe.ts';

const encoder = new TextEncoder();

/** What the recipe's automaton takes, and what is known of values that it refuses. */
export interface Made extends Pick<ColumnPlan, 'refused'> {
  readonly automaton: Automaton;
}

/** RangeError: a value of a list is too long for the stack. */
const TOO_LARGE = [TooManyStatesError, PatternError, RangeError] as const;

/** Makes the automaton of a column's right values; undefined where there is none, or where it would be too large. */
export function madeAutomaton({ field, special }: Recipe): Made | undefined {
  try {
    const own = ownValues(field);
    return own && withSpecial(own, field, special);
  } catch (error) {
    // Too large for an automaton: the regular expression decides. (Whether it may be one is asked at publication.)
    if (TOO_LARGE.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

/** A plan whose automaton is made when it is first asked for. Spreading or posting it leaves only the recipe. */
export function withRecipe(plan: ColumnPlan & { readonly recipe: Recipe }): ColumnPlan {
  const made: ColumnPlan = { ...plan };
  return Object.defineProperty(made, 'automaton', {
    configurable: true,
    get: () => {
      const value = madeAutomaton(plan.recipe)?.automaton;
      Object.defineProperty(made, 'automaton', { value });
      return value;
    },
  });
}

/** Whether what the automaton refuses is wrong: not where dates have further spellings. */
export function isComplete({ type, dateFormats }: Recipe['field']): boolean {
  return type !== 'date' || dateFormats === undefined || dateFormats.length === 1;
}

/** The values the field takes by its pattern, list or type. */
function ownValues(field: Recipe['field']): Automaton | undefined {
  const { constraints = {}, lexical, type } = field;
  const parts: Automaton[] = [];
  if (constraints.enum) parts.push(automatonOfTexts(constraints.enum));
  for (const pattern of [constraints.pattern, lexical]) {
    if (pattern !== undefined) parts.push(automatonOfPattern(parsePattern(pattern)));
  }
  if (type === 'date') {
    if (!hasIsoDates(field)) return undefined;
    parts.push(
      automatonOfDates(String(constraints.minimum ?? '0000-01-01'), String(constraints.maximum ?? '9999-12-31')),
    );
  } else if (type !== 'string' && !isNumberOf(field, parts)) return undefined;
  const [first, ...rest] = parts;
  return first && rest.reduce((all, part) => combine(all, part, (a, b) => a && b), first);
}

/** Whether dates may be written year-month-day, as an automaton can tell. */
export function hasIsoDates({ dateFormats }: Recipe['field']): boolean {
  return dateFormats === undefined || dateFormats.includes('%Y-%m-%d');
}

/** Whether every value that the parts take is a number of the field's type within its bounds. */
function isNumberOf(field: Recipe['field'], parts: readonly Automaton[]): boolean {
  const [part] = parts;
  if (!part || parts.length > 1) return false;
  const { type, constraints = {}, lexical } = field;
  const digits = digitsOf(parsePattern(lexical ?? constraints.pattern ?? ''));
  if (!isWithinBounds(field, digits)) return false;
  if (digits && digits[0] > 0) return true;
  const form = type === 'integer' ? '\\d+' : '\\d+(\\.\\d*)?|\\.\\d+';
  const spelling = automatonOfPattern(parsePattern(form));
  const others = combine(part, spelling, (a, b) => a && !b);
  return !others.accepts.includes(1);
}

/** Whether the field's bounds let every number without a sign through; of so many digits, where that is known. */
export function isWithinBounds({ constraints = {} }: Recipe['field'], digits: Digits | undefined): boolean {
  const { minimum, maximum } = constraints;
  if (Number(minimum ?? 0) > 0) return false;
  return maximum === undefined || (digits !== undefined && Number(maximum) >= 10 ** digits[1] - 1);
}

/** Fewest and most digits. */
type Digits = readonly [least: number, most: number];

/** `\d{least,most}`. */
export function digitsOf(node: PatternNode): Digits | undefined {
  if (node.kind !== 'repeat' || node.node.kind !== 'set' || !isDigits(node.node.set)) return undefined;
  return node.most <= 16 ? [node.least, node.most] : undefined;
}

function isDigits(set: CodeSet): boolean {
  return set.length === 1 && set[0]![0] === DIGITS[0]![0] && set[0]![1] === DIGITS[0]![1];
}

/** Puts in and takes out the values that have an answer of their own, and those that get a remark though they are right. */
function withSpecial(own: Automaton, field: Recipe['field'], { accepted, refused, sentinels }: SpecialValues): Made {
  const { type, constraints = {} } = field;
  const without = (from: Automaton, other: () => Automaton): Automaton => combine(from, other(), (a, b) => a && !b);
  let automaton = own;
  let unsure = !isComplete(field);
  if (usesBlanks(own)) automaton = without(automaton, () => blankedAround(sentinels));
  if (uses(own, 0)) automaton = without(automaton, () => automatonOfPattern(parsePattern('[^]*\\0[^]*')));
  const taken = [...refused].filter((text) => runs(automaton, encoder.encode(text)));
  if (taken.length > 0) automaton = without(automaton, () => automatonOfTexts(taken));
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
