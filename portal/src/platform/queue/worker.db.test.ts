import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '../../../test/database.ts';
import { FakeClock, until } from '../../../test/harness.ts';
import { type Database, openDatabase, openPool } from '../db/database.ts';
import { child } from '../db/embedded/fixtures/child.ts';
import { enqueue, MOST_ATTEMPTS, type Payload } from './index.ts';
import { startWorker, type Task, type WorkerNeeds } from './worker.ts';

let stack: AsyncDisposableStack;
let needs: WorkerNeeds;
let pool: pg.Pool;
let db: Database;
const clock = new FakeClock();

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const { host, port, user, database, ...made } = await emptyDatabase('garner_template');
  stack.use(made);
  const connection = { host, port, user, database };
  pool = openPool(connection, 8, () => undefined);
  stack.defer(() => pool.end());
  db = openDatabase(pool);
  needs = { connection, pool, db, clock, log: pino({ level: 'silent' }) };
});
afterEach(() => stack.disposeAsync());

async function work(...tasks: Task[]) {
  return stack.use(await startWorker(needs, tasks, [], 2));
}

/** Leaves the waiting jobs only so many tries. */
async function spend(left: number): Promise<void> {
  await pool.query('update graphile_worker._private_jobs set attempts = max_attempts - $1', [left]);
}

async function runs() {
  return await db
    .selectFrom('job_run')
    .select(['task', 'subject', 'attempt', 'state', 'error'])
    .orderBy('id')
    .execute();
}

/** Waits until so many tries have ended, without the waits between them. */
const finished = (tries: number) =>
  until(`${tries} tries to end`, async () => {
    await pool.query(
      'update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()',
    );
    const all = await runs();
    return all.length === tries && all.every(({ state }) => state !== 'running') && all;
  });

test('a job runs when its transaction commits, and leaves a line for people without personal data', async () => {
  const ran: Payload[] = [];
  await work({ name: 'tests.task', run: async (payload) => void ran.push(payload) });
  await expect(
    db.transaction().execute(async (trx) => {
      await enqueue(trx, 'tests.task', { submission: 1 });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await db.transaction().execute((trx) => enqueue(trx, 'tests.task', { submission: 2, upload: 'abc' }));
  expect(await finished(1)).toEqual([
    { task: 'tests.task', subject: 'submission 2, upload abc', attempt: 1, state: 'done', error: null },
  ]);
  expect(ran).toEqual([{ submission: 2, upload: 'abc' }]);
});

test('a try that fails is noted with its reason, and tried again', async () => {
  let tries = 0;
  await work({
    name: 'tests.task',
    async run(_payload, { attempt }) {
      tries++;
      if (attempt === 1) throw new Error('not yet');
    },
  });
  await enqueue(db, 'tests.task', { number: 1 });
  expect(await finished(2)).toMatchObject([
    { attempt: 1, state: 'failed', error: 'not yet' },
    { attempt: 2, state: 'done', error: null },
  ]);
  expect(tries).toBe(2);
});

test('after the last try the job is dead, and what waits for it is told once', async () => {
  const told: [Payload, string][] = [];
  const task: Task = {
    name: 'tests.task',
    run: async () => {
      throw new Error('never');
    },
    died: async (payload, error) => void told.push([payload, error.message]),
  };
  await enqueue(db, 'tests.task', { number: 7 });
  await spend(2);
  await work(task);
  expect(await finished(2)).toMatchObject([
    { attempt: MOST_ATTEMPTS - 1, state: 'failed' },
    { attempt: MOST_ATTEMPTS, state: 'dead', error: 'never' },
  ]);
  expect(told).toEqual([[{ number: 7 }, 'never']]);
});

test('where telling fails too, the run is dead all the same, with the job’s own reason', async () => {
  await enqueue(db, 'tests.task', {});
  await spend(1);
  await work({
    name: 'tests.task',
    run: async () => {
      throw new Error('the reason');
    },
    died: async () => {
      throw new Error('another');
    },
  });
  expect(await finished(1)).toMatchObject([{ state: 'dead', error: 'the reason' }]);
});

test('a schedule may ask to run as soon as a worker starts', async () => {
  const task: Task = { name: 'tests.sweep', run: async () => undefined };
  const schedules = [{ task: task.name, cron: '0 0 1 1 *', atStart: true as const }];
  stack.use(await startWorker(needs, [task], schedules, 1));
  expect(await finished(1)).toMatchObject([{ task: 'tests.sweep', state: 'done' }]);
});

test('disposing asks what runs to stop, and waits for it', async () => {
  let stopped = false;
  const began = Promise.withResolvers<void>();
  const worker = await work({
    name: 'tests.task',
    run: (_payload, { signal }) => {
      began.resolve();
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          stopped = true;
          resolve();
        }),
      );
    },
  });
  await enqueue(db, 'tests.task', {});
  await began.promise;
  await worker[Symbol.asyncDispose]();
  expect(stopped).toBe(true);
  expect(await runs()).toMatchObject([{ state: 'done' }]);
});

const FIXTURE = fileURLToPath(new URL('fixtures/worker.ts', import.meta.url));

/** Runs a worker in a process of its own until it has begun a job, then kills it at once. */
async function killInMidJob(): Promise<void> {
  await using worker = child([process.execPath, FIXTURE, JSON.stringify(needs.connection)]);
  await worker.line(/^began /);
  worker.process.kill('SIGKILL');
  await worker.ended;
}

test('the job of a worker that was killed is free within seconds, and its run is ended', async () => {
  const ran: Payload[] = [];
  await enqueue(db, 'tests.slow', { number: 1 });
  await killInMidJob();
  expect(await runs()).toMatchObject([{ attempt: 1, state: 'running' }]);
  const killedAt = performance.now();
  await work({ name: 'tests.slow', run: async (payload) => void ran.push(payload) });
  expect(await finished(2)).toMatchObject([
    { attempt: 1, state: 'failed', error: 'The worker was stopped while it ran.' },
    { attempt: 2, state: 'done', error: null },
  ]);
  expect(performance.now() - killedAt).toBeLessThan(10_000);
  expect(ran).toEqual([{ number: 1 }]);
});

test('a worker that runs already frees what another left, by and by', async () => {
  await using other = child([process.execPath, FIXTURE, JSON.stringify(needs.connection)]);
  await other.line(/^ready$/);
  await enqueue(db, 'tests.slow', { number: 1 });
  await other.line(/^began 1$/);
  const ran: Payload[] = [];
  await work({ name: 'tests.slow', run: async (payload) => void ran.push(payload) });
  other.process.kill('SIGKILL');
  await until('the job to run here', async () => ran.length === 1);
});

test('a job that was killed in its last try is given up in order, not left for ever', async () => {
  await enqueue(db, 'tests.slow', { number: 1 });
  await spend(1);
  await killInMidJob();
  const [ran, told]: [Payload[], Payload[]] = [[], []];
  await work({
    name: 'tests.slow',
    run: async (payload) => void ran.push(payload),
    died: async (payload) => void told.push(payload),
  });
  expect(await finished(2)).toMatchObject([{ state: 'failed' }, { state: 'dead' }]);
  expect(told).toEqual([{ number: 1 }]);
  expect(ran).toEqual([]);
});

test('a worker that lost the connection that proves its life goes on, and is not taken for dead', async () => {
  const begun: Payload[] = [];
  const free = Promise.withResolvers<void>();
  await work({
    name: 'tests.task',
    async run(payload) {
      begun.push(payload);
      await free.promise;
    },
  });
  await enqueue(db, 'tests.task', { number: 1 });
  await until('the job to begin', async () => begun.length === 1);
  const life = "from pg_stat_activity where application_name = 'garner-worker-life' and datname = current_database()";
  const { rows } = await pool.query(`select pid, pg_terminate_backend(pid) ${life}`);
  await until('another connection', async () => {
    const now = await pool.query(`select pid ${life} and pid <> ${rows[0].pid}`);
    return now.rows.length === 1;
  });
  await until('its lock', async () => {
    const { rows: locks } = await pool.query(
      "select 1 from pg_locks where locktype = 'advisory' and classid = 7236412 and granted and database = (select oid from pg_database where datname = current_database())",
    );
    return locks.length === 1;
  });
  await work({ name: 'tests.other', run: async () => undefined });
  free.resolve();
  expect(await finished(1)).toMatchObject([{ attempt: 1, state: 'done' }]);
  expect(begun).toHaveLength(1);
});
