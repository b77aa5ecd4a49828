import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { conflict } from '../../../platform/http/errors.ts';
import { post } from '../../../platform/outbox/index.ts';
import { sendPasswordLink } from '../links/passwords.ts';
import { offered, type Permission } from '../model.ts';
import { endSessionsOf } from '../sessions.ts';
import { type Act, type ActPayload, registerAct } from './acts.ts';
import { type Actor, lockOrganisation } from './guards.ts';
import { type Member, memberOf, recordAbout } from './members.ts';
import { onceOnly, tellOperators } from './operators.ts';
import { forgetSecondSteps, removeUser } from './remove-user.ts';

/** Permissions that give power over other people; to give one is a dangerous act. */
export const POWERS: readonly string[] = ['Organisation Administrator', 'Approver', 'Collector Administrator'];

/** The powers among them that somebody does not have yet. */
export function newPowers(wanted: readonly string[], held: readonly string[]): string[] {
  return wanted.filter((one) => POWERS.includes(one) && !held.includes(one));
}

type Named = Pick<Member, 'personId' | 'name'>;

export function deletePerson({ personId, name }: Named): Act {
  return { kind: 'delete-person', subject: `person ${personId}`, payload: { personId, name } };
}

export function givePowers({ personId, name }: Named, permissions: readonly string[], organisationId?: number): Act {
  return {
    kind: 'give-permissions',
    subject: `person ${personId}`,
    payload: { personId, name, permissions },
    ...(organisationId !== undefined && { organisationId }),
  };
}

export function resetSecondSteps({ personId, name }: Named): Act {
  return { kind: 'reset-second-steps', subject: `person ${personId}`, payload: { personId, name } };
}

const personIn = (payload: ActPayload): number => Number(payload['personId']);
const permissionsIn = (payload: ActPayload): readonly string[] => (payload['permissions'] ?? []) as readonly string[];

registerAct('delete-person', {
  words: ({ name }) => `Delete ${name}`,
  perform: (trx, context, payload, actor) => removeUser(trx, context, personIn(payload), actor),
});

registerAct('give-permissions', {
  words: (payload) => `Give ${payload['name']} the permission ${permissionsIn(payload).join(' and ')}`,
  mayAsk: ['Organisation Administrator', 'Collector Administrator'],
  perform: (trx, context, payload, actor) => give(trx, context, personIn(payload), permissionsIn(payload), actor),
});

registerAct('reset-second-steps', {
  words: ({ name }) => `Reset the second steps of ${name}`,
  perform: (trx, context, payload, actor) => resetSteps(trx, context, personIn(payload), actor),
});

async function give(trx: Database, context: Context, personId: number, wanted: readonly string[], actor: Actor) {
  const organisation = await lockOrganisation(trx, actor.organisationId);
  const member = await memberOf(trx, organisation.id, personId);
  const given: readonly Permission[] = offered(organisation.kind, newPowers(wanted, member.permissions));
  if (given.length === 0) throw conflict('There is nothing to give', `${member.name} has these permissions already.`);
  const permissions = [...member.permissions, ...given];
  await trx
    .updateTable('membership')
    .set({ permissions, granted_by: actor.personId })
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisation.id)
    .execute();
  await recordAbout(trx, context, actor, 'person.permissions-changed', personId, {
    before: { permissions: member.permissions },
    after: { permissions },
  });
  await tellOfPowers(trx, context, actor, member, `was given: ${given.join(', ')}`);
}

/** Tells those who watch that the powers of somebody changed. */
export async function tellOfPowers(
  trx: Database,
  context: Context,
  actor: Actor,
  member: Named,
  what: string,
): Promise<void> {
  await tellOperators(trx, context, {
    organisationId: actor.organisationId,
    occasion: onceOnly(`powers of person ${member.personId}`),
    subject: `The permissions of ${member.name} changed`,
    body: `${member.name} ${what}.\n\n${actor.name} did this for ${actor.organisationName}.`,
  });
}

/** They sign in with their password and then set up their second step anew. Only for those who belong to no other organisation. */
async function resetSteps(trx: Database, context: Context, personId: number, actor: Actor): Promise<void> {
  const organisation = await lockOrganisation(trx, actor.organisationId);
  const member = await memberOf(trx, organisation.id, personId);
  refuseElsewhere(member);
  await forgetSecondSteps(trx, personId);
  const { password_hash } = await trx
    .updateTable('person')
    .set({ passkey_only: false })
    .where('id', '=', personId)
    .returning('password_hash')
    .executeTakeFirstOrThrow();
  await endSessionsOf(trx, personId);
  await recordAbout(trx, context, actor, 'person.second-steps-reset', personId);
  const { personId: askerId, name: askerName } = actor;
  await post(trx, context.clock, {
    occasion: onceOnly(`second steps of person ${personId} reset`),
    channel: 'email',
    recipient: member.email,
    subject: 'Your second steps were reset',
    body: `Dear ${member.name}\n\n${askerName} of ${actor.organisationName} reset how you verify who you are: your authenticator app, passkeys, recovery codes and trusted browsers. You set them up anew when you next sign in.\n\nIf you did not ask for this, tell another administrator of your organisation, and choose a new password: ${context.config.baseUrl}/forgotten-password\n`,
  });
  // Who had a passkey alone would have nothing left.
  if (password_hash === null && member.signedUp)
    await sendPasswordLink(trx, context, { personId, askedBy: { personId: askerId, name: askerName } });
}

/** Throws where the account is not this organisation's alone. */
export function refuseElsewhere({ name, elsewhere }: Pick<Member, 'name' | 'elsewhere'>): void {
  if (!elsewhere) return;
  throw conflict(
    'This account is not yours alone',
    `${name} belongs to other organisations, too, so that yours cannot change how they sign in. They can use another second step or a recovery code, or ask whoever runs Garner.`,
  );
}
