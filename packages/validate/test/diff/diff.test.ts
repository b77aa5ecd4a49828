import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTemplate, type Template } from '../../src/index.ts';
import { headerOf, loadTemplate, PTQ } from '../run.ts';
import { compared } from './differences.ts';

const HEADER = headerOf(PTQ);
const ROW = ['2023-10-31', '2022-2023', 'NSA', 'U01', '-2', '9900000179', '-2', '-2', '2023-06-14', '47', '-2', 'M'];
const row = (changes: Readonly<Record<number, string>> = {}) => ROW.map((value, at) => changes[at] ?? value).join();
const file = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');

/** Three columns, the first of them the key. */
const SMALL = compileTemplate({
  ...loadTemplate('fsq-outcomes-c/2022-03'),
  primaryKey: ['Key'],
  fields: ['Key', 'Grade', 'Note'].map((name) => ({
    name,
    type: 'string',
    description: '',
    example: '',
    accepts: '',
    mend: '',
    ...(name === 'Grade' ? { constraints: { enum: ['A', 'B', 'C'] } } : {}),
  })),
  rules: [],
} as unknown as Template);
const small = (...rows: string[]) => ['Key,Grade,Note', ...rows, ''].join('\n');
const NO_KEY = compileTemplate(loadTemplate('fsq-outcomes-c/2022-03'));

describe('rows', () => {
  test('the same file differs in nothing', async () => {
    const { all, summary } = await compared(file(row(), row({ 3: 'U02' })), file(row(), row({ 3: 'U02' })), PTQ);
    expect(all.filter(({ kind }) => kind !== 'still')).toEqual([]);
    expect(summary).toMatchObject({ isSame: true, rows: { before: 2, after: 2, same: 2 } });
    expect(summary.key).toHaveLength(5);
  });

  test('order, quotation marks, encoding, line ends and blank lines make no difference', async () => {
    const old = small('1,A,Soci\u00e9t\u00e9', '2,B,"x ""y"""');
    const now = Buffer.from('"Grade",Key,Note\r\nB,2,"x ""y"""\r\n\r\n"A",1,Soci\xe9t\xe9\r\n', 'latin1');
    const { summary } = await compared(old, now, SMALL);
    expect(summary.rows).toMatchObject({ same: 2, changed: 0, added: 0, gone: 0 });
  });

  test('changed, added and gone', async () => {
    const { all, summary } = await compared(
      small('1,A,x', '2,B,y', '3,C,z'),
      small('3,C,z', '4,A,', '2,A,"y,y"'),
      SMALL,
    );
    expect(all).toEqual([
      { kind: 'added', row: 3, values: { Key: '4', Grade: 'A', Note: '' } },
      {
        kind: 'changed',
        oldRow: 3,
        newRow: 4,
        key: { Key: '2' },
        cells: [
          { column: 'Grade', before: 'B', after: 'A' },
          { column: 'Note', before: 'y', after: 'y,y' },
        ],
      },
      { kind: 'gone', row: 2, values: { Key: '1', Grade: 'A', Note: 'x' } },
    ]);
    expect(summary.rows).toEqual({ before: 3, after: 3, same: 1, changed: 1, added: 1, gone: 1, byOrder: 0 });
    expect(summary.cells).toEqual({ Grade: 1, Note: 1 });
    expect(summary.isSame).toBe(false);
  });

  test('rows of one key: equal ones first, the others in their order, and it is said', async () => {
    const { all, summary } = await compared(
      small('1,A,x', '1,B,x', '1,C,x'),
      small('1,C,x', '1,A,y', '1,B,y', '1,A,z'),
      SMALL,
    );
    expect(all).toMatchObject([
      { kind: 'changed', oldRow: 2, newRow: 3, byOrder: true },
      { kind: 'changed', oldRow: 3, newRow: 4, byOrder: true },
      { kind: 'added', row: 5 },
    ]);
    expect(summary.rows.byOrder).toBe(2);
  });

  test('without a key whole rows are compared', async () => {
    const lines = ['2022-05-31,NSA,1,Reading,A,30,18', '2022-05-31,NSA,1,Maths,B,30,18'];
    const header = headerOf(NO_KEY);
    const [old, now] = [
      [header, ...lines, ''].join('\n'),
      [header, lines[1], lines[0]?.replace('18', '19'), ''].join('\n'),
    ];
    const { all, summary } = await compared(old, now, NO_KEY);
    expect(all.filter(({ kind }) => kind === 'added' || kind === 'gone')).toMatchObject([
      { kind: 'added', row: 3 },
      { kind: 'gone', row: 2 },
    ]);
    expect(summary.key).toEqual([]);
  });

  test('rows whose values cannot be told apart are compared as lines', async () => {
    const { all } = await compared(small('1,A', '2,B,y,y', ',,'), small(',,', '1,A', '2,B,y,z'), SMALL);
    expect(all.filter((each) => !('finding' in each))).toEqual([
      { kind: 'added', row: 4, values: { Key: '2', Grade: 'B', Note: 'y' } },
      { kind: 'gone', row: 3, values: { Key: '2', Grade: 'B', Note: 'y' } },
    ]);
  });

  test('columns of one file only are named; others of one’s own are compared', async () => {
    const { summary } = await compared('Key,Grade,Mine,X\n1,A,p,q\n', 'Key,Grade,Note,Mine\n1,A,,r\n', SMALL);
    expect(summary.columns).toEqual({ added: ['Note'], gone: ['X'] });
    expect(summary.cells).toEqual({ Mine: 1 });
  });

  test.each([
    ['old', 'Grade,Note\nA,x\n', small('1,A,x'), 'The column Key'],
    ['new', small('1,A,x'), 'Grade,Note\nA,x\n', 'The column Key'],
    ['old', 'a;b\n', small('1,A,x'), 'cannot be read'],
    ['new', small('1,A,x'), '', 'cannot be read'],
  ])('the %s file at fault: refused', async (which, old, now, message) => {
    await expect(compared(old, now, SMALL)).rejects.toMatchObject({ which, message: expect.stringContaining(message) });
  });
});

describe('findings', () => {
  const said = (all: Awaited<ReturnType<typeof compared>>['all']) =>
    all.flatMap((each) => ('finding' in each ? [[each.kind, each.finding.rule, each.finding.row]] : []));

  test('fixed, still there and new, whatever the row', async () => {
    const old = file(row({ 5: '1', 11: 'Zz' }), row({ 5: '2', 9: ' 1' }), row({ 5: '3', 11: 'Yy' }));
    const now = file(
      row({ 5: '4', 11: 'Zz' }),
      row({ 5: '3', 11: 'Yy' }),
      row({ 5: '1', 11: 'M' }),
      row({ 5: '2', 9: ' 2' }),
    );
    const { all, summary } = await compared(old, now, PTQ);
    const told = said(all).filter(([, rule]) => String(rule).startsWith('value'));
    expect(told).toEqual([
      ['new', 'value.list', 2],
      ['still', 'value.list', 3],
      ['new', 'value.blanks', 5],
      ['fixed', 'value.list', 2],
      ['fixed', 'value.blanks', 3],
    ]);
    expect(summary.byRule.find(({ rule }) => rule === 'value.list')).toMatchObject({ fixed: 1, still: 1, new: 1 });
  });

  test('the context decides what is found', async () => {
    const [old, now] = [file(row({ 0: '2023-10-30' })), file(row())];
    const { all } = await compared(old, now, PTQ, { context: { dueDate: '2023-10-31' } });
    expect(said(all)).toContainEqual(['fixed', 'PTQ-REPORTING-DATE', 2]);
  });
});

test('agrees with a plain comparison of all rows', async () => {
  const value = fc.constantFrom('A', 'B', 'é', '"q""q"', '"a,b"', '');
  const rows = fc.array(fc.tuple(fc.constantFrom('1', '2', '3', '4'), value, value), { maxLength: 7 });
  await fc.assert(
    fc.asyncProperty(rows, rows, fc.integer({ min: 1, max: 60 }), async (old, now, chunk) => {
      const [before, after] = [old, now].map((lines) => small(...lines.map((line) => line.join())));
      const { all, summary } = await compared(before!, after!, SMALL, {}, chunk);
      expect(summary.rows).toMatchObject(naive(old, now));
      for (const each of all) {
        if (each.kind !== 'changed') continue;
        const [a, b] = [old[each.oldRow - 2]!, now[each.newRow - 2]!].map((line) => line.map(unquoted));
        const cells = ['Key', 'Grade', 'Note'].flatMap((column, at) =>
          a![at] === b![at] ? [] : { column, before: a![at], after: b![at] },
        );
        expect(each.cells).toEqual(cells);
      }
    }),
    { numRuns: 400 },
  );
});

const unquoted = (text: string) => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);

/** How many rows are the same, changed, added and gone, by going through lists. */
function naive(old: readonly string[][], now: readonly string[][]) {
  const left = old.map((line) => line.join());
  const pending = now.filter((line) => {
    const at = left.indexOf(line.join());
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const same = now.length - pending.length;
  let changed = 0;
  for (const [key] of pending) {
    const at = left.findIndex((line) => line.startsWith(`${key},`));
    if (at < 0) continue;
    left.splice(at, 1);
    changed++;
  }
  return { before: old.length, after: now.length, same, changed, added: pending.length - changed, gone: left.length };
}
