import { describe, expect, test } from 'vitest';
import { isUci, isUln, isUpn } from './identifiers.ts';

const DIGITS = [...'0123456789'];

/** The identifier with each sign changed into each other that may stand there. */
function slips(text: string): string[] {
  return [...text].flatMap((sign, at) => {
    const others = /\d/.test(sign) ? DIGITS : [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    return others.filter((other) => other !== sign).map((other) => text.slice(0, at) + other + text.slice(at + 1));
  });
}

describe('ULN', () => {
  test.each(['9276308686', '9999999999', '9900000179'])('%s holds', (text) => expect(isUln(text)).toBe(true));
  test.each(['9276308687', '927630868', '92763086860', '0276308686', '927630868X', '', '9276308686\n', '９276308686'])(
    '%j does not',
    (text) => expect(isUln(text)).toBe(false),
  );
  test('one wrong digit, or two neighbours swapped, is always found', () => {
    for (const right of ['9276308686', '9900000179', '9900000349', '1000000007'].filter(isUln)) {
      expect(slips(right).filter(isUln)).toEqual([]);
      for (let at = 0; at < 9; at++) {
        const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
        if (swapped !== right) expect(isUln(swapped)).toBe(false);
      }
    }
  });
});

describe('UCI', () => {
  test.each(['681990012058G', '999990140001B', '112233445566W', '223344556677E', '999010230001M'])('%s holds', (text) =>
    expect(isUci(text)).toBe(true),
  );
  // The publishers' own samples break the rule.
  test.each([
    '999990140001X',
    '112233445566K',
    '223344556677L',
    '681990012058',
    '681990012058GG',
    '68199001205AG',
    '681990012058g',
    '',
  ])('%j does not', (text) => expect(isUci(text)).toBe(false));
  test('one wrong digit or check letter is always found', () => {
    expect(slips('681990012058G').filter(isUci)).toEqual([]);
  });
  test('the letter of a board counts from A = 1 to P = 16; later ones are not worked out', () => {
    // With board 0 the sum leaves 6; the board's weight is 11: 6 + 11 = 17, 6 + 22 = 28, 6 + 176 = 182, mod 17.
    expect(
      ['A', 'B', 'P'].map((board) =>
        'ABCDEFGHKLMRTVWXY'.split('').filter((letter) => isUci(`68199${board}012058${letter}`)),
      ),
    ).toEqual([['A'], ['R'], ['T']]);
    expect(isUci('68199Q012058A')).toBe(true);
    expect(isUci('68199Q012058Z')).toBe(false);
  });
});

describe('UPN', () => {
  test.each(['B801200005001', 'P207000016049'])('%s holds', (text) => expect(isUpn(text)).toBe(true));
  // The help pages that print Q contradict their own table.
  test.each(['Q207000016049', 'B80120000500', 'b801200005001', 'I801200005001', 'B80120000500I', ''])(
    '%j does not',
    (text) => expect(isUpn(text)).toBe(false),
  );
  test('one wrong sign is always found', () => expect(slips('B801200005001').filter(isUpn)).toEqual([]));
  test('a temporary number ends in a letter, which counts as its place in the list', () => {
    const first = [...'ABCDEFGHJKLMNPQRTUVWXYZ'].filter((letter) => isUpn(`${letter}80120000500A`));
    // 13 × 1 less than B801200005001, whose sum leaves 1: 1 - 13 + 23 = 11, the twelfth letter.
    expect(first).toEqual(['M']);
  });
});
