import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '../../../test/database.ts';
import { MIGRATIONS } from '../../context.ts';
import { openPool } from './database.ts';
import { MigrationError, migrate } from './migrate.ts';

let stack: AsyncDisposableStack;
let pool: pg.Pool;
let folder: string;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const connection = stack.use(await emptyDatabase());
  pool = openPool(connection, 5, () => undefined);
  stack.defer(() => pool.end());
  folder = await mkdtemp(join(tmpdir(), 'garner-migrations-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
});
afterEach(() => stack.disposeAsync());

async function file(name: string, sql: string): Promise<void> {
  await writeFile(join(folder, name), sql);
}

async function rowsOf(sql: string): Promise<unknown[]> {
  return (await pool.query(sql)).rows;
}

test('runs what has not run, in order of number, once', async () => {
  await file('0002-b.sql', 'insert into a values (2)');
  await file('0001-a.sql', 'create table a (n int); insert into a values (1)');
  await file('notes.sql', 'this is no migration');
  expect(await migrate(pool, folder)).toEqual(['0001-a.sql', '0002-b.sql']);
  await file('0003-c.sql', 'insert into a values (3)');
  expect(await migrate(pool, folder)).toEqual(['0003-c.sql']);
  expect(await migrate(pool, folder)).toEqual([]);
  expect(await rowsOf('select n from a order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('five at once: one works, the others wait and find nothing to do', async () => {
  await file('0001-a.sql', 'create table a (n int); select pg_sleep(0.2)');
  await file('0002-b.sql', 'insert into a values (1)');
  const ran = await Promise.all(Array.from({ length: 5 }, () => migrate(pool, folder)));
  expect(ran.flat().toSorted()).toEqual(['0001-a.sql', '0002-b.sql']);
  expect(await rowsOf('select n from a')).toEqual([{ n: 1 }]);
});

test('a migration that fails leaves nothing of itself behind; what ran before it stays', async () => {
  await file('0001-a.sql', 'create table a (n int)');
  await file('0002-b.sql', 'create table b (n int); insert into a values (1); select 1 / 0');
  await expect(migrate(pool, folder)).rejects.toThrow(
    new MigrationError('The migration 0002-b.sql failed: division by zero'),
  );
  expect(await rowsOf('select * from a')).toEqual([]);
  expect(await rowsOf("select to_regclass('b') as b")).toEqual([{ b: null }]);
  expect(await rowsOf('select name from migration')).toEqual([{ name: '0001-a.sql' }]);
  await file('0002-b.sql', 'create table b (n int)');
  expect(await migrate(pool, folder)).toEqual(['0002-b.sql']);
});

test('a file that was changed after it ran is refused before anything runs', async () => {
  await file('0001-a.sql', 'create table a (n int)');
  await migrate(pool, folder);
  await file('0001-a.sql', 'create table a (n bigint)');
  await file('0002-b.sql', 'create table b (n int)');
  await expect(migrate(pool, folder)).rejects.toThrow(/0001-a\.sql was changed after it ran/);
  expect(await rowsOf("select to_regclass('b') as b")).toEqual([{ b: null }]);
});

test('a database of a newer version is refused, and left as it is', async () => {
  await file('0001-a.sql', 'create table a (n int)');
  await file('0009-newer.sql', 'create table newer (n int)');
  await migrate(pool, folder);
  await rm(join(folder, '0009-newer.sql'));
  await file('0002-b.sql', 'create table b (n int)');
  await expect(migrate(pool, folder)).rejects.toThrow(/0009-newer\.sql, which this version of Garner does not know/);
  expect(await rowsOf("select to_regclass('b') as b")).toEqual([{ b: null }]);
});

test('the lock is let go after a failure too', async () => {
  await file('0001-a.sql', 'select 1 / 0');
  for (let tries = 0; tries < 6; tries++) await expect(migrate(pool, folder)).rejects.toThrow(MigrationError);
});

test('Garner’s own migrations run on an empty database', async () => {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).toSorted();
  expect(await migrate(pool, MIGRATIONS)).toEqual(names);
});
