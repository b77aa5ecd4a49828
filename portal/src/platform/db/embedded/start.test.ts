import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { child, garnerWords } from './fixtures/child.ts';
import { opened } from './fixtures/opened.ts';
import { temporaryFolder } from './fixtures/temporary.ts';

const identity = 'select system_identifier::text as id from pg_control_system()';

test('the first start makes the database, the second is quicker and finds everything', async () => {
  await using place = await temporaryFolder();
  const folder = join(place.path, 'data');
  const took: number[] = [];
  const seen: unknown[] = [];
  for (const sql of ['create table kept as select 42 as answer', 'select answer from kept']) {
    const began = performance.now();
    await using server = await opened(folder);
    took.push(performance.now() - began);
    const rows = await server.query(sql);
    const whole = server.lines.join('\n').includes('database system was shut down at');
    seen.push({ rows, whole, made: server.lines.includes('Making the database.'), id: await server.query(identity) });
  }
  expect(seen).toMatchObject([{ made: true }, { made: false, whole: true, rows: [{ answer: 42 }] }]);
  expect((seen[1] as { id: unknown }).id).toEqual((seen[0] as { id: unknown }).id);
  expect(took[1]).toBeLessThan(took[0] ?? 0);
  expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('.new'));
});

test('the server is safe, private, in UTF-8 and in UTC, and knows accented letters', async () => {
  await using place = await temporaryFolder();
  await using server = await opened(place.path);
  const names = "('fsync','full_page_writes','data_checksums','listen_addresses','TimeZone','server_encoding')";
  const rows = await server.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ${names}`,
  );
  expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
    fsync: 'on',
    full_page_writes: 'on',
    data_checksums: 'on',
    listen_addresses: '',
    TimeZone: 'UTC',
    server_encoding: 'UTF8',
  });
  expect(await server.query(`select lower('É') as lower, 'É' ~* 'é' as same`)).toEqual([{ lower: 'é', same: true }]);
  await server.query('create extension pg_trgm');
  expect(await server.query(`select similarity('élan', 'lan') < 1 as differ`)).toEqual([{ differ: true }]);
  expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700);
});

test('a failed statement and the row that it failed on stay out of the log', async () => {
  await using place = await temporaryFolder();
  await using server = await opened(place.path);
  await server.query('create table person (email text primary key)');
  const add = "insert into person values ('someone@example.org')";
  await server.query(add);
  await expect(server.query(add)).rejects.toMatchObject({ detail: expect.stringContaining('someone@example.org') });
  await expect.poll(() => server.lines.join('\n')).toContain('duplicate key value');
  expect(server.lines.join('\n')).not.toContain('someone');
});

test('a server that ends without being asked is told of, with its last log lines', async () => {
  await using place = await temporaryFolder();
  await using server = await opened(place.path);
  const pid = Number((await readFile(join(place.path, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGTERM');
  const error = await server.died;
  expect(error.message).toMatch(
    /^PostgreSQL stopped by itself: it ended with code 0\. Its last log lines:\n[\s\S]*shut down/,
  );
});

test('a path too long for a socket gets a short private folder for it', async () => {
  await using place = await temporaryFolder();
  const folder = join(place.path, 'a-rather-long-name'.repeat(8));
  await using server = await opened(folder);
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(server.connection.host).not.toContain(folder);
  expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700);
  await server[Symbol.asyncDispose]();
  expect(existsSync(server.connection.host)).toBe(false);
});

test('a path with a comma, quotes and spaces works', async () => {
  await using place = await temporaryFolder();
  await using server = await opened(join(place.path, `it's "data", été`));
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('where there are no sockets a port of this machine is used, with a password that outlives restarts', async () => {
  await using place = await temporaryFolder();
  for (const _ of ['first', 'second']) {
    await using server = await opened(place.path, { transport: 'tcp' });
    expect(await server.query('select current_user as who')).toEqual([{ who: 'garner' }]);
    const stranger = new pg.Client({ ...server.connection, password: 'wrong' });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
  }
  expect((await stat(join(place.path, 'postgres-password'))).mode & 0o777).toBe(0o600);
});

test('a first start killed half way leaves nothing that stops the next', async () => {
  await using place = await temporaryFolder();
  await using killed = child(garnerWords('write', place.path));
  const unfinished = async () => (await readdir(place.path)).find((name) => name.startsWith('postgres.new-'));
  // initdb makes PG_VERSION early and fills the database after it
  const halfway = async () => existsSync(join(place.path, (await unfinished()) ?? '', 'PG_VERSION'));
  await expect.poll(halfway, { interval: 5, timeout: 10_000 }).toBe(true);
  killed.process.kill('SIGKILL');
  await killed.ended;
  expect(existsSync(join(place.path, 'postgres'))).toBe(false);
  await using server = await opened(place.path);
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('a leftover of a first start that was cut short is removed', async () => {
  await using place = await temporaryFolder();
  await mkdir(join(place.path, 'postgres.new', 'base'), { recursive: true });
  await using _server = await opened(place.path);
  expect((await readdir(place.path)).sort()).toEqual(['postgres', 'postgres-socket']);
});

test('a database of another version of PostgreSQL is refused in words, and left alone', async () => {
  await using place = await temporaryFolder();
  const cluster = join(place.path, 'postgres');
  await mkdir(cluster);
  await expect(opened(place.path)).rejects.toThrow(`${cluster} is in the way: it holds no PostgreSQL database.`);
  await writeFile(join(cluster, 'PG_VERSION'), '17\n');
  await expect(opened(place.path)).rejects.toMatchObject({
    name: 'CannotStartError',
    message: expect.stringMatching(/was made by PostgreSQL 17, and this is PostgreSQL 18, which cannot read it\./),
  });
  expect(await readdir(cluster)).toEqual(['PG_VERSION']);
});

test('a server that will not start says why', async () => {
  await using place = await temporaryFolder();
  {
    await using _server = await opened(place.path);
  }
  const file = join(place.path, 'postgres', 'postgresql.conf');
  await chmod(file, 0o600);
  await writeFile(file, 'no_such_setting = 1\n', { flag: 'a' });
  await expect(opened(place.path)).rejects.toMatchObject({
    name: 'CannotStartError',
    message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"'),
  });
});
