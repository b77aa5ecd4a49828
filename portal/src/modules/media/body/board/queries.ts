import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../../../platform/db/database.ts';
import { type Paging, paging } from '../../../../ui/pagination.ts';
import type { Standing } from '../../model.ts';
import { PERMISSION } from '../../route-parts.ts';

const PAGE_SIZE = 50;
const BATCH = 1000;

export const STANDINGS: readonly Standing[] = [
  'overdue',
  'not-started',
  'partly',
  'complete',
  'submitted-late',
  'submitted',
];

/** What somebody looks for; empty: all. */
export interface BoardFilter {
  readonly standing: Standing | '';
  /** The number of a component, as text. */
  readonly component: string;
  /** Part of a centre's name, or its number. */
  readonly centre: string;
}

/** A centre's work for a component, as its awarding body sees it. */
export interface BoardRow {
  readonly componentId: number;
  readonly code: string;
  readonly component: string;
  readonly centreId: number;
  readonly centre: string;
  readonly centreNumber: string | null;
  /** Entries that are not withdrawn. */
  readonly candidates: number;
  readonly dealt: number;
  readonly withdrawn: number;
  readonly standing: Standing;
  readonly closesAt: Date;
  readonly extendedTo: Date | null;
  readonly submittedAt: Date | null;
  readonly lastChange: Date | null;
  /** Somebody there may send recordings, and can be told. */
  readonly reachable: boolean;
}

export type Standings = Readonly<Record<Standing, number>>;

/** Each centre's work of a session with its standing: what `standingOf` in model.ts says, so that the database can filter by it. */
function works(sessionId: number, now: Date): RawBuilder<unknown> {
  return sql`(
    select tally.*, component.code, component.name as component, centre.name as centre, centre.ncn as "centreNumber",
      component.closes_at as "closesAt", extension.until as "extendedTo", final.submitted_at as "submittedAt",
      case when final.late then 'submitted-late' when final.late is not null then 'submitted'
        when greatest(component.closes_at, extension.until) < ${now}::timestamptz then 'overdue'
        when dealt = 0 then 'not-started' when dealt < candidates then 'partly' else 'complete' end as standing
    from (
      select component_id as "componentId", centre_id as "centreId",
        count(*) filter (where withdrawn_at is null)::int as candidates,
        count(*) filter (where withdrawn_at is null and (files > 0 or reason is not null))::int as dealt,
        count(*) filter (where withdrawn_at is not null)::int as withdrawn,
        bool_or(files > 0) as any
      from media_entry
      where component_id in (select id from media_component where session_id = ${sessionId})
      group by component_id, centre_id) tally
    join media_component component on component.id = tally."componentId"
    join organisation centre on centre.id = tally."centreId"
    left join media_extension extension
      on extension.component_id = tally."componentId" and extension.centre_id = tally."centreId"
    left join media_final final on final.component_id = tally."componentId" and final.centre_id = tally."centreId"
      and final.reopened_at is null
    where candidates > 0 or tally.any or final.id is not null) work`;
}

function where({ standing, component, centre }: BoardFilter): RawBuilder<unknown> {
  const text = centre.trim().replaceAll('\0', '\uFFFD');
  return sql`(${standing} = '' or standing = ${standing})
    and (${component} = '' or "componentId"::text = ${component})
    and (${text} = '' or strpos(lower(centre), lower(${text})) > 0 or "centreNumber" = ${text})`;
}

/** How many works of a session stand how. */
export async function standingsOf(db: Database, sessionId: number, now: Date): Promise<Standings> {
  const { rows } = await sql<{ standing: Standing; count: number }>`
    select standing, count(*) as count from ${works(sessionId, now)} group by standing`.execute(db);
  const pairs = STANDINGS.map((one) => [one, rows.find(({ standing }) => standing === one)?.count ?? 0]);
  return Object.fromEntries(pairs) as Standings;
}

/** One page of the works that the filter lets through, by centre and component. */
export async function boardPage(
  db: Database,
  sessionId: number,
  filter: BoardFilter,
  now: Date,
  page: number,
): Promise<{ readonly rows: readonly BoardRow[]; readonly paging: Paging }> {
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from ${works(sessionId, now)} where ${where(filter)}`.execute(db);
  const at = paging(counted[0]!.total, page, PAGE_SIZE);
  return { rows: await rowsOf(db, sessionId, filter, now, (at.page - 1) * PAGE_SIZE, PAGE_SIZE), paging: at };
}

/** All works that the filter lets through, some hundreds at a time. */
export async function* allRows(
  db: Database,
  sessionId: number,
  filter: BoardFilter,
  now: Date,
): AsyncGenerator<readonly BoardRow[]> {
  for (let from = 0; ; from += BATCH) {
    const rows = await rowsOf(db, sessionId, filter, now, from, BATCH);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
  }
}

async function rowsOf(
  db: Database,
  sessionId: number,
  filter: BoardFilter,
  now: Date,
  offset: number,
  limit: number,
): Promise<readonly BoardRow[]> {
  const { rows } = await sql<BoardRow>`
    select shown.*, greatest(
        (select max(greatest(added_at, settled_at, deleted_at)) from media_file
          where component_id = "componentId" and centre_id = "centreId"),
        (select max(reason_at) from media_entry where component_id = "componentId" and centre_id = "centreId"),
        (select max(greatest(submitted_at, reopened_at)) from media_final
          where component_id = "componentId" and centre_id = "centreId")) as "lastChange",
      exists (select from membership where organisation_id = "centreId" and ${PERMISSION} = any(permissions)
        and (starts_at is null or starts_at <= ${now}::timestamptz)
        and (ends_at is null or ends_at > ${now}::timestamptz)) as reachable
    from (select * from ${works(sessionId, now)} where ${where(filter)}
      order by centre, "centreId", code limit ${limit} offset ${offset}) shown
    order by centre, "centreId", code`.execute(db);
  return rows;
}

/** A work that is owed and not submitted. */
export interface OpenWork {
  readonly componentId: number;
  readonly code: string;
  readonly component: string;
  readonly centreId: number;
  readonly candidates: number;
  readonly dealt: number;
  /** The component's closing or, where it is later, the centre's own. */
  readonly closes: Date;
}

/** Every work of a session that is open and not submitted, by centre; those with nobody to send for are left out. */
export async function openWorks(db: Database, sessionId: number, now: Date): Promise<readonly OpenWork[]> {
  const { rows } = await sql<OpenWork>`
    select "componentId", work.code, work.component, "centreId", candidates, dealt,
      greatest("closesAt", "extendedTo") as closes
    from ${works(sessionId, now)} join media_component on media_component.id = "componentId"
    where "submittedAt" is null and candidates > 0 and opens_at <= ${now}::timestamptz
    order by "centreId", work.code`.execute(db);
  return rows;
}
