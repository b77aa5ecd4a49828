import { describe, expect, test } from 'vitest';
import { ANY_COLUMN, type KernelPlan } from '../../src/kernel/plan.ts';
import { TableKernel } from '../../src/kernel/table-kernel.ts';
import { headerOf } from '../run.ts';
import { constant, rowRule, smallTemplate } from './small-template.ts';
import { sameEveryWay } from './ways.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** More rows than it takes to learn what they have in common. */
const MANY = 600;

const TABLE = smallTemplate([
  { name: 'Date', type: 'date', constraints: { minimum: '2000-01-01', maximum: '2099-12-31' } },
  { name: 'Letters', constraints: { pattern: '[a-z]+' } },
  { name: 'Text', constraints: { pattern: '.{1,300}' } },
  { name: 'Number', constraints: { pattern: '\\d{1,3}' } },
]);

/** Where findings are in rows that follow many alike. */
async function foundAfter(
  rows: readonly string[],
  alike = '2024-05-06,abc,The same words,7',
  compiled = TABLE,
): Promise<string[]> {
  const lines = [headerOf(compiled), ...Array.from({ length: MANY }, () => alike), ...rows];
  const { findings } = await sameEveryWay(bytes(`${lines.join('\n')}\n`), compiled);
  const after = findings.filter(({ row }) => row > MANY + 1);
  return after.map(({ rule, column, row }) => `${rule} ${column}${row - MANY - 1}`);
}

describe('rows that begin as many before them did', () => {
  test('a leading value that changes is looked at', async () => {
    const found = await foundAfter([
      '2024-05-36,abc,The same words,7',
      '2024-05-06,a1c,The same words,7',
      '2024-05-06,abc,The same words ,7',
      '2024-05-06,abc,The same word,7x',
      '2024-05-07,abc,The same words,7x',
      '2024-05-06,abc,The same words,8',
    ]);
    expect(found).toEqual([
      'value.no-such-date Date1',
      'value.pattern Letters2',
      'value.pattern Number4',
      'value.pattern Number5',
    ]);
  });

  test('a row shorter than what is remembered, or with its commas elsewhere', async () => {
    const found = await foundAfter(['2024-05-06,abc', '2024-05-06', '2024-05-06,abc,The same words', 'a', ',,,']);
    expect(found.map((each) => each.replace(/\D+/, ''))).toEqual(['1', '2', '3', '4', '5']);
    expect(
      await foundAfter(['2024-05-06,abc,The same words,,', '2024-05-06,,,7', '2024-05-06,abcThe,same words,7']),
    ).toEqual([expect.stringMatching(/^row.too-many /), 'value.pattern Letters3']);
  });

  test('rows that are wrong alike are told each', async () => {
    const wrong = Array.from({ length: MANY }, () => '2024-05-06,ABC,The same words,7');
    expect(await foundAfter(wrong)).toEqual(wrong.map((_, at) => `value.pattern Letters${at + 1}`));
    const first = await foundAfter(['2024-05-06,ABC,The same words,7x'], '2024-05-06,abc,The same words,7x');
    expect(first).toEqual(['value.pattern Letters1', 'value.pattern Number1']);
  });

  test('values in quotation marks and beyond ASCII', async () => {
    for (const alike of [
      '"2024-05-06",abc,The same words,7',
      '2024-05-06,abc,"The same, Siân",7',
      '2024-05-06,abc,Siân,7',
    ]) {
      expect(await foundAfter([alike.replace('abc', 'Abc'), `${alike}x`, alike], alike)).toEqual([
        'value.pattern Letters1',
        'value.pattern Number2',
      ]);
    }
  });

  test('as long as what is remembered, and longer', async () => {
    for (const length of [230, 237, 238, 239, 240, 241, 242, 243, 244, 260]) {
      const alike = `2024-05-06,abc,${'x'.repeat(length)},7`;
      const found = await foundAfter(
        [`${alike}x`, alike.replace('x,', 'é,'), alike.replace('x,', `${'y'.repeat(99)},`)],
        alike,
      );
      expect(found).toEqual(['value.pattern Number1', expect.stringMatching(/ Text3$/)]);
    }
  });

  test('rules about leading columns', async () => {
    const compiled = smallTemplate(
      [{ name: 'A' }, { name: 'B' }, { name: 'C' }],
      [
        constant('ONE', 'A'),
        rowRule('FEW', ['B'], "B in ['b', 'c']"),
        rowRule('TWO', ['A', 'C'], "A != 'a' || C != 'd'"),
      ],
    );
    const others = Array.from({ length: MANY }, () => 'z,b,x');
    expect(await foundAfter(others, 'a,b,x', compiled)).toEqual(others.map((_, at) => `ONE A${at + 1}`));
    const rows = ['a,d,x', 'a,b,d', 'a,c,x', 'b,b,x'];
    expect(await foundAfter(rows, 'a,b,x', compiled)).toEqual(['FEW B1', 'TWO A2', 'ONE A4']);
  });
});

test('a test whose texts change, or another plan, is asked of rows that begin as before', () => {
  const kernel = new TableKernel();
  const plan: KernelPlan = {
    columns: [ANY_COLUMN, ANY_COLUMN],
    tests: [{ kind: 'is', column: 0, texts: [bytes('a')], fixed: false }],
    rules: [{ columns: [0], tests: [0], holds: 0b10n }],
    key: [],
    seed: new Uint8Array(2048),
    countsOnly: false,
  };
  const rows = bytes('a,1\n'.repeat(MANY));
  const suspects = (): number => {
    kernel.bytes.set(rows);
    expect(kernel.scan(0, rows.length, MANY)).toBe(rows.length);
    return kernel.suspectCount;
  };
  kernel.prepare(plan);
  expect(suspects()).toBe(0);
  kernel.setTexts(0, [bytes('b')]);
  expect(suspects()).toBe(MANY);
  kernel.setTexts(0, [bytes('a')]);
  expect(suspects()).toBe(0);
  kernel.prepare({ ...plan, rules: [{ columns: [0], tests: [0], holds: 0b01n }] });
  expect(suspects()).toBe(MANY);
});
