import { sql } from 'kysely';
import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { notFound } from '../../../platform/http/errors.ts';
import type { OrganisationKind } from '../../organisations/index.ts';
import { emailKey } from '../email-key.ts';
import { invite } from '../links/invitations.ts';
import { addMembership, addPerson } from '../people.ts';
import { dangerous } from './acts.ts';
import {
  type Fault,
  type MembershipFields,
  type PersonFields,
  readEmail,
  readMembership,
  readPerson,
  type UserInput,
} from './fields.ts';
import { type Actor, lockOrganisation } from './guards.ts';
import { memberOf, recordAbout } from './members.ts';
import { onceOnly, tellOperators } from './operators.ts';
import { givePowers, newPowers } from './people-acts.ts';

/** What adding a person would do. */
export type UserPlan =
  | { readonly outcome: 'new-person' | 'new-membership'; readonly ready: ReadyUser }
  /** They belong to the organisation. `ended`: but their access is over. */
  | { readonly outcome: 'already-there'; readonly personId: number; readonly ended: boolean }
  | { readonly outcome: 'refused'; readonly faults: readonly Fault[] };

/** Checked and tidied. */
export interface ReadyUser {
  readonly email: string;
  /** Of whoever has the address already; what is said about them then stays as they have it. */
  readonly personId: number | undefined;
  readonly person: PersonFields;
  readonly membership: MembershipFields;
}

/**
 * What would happen if this person were added now: nothing is changed. `now` decides whether access lent till a day has ended;
 * absent, days in the past are taken.
 */
export async function planUser(db: Database, input: UserInput, now: Date = new Date(0)): Promise<UserPlan> {
  const organisation = await db
    .selectFrom('organisation')
    .select('kind')
    .where('id', '=', input.organisationId)
    .executeTakeFirst();
  if (!organisation) throw notFound();
  const person = readPerson(input);
  const { email, fault } = readEmail(input.email);
  const membership = readMembership(input, organisation.kind as OrganisationKind, now);
  const faults = [...person.faults, ...(fault ? [fault] : []), ...membership.faults];
  const alike = fault ? undefined : await whoHas(db, email);
  if (alike && alike.email !== email) faults.push({ field: 'email', message: ALIKE });
  if (faults.length > 0) return { outcome: 'refused', faults };
  const member =
    alike &&
    (await db
      .selectFrom('membership')
      .select('ends_at')
      .where('person_id', '=', alike.id)
      .where('organisation_id', '=', input.organisationId)
      .executeTakeFirst());
  if (member) {
    const ended = member.ends_at !== null && member.ends_at <= now;
    return { outcome: 'already-there', personId: alike.id, ended };
  }
  const ready = { email, personId: alike?.id, person: person.fields, membership: membership.fields };
  return { outcome: alike ? 'new-membership' : 'new-person', ready };
}

const ALIKE =
  'This address looks like one that somebody else uses, though it is not the same. Check it letter by letter, or ask them for another';

async function whoHas(db: Database, email: string) {
  return await db
    .selectFrom('person')
    .select(['id', 'email'])
    .where('email_key', '=', emailKey(email))
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

export type AddedUser =
  | {
      readonly outcome: 'new-person' | 'new-membership';
      readonly personId: number;
      /** Permissions that give power over others: given, waiting for a second person, or none asked for. */
      readonly powers: 'done' | 'waits' | 'none';
    }
  | Exclude<UserPlan, { readonly ready: ReadyUser }>;

/**
 * Adds a person to an organisation and invites them. Who has an account already gets a membership beside those they have.
 * Permissions that give power over others are a dangerous act of its own: the route that calls this with them has
 * `recent: true`. That `actor` may add people there is for the route to check. Faults are returned, not thrown. `tells: false`
 * where the caller tells operators of all it adds by one letter.
 */
export async function addUser(
  trx: Database,
  context: Context,
  input: UserInput,
  actor: Actor,
  { tells = true }: { readonly tells?: boolean } = {},
): Promise<AddedUser> {
  const organisation = await lockOrganisation(trx, input.organisationId);
  await holdPerson(trx, input.email);
  const plan = await planUser(trx, input, context.clock.now());
  if (!('ready' in plan)) return plan;
  const { email, person, membership } = plan.ready;
  const powers = newPowers(membership.permissions, []);
  const given = {
    organisationId: organisation.id,
    permissions: membership.permissions.filter((one) => !powers.includes(one)),
    jobTitles: membership.jobTitles,
    ...(membership.endsAt && { endsAt: membership.endsAt }),
    grantedBy: actor.personId,
  };
  let { personId } = plan.ready;
  if (personId === undefined) {
    const { name, title, phone, alternativeEmail } = person;
    const known = { ...(title && { title }), ...(phone && { phone }), ...(alternativeEmail && { alternativeEmail }) };
    personId = await addPerson(trx, { name, email, ...known, ...given });
  } else await addMembership(trx, { personId, ...given });
  const here: Actor = { ...actor, organisationId: organisation.id };
  await recordAbout(trx, context, here, 'person.added', personId, {
    after: {
      permissions: given.permissions,
      endsAt: membership.endsAt ?? null,
      jobTitles: membership.jobTitles.length,
    },
  });
  const { personId: actorId, name: actorName } = actor;
  // The letter comes from the organisation they are invited to, whoever adds them.
  const invitedBy = { personId: actorId, name: actorName, organisationName: organisation.name };
  await invite(trx, context, { personId, organisationId: organisation.id, invitedBy });
  const { name } = await memberOf(trx, organisation.id, personId);
  if (tells)
    await tellOperators(trx, context, {
      organisationId: organisation.id,
      occasion: onceOnly(`person ${personId} added to organisation ${organisation.id}`),
      subject: `${name} was added to ${organisation.name}`,
      body: `${actorName} added ${name} to ${organisation.name}. Permissions: ${given.permissions.join(', ') || 'none'}.`,
    });
  const act = givePowers({ personId, name }, powers, organisation.id);
  return {
    outcome: plan.outcome,
    personId,
    powers: powers.length === 0 ? 'none' : await dangerous(trx, context, actor, act),
  };
}

/** Lets one change about an address happen at a time, whichever organisations ask: being added here, deleted there. */
async function holdPerson(trx: Database, email: string): Promise<void> {
  const key = emailKey(email);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`person ${key}`}, 0))`.execute(trx);
  await trx.selectFrom('person').select('id').where('email_key', '=', key).forNoKeyUpdate().execute();
}
