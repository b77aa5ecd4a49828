import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../../platform/db/database.ts';
import type { ComponentRules } from '../model.ts';

/** A session as its awarding body keeps it. */
export interface SessionFacts {
  readonly id: number;
  readonly bodyId: number;
  readonly body: string;
  readonly code: string;
  readonly name: string;
  readonly contact: string;
  /** The last day on which files are kept, `yyyy-mm-dd`. */
  readonly keepUntil: string;
}

export interface SessionRow extends SessionFacts {
  readonly components: number;
  readonly centres: number;
  readonly candidates: number;
  /** Centres' works: a centre with entries for a component. */
  readonly works: number;
  readonly submitted: number;
}

/** The sessions of an awarding body, the newest first, with what there is in each. */
export async function sessionsOfBody(db: Database, bodyId: number): Promise<readonly SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select session.id, session.body_id as "bodyId", body.name as body, session.code, session.name,
      session.contact_email as contact, session.keep_until as "keepUntil",
      (select count(*) from media_component where session_id = session.id) as components,
      (select count(distinct centre_id) from media_candidate where session_id = session.id) as centres,
      (select count(*) from media_candidate where session_id = session.id) as candidates,
      (select count(*) from (
        select from media_entry entry join media_component component on component.id = entry.component_id
        where component.session_id = session.id and withdrawn_at is null
        group by entry.component_id, entry.centre_id) work) as works,
      (select count(*) from media_final final join media_component component on component.id = final.component_id
        where component.session_id = session.id and reopened_at is null) as submitted
    from media_session session join organisation body on body.id = session.body_id
    where session.body_id = ${bodyId} order by session.keep_until desc, session.id desc`.execute(db);
  return rows;
}

/** A session of an awarding body; undefined where it is another's or none. */
export async function findSession(db: Database, bodyId: number, id: number): Promise<SessionFacts | undefined> {
  return await db
    .selectFrom('media_session as session')
    .innerJoin('organisation as body', 'body.id', 'session.body_id')
    .select(['session.id', 'session.body_id as bodyId', 'body.name as body', 'session.code', 'session.name'])
    .select(['session.contact_email as contact', 'session.keep_until as keepUntil'])
    .where('session.id', '=', id)
    .where('session.body_id', '=', bodyId)
    .executeTakeFirst();
}

/** Tells one state of a session from another: sessions carry no version. */
export function sessionVersion({ code, name, contact, keepUntil }: SessionFacts): string {
  return createHash('sha256')
    .update(JSON.stringify([code, name, contact, keepUntil]))
    .digest('base64url');
}

/** A component as its awarding body keeps it. */
export interface ComponentFacts {
  readonly id: number;
  readonly sessionId: number;
  readonly session: string;
  readonly bodyId: number;
  readonly body: string;
  readonly contact: string;
  readonly code: string;
  readonly name: string;
  readonly qualification: string;
  readonly subject: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly rules: ComponentRules;
  readonly version: number;
}

const COMPONENT = sql`component.id, component.session_id as "sessionId", session.name as session,
  session.body_id as "bodyId", body.name as body, session.contact_email as contact, component.code, component.name,
  component.qualification, component.subject, component.opens_at as "opensAt", component.closes_at as "closesAt",
  component.rules, component.version`;
const FROM = sql`media_component component join media_session session on session.id = component.session_id
  join organisation body on body.id = session.body_id`;

/** A component of an awarding body; undefined where it is another's or none. */
export async function findComponent(db: Database, bodyId: number, id: number): Promise<ComponentFacts | undefined> {
  const { rows } = await sql<ComponentFacts>`select ${COMPONENT} from ${FROM}
    where component.id = ${id} and session.body_id = ${bodyId}`.execute(db);
  return rows[0];
}

export interface ComponentRow extends ComponentFacts {
  readonly centres: number;
  /** Entries that are not withdrawn. */
  readonly entries: number;
  readonly submitted: number;
}

/** The components of a session by code, with how many are entered and have submitted. */
export async function componentsOf(db: Database, sessionId: number): Promise<readonly ComponentRow[]> {
  const { rows } = await sql<ComponentRow>`select ${COMPONENT}, coalesce(entered.centres, 0) as centres,
      coalesce(entered.entries, 0) as entries,
      (select count(*) from media_final where component_id = component.id and reopened_at is null) as submitted
    from ${FROM}
    left join (select component_id, count(distinct centre_id) as centres, count(*) as entries
      from media_entry where withdrawn_at is null group by component_id) entered on entered.component_id = component.id
    where component.session_id = ${sessionId} order by component.code`.execute(db);
  return rows;
}
