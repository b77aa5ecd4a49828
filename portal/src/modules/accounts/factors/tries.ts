import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Context } from '../../../context.ts';
import { browserToken, isKnown } from '../browsers.ts';
import { tokenHash } from '../sessions.ts';

const MOST = 5;
const WITHIN_MS = 15 * 60_000;

/** What codes are counted for: each by itself, so that a wait for one leaves the others open. */
export type Tried = 'app' | 'recovery';

/** A try that may go on, or in how many minutes the next one may. */
export type Turn = { readonly wait: number } | { readonly wait: undefined; right(): Promise<void> };

/**
 * Takes one of the five tries that a person has within a quarter of an hour, before the code is looked at: so two at once count as two.
 * A browser that the person has signed in from has tries of its own, so that nobody else's keep the owner waiting
 * there. `right` gives the tries back.
 */
export async function takeTry(
  context: Context,
  request: FastifyRequest,
  personId: number,
  tried: Tried,
): Promise<Turn> {
  const { db, clock } = context;
  const now = clock.now();
  const token = browserToken(context, request);
  const known = token !== undefined && (await isKnown(db, token, personId));
  const bucket = tokenHash(JSON.stringify(['code', tried, personId, known ? token : null]));
  const { rows } = await sql<{ count: number }>`
    insert into sign_in_failure as kept (bucket, count, last_at) values (${bucket}, 1, ${now})
    on conflict (bucket) do update set
      count = case when kept.last_at <= ${new Date(now.getTime() - WITHIN_MS)} then 1 else kept.count + 1 end,
      last_at = excluded.last_at
    where kept.count < ${MOST} or kept.last_at <= ${new Date(now.getTime() - WITHIN_MS)}
    returning count`.execute(db);
  if (rows.length === 1) {
    return {
      wait: undefined,
      right: async () => void (await db.deleteFrom('sign_in_failure').where('bucket', '=', bucket).execute()),
    };
  }
  const kept = await db.selectFrom('sign_in_failure').select('last_at').where('bucket', '=', bucket).executeTakeFirst();
  const left = (kept?.last_at.getTime() ?? now.getTime()) + WITHIN_MS - now.getTime();
  return { wait: Math.max(1, Math.ceil(left / 60_000)) };
}

/** "Too many wrong codes. Wait 12 minutes, or use another way". */
export function waitInWords(minutes: number): string {
  return `Too many wrong codes. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, or use another way`;
}
