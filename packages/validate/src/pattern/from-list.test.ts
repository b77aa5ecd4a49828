import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRealIso } from '../fields/dates.ts';
import { type Automaton, automatonOfDates, isEmpty, runs } from './index.ts';

const takes = (automaton: Automaton, text: string): boolean => runs(automaton, new TextEncoder().encode(text));
const two = (number: number): string => String(number).padStart(2, '0');
const iso = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

/** What a calendar says: a date of the proleptic Gregorian calendar that stays the same when it is made. */
function isInCalendar(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const dates = fc.tuple(
  fc.integer({ min: 1995, max: 2010 }),
  fc.integer({ min: 0, max: 13 }),
  fc.integer({ min: 0, max: 32 }),
);
/** Bounds that may be no dates of the calendar, as a template may have them. */
const bounds = fc.tuple(
  fc.integer({ min: 1994, max: 2011 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 31 }),
);

describe('the automaton of dates takes the dates of the calendar between its bounds', () => {
  test('any bounds', () => {
    fc.assert(
      fc.property(bounds, bounds, fc.array(dates, { minLength: 20, maxLength: 20 }), (first, last, all) => {
        const [least, most] = [iso(...first), iso(...last)];
        const automaton = automatonOfDates(least, most);
        for (const date of [...all, first, last]) {
          const text = iso(...date);
          expect(takes(automaton, text)).toBe(isInCalendar(...date) && text >= least && text <= most);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('every day of some years', () => {
    const automaton = automatonOfDates('1896-02-28', '2104-02-29');
    for (const year of [1895, 1896, 1897, 1900, 1904, 1999, 2000, 2001, 2100, 2104, 2105]) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const text = iso(year, month, day);
          const inside = text >= '1896-02-28' && text <= '2104-02-29';
          if (takes(automaton, text) !== (isInCalendar(year, month, day) && inside)) throw new Error(text);
          expect(isRealIso(text)).toBe(isInCalendar(year, month, day));
        }
      }
    }
  });

  test.each([
    '',
    '2000',
    '2000-1-1',
    '2000-01-011',
    ' 2000-01-01',
    '02000-01-01',
    '2000/01/01',
    '２０００-01-01',
    '2000-01-0\0',
  ])('%j is none', (text) => {
    expect(takes(automatonOfDates('1999-01-01', '2001-12-31'), text)).toBe(false);
  });

  test('the first day after the last leaves none; one day leaves that day', () => {
    expect(isEmpty(automatonOfDates('2020-01-02', '2020-01-01'))).toBe(true);
    expect(isEmpty(automatonOfDates('2020-01-01', '2010-01-01'))).toBe(true);
    expect(isEmpty(automatonOfDates('2021-02-29', '2021-02-31'))).toBe(true);
    const one = automatonOfDates('2020-02-29', '2020-02-29');
    expect(takes(one, '2020-02-29')).toBe(true);
    expect(takes(one, '2020-02-28')).toBe(false);
  });
});
