import type { CodeSet } from './code-set.ts';

/** The syntax tree of a pattern that a finite automaton can express. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CodeSet }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly least: number; readonly most: number };

/** A pattern that does not compile, or that no finite automaton can express; `message` says which, in words. */
export class PatternError extends Error {
  override name = 'PatternError';
  /** Index in the pattern where it begins to go wrong; -1 where that is not known. */
  readonly at: number;
  /** `syntax`: it does not compile. `unsupported`: it compiles, but is never run. */
  readonly fault: 'syntax' | 'unsupported';
  constructor(fault: PatternError['fault'], message: string, at: number) {
    super(message);
    this.fault = fault;
    this.at = at;
  }
}

/** A text, character by character. */
export function literal(text: string): PatternNode {
  return {
    kind: 'sequence',
    nodes: [...text].map((letter) => {
      const code = letter.codePointAt(0)!;
      return { kind: 'set', set: [[code, code]] };
    }),
  };
}
