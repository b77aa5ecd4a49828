import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folder, garner, inProcess } from '../cli/garner.ts';
import { headerOf, PTQ } from '../run.ts';

const row = (uln: string, mark: string, grade: string) =>
  `2023-10-31,2022-2023,NSA,U01,-2,${uln},-2,-2,2023-06-14,${mark},-2,${grade}\n`;
const OLD = `${headerOf(PTQ)}\n${row('9900000179', '47', 'Z')}${row('9900000187', '48', 'M')}`;
const NEW = `${headerOf(PTQ)}\n${row('9900000195', '1', 'P')}${row('9900000179', '47', 'M')}`;

let cwd = '';
const diff = (...args: string[]) => inProcess(['diff', ...args], { cwd });

beforeEach(() => {
  cwd = folder();
  writeFileSync(join(cwd, 'old.csv'), OLD);
  writeFileSync(join(cwd, 'new.csv'), NEW);
});

test('differences: what a person reads, exit code 1', async () => {
  const { code, stdout, stderr } = await garner(['diff', 'old.csv', 'new.csv'], { cwd });
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toContain('Rows: 0 the same, 1 changed, 1 added, 1 gone.');
  expect(stdout).toContain('Changed: row 3 (was 2), 9900000179, U01, 2023-06-14: AssessmentGrade “Z” → “M”');
  expect(stdout).toContain('Added: row 2: UniqueLearnerNumber “9900000195”');
  expect(stdout).toContain('Gone: row 3 of the old file: UniqueLearnerNumber “9900000187”');
  expect(stdout).toMatch(/Fixed: error value\.list in AssessmentGrade, once\n +L2 “Z”/);
});

test('the same file: exit code 0', async () => {
  const { code, stdout } = await diff('old.csv', 'old.csv');
  expect(code).toBe(0);
  expect(stdout).toContain('Nothing differs.');
});

test('JSON is one document with every difference', async () => {
  const piped = await inProcess(['diff', 'old.csv', '-', '--format', 'json'], { cwd, input: NEW });
  const result = JSON.parse(piped.stdout);
  expect(result.rows.map(({ kind }: { kind: string }) => kind)).toEqual(['added', 'changed', 'gone']);
  expect(result.findings).toContainEqual(expect.objectContaining({ kind: 'fixed' }));
  expect(result.summary.rows).toMatchObject({ changed: 1, added: 1, gone: 1 });
  const same = JSON.parse((await diff('old.csv', 'old.csv', '--format', 'json')).stdout);
  expect([same.rows, same.summary.isSame]).toEqual([[], true]);
});

test.each([
  [['old.csv'], 'garner diff needs two files, the old one first.'],
  [['-', '-'], 'Standard input can be read only once.'],
  [['old.csv', 'none.csv'], 'There is no file none.csv.'],
  [['old.csv', 'new.csv', '--template', 'fsq-outcomes-c'], 'old.csv: This file is not for this template'],
  [['old.csv', '-', '--template', 'fsq-outcomes-c'], 'old.csv: This file is not for this template'],
  [['old.csv', '-', '--template', 'ptq-assessment-outcomes'], '-: The file is empty.'],
  [['old.csv', 'new.csv', '--out', 'new.csv'], 'new.csv is the file that is read.'],
])('%j: exit code 2 and what is the matter', async (args, message) => {
  const { code, stdout, stderr } = await diff(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`garner: ${message}`);
});
