import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesSource } from '../../src/index.ts';
import type { References } from '../../src/rules/reference-load.ts';
import { checkBytes } from '../run.ts';
import { cell, compiledOf, rule } from './templates.ts';

const COLUMNS = ['A', 'B', 'C'] as const;
const COMPILED = compiledOf([
  rule(['A'], 'one', { code: 'ONE' }),
  rule(['B'], 'one', { code: 'ALL', exceptMissing: false, reference: { resource: 'one', columns: ['A'] } }),
  rule(['C', 'A'], 'two', { code: 'TWO', reference: { resource: 'two', columns: ['y', 'x'] } }),
  rule(['C', 'B'], 'two', { code: 'PAIR', reference: { resource: 'two', columns: ['x', 'y'] } }),
]);

/** A text, and how it is written: in quotes though it need not be, in Windows-1252 though its file is not. */
interface Cell {
  readonly text: string;
  readonly quoted: boolean;
  readonly latin: boolean;
}
type Row = readonly Cell[];

/** More than a kernel takes. */
const FILLER: readonly Row[] = Array.from({ length: 230 }, (_, at) => [
  { text: `${at}`.padStart(300, 'x'), quoted: false, latin: false },
]);

const known = fc.constantFrom(
  '',
  '-2',
  'a',
  'b',
  'ab',
  'A',
  'é',
  'éa',
  '"',
  '""',
  'a"b',
  'a,b',
  'a\nb',
  '0',
  ' a',
  'a ',
);
const long = fc.constantFrom('abcdefgh', 'abcdefghi', '\u2028', '7'.padStart(40, 'x'), '7'.padStart(300, 'x'));
const short = fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', '"', 'é', '-', '2') });
const cells = fc.record({ text: fc.oneof(known, long, short), quoted: fc.boolean(), latin: fc.boolean() });
const rowsOf = (width: number, most: number): fc.Arbitrary<Row[]> =>
  fc.array(fc.array(cells, { minLength: width, maxLength: width }), { maxLength: most });
const chunks = fc.constantFrom(1, 2, 3, 7, 64, 100_000);

function bytesOf(header: readonly string[], rows: readonly Row[]): Uint8Array {
  const lines = rows.map((row) => [...row.flatMap((each, at) => [...(at > 0 ? [','] : []), each]), '\n']);
  return Buffer.concat([`${header.join()}\n`, ...lines.flat()].map((part) => bytesOfPart(part)));
}

function bytesOfPart(part: Cell | string): Uint8Array {
  if (typeof part === 'string') return Buffer.from(part);
  const { text, quoted, latin } = part;
  // Of Windows-1252 only é: however many follow each other, they are no UTF-8.
  const single = latin && /^[\0-\x7fé]*$/.test(text);
  return Buffer.from(quoted ? `"${text.replaceAll('"', '""')}"` : cell(text), single ? 'latin1' : 'utf8');
}

/** A line with nothing but commas, if that, is no row. */
const isRow = (row: Row): boolean => row.some(({ text, quoted }) => text !== '' || quoted);
const textsOf = (row: Row): string[] => row.map(({ text }) => text);

/** What must be found, by a Set of texts: rule, cell and value. */
function naive(rows: readonly Row[], references: Readonly<Record<string, readonly string[][]>>): string[] {
  const found: string[] = [];
  for (const [at, row] of rows.entries()) {
    if (!isRow(row)) continue;
    const texts = textsOf(row);
    for (const { rule: asked, columns } of COMPILED.referenceRules) {
      if (!columns.every((column) => COMPILED.fields[column]!.accepts(texts[column]!))) continue;
      const isMissing = columns.some((column) => COLUMNS[column] === 'B' && ['', '-2'].includes(texts[column]!));
      if (isMissing && asked.exceptMissing !== false) continue;
      const keys = new Set(references[asked.code]!.map((key) => JSON.stringify(key)));
      const [first] = columns;
      if (keys.has(JSON.stringify(columns.map((column) => texts[column])))) continue;
      found.push(`${asked.code} ${COLUMNS[first!]}${at + 2} ${texts[first!]!.slice(0, 200)}`);
    }
  }
  return found;
}

/** The same as the engine finds it; its own findings about values are left out. */
async function engine(file: Uint8Array, references: References, how: { kernel: 'wasm' | 'js'; chunk: number }) {
  const { kernel, chunk } = how;
  const { findings, summary } = await checkBytes(file, COMPILED, { references, kernel }, chunk);
  expect(summary.notAsked).toEqual([]);
  const codes = COMPILED.referenceRules.map(({ rule: { code } }) => code);
  return findings
    .filter(({ rule: code }) => codes.includes(code))
    .map(({ rule: code, cell: place, value }) => `${code} ${place} ${value.replace(/…$/, '')}`);
}

const file = rowsOf(3, 12);
const one = fc.tuple(rowsOf(1, 6), fc.boolean()).map(([rows, isLong]) => (isLong ? [...FILLER, ...rows] : rows));
const two = rowsOf(2, 10);

test('files as references: both kernels find what a Set of texts finds, however the texts are written', async () => {
  await fc.assert(
    fc.asyncProperty(file, one, two, chunks, chunks, async (rows, ones, twos, chunk, theirs) => {
      const references = {
        one: bytesSource(bytesOf(['A'], ones), ones.length < FILLER.length ? theirs : 4096),
        two: bytesSource(bytesOf(['x', 'y'], twos), theirs),
      };
      const [singles, pairs] = [ones.filter(isRow).map(textsOf), twos.filter(isRow).map(textsOf)];
      const swapped = pairs.map((pair) => pair.toReversed());
      const wanted = naive(rows, { ONE: singles, ALL: singles, TWO: swapped, PAIR: pairs });
      for (const kernel of ['wasm', 'js'] as const) {
        expect(await engine(bytesOf(COLUMNS, rows), references, { kernel, chunk })).toEqual(wanted);
      }
    }),
    { numRuns: 300 },
  );
});

test('lists as references: the same', async () => {
  await fc.assert(
    fc.asyncProperty(file, one, two, async (rows, ones, twos) => {
      const [singles, pairs] = [ones.map(textsOf), twos.map(textsOf)];
      const wanted = naive(rows, { ONE: singles, ALL: singles, TWO: pairs, PAIR: pairs });
      for (const kernel of ['wasm', 'js'] as const) {
        const references = { one: singles.map(([text]) => text!), two: pairs };
        expect(await engine(bytesOf(COLUMNS, rows), references, { kernel, chunk: 64 })).toEqual(wanted);
      }
    }),
    { numRuns: 300 },
  );
});
