import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Payload } from './index.ts';

interface Needs {
  readonly db: Database;
  readonly clock: Clock;
}

/** Writes down that a job began; returns the id of the run. A run that a crash left open is begun again. */
export async function startRun(
  { db, clock }: Needs,
  job: { jobId: string; task: string; attempt: number; payload: Payload },
): Promise<number> {
  const { id } = await db
    .insertInto('job_run')
    .values({
      job_id: job.jobId,
      task: job.task,
      subject: Object.entries(job.payload ?? {})
        .filter(([name]) => name !== '_cron')
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
      attempt: job.attempt,
      state: 'running',
      started_at: clock.now(),
    })
    .onConflict((conflict) =>
      conflict.columns(['job_id', 'attempt']).doUpdateSet({ state: 'running', started_at: clock.now() }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Writes down how a job ended. The error's message only: payloads and stacks may hold what must not be kept. */
export async function endRun(
  { db, clock }: Needs,
  id: number,
  state: 'done' | 'failed' | 'dead',
  error?: Error,
): Promise<void> {
  await db
    .updateTable('job_run')
    .set({ state, ended_at: clock.now(), error: error ? error.message.slice(0, 1000) : null })
    .where('id', '=', id)
    .execute();
}

/** Forgets a run that nobody needs to know of. */
export async function forgetRun({ db }: Pick<Needs, 'db'>, id: number): Promise<void> {
  await db.deleteFrom('job_run').where('id', '=', id).execute();
}
