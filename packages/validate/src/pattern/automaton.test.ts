import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patterns } from '../../test/kernel/patterns.ts';
import {
  type Automaton,
  automatonOfPattern,
  automatonOfTexts,
  combine,
  isEmpty,
  parsePattern,
  runs,
  shortest,
  TooManyStatesError,
} from './index.ts';

const encoder = new TextEncoder();
const of = (source: string): Automaton => automatonOfPattern(parsePattern(source));
const takes = (automaton: Automaton, text: string): boolean => runs(automaton, encoder.encode(text));

const OPERATIONS: readonly (readonly [string, (a: boolean, b: boolean) => boolean])[] = [
  ['both', (a, b) => a && b],
  ['either', (a, b) => a || b],
  ['the first but not the second', (a, b) => a && !b],
  ['just one', (a, b) => a !== b],
];

test.each(OPERATIONS)('combined, two automata take what is wanted of them: %s', (_what, wanted) => {
  fc.assert(
    fc.property(patterns(2), patterns(2), (left, right) => {
      const [a, b] = [of(left.source), of(right.source)];
      const both = combine(a, b, wanted);
      for (const text of [
        '',
        'a',
        'é',
        ...left.samples,
        ...right.samples,
        ...left.samples.map((sample) => `${sample}1`),
      ]) {
        expect(takes(both, text)).toBe(wanted(takes(a, text), takes(b, text)));
      }
    }),
    { numRuns: 120, seed: 20_261_122 },
  );
});

test('what is taken out of itself leaves nothing; what is joined with it stays as it is', () => {
  fc.assert(
    fc.property(patterns(2), ({ source }) => {
      const automaton = of(source);
      expect(isEmpty(automaton)).toBe(false);
      expect(isEmpty(combine(automaton, automaton, (a, b) => a && !b))).toBe(true);
      const same = combine(automaton, automaton, (a, b) => a || b);
      expect(isEmpty(combine(automaton, same, (a, b) => a !== b))).toBe(true);
      expect(same.accepts.length).toBe(automaton.accepts.length);
    }),
    { numRuns: 200, seed: 20_261_122 },
  );
});

describe('a shortest value', () => {
  test('is taken, and no longer than any that is known', () => {
    fc.assert(
      fc.property(patterns(2), ({ source, samples }) => {
        const automaton = of(source);
        const found = shortest(automaton)!;
        expect(runs(automaton, found)).toBe(true);
        const known = samples
          .filter((sample) => takes(automaton, sample))
          .map((sample) => encoder.encode(sample).length);
        expect(found.length).toBeLessThanOrEqual(Math.min(...known));
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
  });

  test.each([
    ['a*', ''],
    ['a+', 'a'],
    ['abc|xy', 'xy'],
    ['é{2}', 'éé'],
  ])('of %s', (source, text) => expect(new TextDecoder().decode(shortest(of(source)))).toBe(text));

  test.each(['[]', 'a[]', '[^\\s\\S]'])('%s takes none', (source) => {
    expect(isEmpty(of(source))).toBe(true);
    expect(shortest(of(source))).toBeUndefined();
  });
});

test('a list takes its values and no others', () => {
  const word = fc.string({ unit: 'binary', maxLength: 5 });
  const near = fc.constantFrom('', 'a', 'ab', 'abc', 'é', 'ée', '💡', 'b');
  fc.assert(
    fc.property(fc.array(fc.oneof(near, word), { maxLength: 12 }), fc.array(fc.oneof(near, word)), (texts, others) => {
      const automaton = automatonOfTexts(texts);
      for (const text of [...texts, ...others]) expect(takes(automaton, text)).toBe(texts.includes(text));
    }),
    { numRuns: 200, seed: 20_261_122 },
  );
});

test.each(['(a|b)*a(a|b){16}', '[^]{0,60000}', '(?:(?:a{100}){100}){100}'])(
  '%s is too large, which is said soon',
  (source) => {
    expect(() => of(source)).toThrow(TooManyStatesError);
  },
  20_000,
);
