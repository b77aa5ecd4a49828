import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patterns, type SamplePattern } from '../../test/kernel/patterns.ts';
import { type Automaton, automatonOfPattern, parsePattern, runs } from './index.ts';

const LETTERS = [
  ...'abzAZ059-_ /:&~^$\\.*+?()[]{}|"\',\t\n\r',
  'é',
  'ß',
  'Ж',
  '中',
  '💡',
  '🚀',
  '\u00a0',
  '\u2028',
  '\uffff',
  '\0',
];
const letter = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LETTERS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);
const strings = fc.array(
  fc.array(letter, { maxLength: 6 }).map((letters) => letters.join('')),
  { minLength: 4, maxLength: 8 },
);

/** Texts that the pattern takes, and the same with one letter more, less or changed. */
function near({ samples }: SamplePattern): string[] {
  return samples.slice(0, 5).flatMap((sample) => {
    const letters = [...sample];
    return [sample, `${sample}a`, ` ${sample}`, letters.slice(1).join(''), `${letters.slice(0, -1).join('')}é`];
  });
}

function automatonOf(source: string): Automaton {
  return automatonOfPattern(parsePattern(source));
}

/** A repeated part that ends in a repeat: regular expressions, not automata, may need hours to say no to a short text. */
const REPEATED_REPEAT = /[*+?}]\)[*+{]/;
/** Always the same patterns: among all that are possible some take long to be made minimal the plain way. */
const SEED = 20_261_122;

const encoder = new TextEncoder();
let compared = 0;

test('a pattern and its automaton take the same texts', () => {
  fc.assert(
    fc.property(patterns(3), strings, (pattern, others) => {
      fc.pre(!REPEATED_REPEAT.test(pattern.source));
      const automaton = automatonOf(pattern.source);
      const expression = new RegExp(`^(?:${pattern.source})$`, 'v');
      for (const text of [...near(pattern), ...others, '']) {
        // Repeats inside repeats make the expression, not the automaton, take for ever over a long text.
        if (pattern.nested === 2 && text.length > 14) continue;
        compared++;
        if (runs(automaton, encoder.encode(text)) === expression.test(text)) continue;
        throw new Error(`${pattern.source} and ${JSON.stringify(text)}: the expression says ${expression.test(text)}`);
      }
    }),
    { numRuns: 1500, seed: SEED },
  );
  expect(compared).toBeGreaterThan(20_000);
}, 60_000);

test('bytes that are no UTF-8 are never taken', () => {
  const broken = [[0x80], [0xc0, 0x80], [0xe9], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff], [0xe2, 0x82]];
  for (const source of ['.*', '[^]*', '[^a]+', '\\W*', '\\S+', '[\\u{80}-\\u{10ffff}]*', '\\P{L}*']) {
    const automaton = automatonOf(source);
    for (const bytes of broken) expect(runs(automaton, Uint8Array.from([0x61, ...bytes]))).toBe(false);
  }
});

/** How many states there must be, the trap added. */
describe('no two states of an automaton take the same endings', () => {
  test.each([
    ['a|b|c', 2 + 1],
    ['abc|xbc', 4 + 1],
    ['(a|b)*', 1 + 1],
    ['\\d{1,3}', 4 + 1],
    ['(?:aa)*', 2 + 1],
    ['(?:ab|ab|ab)', 3 + 1],
    ['a{0}', 1 + 1],
    ['[^]*', 8 + 1],
  ])('%s', (source, states) => {
    expect(automatonOf(source).accepts.length).toBe(states);
  });

  test('of any pattern', () => {
    fc.assert(
      fc.property(patterns(2), ({ source }) => {
        const automaton = automatonOf(source);
        expect(alike(automaton)).toEqual([]);
        expect(unreached(automaton)).toEqual([]);
      }),
      { numRuns: 300, seed: SEED },
    );
  }, 60_000);
});

/** Pairs of states that no ending tells apart, found by marking pairs that one does until no more are found. */
function alike({ width, table, accepts }: Automaton): string[] {
  const count = accepts.length;
  const apart = new Uint8Array(count * count);
  for (let a = 0; a < count; a++) for (let b = 0; b < count; b++) apart[a * count + b] = accepts[a]! ^ accepts[b]!;
  for (let found = true; found; ) {
    found = false;
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < a; b++) {
        if (apart[a * count + b]) continue;
        for (let index = 0; index < width; index++) {
          if (!apart[table[a * width + index]! * count + table[b * width + index]!]) continue;
          apart[a * count + b] = apart[b * count + a] = 1;
          found = true;
          break;
        }
      }
    }
  }
  const pairs: string[] = [];
  for (let a = 0; a < count; a++) for (let b = 0; b < a; b++) if (!apart[a * count + b]) pairs.push(`${b} and ${a}`);
  return pairs;
}

/** States other than the trap that no value leads to. */
function unreached({ start, width, table, accepts }: Automaton): number[] {
  const seen = new Set([0, start]);
  for (const state of seen) for (let index = 0; index < width; index++) seen.add(table[state * width + index]!);
  return [...accepts.keys()].filter((state) => !seen.has(state));
}
