/** What is read in a publisher's words, and what is not. */
import { describe, expect, test } from 'vitest';
import { dateForms, datesNamed } from '../../src/lint/prose/dates.ts';
import { acceptsDecimals } from '../../src/lint/prose/decimals.ts';
import { examplesNamed } from '../../src/lint/prose/examples.ts';
import { lengthClaim } from '../../src/lint/prose/lengths.ts';
import { compareWithProse, valuesListed } from '../../src/lint/prose/lists.ts';
import { acceptsValue } from '../../src/lint/prose/not-applicable.ts';

describe('-2', () => {
  test.each([
    '1 to 10 digits accepted -2 accepted where the candidate does not have a ULN',
    'Must be provided where neither UCI or ULN are available. -2 accepted where at least one has been provided',
    'Accepted values: FAIL -2, 1, 2',
    'F, H or -2',
    'Enter “-2” if it does not apply.',
    'Blanks are not accepted. -2 is accepted.',
  ])('%s', (prose) => expect(acceptsValue(prose, '-2')).toBe(true));
  test.each([
    '1-2 characters',
    '1 -2 characters',
    '2020-21',
    'version 1.-2',
    '-2.5',
    '-20',
    'from -2 to 5',
    '-2 is not accepted',
    'Do not use -2 here.',
    '',
  ])('%j', (prose) => expect(acceptsValue(prose, '-2')).toBe(false));
});

test.each([
  ['1 to 100 characters accepted', 1, 100],
  ['1-1000 characters', 1, 1000],
  ['A valid UCI. Alpha numeric 13 characters accepted -2 accepted', 13, 13],
  ['1 to 10 digits accepted', 1, 10],
  ['0 to 9,999 characters', 0, 9999],
  ['four digits', 4, 4],
  ['up to 255 characters', Number.NaN, 255],
  ['50 characters or fewer', Number.NaN, 50],
])('%s is a length', (prose, least, most) => expect(lengthClaim(prose)).toMatchObject({ least, most }));

test.each(['year (4 digits), a dash, month (2 digits)', '0 to 9,999', 'Three-digit integer', 'text', ''])(
  '%j gives none',
  (prose) => expect(lengthClaim(prose)).toBeUndefined(),
);

test('forms of dates, and dates', () => {
  expect(dateForms('DD/MM/YYYY or yyyy-mm-dd')).toEqual(['%Y-%m-%d', '%d/%m/%Y']);
  expect(dateForms('yyyy-mm-dd. dd/mm/yyyy is not accepted.')).toEqual(['%Y-%m-%d']);
  expect(dateForms('Format accepted yyyy-yyyy')).toEqual([]);
  expect(datesNamed('2999-12-31 or 31/12/2999, never 2023-02-31, not 12023-01-15')).toEqual([
    '2999-12-31',
    '31/12/2999',
  ]);
  expect(datesNamed('1900-01-01 is not accepted')).toEqual([]);
});

test.each([
  ['For example, ?2021-2022?.', ['2021-2022']],
  ['Year and quarter, e.g. 2012.1', ['2012.1']],
  ['such as June 2023 or November 2023', ['June 2023']],
  ['the unit number (for example, H/601/8059) of the unit', ['H/601/8059']],
  ['This can include, for example, percentage scores', []],
  ['See the guide, e.g. section 3', []],
  ['e.g. 12 is not accepted', []],
])('%s has the examples %j', (prose, examples) => expect(examplesNamed(prose)).toEqual(examples));

test('decimals', () => {
  for (const prose of [
    'A mark, allowing decimals',
    'Decimal value with up to two places',
    'decimal, no currency symbol',
  ])
    expect(acceptsDecimals(prose)).toBe(true);
  for (const prose of ['no decimals', 'Whole number without decimals', 'decimals are not accepted', 'integer'])
    expect(acceptsDecimals(prose)).toBe(false);
});

describe('lists', () => {
  const none = new Set(['-2']);

  test('agree, though separators and line breaks were lost', () => {
    const said = compareWithProse(
      'Accepted values: FAIL -2, 1 *, A*, or B. -2 accepted where there is none',
      ['FAIL', '-2', '1', '*', 'A*', 'B'],
      none,
    );
    expect(said).toEqual({ both: ['FAIL', '1', '*', 'A*', 'B'], otherwise: [], printedOnly: [], saidOnly: [] });
  });

  test('differ in a spelling, in what is missing, and in what is added', () => {
    expect(
      compareWithProse(
        'Accepted values: pre-marking, post-marking, lost, stolen',
        ['pre-marking', 'postmarking', 'lost', 'late'],
        none,
      ),
    ).toEqual({
      both: ['pre-marking', 'lost'],
      otherwise: [{ printed: 'postmarking', said: 'post-marking' }],
      printedOnly: ['late'],
      saidOnly: ['stolen'],
    });
  });

  test.each(['three values', 'month + year', '', 'One of the published grades'])('%j lists nothing', (prose) =>
    expect(compareWithProse(prose, ['GCSE', 'AS', 'A level'], none)).toBeUndefined(),
  );

  test('words of the sentence are no values', () => {
    expect(compareWithProse('Grades 1, 2 or 3 accepted', ['1', '2', '3'], none)?.saidOnly).toEqual([]);
    expect(compareWithProse('Y = yes, N = no', ['Y', 'N'], none)?.saidOnly).toEqual([]);
  });

  test('are found without a pattern after such words as “Accepted values:”', () => {
    expect(valuesListed('Accepted values: Lost in transit, Damaged, Other')).toEqual([
      'Lost in transit',
      'Damaged',
      'Other',
    ]);
    expect(valuesListed('See the list on the page')).toBeUndefined();
  });
});
