import { sql } from 'kysely';
import type { Database } from '../db/database.ts';

/** A job's data: small, plain, and never personal: ids that say where to look. */
export type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** How often a job is tried before it is given up, unless its task says otherwise: about ten minutes in all. */
export const MOST_ATTEMPTS = 7;

/**
 * Starts a job when the transaction commits. Two jobs for one thing are no harm, as every task may run twice; keys that
 * make jobs single are not used, since a job that is replaced while a killed worker still holds it counts as dead.
 */
export async function enqueue(
  trx: Database,
  task: string,
  payload: Payload,
  tries: number = MOST_ATTEMPTS,
): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, max_attempts => ${tries})`.execute(
    trx,
  );
}
