import { sql } from 'kysely';
import type { Database } from '../../../../platform/db/database.ts';
import { type Paging, paging } from '../../../../ui/pagination.ts';

const PAGE_SIZE = 50;

/** A file that is locked away; nobody can fetch it. */
export interface QuarantinedFile {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly centre: string;
  readonly centreNumber: string | null;
  readonly failure: 'infected' | 'not-scanned';
  /** The signature that was found, or why it could not be scanned. */
  readonly detail: string | null;
  readonly sha256: string | null;
  readonly at: Date | null;
  readonly deletedAt: Date | null;
}

/** The files of a session that failed as infected or not scanned, those deleted by their centres too; the newest first. */
export async function quarantine(
  db: Database,
  sessionId: number,
  page: number,
): Promise<{ readonly rows: readonly QuarantinedFile[]; readonly paging: Paging }> {
  const from = sql`media_file join media_component component on component.id = media_file.component_id
    where component.session_id = ${sessionId} and status = 'failed' and failure in ('infected', 'not-scanned')`;
  const { rows: counted } = await sql<{ total: number }>`select count(*) as total from ${from}`.execute(db);
  const at = paging(counted[0]!.total, page, PAGE_SIZE);
  const { rows } = await sql<QuarantinedFile>`
    select one.*, centre.name as centre, centre.ncn as "centreNumber", file.sha256
    from (select media_file.id, media_file.name, component.code, centre_id, failure, detail, settled_at as at,
        deleted_at as "deletedAt" from ${from}
      order by settled_at desc, media_file.id limit ${PAGE_SIZE} offset ${(at.page - 1) * PAGE_SIZE}) one
    join organisation centre on centre.id = one.centre_id left join file on file.id = one.id
    order by one.at desc, one.id`.execute(db);
  return { rows, paging: at };
}
