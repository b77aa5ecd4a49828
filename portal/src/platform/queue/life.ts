import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Connection, Database } from '../db/database.ts';
import type { Log } from '../log.ts';

const LIFE_CLASS = 7_236_412;
const RECONNECT_MS = 500;

interface Needs {
  readonly pool: pg.Pool;
  readonly db: Database;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Log;
}

/** That this process lives: an advisory lock on a connection of its own, taken again when that breaks. */
export interface Life extends AsyncDisposable {
  /** Give these to the runner: they tell of its workers. */
  readonly events: EventEmitter;
  /** Writes down which workers are this process's. Repeated, since another process may have taken us for dead. */
  noteWorkers(): Promise<void>;
  /** Resolves once they are written down: no job begins before, so that none is left behind unknown by a kill. */
  noted(): Promise<void>;
}

export async function proveLife({ connection, db, log }: Needs): Promise<Life> {
  const key = randomInt(1, 2 ** 31 - 1);
  const workers = new Set<string>();
  const events = new EventEmitter();
  let client: pg.Client | undefined;
  let ended = false;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const opened = new pg.Client({ ...connection, application_name: 'garner-worker-life', keepAlive: true });
    opened.on('error', (error) => opened === client && lost(error));
    opened.on('end', () => opened === client && lost());
    await opened.connect();
    await opened.query('select pg_advisory_lock($1, $2)', [LIFE_CLASS, key]);
    if (ended) return await opened.end();
    client = opened;
  };
  const lost = (error?: Error): void => {
    client = undefined;
    if (ended) return;
    log.warn({ reason: error?.message }, 'lost the connection that proves this worker lives; connecting again');
    retry = setTimeout(() => connect().catch(lost), RECONNECT_MS);
  };
  const noteWorkers = async (): Promise<void> => {
    if (workers.size === 0) return;
    await db
      .insertInto('queue_worker')
      .values([...workers].map((worker_id) => ({ worker_id, process_key: key })))
      .onConflict((conflict) => conflict.column('worker_id').doNothing())
      .execute();
  };
  let first: Promise<void> | undefined;
  const noted = (): Promise<void> => {
    first ??= noteWorkers().catch((error) => {
      first = undefined;
      throw error;
    });
    return first;
  };
  // Jobs are locked in the name of the pool, not of one of its workers.
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    workers.add(workerPool.id);
    noted().catch((error) => log.error({ err: error }, 'could not write down a worker'));
  });

  await connect();
  return {
    events,
    noteWorkers,
    noted,
    async [Symbol.asyncDispose]() {
      ended = true;
      clearTimeout(retry);
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}

/**
 * Unlocks jobs held by workers whose process is gone, ends their runs and forgets those workers. A worker that no
 * process has owned up to for a minute was killed before it could be written down.
 */
export async function freeJobsOfTheDead({ pool, clock, log }: Pick<Needs, 'pool' | 'clock' | 'log'>): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ process_key: number }>('select distinct process_key from queue_worker');
    for (const { process_key: key } of rows) {
      const { rows: got } = await client.query('select pg_try_advisory_lock($1, $2) as dead', [LIFE_CLASS, key]);
      if (!got[0].dead) continue;
      try {
        const { rows: dead } = await client.query('select worker_id from queue_worker where process_key = $1', [key]);
        await free(
          client,
          clock,
          dead.map((row) => row.worker_id),
        );
        await client.query('delete from queue_worker where process_key = $1', [key]);
      } finally {
        await client.query('select pg_advisory_unlock($1, $2)', [LIFE_CLASS, key]);
      }
      log.info({ process: key }, 'freed the jobs of a worker that is gone');
    }
    const { rows: unknown } = await client.query<{ locked_by: string }>(`
      select distinct locked_by from graphile_worker.jobs
      where locked_at < now() - interval '1 minute' and locked_by not in (select worker_id from queue_worker)`);
    if (unknown.length === 0) return;
    await free(
      client,
      clock,
      unknown.map((row) => row.locked_by),
    );
  } finally {
    client.release();
  }
}

/** A job that was killed in its last try gets one more, in which it is given up in order (see the task list). */
async function free(client: pg.PoolClient, clock: Clock, workers: readonly string[]): Promise<void> {
  await client.query('begin');
  try {
    await freeInside(client, clock, workers);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function freeInside(client: pg.PoolClient, clock: Clock, workers: readonly string[]): Promise<void> {
  const { rows: jobs } = await client.query<{ id: string; attempts: number; max_attempts: number }>(
    'select id::text, attempts, max_attempts from graphile_worker.jobs where locked_by = any($1)',
    [workers],
  );
  await client.query(
    `update job_run set state = 'failed', ended_at = $2, error = 'The worker was stopped while it ran.'
     where state = 'running' and job_id = any($1)`,
    [jobs.map(({ id }) => id), clock.now()],
  );
  await client.query('select graphile_worker.force_unlock_workers($1)', [workers]);
  for (const { id, attempts, max_attempts: most } of jobs) {
    if (attempts < most) continue;
    await client.query('select graphile_worker.reschedule_jobs(array[$1::bigint], max_attempts => $2)', [id, most + 1]);
  }
}
