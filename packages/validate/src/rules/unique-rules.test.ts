import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../compile.ts';
import { CsvReader } from '../csv/reader.ts';
import { openKernel } from '../kernel/index.ts';
import { newSeed } from '../kernel/plan.ts';
import { Ledger } from '../ledger.ts';
import { bytesSource } from '../source.ts';
import type { Template, TemplateField } from '../template.ts';
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

const kernel = await openKernel('js');
kernel.prepare({ columns: [], tests: [], rules: [], key: [], seed: newSeed(), countsOnly: false });
const asTheyAre: typeof kernel.hash = (values, into) => kernel.hash(values, into);

/** What the rules report, as `rule row: detail`; a chunk ends after every `chunk` bytes. */
async function repeats(
  file: string | Uint8Array,
  hash = asTheyAre,
  chunk = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const ledger = new Ledger();
  const rules = new UniqueRules(compileTemplate(TEMPLATE), Int32Array.of(0, 1), bytesSource(bytes), ledger, {
    hash,
    keyTable: () => kernel.keyTable(),
  });
  const reader = new CsvReader();
  const take = (record: CsvReader['record']): void => {
    ledger.nextRow();
    rules.index(record.row, record.base + record.start, record.base + record.end);
    if (record.count === 2) rules.noteValues(record, Uint8Array.of(1, 1));
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

/** A hash that is always one of a few. */
function constant(low: number, high: number): typeof asTheyAre {
  return (_values, into) => into.set([low, high]);
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
  test.each<[string, typeof asTheyAre]>([
    ['as they are', asTheyAre],
    ['all alike', constant(7, 0x12345678)],
    ['all zero', constant(0, 0)],
    [
      'of three kinds',
      (values, into) => {
        kernel.hash(values, into);
        into.set([into[0]! % 3, 0]);
      },
    ],
    ['all the greatest', constant(0xffffffff, 0xffffffff)],
  ])('%s: every repeated row is found, and no other', async (_how, hash) => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 400 }), async (all, chunk) => {
        expect(await repeats(fileOf(all), hash, chunk)).toEqual(naive(all));
      }),
      { numRuns: 60 },
    );
  });

  test('thousands of rows: earlier ones are found again though they lie far back', async () => {
    const all = Array.from({ length: 3000 }, (_, at) => [`a${at % 2000}`, at % 7 === 0 ? 'x' : `b\n${at}`] as const);
    expect(await repeats(fileOf(all), asTheyAre, 1000)).toEqual(naive(all));
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
    expect(await repeats('ab,c\na,bc\n,abc\nabc,\n')).toEqual([]);
  });
});

describe('hashes of keys', () => {
  test.each(['js', 'wasm'] as const)('hashes spread: few of many near-equal keys meet (%s)', async (name) => {
    const hashing = await openKernel(name);
    hashing.prepare({ columns: [], tests: [], rules: [], key: [], seed: newSeed(), countsOnly: false });
    const seen = new Set<number>();
    const into = new Uint32Array(2);
    for (let at = 0; at < 20_000; at++) {
      hashing.hash([new TextEncoder().encode(`9900${String(at).padStart(6, '0')}`)], into);
      seen.add(into[0]!);
    }
    // By chance about one pair in twenty of 20,000 32-bit hashes meets.
    expect(seen.size).toBeGreaterThan(19_990);
  });
});
