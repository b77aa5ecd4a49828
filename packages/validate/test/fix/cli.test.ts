import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folder, garner, inProcess } from '../cli/garner.ts';
import { headerOf, PTQ } from '../run.ts';

const RIGHT = '2023-10-31,2022-2023,NSA,U01,-2,9900000179,-2,-2,2023-06-14,47,-2,M';
const GOOD = `${headerOf(PTQ)}\n${RIGHT}\n`;
const BAD = `\ufeff${headerOf(PTQ).toLowerCase()}\n${RIGHT.replace('2023-10-31', '31/10/2023').replace('47', ' 47')}\n`;

let cwd = '';
const at = (name: string) => join(cwd, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const fix = (...args: string[]) => inProcess(['fix', ...args], { cwd });

beforeEach(() => {
  cwd = folder();
  writeFileSync(at('bad.csv'), BAD, { mode: 0o640 });
});

test('a preview writes nothing', async () => {
  const { code, stdout, stderr } = await garner(['fix', 'bad.csv', '--against', '2023-10-31'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('15 repairs:');
  expect(stdout).toContain('A2 “31/10/2023” → “2023-10-31”');
  expect(stdout).toContain('J2 “ 47” → “47”');
  expect(stdout).toContain('A1 “reportingdate” → “ReportingDate”');
  expect(stdout).toContain('Findings before: 2 errors, 0 queries, 12 notices. After: 0 errors, 0 queries, 0 notices.');
  expect(stdout).toContain('Nothing was written.');
  expect([readdirSync(cwd), read('bad.csv')]).toEqual([['bad.csv'], BAD]);
});

test('--out writes beside it, and never over it', async () => {
  expect((await fix('bad.csv', '--out', 'good.csv')).code).toBe(0);
  expect([read('good.csv'), read('bad.csv')]).toEqual([GOOD, BAD]);
  symlinkSync('bad.csv', at('link.csv'));
  for (const name of ['bad.csv', './bad.csv', 'link.csv']) {
    const { code, stderr } = await fix('bad.csv', '--out', name);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is the file that is read')]);
  }
  expect(read('bad.csv')).toBe(BAD);
});

test('--out - gives the file, and the report on the side', async () => {
  const { stdout, stderr } = await fix('bad.csv', '--out', '-');
  expect(stdout).toBe(GOOD);
  expect(stderr).toContain('15 repairs:');
});

test('--write puts it in its place, keeps the mode and each earlier copy', async () => {
  expect((await fix('bad.csv', '--write')).stdout).toContain('kept as bad.csv.bak.');
  expect([read('bad.csv'), read('bad.csv.bak')]).toEqual([GOOD, BAD]);
  expect(statSync(at('bad.csv')).mode & 0o777).toBe(0o640);
  writeFileSync(at('bad.csv'), BAD.replace('NSA', 'NSB'));
  expect((await fix('bad.csv', '--write')).stdout).toContain('kept as bad.csv.bak2.');
  expect([read('bad.csv.bak'), read('bad.csv.bak2')]).toEqual([BAD, BAD.replace('NSA', 'NSB')]);
  expect(readdirSync(cwd).sort()).toEqual(['bad.csv', 'bad.csv.bak', 'bad.csv.bak2']);
});

test('--write follows a link to the file itself', async () => {
  symlinkSync('bad.csv', at('link.csv'));
  await fix('link.csv', '--write');
  expect(read('bad.csv')).toBe(GOOD);
  expect(readdirSync(cwd).sort()).toEqual(['bad.csv', 'bad.csv.bak', 'link.csv']);
});

test('with nothing to repair --write touches nothing, and --out copies', async () => {
  writeFileSync(at('good.csv'), GOOD);
  const before = statSync(at('good.csv')).mtimeMs;
  expect((await fix('good.csv', '--write')).stdout).toContain('There is nothing to repair.');
  expect(statSync(at('good.csv')).mtimeMs).toBe(before);
  await fix('good.csv', '--out', 'copy.csv');
  expect(read('copy.csv')).toBe(GOOD);
  expect(readdirSync(cwd).sort()).toEqual(['bad.csv', 'copy.csv', 'good.csv']);
});

test('JSON has every repair, and the findings before and after', async () => {
  const { stdout } = await fix('bad.csv', '--format', 'json', '--out', 'good.csv');
  const result = JSON.parse(stdout);
  expect(result.repairs).toHaveLength(15);
  expect(result.repairs[0]).toMatchObject({ kind: 'byte-order-mark', row: 0 });
  expect(result.repaired).toMatchObject({ size: GOOD.length, written: 'good.csv', backup: null });
  expect(result.findings.changes).toContainEqual({
    rule: 'value.blanks',
    column: 'AssessmentRawMark',
    severity: 'error',
    before: 1,
    after: 0,
  });
  expect(result.leftAlone).toEqual([]);
});

test('standard input, and UTF-16 recognised by its header', async () => {
  const piped = await inProcess(['fix', '-', '--out', '-'], { cwd, input: BAD });
  expect(piped.stdout).toBe(GOOD);
  writeFileSync(at('wide.csv'), Buffer.from(`\ufeff${GOOD}`, 'utf16le'));
  expect((await fix('wide.csv', '--out', 'narrow.csv')).code).toBe(0);
  expect(read('narrow.csv')).toBe(GOOD);
});

test.each([
  [['bad.csv', '--write', '--out', 'x'], '--write and --out do not go together.'],
  [['-', '--write'], 'Standard input cannot be written to.'],
  [['none.csv', '--write'], 'There is no file none.csv.'],
  [['.', '--write'], '. is a folder'],
  [['bad.csv', '--template', 'fsq-outcomes-c'], 'bad.csv: This file is not for this template: its columns are others.'],
  [[], 'garner fix needs the name of a file.'],
])('%j: exit code 2 and what is the matter', async (args, message) => {
  const { code, stdout, stderr } = await fix(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`garner: ${message}`);
  expect(readdirSync(cwd)).toEqual(['bad.csv']);
});
