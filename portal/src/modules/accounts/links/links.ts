import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { newToken, tokenHash } from '../sessions.ts';

export type LinkKind = 'invitation' | 'password' | 'address';

const HOUR_MS = 60 * 60 * 1000;
/** For how long each kind is good, in milliseconds. */
const GOOD_FOR: Readonly<Record<LinkKind, number>> = {
  invitation: 7 * 24 * HOUR_MS,
  password: HOUR_MS,
  address: 24 * HOUR_MS,
};

export interface NewLink {
  readonly kind: LinkKind;
  readonly personId: number;
  readonly organisationId?: number;
  /** The new address, where it is about one. */
  readonly newEmail?: string;
  readonly createdBy?: number;
}

/** A link's token, which is kept nowhere else, till when it is good, and what it may be called. */
export interface MadeLink {
  readonly token: string;
  readonly expiresAt: Date;
  readonly reference: string;
}

/** Makes a link of its own for a person; those of its kind that they had before are of no use from then on. */
export async function makeLink(trx: Database, clock: Clock, link: NewLink): Promise<MadeLink> {
  const token = newToken();
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + GOOD_FOR[link.kind]);
  const older = trx.updateTable('emailed_link').set({ expires_at: now });
  await older
    .where('person_id', '=', link.personId)
    .where('kind', '=', link.kind)
    .where('organisation_id', 'is not distinct from', link.organisationId ?? null)
    .where('expires_at', '>', now)
    .execute();
  await trx
    .insertInto('emailed_link')
    .values({
      token_hash: tokenHash(token),
      kind: link.kind,
      person_id: link.personId,
      organisation_id: link.organisationId ?? null,
      new_email: link.newEmail ?? null,
      created_by: link.createdBy ?? null,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { token, expiresAt, reference: tokenHash(token).toString('hex').slice(0, 16) };
}

/** Who a link is for, while it is good. Looking at it does not use it up: programs that check mail look at links, too. */
export async function findLink(db: Database, clock: Clock, token: string, kind: LinkKind) {
  return await db
    .selectFrom('emailed_link')
    .innerJoin('person', 'person.id', 'emailed_link.person_id')
    .leftJoin('organisation', 'organisation.id', 'emailed_link.organisation_id')
    .select(['person.id as personId', 'person.name', 'person.email', 'person.password_hash as passwordHash'])
    .select(['emailed_link.organisation_id as organisationId', 'emailed_link.new_email as newEmail'])
    .select('organisation.name as organisationName')
    .where('token_hash', '=', tokenHash(token))
    .where('emailed_link.kind', '=', kind)
    .where('used_at', 'is', null)
    .where('expires_at', '>', clock.now())
    .where('person.removed_at', 'is', null)
    .executeTakeFirst();
}

/** Uses a link up; false where somebody else just has, or it is not good any more. */
export async function useLink(trx: Database, clock: Clock, token: string, kind: LinkKind): Promise<boolean> {
  const now = clock.now();
  const used = await trx
    .updateTable('emailed_link')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}
