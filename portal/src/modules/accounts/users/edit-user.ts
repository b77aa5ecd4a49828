import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { confirmationNeeded } from '../../../platform/http/errors.ts';
import { post } from '../../../platform/outbox/index.ts';
import { distrustAll } from '../browsers.ts';
import { offered, RECENT_MS } from '../model.ts';
import {
  type Fault,
  type MembershipFields,
  type PersonFields,
  readMembership,
  readPerson,
  type UserInput,
} from './fields.ts';
import {
  type Actor,
  ADMINISTRATOR,
  type LockedOrganisation,
  lockOrganisation,
  refuseToLose,
  requirePermission,
} from './guards.ts';
import { type Member, memberOf, recordAbout, stateOf } from './members.ts';
import { onceOnly } from './operators.ts';
import { newPowers, POWERS, tellOfPowers } from './people-acts.ts';

/** What an administrator says anew; about the person only where the account is the organisation's alone. */
export type UserChange = Omit<UserInput, 'organisationId' | 'email'>;

export type EditedUser =
  /** `powers`: asked for and not given, as that is a dangerous act of its own. */
  | { readonly outcome: 'changed'; readonly powers: readonly string[] }
  | { readonly outcome: 'refused'; readonly faults: readonly Fault[] }
  /** Somebody else saved in between. */
  | { readonly outcome: 'stale' };

/**
 * Changes a person of the actor's organisation. `state` is what `stateOf` gave when the form was shown. Permissions count from
 * their next request on. Throws (403, 404, 409) where it cannot be.
 */
export async function editUser(
  trx: Database,
  context: Context,
  personId: number,
  change: UserChange,
  state: string,
  actor: Actor,
): Promise<EditedUser> {
  const now = context.clock.now();
  const organisation = await lockOrganisation(trx, actor.organisationId);
  await requirePermission(trx, now, actor, [ADMINISTRATOR]);
  const member = await memberOf(trx, organisation.id, personId);
  const person = readPerson(change);
  // A day that was right when it was set may be over by now, and stays as it is.
  const membership = readMembership(
    change,
    organisation.kind,
    member.endsAt && member.endsAt < now ? new Date(0) : now,
  );
  const faults = [...(member.elsewhere ? [] : person.faults), ...membership.faults];
  if (faults.length > 0) return { outcome: 'refused', faults };
  if (state !== stateOf(member)) return { outcome: 'stale' };
  if (!member.elsewhere && (person.fields.phone ?? null) !== member.phone) {
    if (member.personId === actor.personId) return { outcome: 'refused', faults: [OWN_NUMBER] };
    if (!provedOfLate(actor, now)) throw confirmationNeeded();
  }
  if (!member.elsewhere) await changePerson(trx, context, member, person.fields, actor);
  const powers = newPowers(membership.fields.permissions, member.permissions);
  await changeMembership(trx, context, organisation, member, membership.fields, actor);
  return { outcome: 'changed', powers };
}

/** It is where codes go: on one's own account a code proves it, and the proof of who one is must be new. */
const OWN_NUMBER: Fault = {
  field: 'phone',
  message: 'Change your own number on “Your account”, where a code to it proves that it is yours',
};

function provedOfLate({ confirmedAt }: Actor, now: Date): boolean {
  return confirmedAt !== undefined && now.getTime() - confirmedAt.getTime() <= RECENT_MS;
}

async function changePerson(trx: Database, context: Context, member: Member, fields: PersonFields, actor: Actor) {
  const { name, title, phone, alternativeEmail } = fields;
  const changed = [
    name !== member.name && 'name',
    (title ?? null) !== member.title && 'title',
    (phone ?? null) !== member.phone && 'phone',
    (alternativeEmail ?? null) !== member.alternativeEmail && 'alternative e-mail',
  ].filter((one) => one !== false);
  if (changed.length === 0) return;
  await trx
    .updateTable('person')
    .set({ name, title: title ?? null, phone: phone ?? null, alternative_email: alternativeEmail ?? null })
    .where('id', '=', member.personId)
    .execute();
  await recordAbout(trx, context, actor, 'person.changed', member.personId, { after: { changed } });
  if (!changed.includes('phone')) return;
  await distrustAll(trx, member.personId);
  await post(trx, context.clock, {
    occasion: onceOnly(`phone number of person ${member.personId}`),
    channel: 'email',
    recipient: member.email,
    subject: 'Your phone number in Garner was changed',
    body: `Dear ${name}\n\n${actor.name} of ${actor.organisationName} changed the phone number that Garner sends your codes to.\n\nIf that is not right, tell another administrator of your organisation, and choose a new password: ${context.config.baseUrl}/forgotten-password\n`,
  });
}

async function changeMembership(
  trx: Database,
  context: Context,
  organisation: LockedOrganisation,
  member: Member,
  fields: MembershipFields,
  actor: Actor,
): Promise<void> {
  const { personId } = member;
  const shown = fields.permissions;
  // New powers wait for their own page; what is not offered there is not shown in the form and stays.
  const unseen = member.permissions.filter((one) => offered(organisation.kind, [one]).length === 0);
  const wanted: readonly string[] = [
    ...shown.filter((one) => !newPowers(shown, member.permissions).includes(one)),
    ...unseen,
  ];
  const lost = member.permissions.filter((one) => !wanted.includes(one));
  const limited = member.endsAt === null && fields.endsAt !== undefined;
  await refuseToLose(trx, context.clock.now(), organisation, personId, limited ? member.permissions : lost);
  const gained = wanted.filter((one) => !member.permissions.includes(one));
  const permissions = [...member.permissions.filter((one) => !lost.includes(one)), ...gained];
  const endsAt = fields.endsAt ?? null;
  const titlesChanged = JSON.stringify(fields.jobTitles) !== JSON.stringify(member.jobTitles);
  const endChanged = endsAt?.getTime() !== member.endsAt?.getTime();
  if (lost.length === 0 && gained.length === 0 && !titlesChanged && !endChanged) return;
  await trx
    .updateTable('membership')
    .set({
      permissions,
      job_titles: [...fields.jobTitles],
      ends_at: endsAt,
      ...((gained.length > 0 || endChanged) && { granted_by: actor.personId }),
    })
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisation.id)
    .execute();
  await recordAbout(trx, context, actor, 'person.permissions-changed', personId, {
    before: { permissions: member.permissions, endsAt: member.endsAt, jobTitles: member.jobTitles.length },
    after: { permissions, endsAt, jobTitles: fields.jobTitles.length },
  });
  const wasPowerful = member.permissions.some((one) => POWERS.includes(one));
  if (!wasPowerful || (lost.length === 0 && gained.length === 0 && !endChanged)) return;
  const parts = [
    lost.length > 0 && `lost: ${lost.join(', ')}`,
    gained.length > 0 && `was given: ${gained.join(', ')}`,
    endChanged && (endsAt === null ? 'has access without an end now' : 'has access for a time only now'),
  ].filter((part) => part !== false);
  await tellOfPowers(trx, context, actor, member, parts.join('; '));
}
