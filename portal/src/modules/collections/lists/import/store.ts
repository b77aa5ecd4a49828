import { sql } from 'kysely';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db/database.ts';
import type { ListKind } from '../kinds.ts';
import { type Doing, type Entry, MOST_ENTRIES } from '../model.ts';
import { allEntries, listVersion } from '../queries.ts';
import { countChange, isSame, lockList, plain, recordChange } from '../store.ts';

/** What becomes of codes that are not in the file: they go, or everything that is there stays as it is. */
export type Way = 'replace' | 'add';

/** What an import would do now. */
export interface ImportPlan {
  readonly added: readonly Entry[];
  readonly changed: readonly { readonly before: Entry; readonly after: Entry }[];
  readonly removed: readonly Entry[];
  readonly unchanged: number;
  /** Of the list when this was worked out: what is confirmed must be what was shown. */
  readonly version: number;
}

export interface WaitingImport {
  readonly id: number;
  readonly fileName: string;
  readonly way: Way;
  readonly plan: ImportPlan;
}

export type ImportState =
  | { readonly state: 'waiting'; readonly waiting: WaitingImport }
  | { readonly state: 'done' | 'given up' };
export type ImportOutcome = 'done' | 'done before' | 'given up' | 'changed meanwhile' | 'too many' | 'not there';

/** A file that was checked waits so long for somebody to confirm what it would do. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Keeps a file that was checked for a day; gives the number of the import. */
export async function keepImport(
  trx: Database,
  { clock, asker }: Doing,
  kind: ListKind,
  file: { readonly fileName: string; readonly way: Way; readonly entries: readonly Entry[] },
): Promise<number> {
  await forgetOldImports(trx, clock);
  const { id } = await trx
    .insertInto('reference_import')
    .values({
      organisation_id: asker.organisationId,
      list_name: kind.name,
      person_id: asker.personId,
      file_name: file.fileName,
      way: file.way,
      entries: JSON.stringify(file.entries),
      created_at: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Drops the entries of imports that nobody confirmed within a day. */
async function forgetOldImports(trx: Database, clock: Clock): Promise<void> {
  await trx
    .updateTable('reference_import')
    .set({ entries: null, given_up_at: clock.now() })
    .where('entries', 'is not', null)
    .where('created_at', '<=', new Date(clock.now().getTime() - KEPT_MS))
    .execute();
}

/** An import of the asker's organisation with what it would do now; undefined where there is none of this number. */
export async function findImport(
  db: Database,
  { clock, asker }: Doing,
  kind: ListKind,
  id: number,
): Promise<ImportState | undefined> {
  const row = await db
    .selectFrom('reference_import')
    .selectAll()
    .where('id', '=', id)
    .where('list_name', '=', kind.name)
    .where('organisation_id', '=', asker.organisationId)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.done_at) return { state: 'done' };
  const isOld = row.created_at.getTime() <= clock.now().getTime() - KEPT_MS;
  if (row.entries === null || isOld) return { state: 'given up' };
  const way = row.way as Way;
  const plan = await planOf(db, asker.organisationId, kind, row.entries as Entry[], way);
  return { state: 'waiting', waiting: { id, fileName: row.file_name, way, plan } };
}

async function planOf(
  db: Database,
  organisationId: number,
  kind: ListKind,
  entries: readonly Entry[],
  way: Way,
): Promise<ImportPlan> {
  const version = await listVersion(db, organisationId, kind.name);
  const kept = new Map<string, Entry>();
  for await (const batch of allEntries(db, organisationId, kind.name))
    for (const one of batch) kept.set(one.code, plain(one));
  const added: Entry[] = [];
  const changed: { before: Entry; after: Entry }[] = [];
  const before = kept.size;
  for (const after of entries) {
    const now = kept.get(after.code);
    kept.delete(after.code);
    if (!now) added.push(after);
    else if (way === 'replace' && !isSame(now, after)) changed.push({ before: now, after });
  }
  const removed = way === 'replace' ? [...kept.values()] : [];
  return { added, changed, removed, unchanged: before - changed.length - removed.length, version };
}

/** Does what was shown, all of it or nothing; nothing where the list has changed since. */
export async function doImport(
  trx: Database,
  doing: Doing,
  kind: ListKind,
  id: number,
  version: number,
): Promise<ImportOutcome> {
  const { organisationId } = doing.asker;
  await lockList(trx, organisationId, kind.name);
  const found = await findImport(trx, doing, kind, id);
  if (!found) return 'not there';
  if (found.state !== 'waiting') return found.state === 'done' ? 'done before' : 'given up';
  const { plan, way } = found.waiting;
  if (plan.version !== version) return 'changed meanwhile';
  if (plan.unchanged + plan.changed.length + plan.added.length > MOST_ENTRIES) return 'too many';
  const after = await countChange(trx, doing, kind.name);
  await write(trx, organisationId, kind.name, plan);
  await trx
    .updateTable('reference_import')
    .set({ entries: null, done_at: doing.clock.now() })
    .where('id', '=', id)
    .execute();
  const counts = { added: plan.added.length, changed: plan.changed.length, removed: plan.removed.length };
  const facts = { before: { version }, after: { import: id, way, ...counts, version: after } };
  await recordChange(trx, doing, kind.name, 'list.imported', facts);
  return 'done';
}

async function write(
  trx: Database,
  organisationId: number,
  name: string,
  { added, changed, removed }: ImportPlan,
): Promise<void> {
  const gone = JSON.stringify(removed.map(({ code }) => code));
  await sql`
    delete from reference_entry where organisation_id = ${organisationId} and list_name = ${name}
      and code in (select jsonb_array_elements_text(${gone}::jsonb))`.execute(trx);
  const written = JSON.stringify([...added, ...changed.map(({ after }) => after)]);
  await sql`
    insert into reference_entry (organisation_id, list_name, code, title, since, until)
    select ${organisationId}::bigint, ${name}::text, code, title, since, until
    from jsonb_to_recordset(${written}::jsonb) as entry (code text, title text, since date, until date)
    on conflict (organisation_id, list_name, code) do update
      set title = excluded.title, since = excluded.since, until = excluded.until, version = reference_entry.version + 1`.execute(
    trx,
  );
}

/** Gives an import up; its entries are forgotten. */
export async function giveUpImport(trx: Database, doing: Doing, kind: ListKind, id: number): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('reference_import')
    .set({ entries: null, given_up_at: doing.clock.now() })
    .where('id', '=', id)
    .where('list_name', '=', kind.name)
    .where('organisation_id', '=', doing.asker.organisationId)
    .where('entries', 'is not', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) await recordChange(trx, doing, kind.name, 'list.import-given-up', { after: { import: id } });
}
