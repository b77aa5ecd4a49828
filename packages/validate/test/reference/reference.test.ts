import { describe, expect, test } from 'vitest';
import { bytesSource } from '../../src/index.ts';
import type { ReferenceList } from '../../src/rules/reference-load.ts';
import { checkBytes } from '../run.ts';
import { compiledOf, rule } from './templates.ts';

const bytes = (text: string, chunk?: number) => bytesSource(new TextEncoder().encode(text), chunk);
const FILE = 'A,B,C\na1,b1,x\na2,b2,x\na3,-2,x\na4,,x\n';

async function said(compiled: ReturnType<typeof compiledOf>, file: string, references = {}): Promise<string[]> {
  const { findings } = await checkBytes(file, compiled, { references });
  return findings.map(({ rule, cell, value, detail = '' }) => `${rule} ${cell} ${value}: ${detail}`);
}

describe.each(['wasm', 'js'] as const)('with the kernel %s', (kernel) => {
  test('a value that is not in the list is a finding, with its place and the words of the rule', async () => {
    const references = { centres: ['a1', 'a3', 'a4'] };
    const { findings, summary } = await checkBytes(FILE, compiledOf([rule(['A'], 'centres')]), { references, kernel });
    expect(findings).toEqual([
      {
        rule: 'UNKNOWN',
        severity: 'error',
        row: 3,
        column: 'A',
        cell: 'A3',
        offset: 14,
        length: 2,
        value: 'a2',
        message: 'It is not known.',
        help: 'Correct it.',
        detail: 'It is not in “centres”.',
      },
    ]);
    expect(summary).toMatchObject({ rows: 4, counts: { error: 1 }, notAsked: [] });
  });

  test('an empty list refuses every value that is looked up', async () => {
    const { findings } = await checkBytes(FILE, compiledOf([rule(['B'], 'b')]), { references: { b: [] }, kernel });
    expect(findings.map(({ cell }) => cell)).toEqual(['B2', 'B3']);
  });

  test('more rules than a kernel takes are all asked', async () => {
    const rules = Array.from({ length: 40 }, (_, at) => rule(['A'], `r${at}`, { code: `R-${at}` }));
    const references = Object.fromEntries(rules.map((_, at) => [`r${at}`, at % 3 === 0 ? ['a2'] : ['a1', 'a2']]));
    const { summary } = await checkBytes('A,B,C\na1,,x\na2,,x\n', compiledOf(rules), { references, kernel });
    expect(summary.counts.error).toBe(14);
  });
});

describe('what is looked up', () => {
  test('missing values and -2 are left out, unless the rule wants them looked up', async () => {
    const references = { b: ['b1', ''] };
    expect(await said(compiledOf([rule(['B'], 'b')]), FILE, references)).toEqual(['UNKNOWN B3 b2: It is not in “b”.']);
    const all = compiledOf([rule(['B'], 'b', { exceptMissing: false })]);
    expect(await said(all, FILE, references)).toEqual([
      'UNKNOWN B3 b2: It is not in “b”.',
      'UNKNOWN B4 -2: It is not in “b”.',
    ]);
  });

  test('several columns make one key; the others are told; one missing leaves the row out', async () => {
    const compiled = compiledOf([rule(['A', 'B'], 'entries')]);
    const references = {
      entries: [
        ['a1', 'b1'],
        ['a2', 'b1'],
        ['a', '2b2'],
      ],
    };
    expect(await said(compiled, `${FILE}a1,b2,x\na2,b1,x\n`, references)).toEqual([
      'UNKNOWN A3 a2: It is not in “entries” together with “b2”.',
      'UNKNOWN A6 a1: It is not in “entries” together with “b2”.',
    ]);
  });

  test('a value at fault is not looked up, nor where the rule is idle talk besides another', async () => {
    const references = { a: ['a1'] };
    expect(await said(compiledOf([rule(['A'], 'a')]), 'A,B,C\n-2,b,x\n,b,x\n a1,b,x\n', references)).toEqual([
      expect.stringMatching(/^value\./),
      expect.stringMatching(/^value\./),
      'UNKNOWN A4  a1: It is not in “a”.',
    ]);
    const besides = [rule(['A'], 'a'), rule(['C'], 'a', { code: 'LATER', besides: ['UNKNOWN'] })];
    expect(await said(compiledOf(besides), 'A,B,C\na2,b,c\na1,b,c\n', references)).toEqual([
      'UNKNOWN A2 a2: It is not in “a”.',
      'LATER C3 c: It is not in “a”.',
    ]);
  });

  test('comes after the other rules of a row and before what repeats', async () => {
    const rules = [
      rule(['A'], 'a'),
      { ...rule(['A'], ''), kind: 'unique', code: 'TWICE' } as const,
      { ...rule(['C'], ''), kind: 'constant', columns: ['C'], code: 'ONE-C' } as const,
      { ...rule(['A'], ''), kind: 'row', expression: "A == 'a1'", code: 'ROW' } as const,
    ];
    const codes = (await said(compiledOf(rules), 'A,B,C\na1,b,c\na2,b,d\na2,b,d\n', { a: ['a1'] })).map((each) =>
      each.split(' ').slice(0, 2).join(' '),
    );
    expect(codes).toEqual(['ROW A3', 'ONE-C C3', 'UNKNOWN A3', 'ROW A4', 'ONE-C C4', 'UNKNOWN A4', 'TWICE A4']);
  });

  test('a rule whose reference or column is not there is not asked, and that is said', async () => {
    const compiled = compiledOf([rule(['A'], 'toString'), rule(['B'], 'b', { code: 'NO-B' })]);
    const { findings, summary } = await checkBytes('A,C,D\na,c,d\n', compiled, { references: { b: ['b'] } });
    expect(findings.filter(({ rule: code }) => !code.startsWith('header.'))).toEqual([]);
    expect(summary.notAsked).toEqual([
      { rule: 'UNKNOWN', why: 'The reference “toString” was not given.' },
      { rule: 'NO-B', why: 'A column it reads is not in the file.' },
    ]);
  });
});

describe('a file as reference', () => {
  const byName = compiledOf([
    rule(['A', 'B'], 'entries', { reference: { resource: 'entries', columns: ['Centre', 'No. '] } }),
  ]);
  const wanted = ['UNKNOWN A3 a2: It is not in “entries” together with “b2”.'];

  test.each([
    ['plain', 'Centre,No. \na1,b1\na3,b3\n'],
    ['other columns, another order', 'x,No. ,y,Centre\n1,b1,2,a1\n'],
    ['names written otherwise', 'CENTRE,no\na1,b1\n'],
    ['a name to the letter before one alike', 'centre,Centre,No. \na2,a1,b1\na2,a1,b2\n'],
    ['a byte order mark, quotes, CR LF, no last line end', '\ufeff"Centre","No. "\r\n"a1","b1"'],
    ['blank lines and rows of commas', 'Centre,No. \n\n,\na1,b1\n,\n\n'],
    ['a quotation mark elsewhere', 'Centre,No. ,z\na1,b1,"z"z\n'],
  ])('%s', async (_name, csv) => {
    for (const chunk of [1, 2, 5, 1000]) {
      expect(await said(byName, FILE, { entries: bytes(csv, chunk) })).toEqual(wanted);
    }
  });

  test('is read once for all its rules', async () => {
    let opened = 0;
    const source = bytes('A,B,C\na1,b1,x\na2,b2,x\n');
    const counted = {
      ...source,
      chunks() {
        opened++;
        return source.chunks();
      },
    };
    const rules = [
      rule(['A', 'B'], 'all'),
      rule(['A'], 'all', { code: 'ONLY-A' }),
      rule(['B', 'A'], 'all', { code: 'AGAIN' }),
    ];
    const file = 'A,B,C\na1,b2,x\na3,b1,x\na2,b2,x\n';
    expect(await said(compiledOf(rules), file, { all: counted })).toEqual([
      'UNKNOWN A2 a1: It is not in “all” together with “b2”.',
      'AGAIN B2 b2: It is not in “all” together with “a1”.',
      'UNKNOWN A3 a3: It is not in “all” together with “b1”.',
      'ONLY-A A3 a3: It is not in “all”.',
      'AGAIN B3 b1: It is not in “all” together with “a3”.',
    ]);
    expect(opened).toBe(1);
  });

  test.each([
    ['', 'The file is empty.'],
    ['\ufeff', 'The file is empty.'],
    [
      'PK\u0003\u0004',
      'This is not a CSV file, whatever its name says. It begins as an Excel workbook (.xlsx) or another zip file does.',
    ],
    ['[{"Centre": "a1"}]', 'This is not a CSV file, whatever its name says. It begins as a JSON file does.'],
    ['Centre\na1\n', 'It has no column “No. ”. Its first row is “Centre”.'],
    ['Centre;No. \na1;b1\n', 'It has no column “Centre”. Its first row is “Centre;No. ”.'],
    ['Centre,No. ,Centre\n', 'It has the column “Centre” twice.'],
    ['centre,No. ,CENTRE\n', 'It has the column “Centre” twice.'],
    ['Centre,No. \na1,b1\na2\n', 'Row 3 has 1 values, and the header has 2 columns.'],
    ['Centre,No. \na1,b1,c1\n', 'Row 2 has 3 values, and the header has 2 columns.'],
    ['Centre,No. \n"a"1,b1\n', 'Row 2 has text after the quotes.'],
    ['Centre,No. \na1,"b1\na2,b2\n', 'Row 2 has a quotation mark that is never closed.'],
    [`Centre,No. \n${'a'.repeat(1_100_000)}`, 'Row 2 is longer than 1 MiB.'],
  ])('%j is refused, in words, before anything is told of the file', async (csv, why) => {
    const run = checkBytes(FILE, byName, { references: { entries: bytes(csv) } });
    await expect(run).rejects.toMatchObject({
      name: 'UnusableReferenceError',
      resource: 'entries',
      message: `The reference “entries” cannot be used. ${why}`,
    });
  });

  test('many columns are not all told', async () => {
    const names = Array.from({ length: 3000 }, (_, at) => `c${at}`).join();
    const run = checkBytes(FILE, byName, { references: { entries: bytes(names) } });
    await expect(run).rejects.toThrow(/Its first row is “c0”, .*“c11”, …\.$/);
  });

  test('an abort is heard while it is read; errors of its source pass through', async () => {
    const stop = new AbortController();
    const source = { ...bytes('Centre,No. \n'), chunks: () => endless(() => stop.abort(new Error('stopped'))) };
    const run = checkBytes(FILE, byName, { references: { entries: source }, signal: stop.signal });
    await expect(run).rejects.toThrow('stopped');
    const broken = { ...source, slice: () => Promise.reject(new Error('EIO')) };
    await expect(checkBytes(FILE, byName, { references: { entries: broken } })).rejects.toThrow('EIO');
  });
});

/** A reference that never ends; `third` is called at its third chunk. */
async function* endless(third: () => void): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('Centre,No. \n');
  for (let at = 1; ; at++) {
    if (at === 3) third();
    yield new TextEncoder().encode('a,b\n');
  }
}

describe('a list as reference', () => {
  test.each([
    [['A'], ['a', ['b', 'c']], 'Its entry 2 is not a text.'],
    [['A'], [['a'], 7], 'Its entry 2 is not a text.'],
    [['A', 'B'], ['a'], 'Its entry 1 is not a list of 2 texts.'],
    [['A', 'B'], [['a', null]], 'Its entry 1 is not a list of 2 texts.'],
  ])('for %j, %j is refused', async (columns, list, why) => {
    const references = { r: list as ReferenceList };
    await expect(checkBytes(FILE, compiledOf([rule(columns, 'r')]), { references })).rejects.toThrow(
      `The reference “r” cannot be used. ${why}`,
    );
  });

  test('single texts and lists of one are the same', async () => {
    const references = { a: ['a1', ['a2'], 'a3', ['a4']] };
    expect(await said(compiledOf([rule(['A'], 'a')]), FILE, references)).toEqual([]);
  });
});
