import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow, exactCsvRow } from './csv.ts';

/** One row read back by RFC 4180, a letter at a time. */
function parse(line: string): string[] {
  expect(line.endsWith('\r\n')).toBe(true);
  const cells: string[] = [];
  let [at, end] = [0, line.length - 2];
  for (;;) {
    let cell = '';
    if (line[at] === '"') {
      for (at++; line[at] !== '"' || line[at + 1] === '"'; at++) {
        cell += line[at];
        if (line[at] === '"') at++;
      }
      at++;
    } else {
      while (at < end && line[at] !== ',') cell += line[at++];
    }
    cells.push(cell);
    if (at >= end) return cells;
    expect(line[at++]).toBe(',');
    if (at === end) return [...cells, ''];
  }
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('"', ',', '\r', '\n', ' ', '=', '+', '-', '@', '\t', "'", 'a', '１', '＝'), { maxLength: 6 })
    .map((a) => a.join('')),
);
const row = fc.array(text, { minLength: 1, maxLength: 6 });

test('a row written exactly is read back as it was', () => {
  fc.assert(
    fc.property(row, (values) => {
      expect(parse(exactCsvRow(values))).toEqual(values);
    }),
    { numRuns: 1000 },
  );
});

test('a safe row is read back as it was, but that no text begins as a formula does', () => {
  fc.assert(
    fc.property(row, (values) => {
      const cells = parse(csvRow(values));
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      expect(cells.map((cell, at) => (cell === `'${values[at]}` ? values[at] : cell))).toEqual(values);
    }),
    { numRuns: 1000 },
  );
});

test.each(['=1+1', '+1', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a'])(
  '%j is disarmed',
  (formula) => {
    expect(parse(csvRow([formula]))).toEqual([`'${formula}`]);
  },
);
