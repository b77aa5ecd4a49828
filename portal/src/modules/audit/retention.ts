import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';

/** How long the details of events are kept: who, from where, before and after. The events stay for ever. */
export interface Keeping {
  /** Actions that are kept alike, as the database's function `audit_family` names them. */
  readonly family: 'sign-in' | 'other';
  /** Whole years. The database refuses fewer than its function `audit_least_years` says. */
  readonly years: number;
}

/** The policy. To keep something shorter, change it here and, by a migration, in the database, which has the last word. */
export const RETENTION: readonly Keeping[] = [
  { family: 'sign-in', years: 1 },
  { family: 'other', years: 7 },
];

const AT_ONCE = 10_000;

/** Erases the details whose time is over, a batch in a transaction. Returns how many there were. Safe to repeat. */
export async function eraseOldDetails(
  db: Database,
  clock: Clock,
  { signal, atOnce = AT_ONCE }: { signal?: AbortSignal; atOnce?: number } = {},
): Promise<number> {
  let all = 0;
  for (const { family, years } of RETENTION) {
    for (let erased = atOnce; erased === atOnce && !signal?.aborted; all += erased) {
      const erase: RawBuilder<{ erased: number }> = sql`
        select erase_audit_details(${family}, ${years}, ${clock.now()}::timestamptz, ${atOnce}) as erased`;
      erased = (await erase.execute(db)).rows[0]?.erased ?? 0;
    }
  }
  return all;
}

/** Whether somebody may have erased details of that family before that moment, at the moment they did. */
export function mayErase(family: string, before: Date, at: Date): boolean {
  const keeping = RETENTION.find((one) => one.family === family);
  if (!keeping) return false;
  const limit = new Date(at);
  limit.setUTCFullYear(limit.getUTCFullYear() - keeping.years);
  // The database counts years in its own time zone, and 29 February is a day to differ about.
  return before.getTime() <= limit.getTime() + 2 * 24 * 60 * 60 * 1000;
}

/** As the database's function of the same meaning. */
export function familyOf(action: string): Keeping['family'] {
  return ['sign-in', 'sign-out', 'session', 'sessions'].includes(action.split('.')[0] ?? '') ? 'sign-in' : 'other';
}
