import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { type Paging, paging } from '../../ui/pagination.ts';
import type { Candidate, Failure, FileNotice, FileRole, FileStatus } from './model.ts';

/** What the probe found in a file. */
export interface MediaFacts {
  readonly kind: 'audio' | 'video' | 'neither';
  readonly container: string;
  readonly seconds: number | null;
}

/** A file of a centre with everything that is shown of it. */
export interface FileRow {
  readonly id: string;
  readonly componentId: number;
  readonly centreId: number;
  readonly name: string;
  readonly size: number | null;
  readonly role: FileRole;
  readonly status: FileStatus;
  readonly failure: Failure | null;
  readonly detail: string | null;
  readonly progress: number;
  readonly facts: MediaFacts | null;
  readonly notices: readonly FileNotice[];
  readonly fingerprint: string | null;
  /** Once every byte is there. */
  readonly sha256: string | null;
  readonly verdict: 'clean' | 'infected' | 'not-scanned' | null;
  readonly verdictDetail: string | null;
  readonly playable: boolean;
  /** When its bytes were destroyed, as the time for which they are kept was over. */
  readonly destroyedAt: Date | null;
  readonly addedAt: Date;
  readonly personId: number;
  readonly sender: string;
  readonly version: number;
  readonly candidates: readonly Candidate[];
}

/** Whether a file may be opened: it arrived, was looked at, and is neither locked away nor destroyed. */
export function maySee({ status, failure, verdict, destroyedAt }: FileRow): boolean {
  if (verdict === null || verdict === 'infected' || destroyedAt !== null) return false;
  return status === 'uploaded' || (status === 'failed' && failure === 'rule');
}

const FILE = sql`media_file.id, media_file.component_id as "componentId", media_file.centre_id as "centreId", media_file.name,
  coalesce(file.size, media_file.size) as size, role, status, failure, detail, progress, facts, notices, fingerprint,
  file.sha256, file.verdict, file.verdict_detail as "verdictDetail", playable_key is not null as playable, destroyed_at as "destroyedAt",
  added_at as "addedAt", media_file.person_id as "personId", person.name as sender, media_file.version,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', candidate.id, 'number', candidate.number,
      'surname', candidate.surname, 'forename', candidate.forename) order by candidate.number)
    from media_tag join media_candidate candidate on candidate.id = media_tag.candidate_id
    where media_tag.file_id = media_file.id), '[]') as candidates`;
const FROM = sql`media_file left join file on file.id = media_file.id join person on person.id = media_file.person_id`;

/** What the list of a component's files shows. */
export interface FilesPage {
  readonly rows: readonly FileRow[];
  readonly paging: Paging;
}

const PAGE_SIZE = 20;

/** The files of a centre's work, the newest first, twenty to a page. */
export async function filesPage(
  db: Database,
  work: { readonly componentId: number; readonly centreId: number },
  page: number,
  documents: boolean = false,
): Promise<FilesPage> {
  const where = sql`media_file.component_id = ${work.componentId} and media_file.centre_id = ${work.centreId}
    and deleted_at is null and (role = 'document') = ${documents}`;
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from media_file where ${where}`.execute(db);
  const at = paging(counted[0]!.total, page, PAGE_SIZE);
  const { rows } = await sql<FileRow>`select ${FILE} from ${FROM} where ${where}
    order by added_at desc, media_file.id limit ${PAGE_SIZE} offset ${(at.page - 1) * PAGE_SIZE}`.execute(db);
  return { rows, paging: at };
}

/** Every file of a centre's work that is not deleted, by name. */
export async function everyFile(
  db: Database,
  work: { readonly componentId: number; readonly centreId: number },
): Promise<readonly FileRow[]> {
  const { rows } = await sql<FileRow>`select ${FILE} from ${FROM}
    where media_file.component_id = ${work.componentId} and media_file.centre_id = ${work.centreId}
      and deleted_at is null order by role, media_file.name, media_file.id`.execute(db);
  return rows;
}

/** A file that is not deleted; undefined where there is none of this id. Whose it is, the caller looks at. */
export async function findMediaFile(db: Database, id: string): Promise<FileRow | undefined> {
  const { rows } = await sql<FileRow>`select ${FILE} from ${FROM}
    where media_file.id = ${id} and deleted_at is null`.execute(db);
  return rows[0];
}

/** What "View uploaded files" is searched by. */
export interface ViewFilter {
  readonly session: number;
  readonly qualification?: string | undefined;
  readonly subject?: string | undefined;
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly candidate?: string | undefined;
}

export interface ViewedFile extends FileRow {
  readonly code: string;
  readonly component: string;
  readonly subject: string;
  readonly submitted: boolean;
}

/** A centre's files of a session that arrived, by component and name, twenty to a page. */
export async function viewedFiles(
  db: Database,
  centreId: number,
  { session, qualification, subject, code, name, candidate }: ViewFilter,
  page: number,
): Promise<{ readonly rows: readonly ViewedFile[]; readonly paging: Paging }> {
  const where = sql`media_file.centre_id = ${centreId} and deleted_at is null and status <> 'uploading'
    and component.session_id = ${session}
    and (${qualification ?? null}::text is null or component.qualification = ${qualification ?? null})
    and (${subject ?? null}::text is null or component.subject = ${subject ?? null})
    and (${code ?? null}::text is null or strpos(lower(replace(component.code, '/', '')), lower(replace(${code ?? null}, '/', ''))) > 0)
    and (${name ?? null}::text is null or strpos(lower(component.name), lower(${name ?? null})) > 0)
    and (${candidate ?? null}::text is null or exists (
      select from media_tag join media_candidate candidate on candidate.id = media_tag.candidate_id
      where media_tag.file_id = media_file.id and (candidate.number = ${candidate ?? null}
        or strpos(lower(candidate.surname || ' ' || candidate.forename), lower(${candidate ?? null})) > 0)))`;
  const joined = sql`join media_component component on component.id = media_file.component_id`;
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from media_file ${joined} where ${where}`.execute(db);
  const at = paging(counted[0]!.total, page, PAGE_SIZE);
  const { rows } = await sql<ViewedFile>`
    select ${FILE}, component.code, component.name as component, component.subject,
      exists (select from media_final final where final.component_id = component.id
        and final.centre_id = media_file.centre_id and final.reopened_at is null) as submitted
    from ${FROM} ${joined} where ${where}
    order by component.code, media_file.name, media_file.id limit ${PAGE_SIZE} offset ${(at.page - 1) * PAGE_SIZE}`.execute(
    db,
  );
  return { rows, paging: at };
}

/** Where the bytes of a file are, to be read. */
export async function placesOf(db: Database, id: string) {
  return await db
    .selectFrom('media_file')
    .innerJoin('file', 'file.id', 'media_file.id')
    .select(['file.blob_key as original', 'file.kind', 'media_file.playable_key as playable'])
    .select(['media_file.playable_type as playableType', 'media_file.waveform'])
    .where('media_file.id', '=', id)
    .executeTakeFirst();
}

/** An unfinished or finished file of the centre's work with the same content, by the browser's fingerprint. */
export async function sameContent(
  db: Database,
  work: { readonly componentId: number; readonly centreId: number },
  { fingerprint, size }: { readonly fingerprint: string; readonly size: number },
) {
  return await db
    .selectFrom('media_file')
    .innerJoin('upload', 'upload.id', 'media_file.id')
    .select(['media_file.id', 'media_file.name', 'media_file.status', 'upload.state'])
    .where('media_file.component_id', '=', work.componentId)
    .where('media_file.centre_id', '=', work.centreId)
    .where('media_file.fingerprint', '=', fingerprint)
    .where('media_file.size', '=', size)
    .where('media_file.deleted_at', 'is', null)
    .where('upload.state', 'in', ['receiving', 'received'])
    .orderBy('media_file.added_at', 'desc')
    .executeTakeFirst();
}

/** Whether a file was deleted or destroyed. */
export async function isGone(db: Database, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('media_file')
    .select(['deleted_at', 'destroyed_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined && (row.deleted_at !== null || row.destroyed_at !== null);
}
