import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { distrustAll } from '../browsers.ts';
import { hashPassword } from '../password.ts';
import { endSessionsOf } from '../sessions.ts';

/** Gives a person a new password and ends their sessions, all but the one named; no browser is trusted any more. */
export async function setPassword(
  trx: Database,
  clock: Clock,
  { personId, password, keep }: { readonly personId: number; readonly password: string; readonly keep?: number },
): Promise<void> {
  await trx
    .updateTable('person')
    // Who chooses a password wants to sign in by it.
    .set({ password_hash: await hashPassword(password), password_changed_at: clock.now(), passkey_only: false })
    .where('id', '=', personId)
    .execute();
  await endSessionsOf(trx, personId, keep);
  await distrustAll(trx, personId);
}
