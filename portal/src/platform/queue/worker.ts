import { parseCronItems, type Runner, run, runMigrations, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Connection, Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import { enqueue, MOST_ATTEMPTS, type Payload } from './index.ts';
import { freeJobsOfTheDead, proveLife } from './life.ts';
import { queueLogger } from './logger.ts';
import { endRun, forgetRun, startRun } from './runs.ts';

/** One kind of job. Must be idempotent: it may run again after a crash at any point. */
export interface Task {
  readonly name: string;
  /** Where the usual number of tries does not fit; `enqueue` must be given the same. */
  readonly tries?: number;
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
  /** Also as soon as a worker starts. */
  readonly atStart?: true;
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
    taskList: taskList(needs, tasks, stopping.signal, () => life.noted()),
    parsedCronItems: parseCronItems(
      schedules.map(({ task, cron }) => ({ task, match: cron, options: { maxAttempts: MOST_ATTEMPTS } })),
    ),
    events: life.events,
  });
  for (const { task, atStart } of schedules) if (atStart) await enqueue(needs.db, task, {});
  const look = async (): Promise<void> => {
    await life.noteWorkers();
    await freeJobsOfTheDead(needs);
  };
  const timer = setInterval(() => {
    look().catch((error) => needs.log.warn({ err: error }, 'could not look for dead workers'));
  }, LIVENESS_MS);
  return {
    stopped: runner.promise,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stopping.abort();
      await stop(runner);
      await life[Symbol.asyncDispose]();
    },
  };
}

async function stop(runner: Runner): Promise<void> {
  await runner.stop().catch(() => undefined);
}

function taskList(
  needs: WorkerNeeds,
  tasks: readonly Task[],
  signal: AbortSignal,
  noted: () => Promise<void>,
): TaskList {
  return Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (payload, { job }) => {
        const given = payload as Payload;
        await noted();
        const started = await startRun(needs, {
          jobId: String(job.id),
          task: task.name,
          attempt: job.attempts,
          payload: given,
        });
        try {
          // One more than allowed: every try that was allowed is over, and the last of them was killed.
          if (job.attempts > (task.tries ?? MOST_ATTEMPTS)) throw new Error('The worker was stopped in the last try');
          await task.run(given, { attempt: job.attempts, signal });
          if (isRoutine(given)) await forgetRun(needs, started);
          else await endRun(needs, started, 'done');
        } catch (error) {
          const dead = job.attempts >= job.max_attempts;
          if (dead) await bury(needs, task, given, error as Error);
          await endRun(needs, started, dead ? 'dead' : 'failed', error as Error);
          throw error;
        }
      },
    ]),
  );
}

/** Started by the clock: a run that went well is not worth a row, of which there would be half a million a year. */
function isRoutine(payload: Payload): boolean {
  return '_cron' in (payload ?? {});
}

/** Tells a task that its job is dead. This may fail too; the job's own error is the one to keep. */
async function bury({ log }: WorkerNeeds, task: Task, payload: Payload, error: Error): Promise<void> {
  try {
    await task.died?.(payload, error);
  } catch (cause) {
    log.error({ err: cause, task: task.name }, 'a job died, and what waits for it could not be told');
  }
}
