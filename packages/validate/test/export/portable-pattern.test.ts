import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalPattern, mayHoldBlanks, portablePattern } from '../../src/export/portable-pattern.ts';
import { PatternError } from '../../src/pattern/index.ts';
import { TEMPLATES } from './fields.ts';

const PATTERNS = [
  ...new Set(
    TEMPLATES.flatMap(([, { fields }]) =>
      fields.flatMap(({ constraints, lexical }) =>
        [constraints?.pattern, lexical].filter((each) => each !== undefined),
      ),
    ),
  ),
  'a|b|',
  '(?:ab|c)+d?',
  '(?<year>20\\d\\d)(/[1-9])*',
  '\\w{2,}\\W',
  '[^\\d]{3}',
  '[[a-z]&&[^aeiou]]x{0,2}',
  '[\\p{Lu}--[A-Z]].',
  '\\x24\\^\\t[\\-\\]^]',
  '[\\s\\S]',
  '[]|x',
  '.*?',
  '[^\\u{1F600}]',
];

const TEXT = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aAbcdexyzJM20-2023/.^$]-[ \t\n\u2028é😀٣'), maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom('January 2021', '2022-2023', '12.50', '20233/1', '-2'),
);

describe.each(PATTERNS)('%s', (pattern) => {
  test('matches the same for JavaScript', () => {
    const own = new RegExp(`^(?:${pattern})$`, 'v');
    const portable = new RegExp(`^(?:${portablePattern(pattern, 'javascript')})$`, 'u');
    fc.assert(
      fc.property(TEXT, (text) => {
        expect([text, portable.test(text)]).toEqual([text, own.test(text)]);
      }),
      { numRuns: 400 },
    );
  });

  test('is within the syntax of XML Schema', () => {
    const portable = portablePattern(pattern, 'xml-schema');
    expect(portable).not.toMatch(/\(\?|\\[dwDW]|\\\$|\\u|\\x|\\p|(?<!\\)[*+?}]\?/);
    expect(() => new RegExp(`^(?:${portable})$`, 'u')).not.toThrow();
  });
});

test('says digits as other languages understand them', () => {
  expect(portablePattern('20\\d\\d-(?:0[1-9]|1[0-2])', 'javascript')).toBe('20[0-9][0-9]-(?:0[1-9]|1[0-2])');
  expect(portablePattern('20\\d\\d-(?:0[1-9]|1[0-2])', 'xml-schema')).toBe('20[0-9][0-9]-(0[1-9]|1[0-2])');
  expect(portablePattern('.{1,100}', 'xml-schema')).toBe('.{1,100}');
});

test('a text is matched by its own pattern and no other', () => {
  fc.assert(
    fc.property(TEXT, TEXT, (text, other) => {
      fc.pre(text.isWellFormed() && other.isWellFormed());
      const own = new RegExp(`^(?:${literalPattern(text)})$`, 'u');
      expect(own.test(text)).toBe(true);
      expect(own.test(other)).toBe(other === text);
    }),
  );
});

test.each([
  ['\\d{1,3}', false],
  ['[!-~]+', false],
  ['(?:a|b c)', true],
  ['.', true],
  ['[\\t-z]', true],
  ['\\u00a0', true],
  ['[^ ]', true],
])('%s may hold blanks: %s', (pattern, expected) => expect(mayHoldBlanks(pattern)).toBe(expected));

test('a pattern that no other tool would run is refused', () => {
  expect(() => portablePattern('(a)\\1', 'javascript')).toThrow(PatternError);
  expect(() => portablePattern('[a', 'xml-schema')).toThrow(PatternError);
});
