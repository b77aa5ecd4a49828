import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, garner, inProcess } from '../cli/garner.ts';

const PTQ = 'ptq-assessment-outcomes';

test('what is listed is what garner check finds', async () => {
  const cwd = folder();
  const options = ['--rows', '400', '--seed', 'x', '--faults', '10%', '--against', '2023-10-31'];
  const made = await garner(['sample', PTQ, ...options, '--out', 'try.csv', '--list', 'expected.jsonl'], { cwd });
  expect([made.code, made.stdout]).toEqual([0, '']);
  expect(made.stderr).toMatch(/^400 rows, \d+ of them broken: /);
  const checked = await inProcess(
    ['check', 'try.csv', '--template', PTQ, '--against', '2023-10-31', '--format', 'json'],
    { cwd },
  );
  const said = (all: readonly { row: number; rule: string; column: string }[]) =>
    all.map(({ row, rule, column }) => `${row} ${rule} ${column}`).sort();
  const listed = readFileSync(join(cwd, 'expected.jsonl'), 'utf8').trim().split('\n');
  expect(said(JSON.parse(checked.stdout).findings)).toEqual(said(listed.map((line) => JSON.parse(line))));
});

test('without --out it goes to standard output; the list can be a table', async () => {
  const cwd = folder();
  const { code, stdout } = await inProcess(
    ['sample', `${PTQ}@2023-08`, '--rows', '20', '--faults', '0.5', '--list', 'list.csv'],
    { cwd },
  );
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toContain('ReportingDate,');
  expect(readFileSync(join(cwd, 'list.csv'), 'utf8')).toMatch(/^row,cell,column,severity,rule,kind\r\n\d+,/);
});

test.each([
  [['sample'], 'garner sample needs the name of a template.'],
  [['sample', 'nope'], 'There is no template “nope”.'],
  [['sample', PTQ, '--faults', '2'], 'The option --faults does not take “2”.'],
  [['sample', PTQ, '--rows', 'many'], 'The option --rows does not take “many”.'],
  [['sample', PTQ, '--out', 'a', '--list', 'a'], 'The list would be written into the sample.'],
  [['sample', PTQ, '--against', '1990-01-01'], 'No values were found that satisfy PTQ-REPORTING-DATE'],
])('%j: exit code 2 and what is the matter', async (args, message) => {
  const { code, stdout, stderr } = await inProcess(args, { cwd: folder() });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`garner: ${message}`);
});
