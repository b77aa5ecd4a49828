import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { post } from '../../../platform/outbox/index.ts';
import { makeLink } from './links.ts';

export interface Invitation {
  readonly personId: number;
  readonly organisationId: number;
  readonly invitedBy: { readonly personId: number; readonly name: string; readonly organisationName: string };
}

/** Invites somebody to their account, by a link that is good for a week and once. Asked again, the earlier link ends. */
export async function invite(
  trx: Database,
  { clock, config }: Pick<Context, 'clock' | 'config'>,
  { personId, organisationId, invitedBy }: Invitation,
): Promise<void> {
  const { name, email } = await trx
    .selectFrom('person')
    .select(['name', 'email'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const link = { kind: 'invitation', personId, organisationId, createdBy: invitedBy.personId } as const;
  const { token, expiresAt, reference } = await makeLink(trx, clock, link);
  await post(trx, clock, {
    occasion: `invitation ${reference}`,
    channel: 'email',
    recipient: email,
    subject: `Your access to Garner for ${invitedBy.organisationName}`,
    body: `Dear ${name}\n\n${invitedBy.name} of ${invitedBy.organisationName} has given you access to Garner.\n\nTo begin, open this link within 7 days. It works once: ${config.baseUrl}/invitation/${token}\n\nIf you did not expect this, you need do nothing.\n`,
    secretUntil: expiresAt,
  });
}
