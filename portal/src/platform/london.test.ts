import { describe, expect, test } from 'vitest';
import { daysBetween, londonMoment, londonTime } from './london.ts';

describe('a day and a time in London', () => {
  test.each([
    ['2027-01-15', '17:00', '2027-01-15T17:00:00.000Z'],
    ['2027-06-04', '17:00', '2027-06-04T16:00:00.000Z'],
    ['2027-06-04', '0:30', '2027-06-03T23:30:00.000Z'],
    // The clocks go forward on 28 March and back on 31 October 2027.
    ['2027-03-28', '01:30', '2027-03-28T01:30:00.000Z'],
    ['2027-10-31', '01:30', '2027-10-31T00:30:00.000Z'],
  ])('%s %s', (day, time, iso) => {
    const moment = londonMoment(day, time)!;
    expect(moment.toISOString()).toBe(iso);
    if (day !== '2027-03-28') expect(londonTime(moment)).toEqual({ day, time: time.padStart(5, '0') });
  });

  test.each([
    ['2027-02-29', '12:00'],
    ['27-02-01', '12:00'],
    ['2027-02-01', '24:00'],
    ['2027-02-01', '5pm'],
    ['', ''],
  ])('%s %s is none', (day, time) => expect(londonMoment(day, time)).toBeUndefined());
});

test('days between', () => {
  expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2);
  expect(daysBetween('2027-03-29', '2027-03-27')).toBe(-2);
});
