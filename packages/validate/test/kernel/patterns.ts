import fc from 'fast-check';

/** A pattern of the kind that templates have, and texts that it takes. */
export interface SamplePattern {
  readonly source: string;
  /** Never empty. */
  readonly samples: readonly string[];
  /** How many repeats stand inside each other; absent: none. */
  readonly nested?: number;
}

const LITERALS = [...'abzAZ0159-_ /:&~', 'é', 'ß', 'Ж', '中', '💡', '\u00a0', '\u2028'];
const SYNTAX = [...'^$\\.*+?()[]{}|/'];
const escaped = (letter: string): string => (SYNTAX.includes(letter) ? `\\${letter}` : letter);

/** Classes and escapes with some of what they take. */
const SETS: readonly SamplePattern[] = [
  { source: '.', samples: ['x', ' ', 'é', '💡', '\t', '+'] },
  { source: '\\d', samples: ['0', '7', '9'] },
  { source: '\\D', samples: ['x', 'é', '\n'] },
  { source: '\\w', samples: ['a', 'Z', '_', '3'] },
  { source: '\\W', samples: ['-', 'é', ' '] },
  { source: '\\s', samples: [' ', '\t', '\u00a0', '\u3000'] },
  { source: '\\S', samples: ['x', '中', '+'] },
  { source: '[A-Z]', samples: ['A', 'M', 'Z'] },
  { source: '[^A-Z]', samples: ['a', 'é', '\n', '1'] },
  { source: '[a-f\\d]', samples: ['a', 'f', '4'] },
  { source: '[À-ÿ]', samples: ['À', 'é', 'ÿ'] },
  { source: '[^é]', samples: ['e', 'ê', '"'] },
  { source: '[\\u0400-\\uffff]', samples: ['Ж', '中', '\uffff'] },
  { source: '[\\u{1f300}-\\u{1f6ff}]', samples: ['💡', '🚀'] },
  { source: '[0-9E+.,]', samples: ['1', 'E', '+', ','] },
  { source: '[^\\n]', samples: ['x', '\r', '\u2029'] },
  { source: '[^]', samples: ['\n', 'x', '\0', 'é'] },
  { source: '\\x41', samples: ['A'] },
  { source: '\\u00e9', samples: ['é'] },
  { source: '\\u{1f4a1}', samples: ['💡'] },
  { source: '\\t', samples: ['\t'] },
  { source: '[\\-"]', samples: ['-', '"'] },
  { source: '\\p{Lu}', samples: ['A', 'É', 'Ж'] },
  { source: '[[a-z]--[aeiou]]', samples: ['b', 'z'] },
  { source: '[\\w&&\\d]', samples: ['5'] },
];

const COUNTS: readonly (readonly [source: string, counts: readonly number[]])[] = [
  ['', [1]],
  ['?', [0, 1]],
  ['*', [0, 1, 4]],
  ['+', [1, 3]],
  ['{2}', [2]],
  ['{0,3}', [0, 2, 3]],
  ['{1,4}', [1, 4]],
  ['{3,}', [3, 4]],
  ['*?', [0, 2]],
  ['{2,5}?', [2, 5]],
  ['{0}', [0]],
];

const leaf: fc.Arbitrary<SamplePattern> = fc.oneof(
  fc.constantFrom(...SETS),
  fc.constantFrom(...LITERALS, ...SYNTAX).map((letter) => ({ source: escaped(letter), samples: [letter] })),
  fc
    .array(fc.constantFrom(...LITERALS.slice(0, 14)), { minLength: 1, maxLength: 6 })
    .map((letters) => ({ source: letters.map(escaped).join(''), samples: [letters.join('')] })),
);

/** A pattern from a grammar of what a finite automaton can express, at most so deep. */
export function patterns(depth = 3): fc.Arbitrary<SamplePattern> {
  if (depth === 0) return leaf;
  const inner = patterns(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 3, arbitrary: fc.array(inner, { minLength: 1, maxLength: 4 }).map(sequence) },
    { weight: 2, arbitrary: fc.array(inner, { minLength: 2, maxLength: 4 }).map(choice) },
    { weight: 2, arbitrary: fc.tuple(inner, fc.constantFrom(...COUNTS)).map(([part, count]) => repeat(part, count)) },
  );
}

function sequence(parts: readonly SamplePattern[]): SamplePattern {
  const most = Math.max(...parts.map(({ samples }) => samples.length));
  return {
    source: parts.map(({ source }) => source).join(''),
    nested: nestedIn(parts),
    samples: Array.from({ length: Math.min(most, 6) }, (_, at) =>
      parts.map(({ samples }) => samples[at % samples.length]!).join(''),
    ),
  };
}

function choice(parts: readonly SamplePattern[]): SamplePattern {
  return {
    source: `(?:${parts.map(({ source }) => source).join('|')})`,
    nested: nestedIn(parts),
    samples: parts.flatMap(({ samples }) => samples.slice(0, 2)),
  };
}

function nestedIn(parts: readonly SamplePattern[]): number {
  return Math.max(...parts.map(({ nested = 0 }) => nested));
}

/** Two repeats may stand inside each other, not three: a regular expression would take for ever over some texts. */
function repeat(part: SamplePattern, [suffix, counts]: (typeof COUNTS)[number]): SamplePattern {
  const { source, samples, nested = 0 } = part;
  if (nested === 2 || suffix === '') return { ...part, source: `(${source})` };
  return {
    source: `(?:${source})${suffix}`,
    nested: nested + 1,
    samples: counts.flatMap((count, at) => samples[at % samples.length]!.repeat(count)),
  };
}
