import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import type { Candidate, ComponentRules, Tally, Work } from './model.ts';

/** A component as one centre has it: what is asked for, how far they are, what is locked. */
export interface CentreWork extends Work, Tally {
  readonly componentId: number;
  readonly centreId: number;
  readonly centre: string;
  /** The centre's number (NCN), where it has one. */
  readonly centreNumber: string | null;
  readonly sessionId: number;
  readonly session: string;
  readonly bodyId: number;
  readonly body: string;
  readonly contact: string;
  readonly code: string;
  readonly name: string;
  readonly qualification: string;
  readonly subject: string;
  readonly rules: ComponentRules;
  /** Whether the final submission that stands came after the closing time. */
  readonly late: boolean;
}

/** What the dashboard is searched by; absent means any. */
export interface DashboardFilter {
  readonly session: number;
  readonly qualification?: string | undefined;
  readonly subject?: string | undefined;
  readonly code?: string | undefined;
  readonly name?: string | undefined;
}

export interface SessionChoice {
  readonly id: number;
  readonly name: string;
  readonly body: string;
}

/** The sessions in which a centre has entries, the newest first. */
export async function sessionsOf(db: Database, centreId: number): Promise<readonly SessionChoice[]> {
  return await db
    .selectFrom('media_session as session')
    .innerJoin('organisation as body', 'body.id', 'session.body_id')
    .select(['session.id', 'session.name', 'body.name as body'])
    .where((where) =>
      where.exists(
        where
          .selectFrom('media_candidate as candidate')
          .select('candidate.id')
          .whereRef('candidate.session_id', '=', 'session.id')
          .where('candidate.centre_id', '=', centreId),
      ),
    )
    .orderBy('session.keep_until', 'desc')
    .orderBy('session.id', 'desc')
    .execute();
}

/** The columns of CentreWork from a component, its session, and a centre. */
const WORK = sql`component.id as "componentId", centre.id as "centreId", centre.name as centre, centre.ncn as "centreNumber",
  session.id as "sessionId", session.name as session, body.id as "bodyId", body.name as body,
  session.contact_email as contact, component.code, component.name, component.qualification, component.subject,
  component.rules, component.opens_at as "opensAt", component.closes_at as "closesAt",
  extension.until as "extendedTo", final.submitted_at as "submittedAt", coalesce(final.late, false) as late`;
const AROUND = sql`join media_session session on session.id = component.session_id
  join organisation body on body.id = session.body_id
  left join media_extension extension on extension.component_id = component.id and extension.centre_id = centre.id
  left join media_final final on final.component_id = component.id and final.centre_id = centre.id
    and final.reopened_at is null`;
/** Withdrawn candidates are owed nothing. */
const COUNTS = sql`count(*) filter (where withdrawn_at is null)::int as candidates,
  count(*) filter (where withdrawn_at is null and (files > 0 or reason is not null))::int as dealt`;

/** Every component of a session with entries of the centre that fits the filter, by code. */
export async function dashboard(
  db: Database,
  centreId: number,
  filter: DashboardFilter,
): Promise<readonly CentreWork[]> {
  const { session, qualification, subject, code, name } = filter;
  const { rows } = await sql<CentreWork>`
    select ${WORK}, tally.candidates, tally.dealt
    from (select component_id, ${COUNTS} from media_entry where centre_id = ${centreId} group by component_id) tally
    join media_component component on component.id = tally.component_id
    join organisation centre on centre.id = ${centreId}
    ${AROUND}
    where session.id = ${session}
      and (${qualification ?? null}::text is null or component.qualification = ${qualification ?? null})
      and (${subject ?? null}::text is null or component.subject = ${subject ?? null})
      and (${code ?? null}::text is null or strpos(lower(replace(component.code, '/', '')), lower(replace(${code ?? null}, '/', ''))) > 0)
      and (${name ?? null}::text is null or strpos(lower(component.name), lower(${name ?? null})) > 0)
    order by component.code`.execute(db);
  return rows;
}

/** A component as a centre has it; undefined where the centre has, and had, no entries for it. */
export async function findWork(db: Database, centreId: number, componentId: number): Promise<CentreWork | undefined> {
  const { rows } = await sql<CentreWork>`
    select ${WORK}, tally.candidates, tally.dealt
    from (select component_id, ${COUNTS} from media_entry
      where centre_id = ${centreId} and component_id = ${componentId} group by component_id) tally
    join media_component component on component.id = tally.component_id
    join organisation centre on centre.id = ${centreId}
    ${AROUND}`.execute(db);
  return rows[0];
}

/** Components of a session that a centre has, or had, entries for. */
function componentsOf(db: Database, centreId: number, sessionId: number) {
  return db
    .selectFrom('media_component')
    .where('session_id', '=', sessionId)
    .where((where) =>
      where.exists(
        where
          .selectFrom('media_entry')
          .select('media_entry.component_id')
          .whereRef('media_entry.component_id', '=', 'media_component.id')
          .where('media_entry.centre_id', '=', centreId),
      ),
    );
}

/** Their codes. */
export async function codesOf(db: Database, centreId: number, sessionId: number): Promise<readonly string[]> {
  const rows = await componentsOf(db, centreId, sessionId).select('code').orderBy('code').execute();
  return rows.map(({ code }) => code);
}

/** Qualifications and subjects to choose from in a session. */
export async function choicesOf(db: Database, centreId: number, sessionId: number) {
  const rows = await componentsOf(db, centreId, sessionId).select(['qualification', 'subject']).distinct().execute();
  const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
  return {
    qualifications: sorted(rows.map(({ qualification }) => qualification)),
    subjects: sorted(rows.map(({ subject }) => subject)),
  };
}

/** A candidate of a component, and what there is of them. */
export interface EntryRow extends Candidate {
  readonly withdrawnAt: Date | null;
  readonly reason: string | null;
  /** Files that have not failed. */
  readonly files: number;
}

export interface CandidateFilter {
  readonly number?: string | undefined;
  readonly surname?: string | undefined;
  readonly forename?: string | undefined;
}

/** The candidates of a centre for a component by number, those withdrawn among them. */
export async function entriesOf(
  db: Database,
  { componentId, centreId }: Pick<CentreWork, 'componentId' | 'centreId'>,
  { number, surname, forename }: CandidateFilter = {},
): Promise<readonly EntryRow[]> {
  let asked = db
    .selectFrom('media_entry as entry')
    .innerJoin('media_candidate as candidate', 'candidate.id', 'entry.candidate_id')
    .select(['candidate.id', 'candidate.number', 'candidate.surname', 'candidate.forename'])
    .select(['entry.withdrawn_at as withdrawnAt', 'entry.reason', 'entry.files'])
    .where('entry.component_id', '=', componentId)
    .where('entry.centre_id', '=', centreId)
    .orderBy('candidate.number');
  const has = (column: 'number' | 'surname' | 'forename', text: string) =>
    sql<boolean>`strpos(lower(${sql.ref(`candidate.${column}`)}), lower(${text})) > 0`;
  if (number) asked = asked.where(has('number', number));
  if (surname) asked = asked.where(has('surname', surname));
  if (forename) asked = asked.where(has('forename', forename));
  return await asked.execute();
}
