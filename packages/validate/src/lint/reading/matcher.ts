import { hasCode, PatternError, type PatternNode, parsePattern } from '../../pattern/index.ts';

/** A pattern that can be tried on texts; no text takes long, whatever the pattern. */
export interface Matcher {
  readonly tree: PatternNode;
  /** Whether it takes the whole text. */
  takes(text: string): boolean;
  /** Whether it takes nothing at all. */
  readonly isEmpty: boolean;
}

/** Why a pattern cannot be tried. */
export interface Untried {
  readonly fault: 'syntax' | 'unsupported';
  readonly why: string;
}

/** Longest pattern worth reading; the longest published one has 800 characters. */
const MOST_CHARACTERS = 100_000;

/**
 * Reads a pattern as the engine runs it: the whole value, JavaScript with the `v` flag, no backtracking. A few short
 * texts are tried on the syntax tree itself, as an automaton would take longer to build than to use.
 */
export function matcherOf(pattern: string): Matcher | Untried {
  if (pattern.length > MOST_CHARACTERS) return { fault: 'unsupported', why: 'It is too long to be read.' };
  try {
    const tree = parsePattern(pattern);
    return { tree, takes: (text) => takes(tree, text), isEmpty: isEmpty(tree) };
  } catch (error) {
    if (error instanceof PatternError) return { fault: error.fault, why: error.message };
    // Groups so deep that reading them runs out of stack.
    return { fault: 'unsupported', why: 'It is nested too deeply to be read.' };
  }
}

/** Fewest and most characters of a pattern that is one kind of character repeated, such as `.{1,50}`. */
export function lengthsOf(tree: PatternNode): { readonly least: number; readonly most: number } | undefined {
  return tree.kind === 'repeat' && tree.node.kind === 'set' ? { least: tree.least, most: tree.most } : undefined;
}

function takes(tree: PatternNode, text: string): boolean {
  const codes = Array.from(text, (letter) => letter.codePointAt(0)!);
  return ends(tree, codes, new Set([0])).has(codes.length);
}

/** Where a part of the text that the node takes may end, if it begins at one of `starts`. */
function ends(node: PatternNode, codes: readonly number[], starts: ReadonlySet<number>): ReadonlySet<number> {
  switch (node.kind) {
    case 'set':
      return new Set([...starts].flatMap((at) => (at < codes.length && hasCode(node.set, codes[at]!) ? [at + 1] : [])));
    case 'sequence':
      return node.nodes.reduce((from, each) => (from.size === 0 ? from : ends(each, codes, from)), starts);
    case 'choice':
      return new Set(node.nodes.flatMap((each) => [...ends(each, codes, starts)]));
    case 'repeat':
      return repeatEnds(node, codes, starts);
  }
}

function repeatEnds(
  { node, least, most }: PatternNode & { kind: 'repeat' },
  codes: readonly number[],
  starts: ReadonlySet<number>,
): ReadonlySet<number> {
  const found = new Set(least === 0 ? starts : []);
  let from = starts;
  for (let count = 1; count <= most && from.size > 0; count++) {
    const next = ends(node, codes, from);
    if (count >= least) {
      // A place reached with fewer repeats leads to all that it leads to with more.
      from = new Set([...next].filter((at) => !found.has(at)));
      for (const at of from) found.add(at);
    } else if (next.size === from.size && [...next].every((at) => from.has(at))) {
      // Nothing moves, however often it is repeated.
      count = least - 1;
    } else from = next;
  }
  return found;
}

/** Whether no text at all is taken. */
function isEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'set':
      return node.set.length === 0;
    case 'sequence':
      return node.nodes.some(isEmpty);
    case 'choice':
      return node.nodes.every(isEmpty);
    case 'repeat':
      return node.least > 0 && isEmpty(node.node);
  }
}
