import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/index.ts';
import { headerOf } from '../run.ts';
import { constant, rowRule, smallTemplate, unique } from './small-template.ts';
import { sameEveryWay } from './ways.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const told = ({ rule, row, column }: Finding): string => `${rule} ${column}${row}`;

const TABLE = smallTemplate(
  [
    { name: 'Kept' },
    { name: 'Number', constraints: { pattern: '\\d{1,3}' } },
    { name: 'Text', constraints: { pattern: '.*' } },
    { name: 'Mark', constraints: { enum: ['A', 'B', 'D*D*D*'] } },
  ],
  [unique('SAME', ['Number', 'Text'])],
);

/** Lines about what a kernel looks at a piece at a time: its blocks, its index, its longest row, a chunk, the longest row. */
describe('rows of any length, wherever they end', () => {
  const KB = 1024;
  const sizes = [63, 64, 65, 255, 256, 257, 16 * KB, 64 * KB, 256 * KB, 1024 * KB].flatMap((size) => [
    size - 1,
    size,
    size + 1,
    size + 40,
  ]);
  test.each(sizes)(
    'a row of %i bytes',
    async (size) => {
      for (const mark of ['', '"']) {
        for (const end of size > 200 * KB ? ['\r\n'] : ['\n', '\r\n', '\r']) {
          const long = `k,1,${mark}${'x'.repeat(Math.max(0, size - 6 - 2 * mark.length))}${mark},A`;
          const lines = ['k,2,short,B', long, 'k,3,short,C', long, 'k,2,short,B', 'k,4,"a', 'k,5,x,A'];
          const file = bytes(`${headerOf(TABLE)}${end}${lines.join(end)}`);
          const { findings } = await sameEveryWay(file, TABLE);
          if (long.length > 1024 * KB) expect(findings.at(-1)?.rule).toBe('file.row-too-long');
          else
            expect(findings.map(told)).toEqual([
              'value.list Mark4',
              'SAME Number5',
              'SAME Number6',
              'csv.never-closed Text7',
            ]);
        }
      }
    },
    60_000,
  );

  test('a file whose rows begin at every offset of a block and of the index', async () => {
    for (let shift = 0; shift < 130; shift++) {
      const first = `${'k'.repeat(shift)},1,${'y'.repeat(16_200)},A\r\n`;
      const rows = Array.from({ length: 14 }, (_, at) => `k,${at},"a""${at}",${at === 9 ? 'é' : 'B'}\r\nk,${at}x,,\n`);
      const { findings } = await sameEveryWay(bytes(`${headerOf(TABLE)}\n${first}${rows.join('')}`), TABLE);
      expect(findings.length).toBe(1 + 14);
    }
  }, 60_000);

  test('a file cut at every offset', async () => {
    const rows = ['k,1,"a\r\nb",A\r\n', '\r\n', 'é,2,"c""d",\u00a0\r\n', 'k,1,"a\r\nb",A\r\n', ',,,\r', 'k,,"x"y,B'];
    const file = bytes(`\ufeff${headerOf(TABLE)}\r\n${'k,9,x,A\n'.repeat(520)}${rows.join('')}`);
    const whole = await sameEveryWay(file, TABLE);
    for (let chunk = 4090; chunk < file.length; chunk++)
      expect(await sameEveryWay(file, TABLE, {}, chunk)).toEqual(whole);
  }, 60_000);
});

describe('keys are found again, however the row or its value is written', () => {
  const keyed = smallTemplate(
    [{ name: 'Key', constraints: { maxLength: 100_000 } }, { name: 'Other' }],
    [unique('SAME', ['Key'])],
  );

  test.each([1, 8, 9, 16, 300, 2048, 65_000, 65_519, 65_520, 65_521, 65_530, 65_536, 65_600])(
    'a key of %i bytes',
    async (length) => {
      const rest = 'x'.repeat(length - 1);
      const rows = [
        `y"${rest},`,
        `"y""${rest}",`,
        `"y""${rest}","${'z'.repeat(3000)}"`,
        `y"${rest},${'z'.repeat(70_000)}`,
      ];
      const { findings } = await sameEveryWay(bytes(`${headerOf(keyed)}\n${rows.join('\n')}\n`), keyed);
      expect(findings.filter(({ rule }) => rule === 'SAME').map(told)).toEqual(['SAME Key3', 'SAME Key4', 'SAME Key5']);
    },
  );

  test('in UTF-8 and in Windows-1252, right or wrong', async () => {
    const narrow = smallTemplate(
      [{ name: 'Key', constraints: { maxLength: 4 } }, { name: 'Other' }],
      [unique('ALL'), unique('SAME', ['Key'], ['ALL'])],
    );
    for (const [word, found] of [
      ['Café', ['ALL 3', 'SAME 4']],
      ['Cafés', ['value.too-long 2', 'value.too-long 3', 'ALL 3', 'value.too-long 4']],
    ] as const) {
      const [a, b] = [Buffer.from(`${word},x\n`, 'latin1'), Buffer.from(`${word},x\n${word},y\n`)];
      for (const parts of [
        [a, b],
        [b.subarray(0, word.length + 4), a, b.subarray(word.length + 4)],
      ]) {
        const { findings } = await sameEveryWay(Buffer.concat([bytes(`${headerOf(narrow)}\n`), ...parts]), narrow);
        const said = findings.map(({ rule, row }) => `${rule} ${row}`).filter((each) => !each.startsWith('file.'));
        expect(said.sort()).toEqual([...found].sort());
      }
    }
  });
});

test('every day and no-day of years that are leap years and years that are not', async () => {
  const compiled = smallTemplate([
    { name: 'Whole', type: 'date', constraints: { minimum: '1800-01-01', maximum: '2199-12-31' } },
    { name: 'Part', type: 'date', constraints: { minimum: '1900-02-28', maximum: '2100-03-01' } },
  ]);
  const two = (number: number): string => String(number).padStart(2, '0');
  const days = [1799, 1896, 1899, 1900, 1901, 2000, 2001, 2004, 2099, 2100, 2199, 2200].flatMap((year) =>
    Array.from({ length: 14 * 33 }, (_, at) => `${year}-${two(Math.floor(at / 33))}-${two(at % 33)}`),
  );
  const lines = days.map((day) => `${day},${day}\n`);
  const { findings } = await sameEveryWay(bytes(`${headerOf(compiled)}\n${lines.join('')}`), compiled);
  const real = days.filter((day) => {
    const date = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  });
  const right = (column: string): number => days.length - findings.filter((each) => each.column === column).length;
  expect(right('Whole')).toBe(real.filter((day) => day >= '1800' && day < '2200').length);
  expect(right('Part')).toBe(real.filter((day) => day >= '1900-02-28' && day <= '2100-03-01').length);
});

describe('rules', () => {
  const rows = (compiled: ReturnType<typeof smallTemplate>, ...lines: string[]) =>
    sameEveryWay(bytes(`${[headerOf(compiled), ...lines].join('\n')}\n`), compiled).then(({ findings }) =>
      findings.map(told),
    );

  test('a constant column whose first values are at fault is held to the first right one', async () => {
    const compiled = smallTemplate(
      [{ name: 'A', constraints: { pattern: '[a-z]+', required: true } }, { name: 'B' }],
      [constant('ONE', 'A')],
    );
    const found = await rows(compiled, '1,x', ',x', '2,x', 'b,x', 'a,x', '"b",x', 'b,x', '3,x', 'é,x');
    expect(found).toEqual([
      'value.pattern A2',
      'value.required A3',
      'value.pattern A4',
      'ONE A6',
      'value.pattern A9',
      'value.pattern A10',
    ]);
  });

  test('a constant column that must be empty', async () => {
    const compiled = smallTemplate([{ name: 'A' }, { name: 'B' }], [constant('ONE', 'A')]);
    expect(await rows(compiled, ',x', ',x', 'a,x', ',x', ' ,x')).toEqual(['ONE A4', 'value.required A6']);
  });

  test('the empty text in a list', async () => {
    const field = { name: 'A', constraints: { pattern: '[a-z]?' } };
    const yes = [
      ['FIRST', "A in ['', 'x']"],
      ['LAST', "A in ['x', '']"],
      ['ALONE', "A == '' || A in ['x']"],
    ] as const;
    const no = yes.map(([code, expression]) => [`NOT-${code}`, `!(${expression})`] as const);
    for (const [code, expression] of [...yes, ...no]) {
      const compiled = smallTemplate([field, { name: 'B' }], [rowRule(code, ['A'], expression)]);
      const said = no.some(([each]) => each === code) ? ['A2', 'A3'] : ['A4'];
      expect(await rows(compiled, ',1', 'x,1', 'y,1')).toEqual(said.map((cell) => `${code} ${cell}`));
    }
  });

  test('a rule that cannot be worked out says so, though its other parts would make up for it', async () => {
    const compiled = smallTemplate(
      [{ name: 'A' }, { name: 'B' }],
      [rowRule('EITHER', ['A', 'B'], "A == 'x' && int(B) > 1 || A == 'x' && !(int(B) > 1) || A == 'y'")],
    );
    expect(await rows(compiled, 'x,1', 'x,2', 'x,b', 'y,b', 'z,1')).toEqual(['rule.failed A4', 'EITHER A6']);
  });

  test('two keys beside each other and beside the rule for whole rows', async () => {
    const compiled = smallTemplate(
      [{ name: 'A' }, { name: 'B' }, { name: 'C' }],
      [unique('ROW'), unique('A', ['A'], ['ROW']), unique('B', ['B'], ['ROW', 'A'])],
    );
    const found = await rows(compiled, 'a,b,c', 'a,b,c', 'a,x,c', 'y,b,c', 'a,b,z');
    expect(found).toEqual(['ROW 3', 'A A4', 'B B5', 'A A6']);
  });

  test('values that stand for “not applicable” elsewhere, in any script', async () => {
    const compiled = smallTemplate(
      [
        { name: 'A' },
        { name: 'B', constraints: { maxLength: 9 }, notApplicable: '–2' },
        { name: 'C', constraints: { pattern: '[^\\d]*' } },
      ],
      [],
      { notApplicableValues: ['é', '–2', 'n/a'] },
    );
    const found = await rows(compiled, 'x,x,x', 'é,é,é', '–2,–2,–2', 'n/a,n/a,n/a', 'ö,ö,ö', '–3,–3,x');
    expect(found).toEqual([
      ...['A3', 'B3', 'C3', 'A4', 'C4', 'A5', 'B5', 'C5'].map((cell) => `value.not-applicable ${cell}`),
    ]);
  });

  test('a list with a blank or a value that stands for none', async () => {
    const list = {
      name: 'A',
      constraints: { enum: ['a', ' ', '-2 ', 'NA'], required: true },
      missingValues: ['NA', ' x'],
    };
    for (const [sentinel, faulty] of [
      ['-2', ['A3', 'A4', 'A5', 'A6']],
      ['n', ['A3', 'A5', 'A6']],
    ] as const) {
      const compiled = smallTemplate([list, { name: 'B' }], [], { notApplicableValues: [sentinel] });
      const found = await rows(compiled, 'a,b', ' ,b', '-2 ,b', 'NA,b', ' x,b');
      expect(found.map((each) => each.split(' ')[1])).toEqual(faulty);
    }
  });

  test('a column that takes nothing but no value, or nothing at all', async () => {
    const nothing = { type: 'date', constraints: { minimum: '2020-02-29', maximum: '2020-02-28' } } as const;
    const compiled = smallTemplate([
      { name: 'A', ...nothing },
      { name: 'B', ...nothing, constraints: { ...nothing.constraints, required: true } },
      { name: 'C', constraints: { pattern: 'x{0}' } },
    ]);
    const found = await rows(compiled, ',2020-02-29,', '2020-02-28,,', 'x,é,y');
    expect(found.map((each) => each.split(' ')[1])).toEqual(['B2', 'A3', 'B3', 'A4', 'B4', 'C4']);
  });

  test('no value where one is needed, though the pattern would take it', async () => {
    const digits = { name: 'A', constraints: { pattern: '\\d{0,3}', required: true } };
    const compiled = smallTemplate([
      digits,
      { name: 'B', constraints: { pattern: '.x', required: true }, missingValues: [' x'] },
    ]);
    expect(await rows(compiled, '1,ax', ',ax', '2, x')).toEqual(['value.required A3', expect.stringMatching(/ B4$/)]);
  });
});

test.each([62, 63, 64, 65, 200])('a file of %i columns', async (count) => {
  const names = Array.from({ length: count }, (_, at) => `Column ${String.fromCharCode(65 + (at % 26))}${at}`);
  const compiled = smallTemplate(
    names.map((name) => ({ name, constraints: { pattern: '[a-z]' } })),
    [
      unique('SAME', names.slice(30, 33)),
      constant('ONE', names.at(-1)!),
      rowRule('LAST', [names.at(-1)!], `row['${names.at(-1)}'] != 'q'`),
    ],
  );
  const line = (last: string, at: number): string =>
    names
      .map((_, index) => (index === at ? '1' : index === count - 1 ? last : String.fromCharCode(97 + (index % 26))))
      .join();
  const lines = [
    headerOf(compiled),
    line('z', -1),
    line('z', 31),
    line('z', 32),
    line('q', -1),
    line('z', 61),
    `${line('z', -1)},x`,
  ];
  const { findings } = await sameEveryWay(bytes(`${lines.join('\n')}\n`), compiled);
  expect(findings.map(({ rule, row }) => `${rule} ${row}`)).toEqual([
    'value.pattern 3',
    'value.pattern 4',
    'LAST 5',
    'ONE 5',
    'SAME 5',
    'value.pattern 6',
    'SAME 6',
    'row.too-many 7',
  ]);
});
