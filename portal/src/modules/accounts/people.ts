import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { emailKey } from './email-key.ts';
import { emailAsKept, type Permission } from './model.ts';
import { hashPassword, passwordMatches } from './password.ts';

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  /** Absent for who is invited and will choose one. */
  readonly password?: string;
  readonly title?: string;
  /** Such as +441632960001: where codes are sent. */
  readonly phone?: string;
  readonly alternativeEmail?: string;
  readonly organisationId: number;
  readonly permissions: readonly Permission[];
  readonly jobTitles?: readonly string[];
  readonly endsAt?: Date;
  readonly grantedBy?: number;
}

/** Adds a person with one membership; returns the person's id. */
export async function addPerson(trx: Database, person: NewPerson): Promise<number> {
  const { id } = await trx
    .insertInto('person')
    .values({
      name: person.name,
      title: person.title ?? null,
      email: emailAsKept(person.email),
      email_key: emailKey(person.email),
      phone: person.phone ?? null,
      alternative_email: person.alternativeEmail ?? null,
      password_hash: person.password === undefined ? null : await hashPassword(person.password),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addMembership(trx, { ...person, personId: id });
  return id;
}

/** What somebody may do in an organisation, till when, and who gave it. */
export interface NewMembership {
  readonly personId: number;
  readonly organisationId: number;
  readonly permissions: readonly Permission[];
  readonly jobTitles?: readonly string[];
  readonly endsAt?: Date;
  readonly grantedBy?: number;
}

export async function addMembership(trx: Database, membership: NewMembership): Promise<void> {
  await trx
    .insertInto('membership')
    .values({
      person_id: membership.personId,
      organisation_id: membership.organisationId,
      permissions: [...membership.permissions],
      job_titles: [...(membership.jobTitles ?? [])],
      ends_at: membership.endsAt ?? null,
      granted_by: membership.grantedBy ?? null,
    })
    .execute();
}

export interface Account {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
}

/** Whose e-mail address and password these are, or undefined; takes equally long either way. */
export async function checkPassword(db: Database, email: string, password: string): Promise<Account | undefined> {
  const person = await db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'password_hash'])
    .where('email', '=', emailAsKept(email))
    .where('removed_at', 'is', null)
    .where('passkey_only', '=', false)
    .executeTakeFirst();
  const right = await passwordMatches(person?.password_hash ?? undefined, password);
  return right && person ? { personId: person.id, name: person.name, email: person.email } : undefined;
}

/** Whose e-mail address this is. */
export async function personIdOf(db: Database, email: string): Promise<number | undefined> {
  const person = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', emailAsKept(email))
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return person?.id;
}

/** The organisation somebody begins with: the one they acted for last, or the first that they still may act for. */
export async function firstOrganisation(db: Database, personId: number, now: Date): Promise<number | undefined> {
  const found = await db
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('organisation_id')
    .where('person_id', '=', personId)
    .where((where) => where.or([where('starts_at', 'is', null), where('starts_at', '<=', now)]))
    .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
    .where('organisation.closed_on', 'is', null)
    .orderBy(
      (order) => order('organisation_id', 'is not distinct from', order.ref('person.last_organisation_id')),
      'desc',
    )
    .orderBy('organisation_id')
    .limit(1)
    .executeTakeFirst();
  return found?.organisation_id;
}

/** Who is told about something: those with the permission, and those whose job title earns them a copy. */
export async function recipients(
  db: Database,
  now: Date,
  organisationId: number,
  permission: Permission,
  copyTo: string,
) {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.name', 'person.email', 'permissions', 'job_titles'])
    .where('organisation_id', '=', organisationId)
    .where((where) => where.or([where('starts_at', 'is', null), where('starts_at', '<=', now)]))
    .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
    .orderBy('person.id')
    .execute();
  return rows
    .filter((row) => row.permissions.includes(permission) || row.job_titles.includes(copyTo))
    .map(({ id, name, email, permissions }) => ({ id, name, email, isCopy: !permissions.includes(permission) }));
}

/** Notes that somebody acts for an organisation from now on: it is the one they begin with the next time. */
export async function noteActing(
  trx: Database,
  clock: Clock,
  { personId, organisationId }: { readonly personId: number; readonly organisationId: number },
): Promise<void> {
  await trx.updateTable('person').set({ last_organisation_id: organisationId }).where('id', '=', personId).execute();
  await trx
    .updateTable('membership')
    .set({ last_sign_in_at: clock.now() })
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .execute();
}
