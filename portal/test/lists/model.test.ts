import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindNamed } from '../../src/modules/collections/lists/kinds.ts';
import { daysOf, readDay, readEntry } from '../../src/modules/collections/lists/model.ts';
import { csvRow, readCsv, withoutSafeMark } from '../../src/platform/csv.ts';

test('a row that is written is read again, safe or not', () => {
  const row = fc.array(
    fc.string({ unit: 'grapheme' }).map((text) => text.toWellFormed()),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const kept = rows.filter(
        (cells) => cells.some((cell) => cell.trim() !== '') && !cells.some((cell) => cell.startsWith("'")),
      );
      const read = readCsv(new TextEncoder().encode(kept.map(csvRow).join('')));
      expect(read.map(({ cells }) => cells.map(withoutSafeMark))).toEqual(kept);
    }),
  );
});

test('a day is read in both ways that people write it, and no other text is one', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      (moment) => {
        const iso = moment.toISOString().slice(0, 10);
        const [year, month, day] = iso.split('-').map(Number);
        expect([readDay(iso), readDay(`${day}/${month}/${year}`)]).toEqual([iso, iso]);
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = readDay(text);
      if (read !== undefined) expect(new Date(`${read}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read);
    }),
  );
  for (const text of ['2026-02-29', '31/4/2026', '1999-12-31', '2026-13-01', '']) expect(readDay(text)).toBeUndefined();
});

test('whatever is typed is kept as a code that is kept again as it is, or refused', () => {
  for (const kind of [kindNamed('assessment-codes'), kindNamed('qualification-numbers'), kindNamed('unit-numbers')]) {
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9/xX]{8,10}$/));
    fc.assert(
      fc.property(typed, (code) => {
        const once = readEntry(kind, { code, title: '', since: '', until: '' });
        if ('faults' in once) return;
        expect(readEntry(kind, { ...once.entry, since: '', until: '' })).toEqual(once);
      }),
    );
  }
});

test.each([
  ['2022-2023', '2026-12-02', '2022-09-01', '2023-08-31'],
  ['2022-2024', '2026-12-02', '2025-12-02', '2026-12-02'],
  ['January 2026', '2024-02-29', '2023-03-01', '2024-02-29'],
])('a return about %s due %s is about %s to %s', (period, dueDate, from, to) => {
  expect(daysOf({ period, dueDate })).toEqual({ from, to });
});
