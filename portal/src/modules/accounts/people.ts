import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { ABSOLUTE_MS, IDLE_MS, type Permission, type Viewer } from './model.ts';
import { hashPassword, passwordMatches } from './password.ts';

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly organisationId: number;
  readonly permissions: readonly Permission[];
  readonly jobTitles?: readonly string[];
}

/** Adds a person with one membership; returns the person's id. */
export async function addPerson(trx: Database, person: NewPerson): Promise<number> {
  const { id } = await trx
    .insertInto('person')
    .values({ name: person.name, email: person.email, password_hash: await hashPassword(person.password) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('membership')
    .values({
      person_id: id,
      organisation_id: person.organisationId,
      permissions: [...person.permissions],
      job_titles: [...(person.jobTitles ?? [])],
    })
    .execute();
  return id;
}

/** The person and first organisation whose e-mail and password these are, or undefined; takes equally long either way. */
export async function checkPassword(db: Database, email: string, password: string) {
  // PostgreSQL takes no NUL in a text; nobody's address has one.
  const asKept = email.toLowerCase().replaceAll('\0', '\uFFFD');
  const person = await db
    .selectFrom('person')
    .innerJoin('membership', 'membership.person_id', 'person.id')
    .select(['person.id', 'person.password_hash', 'membership.organisation_id'])
    .where((where) => where(where.fn<string>('lower', ['person.email']), '=', asKept))
    .orderBy('membership.organisation_id')
    .limit(1)
    .executeTakeFirst();
  const right = await passwordMatches(person?.password_hash, password);
  return right && person ? { personId: person.id, organisationId: person.organisation_id } : undefined;
}

/** Begins a session; returns the token for the cookie, which is kept nowhere else. */
export async function beginSession(trx: Database, clock: Clock, who: { personId: number; organisationId: number }) {
  const token = randomBytes(32).toString('base64url');
  const now = clock.now();
  await trx.deleteFrom('session').where('expires_at', '<', now).execute();
  await trx
    .insertInto('session')
    .values({
      token_hash: tokenHash(token),
      person_id: who.personId,
      organisation_id: who.organisationId,
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + ABSOLUTE_MS),
    })
    .execute();
  return token;
}

export async function endSession(trx: Database, token: string): Promise<void> {
  await trx.deleteFrom('session').where('token_hash', '=', tokenHash(token)).execute();
}

/** Who holds the token, if its session still runs. Notes at most once a minute that it is in use. */
export async function viewerOf(db: Database, clock: Clock, token: string): Promise<Viewer | undefined> {
  const now = clock.now();
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .innerJoin('organisation', 'organisation.id', 'session.organisation_id')
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.person_id', '=', 'session.person_id')
        .onRef('membership.organisation_id', '=', 'session.organisation_id'),
    )
    .select(['person.id', 'person.name', 'person.email', 'session.seen_at', 'membership.permissions'])
    .select(['organisation.id as organisation_id', 'organisation.name as organisation_name'])
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', now)
    .where('seen_at', '>', new Date(now.getTime() - IDLE_MS))
    .executeTakeFirst();
  if (!row) return undefined;
  if (now.getTime() - row.seen_at.getTime() > 60_000) {
    await db.updateTable('session').set({ seen_at: now }).where('token_hash', '=', tokenHash(token)).execute();
  }
  return {
    personId: row.id,
    name: row.name,
    email: row.email,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    permissions: row.permissions,
  };
}

/** Who is told about a return: those with the permission, and those whose job title earns them a copy. */
export async function recipients(db: Database, organisationId: number, permission: Permission, copyTo: string) {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.name', 'person.email', 'permissions', 'job_titles'])
    .where('organisation_id', '=', organisationId)
    .orderBy('person.id')
    .execute();
  return rows
    .filter((row) => row.permissions.includes(permission) || row.job_titles.includes(copyTo))
    .map(({ id, name, email, permissions }) => ({ id, name, email, isCopy: !permissions.includes(permission) }));
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
