import { type Expression, type SqlBool, sql } from 'kysely';
import type { Database } from '../../../platform/db/database.ts';
import { type Paging, paging } from '../../../ui/pagination.ts';
import { type Asking, askingTemplates, type ListKind, listKinds } from './kinds.ts';
import type { Entry, KeptEntry } from './model.ts';

const PAGE_SIZE = 50;
const BATCH = 5000;

/** When a list was last changed, and by whom. */
export interface ListState {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string;
}

export interface ListRow {
  readonly kind: ListKind;
  readonly entries: number;
  /** Absent where nothing was ever kept. */
  readonly state: ListState | undefined;
  readonly asking: readonly Asking[];
}

/** Every list that the organisation keeps or could keep. */
export async function listsOf(db: Database, organisationId: number): Promise<readonly ListRow[]> {
  const asking = await askingTemplates(db);
  const counts = await db
    .selectFrom('reference_entry')
    .select((select) => ['list_name as name', select.fn.countAll<number>().as('entries')])
    .where('organisation_id', '=', organisationId)
    .groupBy('list_name')
    .execute();
  const states = await db
    .selectFrom('reference_list')
    .innerJoin('person', 'person.id', 'changed_by')
    .select(['reference_list.name', 'version', 'changed_at as changedAt', 'person.name as changedBy'])
    .where('organisation_id', '=', organisationId)
    .execute();
  return listKinds(asking).map((kind) => ({
    kind,
    entries: counts.find(({ name }) => name === kind.name)?.entries ?? 0,
    state: states.find(({ name }) => name === kind.name),
    asking: asking.filter(({ list }) => list === kind.name),
  }));
}

/** The version of a list; 0 where nothing was ever kept. */
export async function listVersion(db: Database, organisationId: number, name: string): Promise<number> {
  const row = await db
    .selectFrom('reference_list')
    .select('version')
    .where('organisation_id', '=', organisationId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function countEntries(db: Database, organisationId: number, name: string): Promise<number> {
  const { total } = await db
    .selectFrom('reference_entry')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('organisation_id', '=', organisationId)
    .where('list_name', '=', name)
    .executeTakeFirstOrThrow();
  return total;
}

export interface EntriesPage {
  readonly rows: readonly KeptEntry[];
  readonly paging: Paging;
}

/** One page of a list in order of the codes: those whose code or title holds what is searched. */
export async function entriesPage(
  db: Database,
  organisationId: number,
  name: string,
  search: string,
  page: number,
): Promise<EntriesPage> {
  const like = `%${search
    .trim()
    .replaceAll('\0', '\uFFFD')
    .replace(/[\\%_]/g, '\\$&')}%`;
  const found = db
    .selectFrom('reference_entry')
    .where('organisation_id', '=', organisationId)
    .where('list_name', '=', name)
    .where((where): Expression<SqlBool> => where.or([where('code', 'ilike', like), where('title', 'ilike', like)]));
  const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const at = paging(total, page, PAGE_SIZE);
  const rows = await found
    .select(['id', 'code', 'title', 'since', 'until', 'version'])
    .orderBy(sql`code collate "C"`)
    .limit(PAGE_SIZE)
    .offset((at.page - 1) * PAGE_SIZE)
    .execute();
  return { rows, paging: at };
}

/** One code of a list; undefined where the organisation has none of this number there. */
export async function findEntry(
  db: Database,
  organisationId: number,
  name: string,
  id: number,
): Promise<KeptEntry | undefined> {
  return await db
    .selectFrom('reference_entry')
    .select(['id', 'code', 'title', 'since', 'until', 'version'])
    .where('organisation_id', '=', organisationId)
    .where('list_name', '=', name)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A whole list in order of the codes, some thousands at a time. */
export async function* allEntries(
  db: Database,
  organisationId: number,
  name: string,
): AsyncGenerator<readonly Entry[]> {
  let last: string | undefined;
  for (;;) {
    const rows: readonly Entry[] = await db
      .selectFrom('reference_entry')
      .select(['code', 'title', 'since', 'until'])
      .where('organisation_id', '=', organisationId)
      .where('list_name', '=', name)
      .$if(last !== undefined, (query) => query.where(sql<string>`code collate "C"`, '>', last!))
      .orderBy(sql`code collate "C"`)
      .limit(BATCH)
      .execute();
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1)!.code;
  }
}
