import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { lint } from '../../src/index.ts';
import type { ReferenceRule, Template } from '../../src/template.ts';
import { folder, inProcess } from '../cli/garner.ts';
import { field, rule, templateOf } from './templates.ts';

const said = (name: string) => ({
  description: `The ${name}.`,
  example: 'a1',
  accepts: 'Any text.',
  mend: 'Write what stands in the list.',
});
const column = (name: string) => field(name, { ...said(name), constraints: { required: true } });
const CENTRE = rule(['A'], 'centres', { code: 'NO-CENTRE' });
const ENTRY = rule(['A', 'C'], 'entries', { code: 'NO-ENTRY', besides: ['NO-CENTRE'] });
const TEMPLATE: Template = templateOf([CENTRE, ENTRY], { fields: ['A', 'B', 'C'].map(column) });
let cwd: string;

beforeEach(() => {
  cwd = folder();
  const files = {
    'own.json': JSON.stringify(TEMPLATE),
    'file.csv': 'A,B,C\na1,b,c1\na2,b,c2\na3,b,c3\n',
    'centres.csv': 'A\na1\na3\n',
    'a=b.csv': 'C,A\nc1,a1\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
});

async function found(args: readonly string[], input = ''): Promise<readonly [code: number | null, ...said: string[]]> {
  const all = ['check', 'file.csv', '--template', './own.json', '--format', 'json', ...args];
  const { code, stdout, stderr } = await inProcess(all, { cwd, input });
  if (stdout === '') return [code, stderr];
  const { findings, notAsked } = JSON.parse(stdout);
  const why = notAsked.map((each: { rule: string; why: string }) => `${each.rule}: ${each.why}`);
  return [code, ...findings.map((each: { rule: string; cell: string }) => `${each.rule} ${each.cell}`), ...why];
}

test('files are named by what the template calls them, each with an option of its own', async () => {
  expect(await found(['--reference', 'centres=centres.csv', '--reference=entries=a=b.csv'])).toEqual([
    1,
    'NO-CENTRE A3',
    'NO-ENTRY A4',
  ]);
});

test('what is not given is said, and the rest is checked', async () => {
  const missing = 'NO-ENTRY: The reference “entries” was not given.';
  expect(await found(['--reference', 'centres=centres.csv'])).toEqual([1, 'NO-CENTRE A3', missing]);
  expect(await found([])).toEqual([0, 'NO-CENTRE: The reference “centres” was not given.', missing]);
});

test('one may come from standard input', async () => {
  expect((await found(['--reference', 'centres=-'], 'A\na1\na2\n'))[1]).toBe('NO-CENTRE A4');
});

test.each([
  ['entries=centres.csv', 'The reference “entries” cannot be used. It has no column “C”. Its first row is “A”.\n'],
  ['centres=own.json', 'The reference “centres” cannot be used. This is not a CSV file, whatever its name says.'],
])('%s cannot be used, and it is said why', async (reference, message) => {
  const [code, stderr] = await found(['--reference', reference]);
  expect(stderr).toContain(message);
  expect(stderr!.trimEnd().split('\n')).toHaveLength(2);
  expect(code).toBe(2);
});

const remarks = (more: Partial<ReferenceRule>) =>
  lint({ ...TEMPLATE, rules: [{ ...CENTRE, ...more }] }).remarks.map(({ code, path }) => `${code} ${path}`);

test('the linter knows such rules, and what can be wrong with them', () => {
  expect(remarks({})).toEqual([]);
  expect(remarks({ exceptMissing: false, reference: { resource: 'centres', columns: ['Centre'] } })).toEqual([]);
  expect(remarks({ reference: { resource: 'centres', columns: ['P', 'Q'] } })).toEqual([
    'key.columns rules[0].reference',
  ]);
  expect(remarks({ columns: ['A', 'D'] })).toEqual(['rule.no-such-column rules[0].columns']);
  expect(remarks({ exceptMissing: 'yes' as unknown as boolean })).toEqual(['shape.value rules[0].exceptMissing']);
  expect(remarks({ reference: {} as ReferenceRule['reference'] })).toEqual(['words.missing rules[0].reference']);
});
