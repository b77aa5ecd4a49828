import { sql } from 'kysely';
import type { Database } from '../../../../platform/db/database.ts';
import type { WorkKey } from '../../store.ts';

/** What a file of entries would do, counted. */
export interface ImportCounts {
  readonly rows: number;
  readonly refused: number;
  readonly newCandidates: number;
  readonly renamed: number;
  readonly newEntries: number;
  /** Entries that were withdrawn and stand again. */
  readonly restored: number;
  readonly withdrawn: number;
  /** Of those withdrawn: with files or a reason. */
  readonly withdrawnWithWork: number;
  /** Entries that are added to work that has been submitted: the centre cannot act on them unless it is opened again. */
  readonly afterSubmission: number;
  readonly same: number;
}

/** Why a row is not imported. */
export type RowRefusal = 'centre' | 'closed' | 'component' | 'names';

/**
 * Works out what the rows of an import would do, all in the database: afterwards the temporary tables `entry_plan` (rows) and
 * `entry_withdrawal` hold it till the transaction ends. `today` is a day as `2026-11-22`. Gives a fingerprint of all that is shown
 * and done.
 */
export async function makePlan(
  trx: Database,
  { importId, sessionId, today }: { readonly importId: number; readonly sessionId: number; readonly today: string },
): Promise<string> {
  await sql`create temporary table entry_plan on commit drop as
    with component as (
      select distinct on (bare) id, bare
      from (select id, upper(replace(code, '/', '')) as bare from media_component where session_id = ${sessionId}) one
      order by bare, id)
    select (sent.value->>0)::int as row, sent.value->>1 as centre_number, sent.value->>2 as code,
      sent.value->>3 as number, sent.value->>4 as surname, sent.value->>5 as forename,
      centre.id as centre_id, component.id as component_id,
      case when centre.id is null then 'centre' when centre.closed_on <= ${today}::date then 'closed'
        when component.id is null then 'component' end as why
    from media_import, jsonb_array_elements(media_import.rows) sent
    left join organisation centre on centre.ncn = sent.value->>1 and centre.kind = 'centre'
    left join component on component.bare = upper(replace(sent.value->>2, '/', ''))
    where media_import.id = ${importId}`.execute(trx);
  await sql`analyze entry_plan`.execute(trx);
  // Nobody can tell which of two names is right, so no row of such a candidate is taken, and nothing of theirs withdrawn.
  await sql`update entry_plan set why = 'names' from (
      select centre_id, number from entry_plan where centre_id is not null
      group by centre_id, number having count(distinct (surname, forename)) > 1) doubtful
    where entry_plan.centre_id = doubtful.centre_id and entry_plan.number = doubtful.number and why is null`.execute(
    trx,
  );
  await sql`delete from entry_plan using (
      select row, row_number() over (partition by centre_id, component_id, number order by row) as nth
      from entry_plan where why is null) again
    where entry_plan.row = again.row and again.nth > 1`.execute(trx);
  await sql`alter table entry_plan add column candidate_id bigint, add column old_surname text, add column old_forename text,
    add column what text, add column submitted boolean not null default false`.execute(trx);
  await sql`update entry_plan set candidate_id = candidate.id, old_surname = candidate.surname,
      old_forename = candidate.forename
    from media_candidate candidate
    where candidate.session_id = ${sessionId} and candidate.centre_id = entry_plan.centre_id
      and candidate.number = entry_plan.number and why is null`.execute(trx);
  await sql`update entry_plan set
      what = case when entry.component_id is null then 'new' when entry.withdrawn_at is not null then 'restored'
        else 'same' end,
      submitted = exists (select from media_final final where final.component_id = entry_plan.component_id
        and final.centre_id = entry_plan.centre_id and reopened_at is null)
    from entry_plan self left join media_entry entry
      on entry.component_id = self.component_id and entry.candidate_id = self.candidate_id
    where self.row = entry_plan.row and entry_plan.why is null`.execute(trx);
  await sql`create temporary table entry_withdrawal on commit drop as
    select entry.component_id, entry.candidate_id, entry.centre_id, entry.files, entry.reason,
      exists (select from media_final final where final.component_id = entry.component_id
        and final.centre_id = entry.centre_id and reopened_at is null) as submitted
    from media_entry entry
    join media_component component on component.id = entry.component_id and component.session_id = ${sessionId}
    join media_candidate candidate on candidate.id = entry.candidate_id
    where entry.withdrawn_at is null
      and exists (select from media_import where id = ${importId} and whole)
      and not exists (select from entry_plan where entry_plan.component_id = entry.component_id
        and entry_plan.centre_id = entry.centre_id and entry_plan.number = candidate.number)`.execute(trx);
  await sql`analyze entry_plan, entry_withdrawal`.execute(trx);
  const { rows } = await sql<{ fingerprint: string }>`
    select encode(sha256(convert_to(
      coalesce((select string_agg(entry_plan::text, e'\n' order by row) from entry_plan), '') || e'\n\n' ||
      coalesce((select string_agg(row(component_id, candidate_id, files > 0, reason, submitted)::text, e'\n'
        order by component_id, candidate_id) from entry_withdrawal), ''), 'UTF8')), 'hex') as fingerprint`.execute(trx);
  return rows[0]!.fingerprint;
}

/** Counts the plan that was made in this transaction. */
export async function countPlan(trx: Database): Promise<ImportCounts> {
  const { rows } = await sql<ImportCounts>`
    select count(*) as rows,
      count(*) filter (where why is not null) as refused,
      count(distinct (centre_id, number)) filter (where why is null and candidate_id is null) as "newCandidates",
      count(distinct candidate_id) filter (where (surname, forename) is distinct from (old_surname, old_forename)
        and candidate_id is not null) as renamed,
      count(*) filter (where what = 'new') as "newEntries",
      count(*) filter (where what = 'restored') as restored,
      count(*) filter (where what in ('new', 'restored') and submitted) as "afterSubmission",
      count(*) filter (where what = 'same' and (surname, forename) is not distinct from (old_surname, old_forename)) as same,
      (select count(*) from entry_withdrawal) as withdrawn,
      (select count(*) from entry_withdrawal where files > 0 or reason is not null) as "withdrawnWithWork"
    from entry_plan`.execute(trx);
  return rows[0]!;
}

export interface PlannedEntry {
  readonly centre: string;
  readonly centreNumber: string;
  readonly code: string;
  readonly number: string;
  readonly surname: string;
  readonly forename: string;
  readonly submitted: boolean;
}

/** The first rows of each kind of the plan that was made in this transaction. */
export interface PlanSamples {
  readonly refused: readonly {
    readonly row: number;
    readonly centreNumber: string;
    readonly code: string;
    readonly number: string;
    readonly surname: string;
    readonly forename: string;
    readonly why: RowRefusal;
  }[];
  readonly withdrawn: readonly (PlannedEntry & { readonly files: number; readonly reason: string | null })[];
  readonly renamed: readonly {
    readonly centre: string;
    readonly number: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly entered: readonly (PlannedEntry & { readonly what: 'new' | 'restored'; readonly isNew: boolean })[];
}

export async function samplePlan(trx: Database, most: number): Promise<PlanSamples> {
  const refused = await sql<PlanSamples['refused'][number]>`
    select row, centre_number as "centreNumber", code, number, surname, forename, why from entry_plan
    where why is not null order by row limit ${most}`.execute(trx);
  const withdrawn = await sql<PlanSamples['withdrawn'][number]>`
    select centre.name as centre, centre.ncn as "centreNumber", component.code, candidate.number, candidate.surname,
      candidate.forename, files, reason, submitted
    from entry_withdrawal one join organisation centre on centre.id = one.centre_id
    join media_component component on component.id = one.component_id
    join media_candidate candidate on candidate.id = one.candidate_id
    order by files > 0 desc, reason is not null desc, centre.ncn, component.code, candidate.number
    limit ${most}`.execute(trx);
  const renamed = await sql<PlanSamples['renamed'][number]>`
    select distinct on (centre_number, number) centre.name as centre, number,
      old_surname || ', ' || old_forename as before, surname || ', ' || forename as after
    from entry_plan join organisation centre on centre.id = centre_id
    where candidate_id is not null and (surname, forename) is distinct from (old_surname, old_forename)
    order by centre_number, number limit ${most}`.execute(trx);
  const entered = await sql<PlanSamples['entered'][number]>`
    select centre.name as centre, centre_number as "centreNumber", component.code, number, surname, forename, what,
      candidate_id is null as "isNew", submitted
    from entry_plan join organisation centre on centre.id = centre_id
    join media_component component on component.id = component_id
    where what in ('new', 'restored')
    order by submitted desc, centre_number, component.code, number limit ${most}`.execute(trx);
  return { refused: refused.rows, withdrawn: withdrawn.rows, renamed: renamed.rows, entered: entered.rows };
}

/** Does what the plan that was made in this transaction says. Files and reasons stay as they are. */
export async function doPlan(trx: Database, sessionId: number, now: Date): Promise<void> {
  await sql`insert into media_candidate (session_id, centre_id, number, surname, forename)
    select distinct ${sessionId}::bigint, centre_id, number, surname, forename from entry_plan where why is null
    on conflict (session_id, centre_id, number) do update
      set surname = excluded.surname, forename = excluded.forename
      where (media_candidate.surname, media_candidate.forename) is distinct from (excluded.surname, excluded.forename)`.execute(
    trx,
  );
  await sql`insert into media_entry (component_id, candidate_id, centre_id, entered_at)
    select component_id, candidate.id, entry_plan.centre_id, ${now}::timestamptz from entry_plan
    join media_candidate candidate on candidate.session_id = ${sessionId}
      and candidate.centre_id = entry_plan.centre_id and candidate.number = entry_plan.number
    where what in ('new', 'restored')
    on conflict (component_id, candidate_id) do update set withdrawn_at = null`.execute(trx);
  await sql`update media_entry set withdrawn_at = ${now}::timestamptz from entry_withdrawal one
    where media_entry.component_id = one.component_id and media_entry.candidate_id = one.candidate_id
      and withdrawn_at is null`.execute(trx);
}

/** Centres' works that the plan changes, as many as may be looked at just now. */
export async function changedWorks(trx: Database, most: number): Promise<readonly WorkKey[]> {
  const { rows } = await sql<WorkKey>`
    select component_id as "componentId", centre_id as "centreId" from entry_plan
    where what in ('new', 'restored') or (surname, forename) is distinct from (old_surname, old_forename) and why is null
    union select component_id, centre_id from entry_withdrawal limit ${most}`.execute(trx);
  return rows;
}
