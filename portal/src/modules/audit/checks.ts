import type { Updateable } from 'kysely';
import type { Context } from '../../context.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tables } from '../../platform/db/types.generated.ts';
import { enqueue } from '../../platform/queue/index.ts';
import type { Break, Progress, Verification } from './model.ts';
import { verified, verifyChain } from './verify.ts';

export const CHECK = 'audit.check';
/** A check that takes longer is stopped; `garner-audit verify` has no limit. */
const LONGEST_MS = 30 * 60 * 1000;
const TELL_EVERY_MS = 1000;

/** Starts a check of the whole chain, unless one waits or runs; it does when the transaction commits. */
export async function beginCheck(trx: Database, clock: Clock, askedBy: number | undefined): Promise<boolean> {
  const open = await trx
    .selectFrom('audit_check')
    .select('id')
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst();
  if (open) return false;
  const { id } = await trx
    .insertInto('audit_check')
    .values({ asked_by: askedBy ?? null, asked_at: clock.now(), state: 'waiting' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await enqueue(trx, CHECK, { check: id });
  return true;
}

type Needs = Pick<Context, 'db' | 'clock' | 'blobs' | 'log'>;

/** Runs a check that somebody asked for; from its beginning where an earlier try was killed. */
export async function runAskedCheck(needs: Needs, key: Buffer, id: number, stopped: AbortSignal): Promise<void> {
  const { db, clock } = needs;
  const set = (row: Updateable<Tables['audit_check']>) =>
    db.updateTable('audit_check').set(row).where('id', '=', id).execute();
  await set({ state: 'running', started_at: clock.now(), ended_at: null });
  let told = performance.now();
  const ended = await check(needs, key, stopped, async (progress) => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    await set({ ...progress });
  });
  await set(ended);
}

/** Runs the check that the clock asks for; it is written down when it is over. */
export async function runNightlyCheck(needs: Needs, key: Buffer, stopped: AbortSignal): Promise<void> {
  const started = needs.clock.now();
  const ended = await check(needs, key, stopped, async () => undefined);
  await needs.db
    .insertInto('audit_check')
    .values({ asked_at: started, started_at: started, ...ended })
    .execute();
}

async function check(
  { db, clock, blobs, log }: Needs,
  key: Buffer,
  stopped: AbortSignal,
  tell: (progress: Progress) => Promise<void>,
) {
  const limit = AbortSignal.timeout(LONGEST_MS);
  try {
    const steps = verifyChain(db, { blobs, key, signal: AbortSignal.any([stopped, limit]) });
    const found = await verified(steps, tell);
    const { whole, checked, length, first } = found;
    if (first) log.error({ ...first }, 'the audit chain is broken');
    return {
      state: whole ? 'whole' : 'broken',
      result: JSON.stringify(found),
      checked,
      length,
      ended_at: clock.now(),
    };
  } catch (error) {
    if (!limit.aborted) throw error;
    return { state: 'stopped', ended_at: clock.now() };
  }
}

export interface CheckRow {
  readonly state: string;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  readonly checked: number;
  readonly length: number | null;
  readonly first: Break | undefined;
  readonly remarks: readonly string[];
}

/** What the page of the chain shows: how long it is, its last seal, its last check. */
export async function chainState(db: Database) {
  const [head, seal, check] = await Promise.all([
    db.selectFrom('audit_chain').select(['position', 'hash']).orderBy('position', 'desc').limit(1).executeTakeFirst(),
    db
      .selectFrom('audit_seal')
      .select(['number', 'position', 'hash', 'at'])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db.selectFrom('audit_check').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst(),
  ]);
  return { length: head?.position ?? 0, head: head?.hash.toString('hex'), seal, check: check && asCheck(check) };
}

function asCheck(row: {
  state: string;
  asked_at: Date;
  ended_at: Date | null;
  checked: number;
  length: number | null;
  result: unknown;
}): CheckRow {
  const found = row.result as Verification | null;
  return {
    state: row.state,
    askedAt: row.asked_at,
    endedAt: row.ended_at,
    checked: row.checked,
    length: row.length,
    first: found?.first,
    remarks: found?.remarks ?? [],
  };
}
