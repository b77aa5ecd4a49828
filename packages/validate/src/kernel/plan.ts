import type { Automaton } from '../pattern/automaton.ts';
import type { PerfectTable } from './members.ts';
import type { Recipe } from './recipe.ts';

/**
 * What a kernel is told of a file's columns and rules. A kernel may doubt what is right, but must never pass what is
 * wrong: what it doubts is decided by the exact check on the text (rows.ts).
 */
export interface KernelPlan {
  /** In the order of the file. */
  readonly columns: readonly ColumnPlan[];
  readonly tests: readonly TestPlan[];
  readonly rules: readonly RulePlan[];
  /** Columns of the file whose values make the key of a row; none where no rule asks for one. */
  readonly key: readonly number[];
  /** `SEED_BYTES` random ones, so that nobody can prepare a file whose keys all hash alike. */
  readonly seed: Uint8Array;
  /** Only counts values that are certainly wrong, by column, and reports just what it is not sure of. */
  readonly countsOnly: boolean;
}

export const SEED_BYTES = 2048;

/** For a plan without a key: nothing is hashed. */
export const NO_SEED: Uint8Array = new Uint8Array(SEED_BYTES);

/** A fresh seed for a file. */
export function newSeed(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(SEED_BYTES));
}

/** Kinds of column; `answer` in kernel/fields.ts has the same numbers. */
export const KIND = { any: 0, text: 1, digits: 2, date: 3, member: 4, automaton: 5, ask: 6 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** What is known of a value. */
export const RIGHT = 0;
export const WRONG = 1;
export const UNSURE = 2;
export type Answer = typeof RIGHT | typeof WRONG | typeof UNSURE;

/** How the values of one column are looked at. */
export interface ColumnPlan {
  readonly kind: Kind;
  /** `text`, `digits`: fewest and most characters; `date`: first and last year. */
  readonly least: number;
  readonly most: number;
  /** A value of at most eight bytes that is answered by itself, such as `-2`. */
  readonly word?: { readonly bytes: Uint8Array; readonly answer: typeof RIGHT | typeof WRONG };
  /** `text`: lengths in bytes, as bits, of further values that are to be looked at more closely. */
  readonly unsureLengths: number;
  /** `member`: the values of at most eight bytes. */
  readonly members?: PerfectTable;
  /** Takes the right values. Absent: what the quick look does not pass is unsure. */
  readonly automaton?: Automaton | undefined;
  /** What the automaton is made of when it is first asked for; where the quick look decides nearly every value it seldom is. */
  readonly recipe?: Recipe;
  /** What is known of a value that the automaton does not take; `text`: of one with a line break. */
  readonly refused: typeof WRONG | typeof UNSURE;
}

/** A column that is none of the template's: anything may stand there. */
export const ANY_COLUMN: ColumnPlan = {
  kind: KIND.any,
  least: 0,
  most: 0,
  unsureLengths: 0,
  refused: UNSURE,
};
/** A column whose values are all left to the exact check. */
export const ASK_COLUMN: ColumnPlan = { ...ANY_COLUMN, kind: KIND.ask };

export const OPERATORS = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof OPERATORS)[number];

/** The number in a value, or in the characters from `from` up to but not including `to` of it. */
export interface NumberPart {
  readonly column: number;
  readonly from: number;
  /** Absent: to the last character. */
  readonly to?: number;
}

/** A question about one row that bytes can answer: yes, no, or not sure. Columns are those of the file. */
export type TestPlan =
  /** One of the texts; `texts` undefined where they are not known yet, `fixed` where they never change. */
  | {
      readonly kind: 'is';
      readonly column: number;
      readonly texts: readonly Uint8Array[] | undefined;
      readonly fixed: boolean;
    }
  | { readonly kind: 'same'; readonly column: number; readonly other: number }
  | {
      readonly kind: 'order';
      readonly column: number;
      readonly operator: Operator;
      readonly other: number | Uint8Array;
    }
  | {
      readonly kind: 'number';
      readonly left: NumberPart;
      readonly plus: number;
      readonly operator: Operator;
      readonly right?: NumberPart;
    }
  | { readonly kind: 'uln' | 'uci'; readonly column: number };

/** A rule of a row: which tests it asks, and for which of their answers it holds. */
export interface RulePlan {
  /** Columns of the file; where one of them is not certainly right the rule is left to the host. */
  readonly columns: readonly number[];
  /** At most `TEST_LIMIT`, as numbers of tests. */
  readonly tests: readonly number[];
  /** Bit `a` is set where the rule holds with the answers `a`, the first test's in its lowest bit. */
  readonly holds: bigint;
}

/** Most tests of one rule. */
export const TEST_LIMIT = 6;
/** Most columns, rules and tests that a kernel takes; what is beyond is left to the host. */
export const COLUMN_LIMIT = 63;
export const RULE_LIMIT = 32;
export const TESTS_LIMIT = 64;
