import { sql } from 'kysely';
import type { Database } from '../../../platform/db/database.ts';
import { record } from '../../audit/index.ts';
import type { ListKind } from './kinds.ts';
import {
  type Doing,
  type Entry,
  type EntryInput,
  type Fault,
  type KeptEntry,
  MOST_ENTRIES,
  readEntry,
} from './model.ts';
import { countEntries, findEntry } from './queries.ts';

/** What became of a change: done, to be mended, or not done because somebody else was first. */
export type Written =
  | { readonly outcome: 'done'; readonly id: number }
  | { readonly outcome: 'faults'; readonly faults: readonly Fault[] }
  | { readonly outcome: 'meanwhile'; readonly now: KeptEntry | undefined };

/** One change of a list at a time, till the end of the transaction. */
export async function lockList(trx: Database, organisationId: number, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reference list ${name} of ${organisationId}`}, 0))`.execute(
    trx,
  );
}

/** Counts a change of the list, whose lock is held; gives its new version. */
export async function countChange(trx: Database, { clock, asker }: Doing, name: string): Promise<number> {
  const change = { changed_at: clock.now(), changed_by: asker.personId };
  const { version } = await trx
    .insertInto('reference_list')
    .values({ organisation_id: asker.organisationId, name, version: 1, ...change })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'name'])
        .doUpdateSet({ ...change, version: sql<number>`reference_list.version + 1` }),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Writes down what was done to a list. */
export async function recordChange(
  trx: Database,
  { clock, asker }: Doing,
  name: string,
  action: string,
  facts: { readonly before?: Readonly<Record<string, unknown>>; readonly after?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { personId, organisationId, address } = asker;
  await record(trx, clock, { personId, organisationId, address, action, subject: `list ${name}`, ...facts });
}

/** Adds a code to a list of the asker's organisation. */
export async function addEntry(trx: Database, doing: Doing, kind: ListKind, input: EntryInput): Promise<Written> {
  const read = readEntry(kind, input);
  if ('faults' in read) return { outcome: 'faults', ...read };
  const { organisationId } = doing.asker;
  await lockList(trx, organisationId, kind.name);
  if (await isTaken(trx, organisationId, kind, read.entry.code)) return taken(kind);
  if ((await countEntries(trx, organisationId, kind.name)) >= MOST_ENTRIES) return full();
  const version = await countChange(trx, doing, kind.name);
  const { id } = await trx
    .insertInto('reference_entry')
    .values({ organisation_id: organisationId, list_name: kind.name, ...read.entry })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordChange(trx, doing, kind.name, 'list.entry-added', { after: { ...read.entry, version } });
  return { outcome: 'done', id };
}

/** Changes one code, if it is still as whoever asks saw it. */
export async function changeEntry(
  trx: Database,
  doing: Doing,
  kind: ListKind,
  seen: { readonly id: number; readonly version: number },
  input: EntryInput,
  action: 'list.entry-changed' | 'list.entry-ended' = 'list.entry-changed',
): Promise<Written> {
  const read = readEntry(kind, input);
  if ('faults' in read) return { outcome: 'faults', ...read };
  const { organisationId } = doing.asker;
  await lockList(trx, organisationId, kind.name);
  const now = await findEntry(trx, organisationId, kind.name, seen.id);
  if (!now || now.version !== seen.version) return { outcome: 'meanwhile', now };
  if (await isTaken(trx, organisationId, kind, read.entry.code, seen.id)) return taken(kind);
  if (isSame(now, read.entry)) return { outcome: 'done', id: seen.id };
  const version = await countChange(trx, doing, kind.name);
  await trx
    .updateTable('reference_entry')
    .set({ ...read.entry, version: now.version + 1 })
    .where('id', '=', seen.id)
    .execute();
  await recordChange(trx, doing, kind.name, action, { before: plain(now), after: { ...read.entry, version } });
  return { outcome: 'done', id: seen.id };
}

/** Takes one code out of a list, if it is still as whoever asks saw it. */
export async function removeEntry(
  trx: Database,
  doing: Doing,
  kind: ListKind,
  seen: { readonly id: number; readonly version: number },
): Promise<Written> {
  const { organisationId } = doing.asker;
  await lockList(trx, organisationId, kind.name);
  const now = await findEntry(trx, organisationId, kind.name, seen.id);
  if (!now || now.version !== seen.version) return { outcome: 'meanwhile', now };
  const version = await countChange(trx, doing, kind.name);
  await trx.deleteFrom('reference_entry').where('id', '=', seen.id).execute();
  await recordChange(trx, doing, kind.name, 'list.entry-removed', { before: plain(now), after: { version } });
  return { outcome: 'done', id: seen.id };
}

export function isSame(one: Entry, other: Entry): boolean {
  return one.code === other.code && one.title === other.title && one.since === other.since && one.until === other.until;
}

export function plain({ code, title, since, until }: Entry): Entry & Readonly<Record<string, unknown>> {
  return { code, title, since, until };
}

async function isTaken(
  trx: Database,
  organisationId: number,
  kind: ListKind,
  code: string,
  but = -1,
): Promise<boolean> {
  const twin = await trx
    .selectFrom('reference_entry')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('list_name', '=', kind.name)
    .where('code', '=', code)
    .where('id', '<>', but)
    .executeTakeFirst();
  return twin !== undefined;
}

function taken(kind: ListKind): Written {
  return { outcome: 'faults', faults: [{ field: 'code', text: `This ${kind.one} is in the list already` }] };
}

function full(): Written {
  const text = `The list holds ${MOST_ENTRIES.toLocaleString('en-GB')} codes, which is the most. Remove some first`;
  return { outcome: 'faults', faults: [{ field: '', text }] };
}
