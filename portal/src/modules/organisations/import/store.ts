import { createHash } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { londonDay } from '../../../platform/london.ts';
import { record } from '../../audit/index.ts';
import { type Doing, lockOrganisations, recordChange } from '../changes.ts';
import { everyOrganisation, findOrganisation } from '../organisation.ts';
import { addOrganisation, type NewOrganisation, writeDetails, writeName } from '../store.ts';
import { countPlan, type Planned, planImport } from './plan.ts';
import type { CheckedRow } from './read-rows.ts';

/** A checked file waits so long for somebody to confirm what it would do. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** The most rows of one import, which is one transaction. */
export const ROWS_LIMIT = 2000;

export interface WaitingImport {
  readonly id: number;
  readonly fileName: string;
  readonly createdAt: Date;
  readonly plan: readonly Planned[];
  /** Tells one plan from another: what is confirmed must be what was shown. */
  readonly fingerprint: string;
}

/** What the rows of an import are about. */
export type ImportKind = 'organisations' | 'people';

/** An import as it is kept, whatever its rows are about. */
export type KeptImport =
  | {
      readonly state: 'waiting';
      readonly id: number;
      readonly fileName: string;
      readonly createdAt: Date;
      readonly rows: readonly CheckedRow[];
    }
  | { readonly state: 'done'; readonly summary: Readonly<Record<string, number>> }
  | { readonly state: 'given up' };

/** Keeps the rows of a checked file for a day; gives the number of the import. */
export async function keepImport(
  trx: Database,
  { clock, asker }: Doing,
  { fileName, rows }: { readonly fileName: string; readonly rows: readonly CheckedRow[] },
  kind: ImportKind = 'organisations',
): Promise<number> {
  await forgetOldImports(trx, clock);
  const { id } = await trx
    .insertInto('organisation_import')
    .values({
      kind,
      person_id: asker.personId,
      organisation_id: asker.organisationId,
      file_name: fileName,
      rows: JSON.stringify(rows),
      summary: JSON.stringify({ rows: rows.length }),
      created_at: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Drops the rows of imports that nobody confirmed within a day; gives how many. */
export async function forgetOldImports(db: Database, clock: Clock): Promise<number> {
  const now = clock.now();
  const { numUpdatedRows } = await db
    .updateTable('organisation_import')
    .set({ rows: null, given_up_at: now })
    .where('done_at', 'is', null)
    .where('given_up_at', 'is', null)
    .where('created_at', '<=', new Date(now.getTime() - KEPT_MS))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export type ImportState =
  | { readonly state: 'waiting'; readonly waiting: WaitingImport }
  | { readonly state: 'done' | 'given up' };

/** An import of the asker's organisation with what it would do now; undefined where there is none of this number. */
export async function findImport(db: Database, doing: Doing, id: number): Promise<ImportState | undefined> {
  const kept = await keptImport(db, doing, id, 'organisations');
  if (kept?.state !== 'waiting') return kept;
  const { fileName, createdAt } = kept;
  const plan = planImport(kept.rows, await everyOrganisation(db));
  const fingerprint = createHash('sha256').update(JSON.stringify(plan)).digest('base64url');
  return { state: 'waiting', waiting: { id, fileName, createdAt, plan, fingerprint } };
}

/** The same without a plan, for rows of one kind. */
export async function keptImport(
  db: Database,
  { clock, asker }: { readonly clock: Clock; readonly asker: Pick<Doing['asker'], 'organisationId'> },
  id: number,
  kind: ImportKind,
): Promise<KeptImport | undefined> {
  const row = await db
    .selectFrom('organisation_import')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .where('organisation_id', '=', asker.organisationId)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.done_at) return { state: 'done', summary: row.summary as Record<string, number> };
  const isOld = row.created_at.getTime() <= clock.now().getTime() - KEPT_MS;
  if (row.rows === null || isOld) return { state: 'given up' };
  return {
    state: 'waiting',
    id,
    fileName: row.file_name,
    createdAt: row.created_at,
    rows: row.rows as unknown as CheckedRow[],
  };
}

/** Notes that an import is done, with what came of it; its rows are forgotten. */
export async function endImport(
  trx: Database,
  clock: Clock,
  id: number,
  summary: Readonly<Record<string, number>>,
): Promise<void> {
  await trx
    .updateTable('organisation_import')
    .set({ rows: null, summary: JSON.stringify(summary), done_at: clock.now() })
    .where('id', '=', id)
    .execute();
}

export type ImportOutcome = 'done' | 'done before' | 'given up' | 'changed meanwhile' | 'not there';

/** Does what was shown, all of it or nothing. Nothing where it would do something else by now. */
export async function doImport(trx: Database, doing: Doing, id: number, fingerprint: string): Promise<ImportOutcome> {
  await lockOrganisations(trx);
  const found = await findImport(trx, doing, id);
  if (!found) return 'not there';
  if (found.state !== 'waiting') return found.state === 'done' ? 'done before' : 'given up';
  const { plan } = found.waiting;
  if (found.waiting.fingerprint !== fingerprint) return 'changed meanwhile';
  for (const planned of plan) await doOne(trx, doing, planned);
  const summary = countPlan(plan);
  await endImport(trx, doing.clock, id, summary);
  await record(trx, doing.clock, {
    personId: doing.asker.personId,
    organisationId: doing.asker.organisationId,
    address: doing.asker.address,
    action: 'organisations.imported',
    subject: `import ${id}`,
    after: summary,
  });
  return 'done';
}

async function doOne(trx: Database, doing: Doing, planned: Planned): Promise<void> {
  if (planned.what === 'new') {
    const { name, kind, details } = planned;
    const organisation = {
      kind,
      name,
      otherNames: [],
      ...details,
      since: londonDay(doing.clock.now()),
    } as NewOrganisation;
    const id = await addOrganisation(trx, organisation);
    await recordChange(trx, doing, id, 'organisation.added', { after: { kind, name, ...details } });
  }
  if (planned.what === 'changed') {
    const now = await findOrganisation(trx, planned.id);
    if (!now) throw new Error(`There is no organisation ${planned.id}`);
    await writeName(trx, doing, now, planned.name);
    const renamed = await findOrganisation(trx, planned.id);
    const { otherNames, ...rest } = planned.details;
    // A new name has put the old one among the other names.
    const names = [...renamed!.details.otherNames, ...(otherNames ?? [])].filter((name) => name !== planned.name);
    await writeDetails(trx, doing, renamed!, { ...rest, ...(otherNames && { otherNames: [...new Set(names)] }) });
  }
}

/** Gives an import up; its rows are forgotten. */
export async function giveUpImport(
  db: Database,
  { clock, asker }: Doing,
  id: number,
  kind: ImportKind = 'organisations',
): Promise<void> {
  await db
    .updateTable('organisation_import')
    .set({ rows: null, given_up_at: clock.now() })
    .where('id', '=', id)
    .where('kind', '=', kind)
    .where('organisation_id', '=', asker.organisationId)
    .where('done_at', 'is', null)
    .where('given_up_at', 'is', null)
    .execute();
}
