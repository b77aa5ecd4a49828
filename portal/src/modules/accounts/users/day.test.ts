import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfDay, isDay, isoDay, lastDay } from './day.ts';

test.each([
  ['2027-01-15', '2027-01-16T00:00:00.000Z'],
  ['2027-06-15', '2027-06-15T23:00:00.000Z'],
  // The clocks change in the night of the day itself, or of the one after.
  ['2027-03-27', '2027-03-28T00:00:00.000Z'],
  ['2027-03-28', '2027-03-28T23:00:00.000Z'],
  ['2027-10-30', '2027-10-30T23:00:00.000Z'],
  ['2027-10-31', '2027-11-01T00:00:00.000Z'],
  ['2027-12-31', '2028-01-01T00:00:00.000Z'],
])('%s ends in London at %s', (day, moment) => {
  expect(endOfDay(day).toISOString()).toBe(moment);
});

test('the last day of access that ends with a day is that day', () => {
  const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-30'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (moment) => {
      const day = moment.toISOString().slice(0, 10);
      expect(lastDay(endOfDay(day))).toBe(day);
    }),
  );
});

test.each([
  [{ day: '3', month: '3', year: '2027' }, '2027-03-03'],
  [{ day: ' 31 ', month: 'March', year: '2027' }, '2027-03-31'],
  [{ day: '29', month: '2', year: '2028' }, '2028-02-29'],
  [{ day: '29', month: '2', year: '2027' }, undefined],
  [{ day: '31', month: 'Juneteenth', year: '2027' }, undefined],
  [{ day: '', month: '3', year: '2027' }, undefined],
  [{ day: '3', month: '13', year: '2027' }, undefined],
  [{ day: '3', month: '3', year: '27' }, undefined],
  [{ day: '-3', month: '3', year: '2027' }, undefined],
])('%j is %s', (parts, day) => {
  expect(isoDay(parts)).toBe(day);
});

test.each(['2027-02-30', '2027-2-3', '1999-01-01', '2027-01-01T00:00', 'no such day'])('%s is no day', (text) => {
  expect(isDay(text)).toBe(false);
});
