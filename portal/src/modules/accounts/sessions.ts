import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { OrganisationKind } from '../organisations/index.ts';
import { ABSOLUTE_MS, type FirstStep, HALF_MS, type HalfSignedIn, IDLE_MS, PERMISSIONS, type Viewer } from './model.ts';

export interface NewSession {
  readonly personId: number;
  readonly organisationId: number;
  /** Where the second step is still to come: what the first was. */
  readonly first: FirstStep | undefined;
  readonly address: string;
  /** Such as "Firefox on Windows". */
  readonly browser: string;
}

/** Begins a session; returns the token for the cookie, which is kept nowhere else, and the session's number. */
export async function beginSession(trx: Database, clock: Clock, session: NewSession) {
  const token = newToken();
  const now = clock.now();
  await trx.deleteFrom('session').where('expires_at', '<', now).execute();
  const { id } = await trx
    .insertInto('session')
    .values({
      token_hash: tokenHash(token),
      person_id: session.personId,
      organisation_id: session.organisationId,
      stage: session.first === undefined ? 'full' : 'half',
      first_step: session.first ?? null,
      address: session.address,
      browser: session.browser,
      created_at: now,
      seen_at: now,
      confirmed_at: now,
      expires_at: new Date(now.getTime() + (session.first === undefined ? ABSOLUTE_MS : HALF_MS)),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { token, id };
}

export async function endSession(trx: Database, token: string): Promise<void> {
  await trx.deleteFrom('session').where('token_hash', '=', tokenHash(token)).execute();
}

/** Ends a person's sessions, all but one where that is named; gives how many. */
export async function endSessionsOf(trx: Database, personId: number, but?: number): Promise<number> {
  const ended = await trx
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .where('id', '<>', but ?? -1)
    .executeTakeFirst();
  return Number(ended.numDeletedRows);
}

/** Notes that the holder of a session proved anew who they are. */
export async function confirmSession(trx: Database, clock: Clock, sessionId: number): Promise<void> {
  await trx.updateTable('session').set({ confirmed_at: clock.now() }).where('id', '=', sessionId).execute();
}

/** A membership runs: it has begun and has not ended. `$2` is now. */
const RUNS = (name: string): string =>
  `(${name}.starts_at is null or ${name}.starts_at <= $2) and (${name}.ends_at is null or ${name}.ends_at > $2)`;

/** Asked with every request of everybody: by a name, so that the database plans it once for each connection. */
const VIEWER = {
  name: 'viewer',
  text: `select person.id, person.name, person.email, session.seen_at, session.confirmed_at, session.id as session_id,
      membership.permissions, membership.job_titles,
      own.id as own_id, own.name as own_name, own.kind as own_kind,
      seen.id as seen_id, seen.name as seen_name, seen.kind as seen_kind,
      (select count(*) from membership each where each.person_id = session.person_id and ${RUNS('each')}) as memberships
    from session
    join person on person.id = session.person_id
    join organisation own on own.id = session.organisation_id
    left join organisation seen on seen.id = session.seeing_organisation_id
    join membership on membership.person_id = session.person_id and membership.organisation_id = session.organisation_id
    where token_hash = $1 and session.stage = 'full' and session.expires_at > $2 and seen_at > $3
      and ${RUNS('membership')} and own.closed_on is null`,
} as const;

interface ViewerRow {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly seen_at: Date;
  readonly confirmed_at: Date;
  readonly session_id: number;
  readonly permissions: readonly string[];
  readonly job_titles: readonly string[];
  readonly own_id: number;
  readonly own_name: string;
  readonly own_kind: OrganisationKind;
  readonly seen_id: number | null;
  readonly seen_name: string | null;
  readonly seen_kind: OrganisationKind | null;
  readonly memberships: number;
}

/** Who holds the token, if its session still runs and they may still act there. Notes at most once a minute that it is in use. */
export async function viewerOf(
  { db, pool, clock }: Pick<Context, 'db' | 'pool' | 'clock'>,
  token: string,
): Promise<Viewer | undefined> {
  const now = clock.now();
  const hash = tokenHash(token);
  const values = [hash, now, new Date(now.getTime() - IDLE_MS)];
  const [row] = (await pool.query<ViewerRow>({ ...VIEWER, values })).rows;
  if (!row) return undefined;
  if (now.getTime() - row.seen_at.getTime() > 60_000) {
    await db.updateTable('session').set({ seen_at: now }).where('token_hash', '=', hash).execute();
  }
  const looking = row.seen_id !== null && row.permissions.includes('Collector Administrator');
  return {
    personId: row.id,
    sessionId: row.session_id,
    name: row.name,
    email: row.email,
    organisationId: looking ? row.seen_id! : row.own_id,
    organisationName: looking ? row.seen_name! : row.own_name,
    organisationKind: looking ? row.seen_kind! : row.own_kind,
    // What it sees, not what it may do: the collector's own permissions do not count there.
    permissions: looking ? PERMISSIONS.filter((one) => !one.startsWith('Collector')) : row.permissions,
    jobTitles: row.job_titles,
    memberships: row.memberships,
    confirmedAt: row.confirmed_at,
    looking: looking ? { organisationId: row.own_id, organisationName: row.own_name } : undefined,
  };
}

/** Who holds the token of a session that waits for its second step. */
export async function halfSignedInOf(db: Database, clock: Clock, token: string): Promise<HalfSignedIn | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select(['person.id', 'person.name', 'person.email', 'person.phone', 'session.id as session_id', 'first_step'])
    .where('token_hash', '=', tokenHash(token))
    .where('session.stage', '=', 'half')
    .where('session.expires_at', '>', clock.now())
    .executeTakeFirst();
  return (
    row && {
      personId: row.id,
      sessionId: row.session_id,
      name: row.name,
      email: row.email,
      phone: row.phone ?? undefined,
      first: row.first_step as FirstStep,
    }
  );
}

/** 32 random bytes for a cookie or a link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
