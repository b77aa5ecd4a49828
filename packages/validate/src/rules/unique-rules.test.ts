import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../compile.ts';
import { CsvReader } from '../csv/reader.ts';
import { Ledger } from '../ledger.ts';
import { bytesSource } from '../source.ts';
import type { Template, TemplateField } from '../template.ts';
import { hashBytes, joinHashes, KeyTable, newSeed } from './unique.ts';
import { UniqueRules } from './unique-rules.ts';

const field = (name: string): TemplateField => ({
  name,
  type: 'string',
  description: '',
  example: '',
  accepts: '',
  mend: '',
});

const TEMPLATE = {
  fields: ['A', 'B'].map(field),
  rules: [
    { kind: 'unique', code: 'ALL', severity: 'error', message: '', help: '' },
    { kind: 'unique', code: 'A-ONLY', severity: 'query', message: '', help: '', columns: ['A'], besides: ['ALL'] },
  ],
} as unknown as Template;

/** What the rules report, as `rule row: detail`; a chunk ends after every `chunk` bytes. */
async function repeats(
  file: string | Uint8Array,
  join = joinHashes,
  chunk = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const ledger = new Ledger();
  const rules = new UniqueRules(compileTemplate(TEMPLATE), Int32Array.of(0, 1), bytesSource(bytes), ledger, join);
  const reader = new CsvReader();
  const take = (record: CsvReader['record']): void => {
    ledger.nextRow();
    if (record.count === 2) rules.note(record, Uint8Array.of(1, 1));
    rules.index(record);
  };
  const said: string[] = [];
  const settle = async (): Promise<void> => {
    await rules.settle();
    said.push(...ledger.take().map((finding) => `${finding.rule} ${finding.row}: ${finding.detail}`));
  };
  for (let at = 0; at < bytes.length; at += chunk) {
    reader.feed(bytes.subarray(at, at + chunk), take);
    await settle();
  }
  reader.end(take);
  await settle();
  return said;
}

/** The same by a map of texts. */
function naive(rows: readonly (readonly [string, string])[]): string[] {
  const seen = new Map<string, number>();
  return rows.flatMap(([a, b], at) => {
    const found = [JSON.stringify([a, b]), a].map((key) => {
      const first = seen.get(key);
      if (first === undefined) seen.set(key, at + 1);
      return first;
    });
    if (found[0] !== undefined) return [`ALL ${at + 1}: Same as row ${found[0]}.`];
    return found[1] === undefined ? [] : [`A-ONLY ${at + 1}: Same as row ${found[1]}.`];
  });
}

const value = fc.constantFrom('', 'a', 'b', 'ab', 'a"b', 'x,y', 'l\nm', 'é');
const rows = fc.array(fc.tuple(value, value), { maxLength: 200 });
const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const fileOf = (all: readonly (readonly [string, string])[]) =>
  all.map((row) => `${row.map(quoted).join()}\n`).join('');

describe('hashes are only a suspicion', () => {
  test.each<[string, typeof joinHashes]>([
    ['as they are', joinHashes],
    ['all alike', () => 7],
    ['all zero', () => 0],
    ['of three kinds', (hashes, columns) => joinHashes(hashes, columns) % 3],
    ['all the greatest', () => 0xffffffff],
  ])('%s: every repeated row is found, and no other', async (_how, join) => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 400 }), async (all, chunk) => {
        expect(await repeats(fileOf(all), join, chunk)).toEqual(naive(all));
      }),
      { numRuns: 60 },
    );
  });

  test('thousands of rows: earlier ones are found again though they lie far back', async () => {
    const all = Array.from({ length: 3000 }, (_, at) => [`a${at % 2000}`, at % 7 === 0 ? 'x' : `b\n${at}`] as const);
    expect(await repeats(fileOf(all), joinHashes, 1000)).toEqual(naive(all));
  });
});

describe('texts are compared, not bytes', () => {
  test.each([
    ['in quotation marks or not', 'a,b\n"a","b"\n', 'ALL 2: Same as row 1.'],
    ['marks doubled in quotation marks or lone outside', 'a"b,\n"a""b",\n', 'ALL 2: Same as row 1.'],
    ['text after the marks, kept as sent', '"a""b"c,\n"""a""""b""c",\n', 'ALL 2: Same as row 1.'],
  ])('%s', async (_what, file, said) => expect(await repeats(file)).toEqual([said]));

  test('the same bytes may be two texts', async () => {
    expect(await repeats('a""b,\n"a""b",\n')).toEqual([]);
  });

  test('UTF-8 and Windows-1252', async () => {
    const file = Uint8Array.from([...new TextEncoder().encode('Café,\n'), ...[0x43, 0x61, 0x66, 0xe9, 0x2c, 0x0a]]);
    expect(await repeats(file)).toEqual(['ALL 2: Same as row 1.']);
  });

  test('the place of the border between two values matters', async () => {
    expect(await repeats('ab,c\na,bc\n,abc\nabc,\n', joinHashes)).toEqual([]);
  });
});

describe('the table of keys', () => {
  const rule = { kind: 'unique', code: 'U', severity: 'error', message: '', help: '' } as const;

  test('keeps the first row of each hash, however many there are', () => {
    const table = new KeyTable(rule, [0]);
    const hash = (row: number) => Math.imul(row, 0x10001) >>> 0;
    for (let row = 1; row <= 50_000; row++) expect(table.note(hash(row), row)).toBe(0);
    for (let row = 1; row <= 50_000; row++) expect(table.note(hash(row), row + 50_000)).toBe(row);
  });

  test('hashes spread: few of many near-equal keys meet', () => {
    const seed = newSeed();
    const seen = new Set<number>();
    for (let at = 0; at < 100_000; at++) {
      const bytes = new TextEncoder().encode(`9900${String(at).padStart(6, '0')}`);
      const hashes = Int32Array.of(hashBytes(seed, bytes, 0, bytes.length, false));
      seen.add(joinHashes(hashes, [0]));
    }
    // By chance about one pair in a hundred thousand 32-bit hashes meets.
    expect(seen.size).toBeGreaterThan(99_950);
  });
});
