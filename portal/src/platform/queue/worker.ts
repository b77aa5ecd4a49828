import { randomInt } from 'node:crypto';
import { parseCronItems, type Runner, run, runMigrations, type TaskList } from 'graphile-worker';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Connection, Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { Payload } from './index.ts';
import { queueLogger } from './logger.ts';
import { endRun, startRun } from './runs.ts';

/** One kind of job. Must be idempotent: it may run again after a crash at any point. */
export interface Task {
  readonly name: string;
  run(payload: Payload, job: JobInfo): Promise<void>;
  /** Called once the last attempt has failed, so that what waits for it does not wait for ever. */
  died?(payload: Payload, error: Error): Promise<void>;
}

export interface JobInfo {
  readonly attempt: number;
  /** Aborted when the worker is asked to stop. */
  readonly signal: AbortSignal;
}

/** A task that runs by the clock, as in crontab. */
export interface Schedule {
  readonly task: string;
  readonly cron: string;
}

export interface WorkerNeeds {
  readonly pool: pg.Pool;
  readonly db: Database;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Log;
}

const LIVENESS_MS = 5_000;

/** Creates or updates the queue's own tables. */
export async function migrateQueue(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: queueLogger() });
}

/**
 * Runs jobs until disposed. A job whose worker was killed is freed within seconds: each process holds an advisory
 * lock for its life, and workers of processes that hold none are unlocked (the library alone waits four hours).
 */
export async function startWorker(
  needs: WorkerNeeds,
  tasks: readonly Task[],
  schedules: readonly Schedule[],
  concurrency: number,
): Promise<AsyncDisposable & { readonly stopped: Promise<void> }> {
  const stopping = new AbortController();
  const life = await proveLife(needs);
  await freeJobsOfTheDead(needs);
  const runner = await run({
    pgPool: needs.pool,
    logger: queueLogger(needs.log),
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    taskList: taskList(needs, tasks, stopping.signal),
    parsedCronItems: parseCronItems(schedules.map(({ task, cron }) => ({ task, match: cron }))),
    events: life.events,
  });
  const timer = setInterval(() => {
    freeJobsOfTheDead(needs).catch((error) => needs.log.warn({ err: error }, 'could not look for dead workers'));
  }, LIVENESS_MS);
  return {
    stopped: runner.promise,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stopping.abort();
      await stop(runner);
      await life.end();
    },
  };
}

async function stop(runner: Runner): Promise<void> {
  await runner.stop().catch(() => undefined);
}

function taskList(needs: WorkerNeeds, tasks: readonly Task[], signal: AbortSignal): TaskList {
  return Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (payload, { job }) => {
        const given = payload as Payload;
        const started = await startRun(needs, {
          jobId: String(job.id),
          task: task.name,
          attempt: job.attempts,
          payload: given,
        });
        try {
          await task.run(given, { attempt: job.attempts, signal });
          await endRun(needs, started, 'done');
        } catch (error) {
          const dead = job.attempts >= job.max_attempts;
          if (dead) await task.died?.(given, error as Error);
          await endRun(needs, started, dead ? 'dead' : 'failed', error as Error);
          throw error;
        }
      },
    ]),
  );
}

/** Holds this process's advisory lock on a connection of its own and writes down its workers as they come. */
async function proveLife({ connection, db, log }: WorkerNeeds) {
  const key = randomInt(1, 2 ** 31 - 1);
  const client = new pg.Client({ ...connection, application_name: 'garner-worker-life', keepAlive: true });
  client.on('error', (error) => log.error({ err: error }, 'lost the connection that proves this worker lives'));
  await client.connect();
  await client.query('select pg_advisory_lock($1, $2)', [LIFE_CLASS, key]);
  const { EventEmitter } = await import('node:events');
  const events = new EventEmitter();
  events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => {
    db.insertInto('queue_worker')
      .values({ worker_id: worker.workerId, process_key: key })
      .onConflict((conflict) => conflict.column('worker_id').doNothing())
      .execute()
      .catch((error) => log.error({ err: error }, 'could not write down a worker'));
  });
  return { events, end: () => client.end() };
}

const LIFE_CLASS = 7_236_412;

/** Unlocks jobs held by workers whose process is gone, and forgets those workers. */
export async function freeJobsOfTheDead({ pool, log }: Pick<WorkerNeeds, 'pool' | 'log'>): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ process_key: number }>('select distinct process_key from queue_worker');
    for (const { process_key: key } of rows) {
      const { rows: got } = await client.query('select pg_try_advisory_lock($1, $2) as dead', [LIFE_CLASS, key]);
      if (!got[0].dead) continue;
      await client.query(
        'select graphile_worker.force_unlock_workers(array(select worker_id from queue_worker where process_key = $1))',
        [key],
      );
      await client.query('delete from queue_worker where process_key = $1', [key]);
      await client.query('select pg_advisory_unlock($1, $2)', [LIFE_CLASS, key]);
      log.info({ process: key }, 'freed the jobs of a worker that is gone');
    }
  } finally {
    client.release();
  }
}
