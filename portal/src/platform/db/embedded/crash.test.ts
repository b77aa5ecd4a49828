import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { child, garnerWords } from './fixtures/child.ts';
import { opened } from './fixtures/opened.ts';
import { temporaryFolder } from './fixtures/temporary.ts';
import { isServerOf } from './processes.ts';
import { command, runAsFor } from './run-as.ts';

const countRows = 'select count(*)::int as rows from written';

/** Runs a Garner that writes, kills it after 200 acknowledged rows, and tells how many it had acknowledged. */
async function killWriter(folder: string, alsoServer: boolean) {
  await using writer = child(garnerWords('write', folder));
  const processes = (await writer.line(/^processes /)).split(' ').slice(1).map(Number);
  await writer.line(/^acknowledged 200$/);
  const server = await serverIn(folder);
  process.kill(-(writer.process.pid ?? 0), 'SIGKILL'); // its whole process group, to which the server does not belong
  if (alsoServer) for (const pid of [server, ...processes]) killIfThere(pid);
  await writer.ended;
  const acknowledged = writer.lines.filter((line) => line.startsWith('acknowledged ')).length;
  return { acknowledged, server };
}

/** A process of the server may end by itself between being listed and being killed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function serverIn(folder: string): Promise<number> {
  return Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

test('killed in the middle of writing: the server that lives on is stopped, and no acknowledged row is lost', async () => {
  await using place = await temporaryFolder();
  const { acknowledged, server: orphan } = await killWriter(place.path, false);
  expect(isServerOf(orphan, join(place.path, 'postgres'))).toBe(true);
  await using server = await opened(place.path);
  expect(isServerOf(orphan, join(place.path, 'postgres'))).toBe(false);
  expect(server.lines[0]).toBe(`A PostgreSQL server of an earlier run (process ${orphan}) is still up; stopping it.`);
  const [count] = await server.query<{ rows: number }>(countRows);
  expect(count?.rows).toBeGreaterThanOrEqual(acknowledged);
  expect(await serverIn(place.path)).not.toBe(orphan);
});

test('a Garner that leaves at once still tells its server to stop', async () => {
  await using place = await temporaryFolder();
  await using left = child(garnerWords('exit', place.path));
  await left.line(/^started /);
  await left.ended;
  await expect.poll(() => existsSync(join(place.path, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('killed together with its server: the next start mends, and no acknowledged row is lost', async () => {
  await using place = await temporaryFolder();
  const { acknowledged } = await killWriter(place.path, true);
  await using server = await opened(place.path);
  expect(server.lines.join('\n')).toContain('automatic recovery in progress');
  const [count] = await server.query<{ rows: number }>(countRows);
  expect(count?.rows).toBeGreaterThanOrEqual(acknowledged);
});

test('a server killed while one of its processes is busy: the next start waits for that one to end', async () => {
  await using place = await temporaryFolder();
  const first = await opened(place.path);
  const client = new pg.Client(first.connection);
  client.on('error', () => {}); // it is cut off below
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const busy = rows[0]?.pid ?? 0;
  const cutOff = client.query('select count(*) from generate_series(1, 1e9::bigint)').catch((error: Error) => error);
  const active = `select state from pg_stat_activity where pid = ${busy}`;
  await expect.poll(() => first.query(active)).toEqual([{ state: 'active' }]);
  process.kill(await serverIn(place.path), 'SIGKILL');
  expect((await first.died).message).toContain('ended by SIGKILL');
  await first[Symbol.asyncDispose]();

  const log = (line: string) => line.includes('trying again') && process.kill(busy, 'SIGKILL');
  await using second = await opened(place.path, { log });
  expect(await second.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(second.lines.join('\n')).toContain('pre-existing shared memory block');
  expect(await cutOff).toBeInstanceOf(Error);
});

/** A process that only waits, run by the same user as the server, so that PostgreSQL could mistake it for one. */
async function stranger(folder: string, script: string): Promise<ChildProcess & AsyncDisposable> {
  const { program, args, identity } = command(runAsFor(folder), '/bin/sh', ['-c', script]);
  const started = spawn(program, args, { ...identity, cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  return Object.assign(started, {
    async [Symbol.asyncDispose]() {
      started.kill('SIGKILL');
      if (started.exitCode === null && started.signalCode === null) await once(started, 'exit');
    },
  });
}

/** Leaves the data as a killed server does, but with a lock file that names another process. */
async function leaveLock(folder: string, first: string): Promise<void> {
  const lock = join(folder, 'postgres', 'postmaster.pid');
  const server = await opened(folder);
  const lines = (await readFile(lock, 'utf8')).split('\n');
  process.kill(Number(lines[0]), 'SIGKILL');
  await server.died;
  await server[Symbol.asyncDispose]();
  await writeFile(lock, first === '' ? '' : [first, ...lines.slice(1)].join('\n'));
}

test('a lock file whose process number has passed to a stranger stops nothing, and the stranger lives on', async () => {
  await using place = await temporaryFolder();
  await using other = await stranger(place.path, 'echo up; exec cat');
  await once(other.stdout!, 'data');
  await leaveLock(place.path, String(other.pid));
  await using server = await opened(place.path);
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(other.signalCode ?? other.exitCode).toBeNull();
});

test.skipIf(process.platform !== 'linux')('a lock file that names a zombie stops nothing', async () => {
  await using place = await temporaryFolder();
  await using parent = await stranger(place.path, 'tail -f /dev/null & echo $!; exec cat');
  const [said] = (await once(parent.stdout!, 'data')) as [Buffer];
  const zombie = Number(said);
  // Once the parent is a cat it collects no children any more.
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('cat\n');
  process.kill(zombie, 'SIGKILL');
  await expect.poll(() => readFileSync(`/proc/${zombie}/stat`, 'utf8')).toMatch(/\) Z /);
  await leaveLock(place.path, String(zombie));
  await using server = await opened(place.path);
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(readFileSync(`/proc/${zombie}/stat`, 'utf8')).toMatch(/\) Z /);
});

test('a lock file cut off while it was written stops nothing', async () => {
  await using place = await temporaryFolder();
  await leaveLock(place.path, '');
  await using server = await opened(place.path);
  expect(await server.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('a program that merely names the folder is no server', async () => {
  await using place = await temporaryFolder();
  const here = await mkdtemp(join(place.path, 'postgres'));
  await using other = await stranger(place.path, `echo up; exec cat - ${here}`);
  await once(other.stdout!, 'data');
  expect(isServerOf(other.pid ?? 0, here)).toBe(false);
  await rm(here, { recursive: true });
});
