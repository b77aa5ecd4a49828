import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { conflict } from '../../../platform/http/errors.ts';
import { endSessionsOf } from '../sessions.ts';
import { type Actor, lockOrganisation, refuseToLose } from './guards.ts';
import { endSessionsFor, memberOf, recordAbout } from './members.ts';
import { onceOnly, tellOperators } from './operators.ts';

/**
 * Takes a person out of the organisation: access and sessions for it end at once. With their last membership the account is
 * closed. What they did stays on record under their name. Throws (404, 409) where it cannot be.
 */
export async function removeUser(trx: Database, context: Context, personId: number, actor: Actor): Promise<void> {
  const organisation = await lockOrganisation(trx, actor.organisationId);
  const member = await memberOf(trx, organisation.id, personId);
  refuseSelf(personId, actor.personId);
  const now = context.clock.now();
  await refuseToLose(trx, now, organisation, personId, member.permissions);
  // One at a time for a person, so that two organisations that let go of them at once see each other.
  await trx.selectFrom('person').select('id').where('id', '=', personId).forUpdate().execute();
  await trx
    .deleteFrom('membership')
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisation.id)
    .execute();
  await endSessionsFor(trx, personId, organisation.id);
  await trx
    .updateTable('emailed_link')
    .set({ expires_at: now })
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisation.id)
    .where('expires_at', '>', now)
    .execute();
  const left = await trx
    .selectFrom('membership')
    .select('organisation_id')
    .where('person_id', '=', personId)
    .limit(1)
    .executeTakeFirst();
  if (!left) await closeAccount(trx, now, personId);
  await recordAbout(trx, context, actor, 'person.removed', personId, {
    before: { permissions: member.permissions },
    after: { accountClosed: !left },
  });
  await tellOperators(trx, context, {
    organisationId: organisation.id,
    occasion: onceOnly(`person ${personId} removed from organisation ${organisation.id}`),
    subject: `${member.name} was removed from ${organisation.name}`,
    body: `${actor.name} removed ${member.name} from ${organisation.name}. Their access ended at once; what they did stays on record.`,
  });
}

/** Throws (409) where somebody would delete themselves: not to be asked for either, as a second person could not agree to it. */
export function refuseSelf(personId: number, actorId: number): void {
  if (personId === actorId)
    throw conflict(
      'You cannot delete yourself',
      'Another administrator of your organisation can. Nothing was changed.',
    );
}

/** Leaves a name for what they did, and nothing to sign in by. Their address is free for a new account. */
export async function closeAccount(trx: Database, now: Date, personId: number): Promise<void> {
  await endSessionsOf(trx, personId);
  const freed = `removed-${personId}@removed.invalid`;
  await trx
    .updateTable('person')
    .set({
      email: freed,
      email_key: freed,
      password_hash: null,
      passkey_only: false,
      phone: null,
      alternative_email: null,
      last_organisation_id: null,
      removed_at: now,
    })
    .where('id', '=', personId)
    .execute();
  await forgetSecondSteps(trx, personId);
  for (const table of ['passkey_challenge', 'known_browser', 'emailed_link', 'single_sign_on_identity'] as const)
    await trx.deleteFrom(table).where('person_id', '=', personId).execute();
}

/** Takes away what somebody verifies with besides a password, trust in browsers included. */
export async function forgetSecondSteps(trx: Database, personId: number): Promise<void> {
  for (const table of ['authenticator', 'passkey', 'recovery_code', 'trusted_browser', 'phone_code'] as const)
    await trx.deleteFrom(table).where('person_id', '=', personId).execute();
}
