import type { Context } from '../../../context.ts';
import type { Database } from '../../../platform/db/database.ts';
import { record } from '../../audit/index.ts';
import { distrustAll } from '../browsers.ts';
import { IDLE_MS, type Viewer } from '../model.ts';
import { noteActing } from '../people.ts';
import { endSessionsOf } from '../sessions.ts';
import type { Owner } from './change.ts';

export interface SessionFacts {
  readonly id: number;
  readonly browser: string | null;
  readonly address: string | null;
  readonly organisation: string;
  readonly begunAt: Date;
  readonly seenAt: Date;
}

/** Sessions of a person that still run, the one last in use first. */
export async function sessionsOf({ db, clock }: Context, personId: number): Promise<readonly SessionFacts[]> {
  const now = clock.now();
  return await db
    .selectFrom('session')
    .innerJoin('organisation', 'organisation.id', 'session.organisation_id')
    .select(['session.id', 'browser', 'address', 'organisation.name as organisation'])
    .select(['session.created_at as begunAt', 'seen_at as seenAt'])
    .where('person_id', '=', personId)
    .where('stage', '=', 'full')
    .where('expires_at', '>', now)
    .where('seen_at', '>', new Date(now.getTime() - IDLE_MS))
    .orderBy('seen_at', 'desc')
    .orderBy('session.id', 'desc')
    .execute();
}

export interface TrustedFacts {
  readonly browser: string | null;
  readonly since: Date;
  readonly until: Date;
}

/** Browsers in which a person goes without the second step. */
export async function trustedBrowsersOf({ db, clock }: Context, personId: number): Promise<readonly TrustedFacts[]> {
  return await db
    .selectFrom('trusted_browser')
    .select(['browser', 'created_at as since', 'expires_at as until'])
    .where('person_id', '=', personId)
    .where('expires_at', '>', clock.now())
    .orderBy('created_at', 'desc')
    .execute();
}

type Person = Owner & { readonly organisationId: number };

/** Ends one session of the person's own; false where they have none of that number. */
export async function endOwnSession(context: Context, owner: Person, id: number): Promise<boolean> {
  return await context.db.transaction().execute(async (trx) => {
    const ended = await trx
      .deleteFrom('session')
      .where('id', '=', id)
      .where('person_id', '=', owner.personId)
      .executeTakeFirst();
    if (ended.numDeletedRows === 0n) return false;
    await note(trx, context, owner, 'session.ended', { session: id });
    return true;
  });
}

/** Ends all of the person's sessions but this one. */
export async function endOtherSessions(context: Context, owner: Person, sessionId: number): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const ended = await endSessionsOf(trx, owner.personId, sessionId);
    await note(trx, context, owner, 'sessions.ended', { ended });
  });
}

/** Every browser is asked for the second step again. */
export async function distrustBrowsers(context: Context, owner: Person): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    await distrustAll(trx, owner.personId);
    await note(trx, context, owner, 'browsers.distrusted', {});
  });
}

export interface MembershipFacts {
  readonly organisationId: number;
  readonly organisation: string;
  readonly permissions: readonly string[];
  readonly jobTitles: readonly string[];
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  /** They may act for it now. */
  readonly runs: boolean;
}

/** A person's memberships, by name, those that are over too. */
export async function membershipsOf({ db, clock }: Context, personId: number): Promise<readonly MembershipFacts[]> {
  const now = clock.now();
  const rows = await db
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
    .select(['organisation.id', 'organisation.name', 'organisation.closed_on', 'permissions', 'job_titles'])
    .select(['membership.starts_at', 'membership.ends_at'])
    .where('person_id', '=', personId)
    .orderBy('organisation.name')
    .orderBy('organisation.id')
    .execute();
  return rows.map((row) => ({
    organisationId: row.id,
    organisation: row.name,
    permissions: row.permissions,
    jobTitles: row.job_titles,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    runs:
      row.closed_on === null &&
      (row.starts_at === null || row.starts_at <= now) &&
      (row.ends_at === null || row.ends_at > now),
  }));
}

/** From now on this session acts for another organisation of the person's; false where they may not act for it. */
export async function switchOrganisation(context: Context, viewer: Viewer, to: number, address: string) {
  const { personId, sessionId, organisationId } = viewer;
  return await context.db.transaction().execute(async (trx) => {
    const own = await membershipsOf({ ...context, db: trx }, personId);
    if (!own.some((one) => one.organisationId === to && one.runs)) return false;
    await trx.updateTable('session').set({ organisation_id: to }).where('id', '=', sessionId).execute();
    await noteActing(trx, context.clock, { personId, organisationId: to });
    await record(trx, context.clock, {
      personId,
      organisationId: to,
      address,
      action: 'organisation.switched',
      subject: `person ${personId}`,
      before: { organisationId },
      after: { organisationId: to },
    });
    return true;
  });
}

async function note(
  trx: Database,
  { clock }: Context,
  { personId, organisationId, address }: Person,
  action: string,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  await record(trx, clock, { personId, organisationId, address, action, subject: `person ${personId}`, after });
}
