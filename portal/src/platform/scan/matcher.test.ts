import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Matcher, type Pattern } from './matcher.ts';

const pattern = (id: string, text: string, more: Partial<Pattern> = {}): Pattern => ({
  id,
  bytes: Buffer.from(text),
  anyCase: false,
  after: undefined,
  ...more,
});

const feed = (matcher: Matcher, ...chunks: string[]) => chunks.map((chunk) => matcher.feed(Buffer.from(chunk)));

it('tells of each pattern once', () => {
  expect(feed(new Matcher([pattern('a', 'abc')]), 'xxabc', 'abcabc', '')).toEqual([['a'], [], []]);
});

it('finds a pattern over three chunks', () => {
  expect(feed(new Matcher([pattern('a', 'abcdef')]), 'xab', 'cd', 'efx')).toEqual([[], [], ['a']]);
});

it('folds letter case only where told', () => {
  const patterns = [pattern('any', 'abc', { anyCase: true }), pattern('exact', 'abc')];
  expect(feed(new Matcher(patterns), 'ABc', 'abc')).toEqual([['any'], ['exact']]);
});

it('waits for what must come before', () => {
  const patterns = [pattern('gate', 'open'), pattern('a', 'abc', { after: 'gate' })];
  expect(feed(new Matcher(patterns), 'abc....', 'open', 'abc')).toEqual([[], ['gate'], ['a']]);
});

it('finds exactly what is in the whole, however it is cut', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 });
  const needles = ['a', 'ab', 'aab', 'abab', 'bbbbb'];
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), (chunks) => {
      const found = feed(new Matcher(needles.map((text) => pattern(text, text))), ...chunks).flat();
      const whole = chunks.join('');
      expect(found.sort()).toEqual(needles.filter((text) => whole.includes(text)).sort());
    }),
  );
});
