import { describe, expect, test } from 'vitest';
import { PatternError, parsePattern } from './index.ts';

function refusal(source: string): PatternError {
  try {
    parsePattern(source);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
  throw new Error(`${source} is taken`);
}

describe('what no finite automaton can express is refused, in words', () => {
  test.each([
    ['(?=a)a', 0, /looks ahead/],
    ['a(?!b).', 1, /looks ahead/],
    ['(?<=a)b', 0, /looks behind/],
    ['ab(?<!b)', 2, /looks behind/],
    ['(a)\\1', 3, /refers back/],
    ['(?<x>a)\\k<x>', 7, /refers back/],
    ['\\bword\\b', 0, /edge of a word/],
    ['a\\Bb', 1, /edge of a word/],
    ['(?i:abc)', 0, /flags/],
    ['(?-i:abc)', 0, /flags/],
    ['(?s:.)', 0, /flags/],
    ['a^b', 1, /\^ inside/],
    ['(^a)', 1, /\^ inside/],
    ['(a$)b', 2, /\$ inside/],
    ['[\\q{abc|d}]', 0, /several characters/],
    ['\\p{RGI_Emoji}', 0, /several characters/],
    ['\\d{10,200000}', 0, /repeats a part 200000 times/],
  ])('%s', (source, at, words) => {
    const error = refusal(source);
    expect(error).toMatchObject({ fault: 'unsupported', message: expect.stringMatching(words) });
    if (!/repeats/.test(error.message)) expect(error.at).toBe(at);
  });
});

describe('what does not compile is refused with what the engine says of it', () => {
  test.each(['[', '(', 'a)', '*a', 'a{2,1}', '[b-a]', '\\', '[a&&&b]', '(?<1>a)', '\\-', '[(]', '\\u{110000}'])(
    '%s',
    (source) => {
      const error = refusal(source);
      expect(error).toMatchObject({ fault: 'syntax', at: -1 });
      expect(error.message).toMatch(/^It does not compile: ./);
    },
  );
});

test('anchors at the ends change nothing', () => {
  for (const source of ['^ab$', '^ab', 'ab$']) expect(parsePattern(source)).toEqual(parsePattern('ab'));
  expect(parsePattern('^a$|^b$')).toEqual(parsePattern('a|b'));
});

test('groups, named or not, and lazy quantifiers change nothing', () => {
  for (const source of ['(ab)*', '(?<name>ab)*', '(?:ab)*?'])
    expect(parsePattern(source)).toEqual(parsePattern('(?:ab)*'));
});

test('escapes are the characters they stand for', () => {
  for (const source of ['\\x41', '\\u0041', '\\u{41}', '[A]', '[\\x41]'])
    expect(parsePattern(source)).toEqual(parsePattern('A'));
  expect(parsePattern('\\ud83d\\ude80')).toEqual(parsePattern('🚀'));
  expect(parsePattern('\\cJ')).toEqual(parsePattern('\\n'));
});
