import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { post } from '../../../platform/outbox/index.ts';
import type { Task } from '../../../platform/queue/worker.ts';
import { tellOwner } from '../security-notice.ts';
import { makeLink } from './links.ts';

/** The work after "Forgotten password": apart, so that the answer takes as long for an address that nobody has. */
export const FORGOTTEN = 'accounts.forgotten-password';
/** So many links for one person in an hour; who asks more often has one in the mailbox. */
const MOST_AN_HOUR = 4;

export interface PasswordLink {
  readonly personId: number;
  /** An administrator; absent where the person asked. */
  readonly askedBy?: { readonly personId: number; readonly name: string };
}

/** Sends a link to choose a new password, good for an hour and once. */
export async function sendPasswordLink(
  trx: Database,
  { clock, config }: Pick<Context, 'clock' | 'config'>,
  { personId, askedBy }: PasswordLink,
): Promise<void> {
  const { name, email } = await trx
    .selectFrom('person')
    .select(['name', 'email'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const link = { kind: 'password', personId, ...(askedBy && { createdBy: askedBy.personId }) } as const;
  const { token, expiresAt, reference } = await makeLink(trx, clock, link);
  const why = askedBy
    ? `${askedBy.name}, an administrator of your organisation, asked that you choose a new password for Garner.`
    : 'You, or somebody who typed your address, asked for a new password for Garner.';
  await post(trx, clock, {
    occasion: `password link ${reference}`,
    channel: 'email',
    recipient: email,
    subject: 'Choose a new password for Garner',
    body: `Dear ${name}\n\n${why}\n\nTo choose one, open this link within an hour. It works once: ${config.baseUrl}/new-password/${token}\n\nIf you did not ask for it, you need do nothing: your password stays as it is.\n`,
    secretUntil: expiresAt,
  });
}

/** Tells somebody that their password is a new one. */
export async function tellOfNewPassword(
  trx: Database,
  { clock, config }: Pick<Context, 'clock' | 'config'>,
  person: { readonly personId: number; readonly name: string },
): Promise<void> {
  await tellOwner(trx, clock, person.personId, {
    occasion: `new password ${person.personId} ${clock.now().toISOString()}`,
    subject: 'Your password for Garner was changed',
    body: `Dear ${person.name}\n\nYour password for Garner was changed just now. Your other sessions were ended.\n\nIf it was not you, choose a new one at once: ${config.baseUrl}/forgotten-password\n`,
  });
}

/** Sends links that were asked for on the page "Forgotten password". */
export function linkTasks(context: Pick<Context, 'db' | 'clock' | 'config'>): readonly Task[] {
  return [
    {
      name: FORGOTTEN,
      async run({ person }) {
        // Asked for with an address that nobody has.
        if (person === null || person === undefined) return;
        const personId = Number(person);
        await context.db.transaction().execute(async (trx) => {
          const hourAgo = new Date(context.clock.now().getTime() - 60 * 60 * 1000);
          const { count } = await trx
            .selectFrom('emailed_link')
            .select((select) => select.fn.countAll<number>().as('count'))
            .where('person_id', '=', personId)
            .where('kind', '=', 'password')
            .where('created_at', '>', hourAgo)
            .executeTakeFirstOrThrow();
          if (Number(count) < MOST_AN_HOUR) await sendPasswordLink(trx, context, { personId });
        });
      },
    },
  ];
}
