import { sql } from 'kysely';
import type { Database } from '../../../../platform/db/database.ts';
import type { MediaFacts } from '../../file-queries.ts';
import type { FileNotice, FileRole } from '../../model.ts';

/** A centre whose final submission for a component stands. */
export interface SubmittedCentre {
  readonly centreId: number;
  readonly centre: string;
  readonly centreNumber: string | null;
  readonly number: number;
  readonly submittedAt: Date;
  readonly late: boolean;
  readonly files: number;
  readonly bytes: number;
}

/** Centres whose final submission stands, by name, with what there is of each to mark. */
export async function submittedCentres(db: Database, componentId: number): Promise<readonly SubmittedCentre[]> {
  const { rows } = await sql<SubmittedCentre>`
    select centre.id as "centreId", centre.name as centre, centre.ncn as "centreNumber", final.number,
      final.submitted_at as "submittedAt", final.late, count(file.id)::int as files, coalesce(sum(file.size), 0)::bigint as bytes
    from media_final final join organisation centre on centre.id = final.centre_id
    left join media_file on media_file.component_id = final.component_id and media_file.centre_id = final.centre_id
      and status = 'uploaded' and deleted_at is null and destroyed_at is null
    left join file on file.id = media_file.id and file.verdict is distinct from 'infected'
    where final.component_id = ${componentId} and reopened_at is null
    group by centre.id, final.id order by centre.name, centre.id`.execute(db);
  return rows;
}

export interface MaterialCandidate {
  readonly number: string;
  readonly surname: string;
  readonly forename: string;
  readonly withdrawn: boolean;
}

/** A file to mark, or a document that belongs to it. */
export interface Material {
  readonly id: string;
  readonly centreId: number;
  readonly centre: string;
  readonly centreNumber: string | null;
  readonly name: string;
  readonly role: FileRole;
  readonly size: number;
  readonly sha256: string;
  readonly blobKey: string;
  /** Null until it was worked out. */
  readonly crc32: number | null;
  readonly verdict: 'clean' | 'infected' | 'not-scanned' | null;
  readonly facts: MediaFacts | null;
  readonly notices: readonly FileNotice[];
  readonly submittedAt: Date;
  readonly candidates: readonly MaterialCandidate[];
}

/** The files of final submissions that stand, of one centre or of all, in an order that never changes. */
export async function materialsOf(
  db: Database,
  componentId: number,
  centreId: number | undefined,
): Promise<readonly Material[]> {
  const { rows } = await sql<Material>`
    select media_file.id, centre.id as "centreId", centre.name as centre, centre.ncn as "centreNumber", media_file.name,
      role, file.size, file.sha256, file.blob_key as "blobKey", crc32, file.verdict, facts, notices,
      final.submitted_at as "submittedAt", coalesce(tagged.candidates, '[]') as candidates
    from media_final final join organisation centre on centre.id = final.centre_id
    join media_file on media_file.component_id = final.component_id and media_file.centre_id = final.centre_id
    join file on file.id = media_file.id
    left join lateral (
      select min(candidate.number) as first, jsonb_agg(jsonb_build_object('number', candidate.number,
        'surname', candidate.surname, 'forename', candidate.forename,
        'withdrawn', coalesce(entry.withdrawn_at is not null, true)) order by candidate.number) as candidates
      from media_tag join media_candidate candidate on candidate.id = media_tag.candidate_id
      left join media_entry entry on entry.candidate_id = candidate.id and entry.component_id = media_file.component_id
      where media_tag.file_id = media_file.id) tagged on true
    where final.component_id = ${componentId} and reopened_at is null
      and (${centreId ?? null}::bigint is null or final.centre_id = ${centreId ?? null})
      and status = 'uploaded' and deleted_at is null and destroyed_at is null
      and file.verdict is distinct from 'infected'
    order by centre.ncn, centre.id, tagged.first nulls last, media_file.name, media_file.id`.execute(db);
  return rows;
}

/** A candidate of a final submission that stands for whom a reason is recorded. */
export interface NonSubmission extends MaterialCandidate {
  readonly centre: string;
  readonly centreNumber: string | null;
  readonly reason: string;
}

export async function nonSubmissionsOf(
  db: Database,
  componentId: number,
  centreId: number | undefined,
): Promise<readonly NonSubmission[]> {
  const { rows } = await sql<NonSubmission>`
    select centre.name as centre, centre.ncn as "centreNumber", candidate.number, candidate.surname, candidate.forename,
      entry.reason, entry.withdrawn_at is not null as withdrawn
    from media_final final join organisation centre on centre.id = final.centre_id
    join media_entry entry on entry.component_id = final.component_id and entry.centre_id = final.centre_id
    join media_candidate candidate on candidate.id = entry.candidate_id
    where final.component_id = ${componentId} and reopened_at is null and entry.reason is not null
      and (${centreId ?? null}::bigint is null or final.centre_id = ${centreId ?? null})
    order by centre.ncn, centre.id, candidate.number`.execute(db);
  return rows;
}

/** Whether the final submission of a file's work stands, and its bytes are there. */
export async function isMaterial(db: Database, fileId: string): Promise<boolean> {
  const row = await db
    .selectFrom('media_file')
    .innerJoin('file', 'file.id', 'media_file.id')
    .innerJoin('media_final as final', (join) =>
      join
        .onRef('final.component_id', '=', 'media_file.component_id')
        .onRef('final.centre_id', '=', 'media_file.centre_id')
        .on('final.reopened_at', 'is', null),
    )
    .select('media_file.id')
    .where('media_file.id', '=', fileId)
    .where('status', '=', 'uploaded')
    .where('deleted_at', 'is', null)
    .where('destroyed_at', 'is', null)
    .where((where) => where.or([where('verdict', 'is', null), where('verdict', '<>', 'infected')]))
    .executeTakeFirst();
  return row !== undefined;
}
