import { expect, test } from 'vitest';
import { CsvReader } from '../csv/reader.ts';
import type { CsvRecord } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import { bytesSource } from '../source.ts';
import { RowIndex } from './row-index.ts';

const decode = (record: CsvRecord) => Array.from({ length: record.count }, (_, at) => fieldValue(record, at).text);

/** Rows with everything in them that could lead a second reading astray. */
function rowOf(row: number): string {
  if (row % 50 === 0) return `"line\n${row},""quoted""\r\n",b`;
  if (row % 63 === 0) return '';
  if (row === 64 || row === 129) return `open,"${row}`;
  return `${row},${'x'.repeat(row % 90)}`;
}

test('every earlier row is found again, in any order, while the file is read', async () => {
  const bytes = new TextEncoder().encode(Array.from({ length: 700 }, (_, at) => `${rowOf(at + 1)}\r\n`).join(''));
  const index = new RowIndex(bytesSource(bytes), decode);
  const reader = new CsvReader();
  const rows: string[][] = [];
  const take = (record: CsvRecord): void => {
    index.note(record.row, record.base + record.start, record.base + record.end);
    rows.push(decode(record));
  };
  for (let at = 0; at < bytes.length; at += 5000) {
    reader.feed(bytes.subarray(at, at + 5000), take);
    for (const row of [rows.length, 1, 2, 64, 65, 66, Math.ceil(rows.length / 2)]) {
      if (row <= rows.length) expect(await index.row(row)).toEqual(rows[row - 1]);
    }
  }
  reader.end(take);
  expect(rows).toHaveLength(700);
  for (const [at, values] of [...rows.entries()].reverse()) expect(await index.row(at + 1)).toEqual(values);
});

test('more stretches than are kept, and long rows', async () => {
  const line = (row: number) => `${row},${'x'.repeat(row % 640 === 0 ? 300_000 : 3)}\n`;
  const bytes = new TextEncoder().encode(Array.from({ length: 6000 }, (_, at) => line(at + 1)).join(''));
  let asked = 0;
  let longest = 0;
  const source = bytesSource(bytes);
  const slice = (start: number, end: number) => {
    asked++;
    longest = Math.max(longest, end - start);
    return source.slice(start, end);
  };
  const index = new RowIndex({ ...source, slice }, decode);
  const reader = new CsvReader();
  reader.feed(bytes, ({ row, base, start, end }) => index.note(row, base + start, base + end));
  for (const row of [1, 2, 64, 65, 640, 641, 640, 6000, 1]) expect((await index.row(row))[0]).toBe(String(row));
  // Rows 1, 2 and 64 lie in one stretch, 65 and 640 bring others with them, so that the first is kept no more; the last is
  // not complete. No more than one long row is read at once.
  expect(asked).toBe(6);
  expect(longest).toBeLessThan(300_000 + 64 * 1024);
});

test('rows in order are read many at once', async () => {
  const bytes = new TextEncoder().encode(Array.from({ length: 6000 }, (_, at) => `${at + 1},x\n`).join(''));
  let asked = 0;
  const source = bytesSource(bytes);
  const slice = (start: number, end: number) => {
    asked++;
    return source.slice(start, end);
  };
  const index = new RowIndex({ ...source, slice }, decode);
  const reader = new CsvReader();
  reader.feed(bytes, ({ row, base, start, end }) => index.note(row, base + start, base + end));
  for (let row = 1; row <= 5952; row++) expect((await index.row(row))[0]).toBe(String(row));
  expect(asked).toBeLessThan(20);
  expect(index.rowAtHand(5900)).toEqual(['5900', 'x']);
  expect(index.rowAtHand(1)).toBeUndefined();
});
