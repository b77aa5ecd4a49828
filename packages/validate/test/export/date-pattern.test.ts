import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DateFormat, datePatterns } from '../../src/export/date-pattern.ts';
import { isoSpelling, isRealIso } from '../../src/fields/dates.ts';
import { automatonOfDates, automatonOfPattern, combine, isEmpty, parsePattern } from '../../src/pattern/index.ts';

const FORMATS: readonly DateFormat[] = ['%Y-%m-%d', '%d/%m/%Y'];
const two = (number: number): string => String(number).padStart(2, '0');
const DAY = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
const written = (iso: string, format: DateFormat): string =>
  format === '%Y-%m-%d' ? iso : iso.split('-').reverse().join('/');

function matcher(format: DateFormat, minimum?: string, maximum?: string): (text: string) => boolean {
  const bounds = { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  const patterns = datePatterns(format, bounds).map((pattern) => new RegExp(`^(?:${pattern})$`, 'u'));
  return (text) => patterns.every((pattern) => pattern.test(text));
}

test.each(FORMATS)('every day of the centuries round a leap year that is none, and no other: %s', (format) => {
  const matches = matcher(format);
  const wrong: string[] = [];
  for (const year of [0, 1, 1896, 1900, 1904, 1999, 2000, 2023, 2024, 2100, 9999]) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const iso = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
        if (matches(written(iso, format)) !== isRealIso(iso)) wrong.push(iso);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test.each(FORMATS)('bounds of any kind: %s', (format) => {
  fc.assert(
    fc.property(DAY, DAY, DAY, (date, least, most) => {
      const expected = isRealIso(date) && date >= least && date <= most;
      expect(matcher(format, least, most)(written(date, format))).toBe(expected);
    }),
  );
});

test('other shapes are refused', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FORMATS),
      fc.string({ unit: fc.constantFrom(...'0123-/ '), maxLength: 11 }),
      (format, text) => {
        const iso = isoSpelling(text, [format]);
        expect(matcher(format)(text)).toBe(iso !== undefined && isRealIso(iso));
      },
    ),
  );
});

test.each([
  ['2000-01-01', '2099-12-31'],
  ['1999-02-28', '2024-02-29'],
  ['2023-06-14', '2023-06-14'],
])('from %s to %s they are the very dates of the engine', (minimum, maximum) => {
  const [calendar, ...bounds] = datePatterns('%Y-%m-%d', { minimum, maximum }).map((pattern) =>
    automatonOfPattern(parsePattern(pattern)),
  );
  const mine = bounds.reduce((all, each) => combine(all, each, (a, b) => a && b), calendar!);
  expect(isEmpty(combine(mine, automatonOfDates(minimum, maximum), (a, b) => a !== b))).toBe(true);
});
