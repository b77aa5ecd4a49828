/** How patterns are tried and rewritten, against the regular expressions of JavaScript. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOurDialect } from '../../src/lint/reading/dialect.ts';
import { matcherOf } from '../../src/lint/reading/matcher.ts';
import { readPattern } from '../../src/lint/reading/read-pattern.ts';
import { simplified } from '../../src/lint/reading/simplify.ts';

/** Patterns of the kinds that publishers print. */
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      'a',
      'b',
      '0',
      '1',
      '-',
      ' ',
      '\\d',
      '.',
      '[ab]',
      '[0-9]',
      '[^a]',
      '[-]',
      '[ ]',
      '[.]',
      '\\.',
      '(20)',
      '\\d\\d\\d',
      '[0-9][0-9][0-9][0-9]',
    ),
    fc.tuple(tie('part'), fc.constantFrom('?', '*', '+', '{2}', '{1,3}')).map(([part, times]) => `(${part})${times}`),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
}));
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '2', '-', ' ', '.'), maxLength: 8 }),
  fc.constantFrom('2020', '20', '2020-20', 'a0', '1234', 'é', '💡', '\n'),
);

test('a pattern takes what the regular expression takes', () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 20 }), (source, texts) => {
      const ours = inOurDialect(source);
      const matcher = matcherOf(ours);
      const expression = new RegExp(`^(?:${source})$`, 'u');
      const wanted = texts.map((each) => expression.test(each));
      expect({ source, ours, takes: 'takes' in matcher ? texts.map(matcher.takes) : matcher }).toEqual({
        source,
        ours,
        takes: wanted,
      });
    }),
    { numRuns: 500 },
  );
});

test('simplified, it takes the same', () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 20 }), (source, texts) => {
      const [before, after] = [source, simplified(source)].map((each) => new RegExp(`^(?:${each})$`, 'u'));
      expect({ source, takes: texts.map((each) => after!.test(each)) }).toEqual({
        source,
        takes: texts.map((each) => before!.test(each)),
      });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['(20)\\d\\d[-](20)\\d\\d', '20\\d\\d-20\\d\\d'],
  ['(January|June)([ ][0-9][0-9][0-9][0-9])', '(January|June) [0-9]{4}'],
  ['20\\d\\d[.]([1-4])', '20\\d\\d\\.[1-4]'],
  ['(a|b)?c', '(a|b)?c'],
])('%s is %s', (source, wanted) => expect(simplified(source)).toBe(wanted));

test('no text makes a pattern slow, and none makes reading it throw', () => {
  const matcher = matcherOf('(a+)+b');
  expect('takes' in matcher && matcher.takes('a'.repeat(200))).toBe(false);
  for (const odd of ['('.repeat(50_000), '['.repeat(1000), '.'.repeat(200_000), '(?<a>b)\\k<a>', '{', '\\']) {
    expect(['syntax', 'unsupported']).toContain((matcherOf(odd) as { fault: string }).fault);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 60 }), (source) => {
      readPattern(source);
      matcherOf(inOurDialect(simplified(source)));
    }),
  );
});

describe('what is mended', () => {
  test.each([
    ['^(20)\\d\\d[-](20)\\d\\d $', '(20)\\d\\d[-](20)\\d\\d'],
    ['^20[1- 9]\\d$', '20[1-9]\\d'],
    ['^\\d{0 ,3}$', '\\d{0,3}'],
    ['^20\\d\\d[- ]\\d\\d$', '20\\d\\d-\\d\\d'],
    ['^(20)\\d\\d[-](0[1-9]\\|1[012])$', '(20)\\d\\d[-](0[1-9]|1[012])'],
    ['^.(1,1000)$', '.{1,1000}'],
    ['^.{0000000001,9999999999}$', '\\d{10}'],
    ['^.{0000000001,99999 99999}$', '\\d{10}'],
    ['^.{10000000,99999999}$', '[1-9]\\d{7}'],
    ['^{1,15}$', '.{1,15}'],
    ['^\\{1,14}$', '.{1,14}'],
    ['^d{1,5}$', '\\d{1,5}'],
    ['(0-9][0-9][0-9][0-9]', '[0-9][0-9][0-9][0-9]'],
    ['^(0[1-9][12][0-9]|3[01])$', '(0[1-9]|[12][0-9]|3[01])'],
    ['^June([][0-9]{4})$', 'June( [0-9]{4})'],
    ['^(20)[2-9][1-9][.]([1-4])$', '(20)\\d\\d[.]([1-4])'],
    ['`^\\d{4}$`', '\\d{4}'],
    ['^(Novem ber|June) \\d{4}$', '(November|June) \\d{4}'],
    ['^[a-d]{2}$', '[a-d]{2}'],
  ])('%s', (printed, body) => expect(readPattern(printed).body).toBe(body));

  test.each([
    ['^(FAIL|-2|*|A*|**)$', ['FAIL', '-2', '*', 'A*', '**']],
    ['^(Items| Scripts| -2)$', ['Items', 'Scripts', '-2']],
    ['^(F|H|- 2)$', ['F', 'H', '-2']],
    ['^(GCSE|Essential Skills (Northern Ireland))$', ['GCSE', 'Essential Skills (Northern Ireland)']],
    ['^(June|Novem ber)$', ['June', 'November']],
    ['^(F\\|H)$', ['F', 'H']],
    ['^(England)$', ['England']],
    ['^(A\\*|B)$', ['A*', 'B']],
    ['^(Level 1.5|No. 4)$', ['Level 1.5', 'No. 4']],
  ])('%s is a list', (printed, list) => expect(readPattern(printed).list).toEqual(list));

  test.each([
    '^.{1,50}$',
    '^\\d{4}$',
    '^(January|June) \\d{4}$',
    '^[A-Z]|none$',
    '^A( level)?|GCSE$',
    '^(A|B)+$',
    '^.*|x$',
    'A?',
  ])('%s is none', (printed) => expect(readPattern(printed).list).toBeUndefined());
});

test('whatever is printed, reading it comes to an end', () => {
  const part = fc.constantFrom(
    ...'()[]{}|\\^$?*+-.,: 01ad`“”',
    '\\d',
    ' or ',
    '[- ]',
    '(1,2)',
    '[]',
    '{1,9}',
    '(20)',
    'Novem ber',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
      const { body } = readPattern(parts.join(''), new Set(['a', 'November']));
      for (const each of [parts.join(''), body ?? '']) matcherOf(inOurDialect(simplified(each)));
    }),
    { numRuns: 1000 },
  );
});
