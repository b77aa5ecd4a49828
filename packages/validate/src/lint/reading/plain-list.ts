import { joinSplitWords, knownElsewhere } from './split-words.ts';

/** A pattern that plainly lists values, each alternative standing for itself. */
export interface PlainList {
  /** The values, letter for letter. */
  readonly members: readonly string[];
  /** What had to be mended, with the part concerned. */
  readonly defects: readonly {
    readonly kind: 'unescaped' | 'unescaped-brackets' | 'blank-around' | 'blank-inside';
    readonly part: string;
  }[];
}

/**
 * Reads a pattern without anchors as a list of values; undefined where it is more than that. `known` are words that
 * are whole for certain.
 */
export function plainList(body: string, known: ReadonlySet<string>): PlainList | undefined {
  const inner = withoutOuterGroup(body);
  const alternatives = splitAtBars(inner ?? body);
  if (!alternatives || (alternatives.length === 1 && (inner === undefined || /[*+?]/.test(inner)))) return undefined;
  if (!alternatives.every((alternative) => isPlain(alternative.trim()))) return undefined;
  const defects: { kind: PlainList['defects'][number]['kind']; part: string }[] = [];
  const isKnownTo = knownElsewhere(
    alternatives.map((alternative) => alternative.trim()),
    known,
  );
  const members = alternatives.map((alternative) => {
    const trimmed = alternative.trim();
    if (trimmed !== alternative) defects.push({ kind: 'blank-around', part: alternative });
    if (/(?<!\\)[*+]/.test(trimmed) || /(?<!\\)\./.test(trimmed)) defects.push({ kind: 'unescaped', part: trimmed });
    if (/(?<!\\)\(/.test(trimmed)) defects.push({ kind: 'unescaped-brackets', part: trimmed });
    const joined = joinSplitWords(trimmed, isKnownTo(trimmed));
    if (joined !== trimmed) defects.push({ kind: 'blank-inside', part: trimmed });
    return joined.replace(/\\([^\p{L}\p{N}])/gu, '$1');
  });
  return { members, defects };
}

/** The inside of the one group that is the whole pattern. */
export function withoutOuterGroup(body: string): string | undefined {
  if (!body.startsWith('(')) return undefined;
  const start = body.startsWith('(?:') ? 3 : 1;
  if (start === 1 && body[1] === '?') return undefined;
  return closing(body, 0) === body.length - 1 ? body.slice(start, -1) : undefined;
}

/** Where the group that opens at `from` closes; -1 where it does not. */
function closing(body: string, from: number): number {
  let depth = 0;
  for (let at = from; at < body.length; at++) {
    if (body[at] === '\\') at++;
    else if (body[at] === '(') depth++;
    else if (body[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

/** The alternatives; undefined where a bar stands inside a group, or groups do not close. */
function splitAtBars(text: string): string[] | undefined {
  const alternatives = [''];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '|') {
      if (depth > 0) return undefined;
      alternatives.push('');
      continue;
    }
    if (letter === '(') depth++;
    if (letter === ')' && --depth < 0) return undefined;
    alternatives[alternatives.length - 1] += letter === '\\' ? letter + (text[++at] ?? '') : letter;
  }
  return depth === 0 ? alternatives : undefined;
}

/** Whether an alternative stands for itself, though a character may lack its backslash. */
function isPlain(alternative: string): boolean {
  if (alternative === '' || /[[\]{}^$?]/.test(alternative) || /\\([\p{L}\p{N}]|$)/u.test(alternative)) return false;
  // A full stop ends a word, or stands between digits or single capitals (D.A); anywhere else it means any character.
  if (/(?<!\\)\.(?!\s|$|(?<=\d\.)\d|(?<=\b[A-Z]\.)[A-Z]\b)|(?:^|\s)\./.test(alternative)) return false;
  if (/\)[*+]/.test(alternative)) return false;
  return [...alternative.matchAll(/(?<!\\)\(([^()]*)\)/g)].every(([, inside]) => /\p{L}/u.test(inside!));
}
