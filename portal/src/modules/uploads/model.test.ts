import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanName, LONGEST_NAME, refusal } from './model.ts';

/** Names as people, programs and enemies give them. */
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'é',
        '😀',
        '👩🏽‍🎓',
        '\u202e',
        '\u200b',
        '\0',
        '\r\n',
        '/',
        '\\',
        ' ',
        '.',
        'C:',
        '..',
        '\ud83d',
      ),
      { maxLength: 200 },
    )
    .map((parts) => parts.join('')),
);

test('a cleaned name is never empty, has no folders, control or direction characters, and is short', () => {
  fc.assert(
    fc.property(name, (sent) => {
      const kept = cleanName(sent);
      expect(kept).not.toBe('');
      expect(kept.length).toBeLessThanOrEqual(LONGEST_NAME);
      expect(kept).not.toMatch(/[/\\\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(kept.isWellFormed()).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('cleaning twice is cleaning once, but for blanks at a cut', () => {
  fc.assert(
    fc.property(name, (sent) => {
      expect(cleanName(cleanName(sent)).trim()).toBe(cleanName(sent).trim());
    }),
  );
});

test('the ending stays, however long the name', () => {
  fc.assert(
    fc.property(name, fc.stringMatching(/^\.[A-Za-z0-9]{1,10}$/), (sent, ending) => {
      expect(cleanName(`${sent}${ending}`).endsWith(ending)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['C:\\Users\\Amina\\outcomes.csv', 'outcomes.csv'],
  ['../../etc/passwd', 'passwd'],
  ['fdp\u202evsc.exe', 'fdpvsc.exe'],
  ['Müller – résumé 😀.csv', 'Müller – résumé 😀.csv'],
  ['\u200b \u202e', 'unnamed'],
  ['folder/', 'unnamed'],
])('%j is kept as %j', (sent, kept) => {
  expect(cleanName(sent)).toBe(kept);
});

const limits = { bytes: 1000, types: ['.csv'] };

test.each([
  ['the wrong type', 'outcomes.xlsx', 10, 415],
  ['no type', 'outcomes', 10, 415],
  ['a type hidden behind another', 'outcomes.csv.exe', 10, 415],
  ['nothing in it', 'outcomes.csv', 0, 422],
  ['one byte too many', 'outcomes.csv', 1001, 413],
])('refused before it is sent, in words: %s', (_what, sent, size, status) => {
  const why = refusal(sent, size, limits);
  expect(why?.status).toBe(status);
  expect(why?.message).toContain(`“${sent}”`);
});

test.each([
  ['outcomes.csv', 1],
  ['OUTCOMES.CSV', 1000],
  ['outcomes.csv', undefined],
])('%s of %s bytes may come', (sent, size) => {
  expect(refusal(sent, size, limits)).toBeUndefined();
});
