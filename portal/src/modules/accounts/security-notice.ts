import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { post } from '../../platform/outbox/index.ts';

interface SecurityNotice {
  readonly occasion: string;
  readonly subject: string;
  readonly body: string;
}

/**
 * Tells somebody that something about their account happened which they should know of if it was not them; also at their alternative
 * address, since whoever has taken an account over may read the mail of the first.
 */
export async function tellOwner(trx: Database, clock: Clock, personId: number, notice: SecurityNotice): Promise<void> {
  const { email, alternative_email: other } = await trx
    .selectFrom('person')
    .select(['email', 'alternative_email'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  await post(trx, clock, { ...notice, channel: 'email', recipient: email });
  if (other === null || other === email) return;
  await post(trx, clock, { ...notice, occasion: `${notice.occasion}, elsewhere`, channel: 'email', recipient: other });
}
