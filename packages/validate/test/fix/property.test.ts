import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvReader } from '../../src/csv/reader.ts';
import type { CsvRecord } from '../../src/csv/record.ts';
import { columnLetters, type Finding } from '../../src/index.ts';
import { ptqFiles } from '../files.ts';
import { COLUMNS } from '../oracle-fields.ts';
import { checkBytes, PTQ } from '../run.ts';
import { type Fixed, fixed } from './mended.ts';

const CONTEXT = { dueDate: '2023-10-31', organisationNames: ['NSA', 'Northern Skills Awards'] };
const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Files with the very faults that are repaired, several at a time. */
const DATES = [
  '2023-10-31',
  '31/10/2023',
  '5/6/2023',
  '05/06/2023',
  '10/31/2023',
  '31-Oct-2023',
  '2023/10/31',
  '31/10/1999',
];
const NAMES = [
  'NSA',
  ' NSA ',
  'NSA',
  '" NSA"',
  'Caf\xe9',
  'Caf\xc3\xa9',
  'Caf\xc3\xa9 \xe9',
  '\xa0NSA',
  'a"b',
  '" x""y "',
];
const damaged = fc
  .record({
    mark: fc.constantFrom('', '', '\xef\xbb\xbf'),
    header: fc.constantFrom(COLUMNS.join(), COLUMNS.join().toLowerCase(), COLUMNS.join().replace('Grade', 'Graed')),
    empty: fc.constantFrom('', '', ',', ',, '),
    usual: fc.constantFrom('\n', '\r\n', '\r'),
    rows: fc.array(
      fc.record({
        dates: fc.tuple(fc.constantFrom(...DATES, '45230', ' 2023-10-31'), fc.constantFrom(...DATES)),
        name: fc.constantFrom(...NAMES),
        grade: fc.constantFrom('M', ' M', 'M\t', '-2 ', '"M "', '"M" ', ' "M"', ''),
        empty: fc.constantFrom('same', 'same', 'same', 'same', 'same', 'same', '', 'x'),
        end: fc.constantFrom('usual', 'usual', 'usual', '\n', '\r\n', '\r', '\n\n'),
        shape: fc.constantFrom('row', 'row', 'row', 'row', 'row', 'row', 'row', 'row', 'commas', 'open'),
      }),
      { maxLength: 8 },
    ),
    last: fc.constantFrom('', '\n', '\r\n\n\n'),
  })
  .map(({ mark, header, empty, usual, rows, last }) => {
    const lines = rows.map(({ dates: [a, b], name, grade, empty: own, end, shape }) => {
      const tail = own === 'same' ? empty.replaceAll(' ', '') : empty === '' ? '' : own;
      const row = `${a},2022-2023,${name},U01,-2,9900000179,-2,-2,${b},47,-2,${grade}${tail}`;
      const text = shape === 'commas' ? ','.repeat(11) + tail : shape === 'open' ? row.replace('U01', '"U01') : row;
      return text + (end === 'usual' ? usual : end);
    });
    return latin(`${mark}${header}${empty}${usual}${lines.join('')}${last}`);
  });

const files = fc.oneof(damaged, damaged, ptqFiles(6));

test('a second repair finds nothing to do', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 400 }), async (bytes, chunk) => {
      const once = await fixed(bytes, PTQ, chunk);
      const twice = await fixed(once.bytes, PTQ);
      expect(twice.repairs).toEqual([]);
      expect(twice.bytes.equals(once.bytes)).toBe(true);
      if (once.repairs.length === 0) expect(once.bytes.equals(bytes)).toBe(true);
    }),
    { numRuns: 800 },
  );
});

test('every cell that changed is listed, with what stood there', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (bytes) => {
      const once = await fixed(bytes);
      if ('refusal' in once.plan) return;
      const { columns, columnsBefore } = once.plan;
      const [before, after] = [cellsOf(bytes), cellsOf(once.bytes)];
      const listed = new Map(once.repairs.filter(({ cell }) => cell !== '').map((repair) => [repair.cell, repair]));
      for (const [cell, value] of after) {
        const old = before.get(cell);
        if (old === value) continue;
        expect(listed.get(cell), `${cell}: ${old} → ${value}`).toBeDefined();
      }
      for (const cell of listed.keys()) expect(before.get(cell)).not.toBe(after.get(cell));
      const gone = [...before.keys()].filter((cell) => !after.has(cell));
      if (gone.length === 0) return;
      // What is gone was empty: blank lines at the end, or columns after the last one.
      expect(gone.every((cell) => Buffer.from(before.get(cell)!, 'latin1').toString().trim() === '')).toBe(true);
      const kinds = once.repairs.map(({ kind }) => kind);
      expect(kinds.includes('blank-lines') || (kinds.includes('empty-columns') && columns < columnsBefore)).toBe(true);
    }),
    { numRuns: 800 },
  );
});

test('a finding that appears is a rule asked for the first time about a repaired value', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (bytes) => {
      const once = await fixed(bytes);
      const before = await checkBytes(bytes, PTQ, { context: CONTEXT });
      const after = await checkBytes(once.bytes, PTQ, { context: CONTEXT });
      if ('refusal' in once.plan) return;
      const mended = rowsMended(once);
      const old = before.findings.map(keyOf);
      for (const finding of after.findings) {
        const at = old.indexOf(keyOf(finding));
        if (at >= 0) old.splice(at, 1);
        else expect([keyOf(finding), isUncovered(finding, mended)]).toEqual([keyOf(finding), true]);
      }
      expect(after.summary.rows).toBe(before.summary.rows);
    }),
    { numRuns: 800 },
  );
});

function keyOf({ rule, row, column }: Finding): string {
  // Said once for the whole file, wherever it is seen first.
  return rule === 'file.windows-1252' || rule === 'row.blank-line' ? rule : `${rule} ${row} ${column}`;
}

function rowsMended({ repairs }: Fixed): Set<number> {
  return new Set(repairs.filter(({ kind }) => kind === 'date' || kind === 'blanks').map(({ row }) => row));
}

/** In a repaired row, or told by comparison with one. */
function isUncovered({ rule, row, detail }: Finding, mended: ReadonlySet<number>): boolean {
  if (!rule.startsWith('PTQ-') && rule !== 'value.scientific-text') return false;
  const other = Number(/[Rr]ow (\d+)/.exec(detail ?? '')?.[1] ?? row);
  return mended.has(row) || mended.has(other);
}

/** The bytes of each cell, by its place; blank lines have none. */
function cellsOf(bytes: Uint8Array): Map<string, string> {
  const skip = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const reader = new CsvReader(skip);
  const cells = new Map<string, string>();
  const take = (record: CsvRecord): void => {
    if (record.blank) return;
    for (let at = 0; at < record.count; at++) {
      const raw = record.bytes.subarray(record.from[at]!, record.to[at]!);
      cells.set(`${columnLetters(at)}${record.row}`, Buffer.from(raw).toString('latin1'));
    }
  };
  reader.feed(bytes.subarray(skip), take);
  reader.end(take);
  return cells;
}
