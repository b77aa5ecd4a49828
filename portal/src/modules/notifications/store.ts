import type { Context } from '../../context.ts';
import type { Database } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/queue/index.ts';
import { type Permission, RESPONSIBLE_OFFICER, recipients } from '../accounts/index.ts';

export interface Notice {
  /** Names the occasion, so that a task that runs twice tells nobody twice: `submission 12 accepted`. */
  readonly occasion: string;
  readonly organisationId: number;
  readonly permission: Permission;
  readonly subject: string;
  /** Plain text. No learner's data: a summary and a link. */
  readonly body: string;
}

export const DELIVER = 'notifications.deliver';
/** A mail server may be away for hours. */
export const MAIL_TRIES = 12;

const copyNote = (permission: Permission): string =>
  `\nThis is a copy for the ${RESPONSIBLE_OFFICER}. To open the page you need the permission ${permission}, which an administrator of your organisation can give you.\n`;

/** Puts a message in the outbox for everyone concerned, copied to the Responsible Officer, and starts its delivery. */
export async function tell(trx: Database, { clock }: Pick<Context, 'clock'>, notice: Notice): Promise<void> {
  for (const person of await recipients(
    trx,
    clock.now(),
    notice.organisationId,
    notice.permission,
    RESPONSIBLE_OFFICER,
  )) {
    const written = await trx
      .insertInto('message')
      .values({
        occasion: notice.occasion,
        person_id: person.id,
        organisation_id: notice.organisationId,
        email: person.email,
        is_copy: person.isCopy,
        subject: notice.subject,
        body: `Dear ${person.name}\n\n${notice.body}\n${person.isCopy ? copyNote(notice.permission) : ''}`,
        created_at: clock.now(),
      })
      .onConflict((conflict) => conflict.columns(['occasion', 'person_id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (written) await enqueue(trx, DELIVER, { message: written.id }, MAIL_TRIES);
  }
}
