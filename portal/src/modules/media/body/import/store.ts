import { sql } from 'kysely';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { announce } from '../../../../platform/events.ts';
import { londonDay } from '../../../../platform/london.ts';
import { record } from '../../../audit/index.ts';
import type { CheckedRow } from '../../../organisations/index.ts';
import { workTopic } from '../../store.ts';
import type { Actor } from '../route-parts.ts';
import { sessionSubject } from '../store.ts';
import { changedWorks, countPlan, doPlan, type ImportCounts, makePlan, type PlanSamples, samplePlan } from './plan.ts';

/** A checked file waits so long for somebody to confirm what it would do. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Most megabytes of a file. */
export const MOST_MB = 30;
/** The most rows of one import, which is one transaction. */
export const ROWS_LIMIT = 200_000;
/** Rows of each kind that the preview names; the counts are of all. */
const SHOWN = 100;
/** Works whose open pages are told to look again; those beyond show the change when they are next opened. */
const MOST_TOLD = 500;

export interface KeptImport {
  readonly id: number;
  readonly sessionId: number;
  readonly fileName: string;
  /** Entries that are not in the file are withdrawn. */
  readonly whole: boolean;
  readonly state: 'waiting' | 'done' | 'given up';
}

/** What an import would do now. */
export interface ImportPreview extends KeptImport {
  readonly counts: ImportCounts;
  readonly samples: PlanSamples;
  /** Tells one plan from another: what is confirmed must be what was shown. */
  readonly fingerprint: string;
}

/** Keeps the rows of a checked file for a day; gives the number of the import. */
export async function keepImport(
  trx: Database,
  clock: Clock,
  personId: number,
  sent: {
    readonly sessionId: number;
    readonly fileName: string;
    readonly whole: boolean;
    readonly rows: readonly CheckedRow[];
  },
): Promise<number> {
  await forgetImports(trx, clock);
  const rows = sent.rows.map(({ row, cells }) => [
    row,
    cells['CentreNumber'],
    cells['ComponentCode'],
    cells['CandidateNumber'],
    cells['Surname'],
    cells['Forename'],
  ]);
  const { id } = await trx
    .insertInto('media_import')
    .values({
      session_id: sent.sessionId,
      person_id: personId,
      file_name: sent.fileName,
      whole: sent.whole,
      rows: JSON.stringify(rows),
      summary: JSON.stringify({ rows: rows.length }),
      created_at: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Drops the rows of imports that nobody confirmed within a day; gives how many. */
export async function forgetImports(db: Database, clock: Clock): Promise<number> {
  const now = clock.now();
  const { numUpdatedRows } = await db
    .updateTable('media_import')
    .set({ rows: null, given_up_at: now })
    .where('done_at', 'is', null)
    .where('given_up_at', 'is', null)
    .where('created_at', '<=', new Date(now.getTime() - KEPT_MS))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** An import into a session of the awarding body; undefined where it is another's or none. */
export async function findImport(
  db: Database,
  clock: Clock,
  bodyId: number,
  id: number,
): Promise<KeptImport | undefined> {
  const row = await db
    .selectFrom('media_import')
    .innerJoin('media_session', 'media_session.id', 'media_import.session_id')
    .select(['media_import.id', 'session_id', 'file_name', 'whole', 'created_at', 'done_at', 'given_up_at'])
    .where('media_import.id', '=', id)
    .where('body_id', '=', bodyId)
    .executeTakeFirst();
  if (!row) return undefined;
  const isOld = row.given_up_at !== null || row.created_at.getTime() <= clock.now().getTime() - KEPT_MS;
  return {
    id,
    sessionId: row.session_id,
    fileName: row.file_name,
    whole: row.whole,
    state: row.done_at !== null ? 'done' : isOld ? 'given up' : 'waiting',
  };
}

/** What a waiting import would do now; nothing is changed. */
export async function previewImport(db: Database, clock: Clock, found: KeptImport): Promise<ImportPreview> {
  return await db.transaction().execute(async (trx) => {
    const fingerprint = await makePlan(trx, planOf(clock, found));
    return { ...found, fingerprint, counts: await countPlan(trx), samples: await samplePlan(trx, SHOWN) };
  });
}

export type ImportOutcome = 'done' | 'done before' | 'given up' | 'changed meanwhile' | 'not there';

/** Does what was shown, all of it or nothing. Nothing where it would do something else by now. */
export async function doImport(
  trx: Database,
  clock: Clock,
  { personId, bodyId, address }: Actor,
  id: number,
  fingerprint: string,
): Promise<ImportOutcome> {
  const before = await findImport(trx, clock, bodyId, id);
  if (!before) return 'not there';
  // One at a time for a session, so that what was looked at is what is changed.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`media entries ${before.sessionId}`}, 0))`.execute(trx);
  const found = (await findImport(trx, clock, bodyId, id))!;
  if (found.state !== 'waiting') return found.state === 'done' ? 'done before' : 'given up';
  if ((await makePlan(trx, planOf(clock, found))) !== fingerprint) return 'changed meanwhile';
  const counts = await countPlan(trx);
  await doPlan(trx, found.sessionId, clock.now());
  for (const work of await changedWorks(trx, MOST_TOLD)) await announce(trx, workTopic(work));
  await trx
    .updateTable('media_import')
    .set({ rows: null, summary: JSON.stringify(counts), done_at: clock.now() })
    .where('id', '=', id)
    .execute();
  await record(trx, clock, {
    personId,
    organisationId: bodyId,
    address,
    action: 'media.entries-imported',
    subject: sessionSubject(found.sessionId),
    after: { import: id, whole: found.whole, ...counts },
  });
  return 'done';
}

function planOf(clock: Clock, { id, sessionId }: KeptImport) {
  return { importId: id, sessionId, today: londonDay(clock.now()) };
}

/** Gives an import up; its rows are forgotten. */
export async function giveUpImport(db: Database, clock: Clock, id: number): Promise<void> {
  await db
    .updateTable('media_import')
    .set({ rows: null, given_up_at: clock.now() })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .where('given_up_at', 'is', null)
    .execute();
}
