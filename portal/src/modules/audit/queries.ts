import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { type Paging, paging } from '../../ui/pagination.ts';

const PAGE_SIZE = 20;
const CSV_BATCH = 1000;

/** Which events of an organisation; empty strings ask for nothing. */
export interface HistoryFilter {
  /** A part of a person's name. */
  readonly person: string;
  readonly action: string;
  /** Days in London, both included: `2026-11-22`. */
  readonly from: string;
  readonly to: string;
}

export interface HistoryEvent {
  readonly id: number;
  readonly at: Date;
  /** `at` to the microsecond, as the database writes it. */
  readonly exactly: string;
  readonly action: string;
  readonly subject: string;
  /** The name of the person it is about, while who did it is kept. */
  readonly subjectName: string | null;
  readonly personId: number | null;
  readonly personName: string | null;
  /** Shown to nobody where the event is about another organisation, as both can read it. */
  readonly address: string | null;
  readonly organisationName: string | null;
  readonly onBehalfOf: number | null;
  readonly onBehalfOfName: string | null;
  readonly before: unknown;
  readonly after: unknown;
  /** Who, where, before and after were erased when their time was over. */
  readonly erased: boolean;
}

export interface History {
  readonly rows: readonly HistoryEvent[];
  readonly paging: Paging;
}

/** A page of what happened in an organisation, or to it, newest first. */
export async function history(
  db: Database,
  organisationId: number,
  filter: HistoryFilter,
  page: number,
): Promise<History> {
  const { total } = await matching(db, organisationId, filter)
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const at = paging(total, page, PAGE_SIZE);
  const rows = await events(db, organisationId, filter)
    .limit(PAGE_SIZE)
    .offset((at.page - 1) * PAGE_SIZE)
    .execute();
  return { rows, paging: at };
}

/** All of them, newest first, so many at a time. */
export async function* allHistory(
  db: Database,
  organisationId: number,
  filter: HistoryFilter,
): AsyncGenerator<readonly HistoryEvent[]> {
  let last: HistoryEvent | undefined;
  for (;;) {
    const all = events(db, organisationId, filter);
    const next = last
      ? all.where(sql<SqlBool>`(e.at, e.id) < (${last.exactly}::timestamptz, ${last.id}::bigint)`)
      : all;
    const rows = await next.limit(CSV_BATCH).execute();
    if (rows.length > 0) yield rows;
    if (rows.length < CSV_BATCH) return;
    last = rows.at(-1);
  }
}

/** Every action that the organisation's events have, found by jumping along the index from one to the next. */
export async function actionsOf(db: Database, organisationId: number): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive found as (
      (select action from audit_event where organisation_id = ${organisationId} order by action limit 1)
      union all
      select (select e.action from audit_event e where e.organisation_id = ${organisationId} and e.action > found.action
        order by e.action limit 1)
      from found where found.action is not null
    )
    select action from found where action is not null
    union select action from audit_event where on_behalf_of = ${organisationId}
    order by action`.execute(db);
  return rows.map(({ action }) => action);
}

/** The number of `person 7`; nothing once the details of the event were erased. */
const personOfSubject = sql<number | null>`case when d.event_id is not null and e.subject ~ '^person [0-9]{1,18}$'
  then substr(e.subject, 8)::bigint end`;

function events(db: Database, organisationId: number, filter: HistoryFilter) {
  return matching(db, organisationId, filter)
    .leftJoin('organisation as o', 'o.id', 'e.organisation_id')
    .leftJoin('organisation as b', 'b.id', 'e.on_behalf_of')
    .leftJoin('person as s', (join) => join.on('s.id', '=', personOfSubject))
    .select((select) => [
      'e.id',
      'e.at',
      sql<string>`e.at::text`.as('exactly'),
      'e.action',
      'e.subject',
      's.name as subjectName',
      'd.person_id as personId',
      'p.name as personName',
      select.case().when('e.on_behalf_of', 'is', null).then(select.ref('d.address')).end().as('address'),
      'o.name as organisationName',
      'e.on_behalf_of as onBehalfOf',
      'b.name as onBehalfOfName',
      'd.before',
      'd.after',
      sql<boolean>`d.event_id is null`.as('erased'),
    ])
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc');
}

function matching(db: Database, organisationId: number, { person, action, from, to }: HistoryFilter) {
  let found = db
    .selectFrom('audit_event as e')
    .leftJoin('audit_detail as d', 'd.event_id', 'e.id')
    .leftJoin('person as p', 'p.id', 'd.person_id')
    .where(({ eb, or }) =>
      or([eb('e.organisation_id', '=', organisationId), eb('e.on_behalf_of', '=', organisationId)]),
    );
  if (person !== '') found = found.where('p.name', 'ilike', `%${person.replace(/[\\%_]/g, '\\$&')}%`);
  if (action !== '') found = found.where('e.action', '=', action);
  if (from !== '') found = found.where('e.at', '>=', sql<Date>`${from}::date::timestamp at time zone 'Europe/London'`);
  if (to !== '') found = found.where('e.at', '<', sql<Date>`(${to}::date + 1)::timestamp at time zone 'Europe/London'`);
  return found;
}
