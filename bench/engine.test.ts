import { mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesSource, check } from '../packages/validate/src/index.ts';
import { type BenchFile, benchFile } from './engine-files.ts';
import { Scripts } from './engine-process.ts';
import { Results } from './engine-results.ts';
import { fileTable, kindsTable, notMeasuredTable } from './engine-tables.ts';
import { targetTable } from './engine-targets.ts';
import { WAYS, type WayName, wayOf } from './engine-ways.ts';
import type { Job, Measured } from './job.ts';
import { markdown } from './table.ts';

const COMPILE = { first: 12, median: 31, firstCheck: 8 };
const FILE: BenchFile = { name: 'clean', title: '1,000,000 rows', rows: 1e6, bytes: 1e8, faults: 0, job: '' };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-engine-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file is made once, and anew where it is not as the generator makes it', async () => {
  const file = await benchFile(folder, 'some', 2000);
  const { path, context } = JSON.parse(await readFile(file.job, 'utf8')) as Job;
  expect(file).toMatchObject({ title: '2,000 rows 1 % with a fault', rows: 2000, bytes: (await stat(path)).size });
  expect(file.faults).toBeGreaterThan(5);
  expect(context).toHaveProperty('dueDate');
  const made = (await stat(path)).mtimeMs;
  expect(await benchFile(folder, 'some', 2000)).toEqual(file);
  expect((await stat(path)).mtimeMs).toBe(made);
  await truncate(path, 1000);
  expect(await benchFile(folder, 'some', 2000)).toEqual(file);
  expect((await stat(path)).size).toBe(file.bytes);
});

test('the file with names beyond ASCII has them in every row, and no fault', async () => {
  const file = await benchFile(folder, 'names', 1000);
  const { path, template, context } = JSON.parse(await readFile(file.job, 'utf8')) as Job;
  const bytes = await readFile(path);
  const rows = bytes.toString().trimEnd().split('\n').slice(1);
  expect(rows).toHaveLength(1000);
  expect(rows.filter((row) => (row.match(/[^\p{ASCII}]+/gu) ?? []).length < 4)).toEqual([]);
  expect((await check(bytesSource(bytes), template, { context }).summary()).byRule).toEqual([]);
});

test('a process of its own finds what is in a file, and tells its time and memory', async () => {
  const scripts = await Scripts.bundle(folder, ['measure-read.ts', 'measure-fields.ts', 'measure-whole.ts'], []);
  const results = new Results();
  for (const name of ['every', 'names'] as const) {
    const file = await benchFile(folder, name, 400);
    for (const way of ['read', 'fields', 'whole'] as const) {
      const { printed, wall } = await scripts.runWay(wayOf(way), file.job);
      results.add(file, wayOf(way), printed, wall);
      expect(wall).toBeGreaterThan(printed.milliseconds);
      expect(printed.peak).toBeGreaterThan(2e7);
    }
    expect(results.of(name, 'fields')?.faults).toBe(name === 'every' ? 400 : 0);
  }
  await expect(scripts.run('measure-read.ts', [])).rejects.toThrow(/^Error: Say which job/);
});

test('a way that does not find what is there, or finds it elsewhere, is refused', () => {
  const results = new Results();
  const found = (faults: number, faultsByColumn: number[], rows = 1e6): Measured => ({
    ...run(1, 1),
    rows,
    faults,
    faultsByColumn,
  });
  const file = { ...FILE, faults: 3 };
  results.add(file, wayOf('fields'), found(3, [1, 2]), 1);
  results.add(file, wayOf('udsv'), found(3, [1, 2]), 1);
  expect(() => results.add(file, wayOf('polars'), found(2, [0, 2]), 1)).toThrow(
    /polars.* found 2 faults .* there are 3/,
  );
  expect(() => results.add(file, wayOf('polars'), found(3, [1, 2], 999_999), 1)).toThrow('999999 rows');
  expect(() => results.add(file, wayOf('polars'), found(3, [2, 1]), 1)).toThrow('counts faults by column as 2 1');
});

const XML = { table: { title: '', head: [], rows: [] }, faster: [undefined, 3.1], peak: 81e6 } as const;

test('each target stands beside its figure, and whether it is met', () => {
  const results = measuredResults({
    fields: [200, 150],
    'csv-parse': [6100, 6000],
    'duckdb-2': [1100, 1000],
    'fields-js': [500, 450],
  });
  const rows = new Map(targetTable(results, COMPILE, XML).rows.map(([what, ...cells]) => [what, cells]));
  expect(rows.get('file “large”, whole process: faster than polars')).toEqual(['not measured', 'at least 7 ×', '']);
  expect(rows.get('1,000,000 rows, whole process: faster than csv-parse + RegExp')).toEqual([
    '30.5 ×',
    'at least 30 ×',
    'met',
  ]);
  expect(rows.get('1,000,000 rows, whole process: faster than DuckDB on two threads')).toEqual([
    '5.5 ×',
    'at least 6 ×',
    '**not met**',
  ]);
  expect(rows.get('1,000,000 rows, whole process: faster than polars')).toEqual(['not measured', 'at least 5 ×', '']);
  expect(rows.get('peak memory with one worker, whatever the file')).toEqual(['60 MB', 'at most 64 MB', 'met']);
  expect(rows.get('compiling the template, median of 20 more')).toEqual(['31 ms', 'at most 30 ms', '**not met**']);
  expect(rows.get('XML of 200 MB: faster than saxes without namespaces and positions')).toEqual([
    'not measured',
    'at least 3 ×',
    '',
  ]);
  expect(rows.get('XML of 200 MB: faster than saxes with both, as Garner always has them')?.at(-1)).toBe('met');
  expect(rows.get('peak memory of reading XML')).toEqual(['81 MB', 'at most 80 MB', '**not met**']);
});

test('the tables give the best and the median, speeds of the best, and what could not be measured', () => {
  const results = measuredResults({ fields: [400, 300], udsv: [2000, 1900] });
  results.add(FILE, wayOf('fields'), run(100, 5e7), 200);
  results.add(FILE, wayOf('fields'), run(500, 5e7), 700);
  const [, fields, udsv] = fileTable(results, FILE).rows;
  expect(fields).toEqual([wayOf('fields').title, '0.20 s', '0.40 s', '0.10 s', '0.30 s', '500', '5', '60', '1 ×']);
  expect(udsv!.at(-1)).toBe('10 ×');
  const every: BenchFile = { ...FILE, name: 'every', title: 'each', faults: 7 };
  results.add(every, wayOf('fields'), { ...run(250, 6e7), faults: 7 }, 300);
  const kinds = kindsTable(results, [FILE, every]);
  expect(kinds.rows).toEqual([[wayOf('fields').title, '0.10 s', '0.25 s', '2.5']]);
  const failed = notMeasuredTable([{ way: wayOf('polars'), why: 'no package | here', file: 'f' }]);
  expect(markdown(failed).split('\n').slice(2, 5)).toEqual([
    '| way | why | first tried on |',
    '| --- | --- | --- |',
    '| polars, str.contains, 2 threads | no package \\| here | f |',
  ]);
});

test('each way has a script that is there', async () => {
  for (const { script } of WAYS)
    if (script) await expect(stat(join(import.meta.dirname, script))).resolves.toBeDefined();
});

function run(milliseconds: number, peak: number): Measured {
  return { rows: 1e6, faults: 0, faultsByColumn: [], milliseconds, peak };
}

/** Results with a plain read and these ways: time of the process, and in it. */
function measuredResults(ways: Partial<Record<WayName, readonly [number, number]>>): Results {
  const results = new Results();
  results.add(FILE, wayOf('read'), run(20, 4e7), 60);
  for (const [name, [wall, inside]] of Object.entries(ways))
    results.add(FILE, wayOf(name as WayName), run(inside, 6e7), wall);
  return results;
}
