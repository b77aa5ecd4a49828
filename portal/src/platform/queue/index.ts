import { sql } from 'kysely';
import type { Database } from '../db/database.ts';

/** A job's data: small, plain, and never personal: ids that say where to look. */
export type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** How often a job is tried before it is given up. */
export const MOST_ATTEMPTS = 12;

/**
 * Starts a job when the transaction commits. A `key` makes it single: a job that waits under the same key is
 * replaced, not doubled.
 */
export async function enqueue(trx: Database, task: string, payload: Payload, key?: string): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, job_key => ${key ?? null}, max_attempts => ${MOST_ATTEMPTS})`.execute(
    trx,
  );
}
