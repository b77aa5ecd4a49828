import { describe, expect, test } from 'vitest';
import { check, checkBytes, headerOf, knownTemplate, loadTemplate, PTQ } from '../test/run.ts';
import { checkFile } from './check.ts';
import { compileTemplate } from './compile.ts';
import { bytesSource } from './source.ts';
import type { Rule, Template, TemplateField } from './template.ts';

const base = { description: '', accepts: '', mend: 'Mend it.', example: 'a' };
const text = (name: string): TemplateField => ({
  ...base,
  name,
  type: 'string',
  constraints: { required: true, pattern: '.{1,9}' },
});

/** A template of three text columns with the rules given. */
function template(...rules: (Partial<Rule> & { code: string })[]): Template {
  return {
    name: 'small',
    title: 'Small',
    edition: '1',
    publisher: 'P',
    updated: '2024-01-01',
    description: '',
    fields: ['A', 'B', 'C'].map(text),
    rules: rules.map((rule) => ({ severity: 'error', message: `${rule.code}.`, help: '', ...rule }) as Rule),
  };
}

/** Findings as `rule cell-or-row`, with the summary. */
async function said(file: string | Uint8Array, compiled = compileTemplate(template()), context = {}) {
  const { findings, summary } = await checkBytes(file, compiled, { context });
  return { summary, findings: findings.map(({ rule, cell, row }) => `${rule} ${cell || row}`) };
}

describe('files that cannot be read', () => {
  test.each([
    ['nothing', '', 'file.empty 0'],
    ['a mark', '\ufeff', 'file.empty 0'],
    ['blank lines', '\n\r\n', 'file.empty 0'],
    ['a page', '<html><body>Sign in</body></html>', 'file.not-csv 0'],
    ['a header alone', 'A,B,C', 'file.no-rows 0'],
    ['a header and blank lines', 'A,B,C\n\n\n', 'file.no-rows 0'],
    ['other columns', 'X,Y\n1,2\n', 'file.wrong-template 1'],
    ['no header', 'q,r,s\nq,r,s\n', 'file.no-header 1'],
    ['semicolons', 'A;B;C\n1;2;3\n', 'file.delimiter 1'],
    ['one endless line', 'A,B,C\n'.padEnd(2_000_000, 'x'), 'file.row-too-long 2'],
  ])('%s', async (_what, file, expected) => {
    const { findings, summary } = await said(file);
    expect(findings).toEqual([expected]);
    expect(summary).toMatchObject({ rows: 0, rowsChecked: false, counts: { error: 1, query: 0, notice: 0 } });
    expect(summary.bytes).toBe(new TextEncoder().encode(file).length);
  });

  test('the rows before one that is too long are checked, and what they repeat is found', async () => {
    const unique = compileTemplate(template({ kind: 'unique', code: 'U' }));
    const { findings, summary } = await said(`A,B,C\na,b,c\na,b,c\n,b,c\n${'x'.repeat(1_100_000)}\na,b,c\n`, unique);
    expect(findings).toEqual(['U 3', 'value.required A4', 'file.row-too-long 5']);
    expect(summary).toMatchObject({ rows: 3, rowsChecked: true });
  });

  test('another template is named', async () => {
    const known = [knownTemplate(PTQ.template), knownTemplate(loadTemplate('fsq-outcomes-c/2022-03'))];
    const { findings } = await checkBytes(`${known[1]!.columns.join()}\n`, PTQ, { known });
    expect(findings[0]).toMatchObject({ rule: 'file.wrong-template', row: 1 });
    expect(findings[0]!.detail).toBe(`These are the columns of “${known[1]!.title}” (2022-03).`);
  });

  test('a header with more columns than are kept', async () => {
    const names = ['A', 'B', 'C', ...new Array(3000).fill('x')].join();
    const { findings } = await said(`${names}\n${'v,'.repeat(3002)}v\n`);
    expect(findings).toHaveLength(2048 - 3);
    expect(new Set(findings.map((each) => each.split(' ')[0]))).toEqual(new Set(['header.extra']));
  });
});

test('findings come in the order of their rows, what is about the file as a whole last', async () => {
  const compiled = compileTemplate(template({ kind: 'unique', code: 'U' }));
  const { findings } = await said('A,b,C\na,b,c\n\na,b,c\n,b,c\nx\n,,\n"a,b', compiled);
  expect(findings).toEqual([
    'header.folded B1',
    'row.blank-line 3',
    'U 4',
    'value.required A5',
    'row.too-few 6',
    'row.empty 7',
    'csv.never-closed A8',
  ]);
  expect((await said('A,b,C\n')).findings).toEqual((await said('A,b,C')).findings);
});

test('a finding says where it is and what stands there', async () => {
  const { findings } = await checkBytes('\ufeffA,B,C\r\na,"say ""hello"" to all",c\r\n', compileTemplate(template()));
  expect(findings).toEqual([
    {
      rule: 'value.too-long',
      severity: 'error',
      row: 2,
      column: 'B',
      cell: 'B2',
      offset: 13,
      length: 20,
      value: 'say "hello" to all',
      message: 'The value is too long.',
      help: 'Mend it.',
    },
  ]);
});

test('long values are cut, never in the middle of a character', async () => {
  const { findings } = await checkBytes(`A,B,C\n${'x'.repeat(199)}💡💡,b,c\n`, compileTemplate(template()));
  expect(findings[0]!.value).toBe(`${'x'.repeat(199)}…`);
  expect(findings[0]!.length).toBe(199 + 8);
});

test('the summary counts by rule and column, most frequent first, then by code and column', async () => {
  const notice = { kind: 'row', severity: 'notice', code: 'N', expression: "A == 'a'", columns: ['A'] } as const;
  const { summary } = await said('A,B,C\n,b,\na,,c\n,,\nz,b,\n', compileTemplate(template(notice)));
  expect(summary.byRule.map(({ rule, column, count, severity }) => [rule, column, count, severity])).toEqual([
    ['value.required', 'C', 2, 'error'],
    ['N', 'A', 1, 'notice'],
    ['row.empty', '', 1, 'error'],
    ['value.required', 'A', 1, 'error'],
    ['value.required', 'B', 1, 'error'],
  ]);
  expect(summary.counts).toEqual({ error: 5, query: 0, notice: 1 });
  expect(summary.rows).toBe(4);
});

describe('a constant rule', () => {
  const one = { kind: 'constant', code: 'ONE', columns: ['A'] } as const;

  test('compares with the first right value', async () => {
    const { findings } = await checkBytes(
      'A,B,C\n,b,c\na,b,c\na,b,c\nz,b,c\n"a",b,c\n',
      compileTemplate(template(one)),
    );
    expect(findings.map(({ rule, cell, detail }) => [rule, cell, detail])).toEqual([
      ['value.required', 'A2', undefined],
      ['ONE', 'A5', 'Row 3 has another value.'],
    ]);
  });

  test('compares texts: equal bytes may be two texts, other bytes the same text', async () => {
    const compiled = compileTemplate(template(one));
    expect((await said('A,B,C\na""b,b,c\n"a""b",b,c\n', compiled)).findings).toEqual([
      'csv.quote-in-value A2',
      'ONE A3',
    ]);
    expect((await said('A,B,C\na"b,b,c\n"a""b",b,c\n', compiled)).findings).toEqual(['csv.quote-in-value A2']);
  });

  test('is not asked where its column is missing', async () => {
    const { summary } = await said('B,C\nb,c\n', compileTemplate(template(one)));
    expect(summary.notAsked).toEqual([{ rule: 'ONE', why: 'A column it reads is not in the file.' }]);
  });
});

describe('a row rule', () => {
  const row = (code: string, expression: string, columns: readonly string[], besides?: readonly string[]) =>
    ({ kind: 'row', code, expression, columns, ...(besides && { besides }) }) as const;

  test('is not asked where a value it reads is wrong or cannot be told', async () => {
    const compiled = compileTemplate(template(row('R', 'A == B', ['A', 'B'])));
    expect((await said('A,B,C\na,b,c\n,b,c\na,,c\na,"b"x,c\na,b\n', compiled)).findings).toEqual([
      'R A2',
      'value.required A3',
      'value.required B4',
      'csv.text-after-quote B5',
      'row.too-few 6',
    ]);
  });

  test('gives its answer afresh when any column it reads changes', async () => {
    const compiled = compileTemplate(template(row('R', "A == 'a' || B == 'b'", ['A', 'B'])));
    const { findings } = await said('A,B,C\na,x,c\nz,x,c\nz,x,d\nz,b,d\nz,x,c\na,x,c\n', compiled);
    expect(findings).toEqual(['R A3', 'R A4', 'R A6']);
  });

  test('that cannot be worked out is a finding of its own', async () => {
    const compiled = compileTemplate(template(row('R', 'int(A) > 1', ['A'])));
    const { findings } = await checkBytes('A,B,C\n2,b,c\nx,b,c\n', compiled);
    expect(findings.map(({ rule, cell, detail, severity }) => [rule, cell, detail, severity])).toEqual([
      ['rule.failed', 'A3', 'Rule R.', 'error'],
    ]);
  });

  test('is not asked where there is nothing to compare with or no column', async () => {
    const compiled = compileTemplate(
      template(
        row('X', 'A == context.x && A != context.y', ['A']),
        row('Y', 'A == context.y', ['A']),
        row('Z', "B == 'b'", ['B']),
      ),
    );
    const { findings, summary } = await said('A,C\na,c\n', compiled, { y: 'z' });
    expect(findings).toEqual(['header.missing 1', 'Y A2']);
    expect(summary.notAsked).toEqual([
      { rule: 'X', why: 'It needs “x” of the return.' },
      { rule: 'Z', why: 'A column it reads is not in the file.' },
    ]);
  });

  test('keeps quiet besides others', async () => {
    const rules = [
      row('FIRST', "A != 'x'", ['A']),
      row('AFTER', "B != 'x'", ['B'], ['FIRST']),
      row('VALUES', "C != 'x'", ['C'], ['value']),
      { kind: 'constant', code: 'ONE', columns: ['B'], besides: ['AFTER'] } as const,
    ];
    const { findings } = await said('A,B,C\nx,x,x\na,x,x\n,b,x\na,b,c\n', compileTemplate(template(...rules)));
    expect(findings).toEqual([
      'FIRST A2',
      'VALUES C2',
      'AFTER B3',
      'VALUES C3',
      'value.required A4',
      'ONE B4',
      'ONE B5',
    ]);
  });
});

describe('a unique rule', () => {
  const all = { kind: 'unique', code: 'ALL' } as const;
  const some = { kind: 'unique', code: 'A', columns: ['A'], besides: ['ALL', 'R'] } as const;
  const row = { kind: 'row', code: 'R', expression: "B != 'x'", columns: ['B'] } as const;
  const compiled = compileTemplate(template(all, some, row));

  test('keeps quiet besides others of the same row, and of no other row', async () => {
    const { findings } = await said('A,B,C\na,b,c\na,b,c\na,b,d\na,x,c\na,b,e\nz,x,c\n', compiled);
    expect(findings).toEqual(['ALL 3', 'A A4', 'R B5', 'A A6', 'R B7']);
  });

  test('is not asked where a column is missing', async () => {
    const { findings, summary } = await said('A,C\na,c\na,c\n', compiled);
    expect(findings).toEqual(['header.missing 1', 'A A3']);
    expect(summary.notAsked.map(({ rule }) => rule)).toEqual(['R', 'ALL']);
  });

  test('finds rows again whose values hold line breaks, in columns of another order', async () => {
    const { findings } = await checkBytes('C,A,B\n"c\nd",a,b\nq,z,b\n"c\nd",a,b\n', compiled);
    expect(findings.map(({ rule, cell, row: at, detail }) => [rule, cell || at, detail])).toEqual([
      ['header.order', 1, undefined],
      ['value.line-break', 'A2', undefined],
      ['value.line-break', 'A4', undefined],
      ['ALL', 4, 'Same as row 2.'],
    ]);
  });
});

describe('a template is refused before it is used', () => {
  const row = (expression: string, columns: string[]) => template({ kind: 'row', code: 'R', expression, columns });
  test.each([
    ['a column that is not there', row("A == 'a'", ['D']), /R names a column that is not there: D/],
    ['a column read and not listed', row('A == B', ['A']), /R reads a column that it does not list: B/],
    ['a unique rule of no such column', template({ kind: 'unique', code: 'U', columns: ['D'] }), /U names .* D/],
    ['a constant rule of no such column', template({ kind: 'constant', code: 'K', columns: ['D'] }), /K names .* D/],
    [
      'a pattern that does not compile',
      { ...template(), fields: [{ ...text('A'), constraints: { pattern: 'A|*' } }] },
      /column A does not compile: A\|\*/,
    ],
    ['a faulty expression', row('A ==', ['A']), /A ==/],
  ])('%s', (_what, faulty, words) => expect(() => compileTemplate(faulty)).toThrow(words));
});

describe('while it runs', () => {
  test('progress is told after each chunk and at the end', async () => {
    const file = new TextEncoder().encode(`A,B,C\n${'a,b,c\n'.repeat(2000)}`);
    const done: (readonly [number, number])[] = [];
    const onProgress = ({ bytes, rows }: { bytes: number; rows: number }) => void done.push([bytes, rows]);
    await check(bytesSource(file, 5000), compileTemplate(template()), { onProgress });
    expect(done).toEqual([
      [5000, 832],
      [10_000, 1665],
      [12_006, 2000],
      [12_006, 2000],
    ]);
  });

  test('it stops when it is told to', async () => {
    const controller = new AbortController();
    const file = new TextEncoder().encode(`A,B,C\n${'a,b,c\n'.repeat(2000)}`);
    const run = checkFile(bytesSource(file, 5000), compileTemplate(template()), { signal: controller.signal });
    await run.next();
    controller.abort(new Error('enough'));
    await expect(run.next()).rejects.toThrow('enough');
  });

  test('a source that fails is not the file’s fault', async () => {
    const source = {
      ...bytesSource(new TextEncoder().encode('A,B,C\n')),
      async *chunks(): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(5000).fill(0x41);
        throw new Error('EIO');
      },
    };
    await expect(check(source, compileTemplate(template()))).rejects.toThrow('EIO');
  });
});

describe('blanks around a sentinel', () => {
  const header = headerOf(PTQ);
  const row = (other: string, code = 'NSA-1') =>
    `2023-10-31,2022-2023,Northern Skills Awards,${code},-2,-2,-2,${other},2023-06-14,41,-2,A`;

  test.each([
    ['-2 ', 'value.blanks H2'],
    [' -2', 'value.blanks H2'],
    [' ', 'value.required H2'],
    ['NSA 7', undefined],
  ])('%j is no identifier of a learner', async (other, finding) => {
    const { findings } = await said(`${header}\n${row(other)}\n`, PTQ);
    expect(findings).toEqual(finding ? [finding] : []);
  });

  test('nor is it a code', async () => {
    const { findings } = await said(`${header}\n${row('NSA 7', '-2 ')}\n`, PTQ);
    expect(findings).toEqual(['value.not-applicable D2']);
  });
});

test('rows that differ are not read again, however many keys a template has', async () => {
  const keys = [['A'], ['B'], ['C']].map((columns, at) => ({ kind: 'unique' as const, code: `KEY-${at}`, columns }));
  const rows = Array.from({ length: 3000 }, (_, row) => `a${row},b${row},c${row}\n`);
  const whole = bytesSource(new TextEncoder().encode(`A,B,C\n${rows.join('')}`));
  for (const kernel of ['wasm', 'js'] as const) {
    for (const count of [1, 3]) {
      let slices = 0;
      const source = {
        ...whole,
        slice(start: number, end: number) {
          slices++;
          return whole.slice(start, end);
        },
      };
      const { findings } = await check(source, compileTemplate(template(...keys.slice(0, count))), { kernel });
      expect(findings).toEqual([]);
      // By chance a few of so many may share a hash.
      expect(slices).toBeLessThan(5);
    }
  }
});

test.each(['wasm', 'js'] as const)(
  'findings are handed on some at a time, in order, however many rows are in memory (%s)',
  async (kernel) => {
    const compiled = compileTemplate(template({ kind: 'unique', code: 'U', besides: [] }));
    const rows = Array.from({ length: 30_000 }, (_, row) => (row % 3 === 0 ? ',b,c\n' : `a${row >> 4},b,c\n`));
    const source = bytesSource(new TextEncoder().encode(`A,B,C\n${rows.join('')}`), 10_000_000);
    const found: [number, string][] = [];
    let largest = 0;
    for await (const batch of checkFile(source, compiled, { kernel })) {
      largest = Math.max(largest, batch.length);
      found.push(...batch.map(({ row, rule }): [number, string] => [row, rule]));
    }
    expect(largest).toBeLessThan(8192);
    const first = new Set<string>();
    const expected = rows.flatMap((text, at): [number, string][] => {
      const repeats = first.has(text);
      first.add(text);
      const row = at + 2;
      return [
        ...(text.startsWith(',') ? [[row, 'value.required'] as [number, string]] : []),
        ...(repeats ? [[row, 'U'] as [number, string]] : []),
      ];
    });
    expect(found).toEqual(expected);
  },
);
