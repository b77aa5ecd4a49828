import type { Finding } from '@garner/validate';
import { choose, type FindingsFilter, type GroupCount } from '@garner/validate/findings-file';
import { sql } from 'kysely';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { type Paging, paging } from '../../ui/pagination.ts';
import type { UsedList } from '../collections/index.ts';
import { openFindings } from './findings-reader.ts';

export const FINDINGS_PAGE_SIZE = 50;

export type { FindingsFilter };
export type CountRow = GroupCount;

export interface CheckOutcome {
  readonly id: number;
  readonly state: 'waiting' | 'running' | 'done';
  readonly bytesTotal: number;
  readonly bytesDone: number;
  readonly rows: number;
  readonly errors: number;
  readonly queries: number;
  readonly notices: number;
  readonly rowsChecked: boolean;
  readonly notAsked: readonly { readonly rule: string; readonly why: string }[];
  readonly findingsKey: string | null;
  readonly templateName: string;
  readonly edition: string;
  readonly templateHash: string;
  readonly seconds: number | undefined;
}

/** How a check stands, and what came of it. */
export async function checkOutcome(db: Database, id: number): Promise<CheckOutcome> {
  const row = await db
    .selectFrom('check_run')
    .selectAll()
    .select(sql<CheckOutcome['notAsked'] | null>`not_asked`.as('not_asked_list'))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    id,
    state: row.state as CheckOutcome['state'],
    bytesTotal: row.bytes_total,
    bytesDone: row.bytes_done,
    rows: row.rows_done,
    errors: row.errors ?? 0,
    queries: row.queries ?? 0,
    notices: row.notices ?? 0,
    rowsChecked: row.rows_checked ?? false,
    notAsked: row.not_asked_list ?? [],
    findingsKey: row.findings_key,
    templateName: row.template_name,
    edition: row.edition,
    templateHash: row.template_hash,
    seconds: row.started_at && row.ended_at ? (row.ended_at.getTime() - row.started_at.getTime()) / 1000 : undefined,
  };
}

/** The lists of the organisation that values were looked up in, as they were then. */
export async function listsUsed(db: Database, id: number): Promise<readonly UsedList[]> {
  const { lists } = await db
    .selectFrom('check_run')
    .select(sql<readonly UsedList[] | null>`context->'lists'`.as('lists'))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return lists ?? [];
}

/** How many findings of which rules in which columns: errors before queries before notices, most frequent first. */
export async function findingCounts(db: Database, checkId: number): Promise<readonly CountRow[]> {
  return (await db
    .selectFrom('check_count')
    .select(['group_number as group', 'rule', 'column_name as column', 'severity', 'count', 'message', 'help'])
    .where('check_run_id', '=', checkId)
    .orderBy(sql`array_position(array['error', 'query', 'notice'], severity)`)
    .orderBy('count', 'desc')
    .orderBy('rule')
    .orderBy('column_name')
    .execute()) as CountRow[];
}

export interface FindingsPage {
  readonly findings: readonly Finding[];
  readonly paging: Paging;
}

/** One page of the findings that the filter lets through, in the order of their rows. */
export async function findingsPage(
  blobs: Blobs,
  key: string,
  counts: readonly CountRow[],
  filter: FindingsFilter,
  page: number,
): Promise<FindingsPage> {
  const { chosen, total } = choose(counts, filter);
  const at = paging(total, page, FINDINGS_PAGE_SIZE);
  if (total === 0) return { findings: [], paging: at };
  const reader = await openFindings(blobs, key);
  return { findings: await reader.page(chosen, at.from - 1, FINDINGS_PAGE_SIZE), paging: at };
}

/** All findings that the filter lets through, a block at a time. */
export async function* allFindings(
  blobs: Blobs,
  key: string,
  counts: readonly CountRow[],
  filter: FindingsFilter,
): AsyncGenerator<readonly Finding[]> {
  const reader = await openFindings(blobs, key);
  yield* reader.all(choose(counts, filter).chosen);
}
