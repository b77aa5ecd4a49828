import { expect, test } from 'vitest';
import { automatonOfDates, runs } from '../pattern/index.ts';
import { isoSpelling, isRealDate, isRealIso } from './dates.ts';

test('every day and non-day from 1999 to 2101 is judged as the calendar judges it', () => {
  const automaton = automatonOfDates('1999-01-01', '2101-12-31');
  const wrong: string[] = [];
  for (let year = 1999; year <= 2101; year++) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const date = new Date(Date.UTC(year, month - 1, day));
        const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const said = runs(automaton, new TextEncoder().encode(iso));
        if (isRealDate(year, month, day) !== real || isRealIso(iso) !== real || said !== real) wrong.push(iso);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('the automaton keeps to its bounds', () => {
  const automaton = automatonOfDates('2000-03-15', '2099-12-30');
  const said = (text: string) => runs(automaton, new TextEncoder().encode(text));
  expect(['2000-03-14', '2000-03-15', '2099-12-30', '2099-12-31'].map(said)).toEqual([false, true, true, false]);
  expect(['2023-1-001', '2023/10/31', '20231-0-31', '2023-10-3', '2023-10-311', '2023-10-3:'].map(said)).not.toContain(
    true,
  );
});

test('spellings', () => {
  expect(isoSpelling('31/10/2023', ['%Y-%m-%d', '%d/%m/%Y'])).toBe('2023-10-31');
  expect(isoSpelling('2023-10-31', ['%Y-%m-%d', '%d/%m/%Y'])).toBe('2023-10-31');
  expect(isoSpelling('31/10/2023', ['%Y-%m-%d'])).toBeUndefined();
  expect(isoSpelling('2023-10-31\n', ['%Y-%m-%d'])).toBeUndefined();
  expect(isoSpelling('31/10/23', ['%d/%m/%Y'])).toBeUndefined();
});
