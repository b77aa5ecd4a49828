import type { Database } from '../../platform/db/database.ts';
import { announce } from '../../platform/events.ts';
import { record } from '../audit/index.ts';
import { everyFile, type FileRow } from './file-queries.ts';
import { candidateInWords, closingOf } from './model.ts';
import { type CentreWork, type EntryRow, entriesOf } from './queries.ts';
import { type Doer, workSubject, workTopic } from './store.ts';

/** What stands between a centre's work and its final submission, and what must be looked at first. */
export interface Readiness {
  /** Candidates with neither a file that has not failed nor a reason. */
  readonly missing: readonly EntryRow[];
  /** Files on their way, or still looked at. */
  readonly unsettled: readonly FileRow[];
  /** Files for candidates that nobody is tagged with. */
  readonly untagged: readonly FileRow[];
  /** Files that failed: to be dealt with or acknowledged. */
  readonly failed: readonly FileRow[];
  /** A document is required, and none is there. */
  readonly documentMissing: boolean;
  /** Tagged candidates whose entry was withdrawn: told, not in the way. */
  readonly withdrawn: readonly EntryRow[];
}

export async function readiness(db: Database, work: CentreWork): Promise<Readiness> {
  const [entries, files] = [await entriesOf(db, work), await everyFile(db, work)];
  const live = files.filter(({ status }) => status !== 'failed');
  return {
    missing: entries.filter((entry) => entry.withdrawnAt === null && entry.files === 0 && entry.reason === null),
    unsettled: live.filter(({ status }) => status !== 'uploaded'),
    untagged: live.filter(({ role, candidates }) => role !== 'document' && candidates.length === 0),
    failed: files.filter(({ status }) => status === 'failed'),
    documentMissing:
      work.rules.documents.required && !live.some(({ role, status }) => role === 'document' && status === 'uploaded'),
    withdrawn: entries.filter((entry) => entry.withdrawnAt !== null && entry.files > 0),
  };
}

/** Whether the final submission may be made; failed files ask for an acknowledgement besides. */
export function isReady({ missing, unsettled, untagged, documentMissing }: Readiness): boolean {
  return missing.length === 0 && unsettled.length === 0 && untagged.length === 0 && !documentMissing;
}

/** What was submitted, as it was: kept with the final submission and shown as its receipt. */
export interface Receipt {
  readonly centre: string;
  readonly centreNumber: string | null;
  readonly body: string;
  readonly session: string;
  readonly component: { readonly code: string; readonly name: string };
  readonly candidates: readonly {
    readonly candidate: string;
    readonly number: string;
    readonly reason: string | null;
    readonly withdrawn: boolean;
    readonly files: readonly string[];
  }[];
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly size: number;
    readonly sha256: string;
    readonly seconds: number | null;
    readonly scan: string;
    readonly candidates: readonly string[];
    readonly notices: readonly string[];
  }[];
  /** Names of files that had failed, which were acknowledged. */
  readonly failed: readonly string[];
}

export function receiptOf(work: CentreWork, entries: readonly EntryRow[], files: readonly FileRow[]): Receipt {
  const good = files.filter(({ status }) => status === 'uploaded');
  return {
    centre: work.centre,
    centreNumber: work.centreNumber,
    body: work.body,
    session: work.session,
    component: { code: work.code, name: work.name },
    candidates: entries.map((entry) => ({
      candidate: candidateInWords(entry),
      number: entry.number,
      reason: entry.reason,
      withdrawn: entry.withdrawnAt !== null,
      files: good.filter(({ candidates }) => candidates.some(({ id }) => id === entry.id)).map(({ name }) => name),
    })),
    files: good.map((file) => ({
      id: file.id,
      name: file.name,
      role: file.role,
      size: file.size ?? 0,
      sha256: file.sha256 ?? '',
      seconds: file.facts?.seconds ?? null,
      scan: file.verdict ?? 'not-scanned',
      candidates: file.candidates.map(({ number }) => number),
      notices: file.notices.map(({ words }) => words),
    })),
    failed: files.filter(({ status }) => status === 'failed').map(({ name }) => name),
  };
}

/** Makes the final submission, under the lock of the work; gives its number. */
export async function submitFinal(
  trx: Database,
  { clock, personId, address }: Doer,
  work: CentreWork,
): Promise<number> {
  const receipt = receiptOf(work, await entriesOf(trx, work), await everyFile(trx, work));
  const { last } = await trx
    .selectFrom('media_final')
    .select((select) => select.fn.max('number').as('last'))
    .where('component_id', '=', work.componentId)
    .where('centre_id', '=', work.centreId)
    .executeTakeFirstOrThrow();
  const number = (last ?? 0) + 1;
  const now = clock.now();
  const late = now > closingOf(work);
  await trx
    .insertInto('media_final')
    .values({
      component_id: work.componentId,
      centre_id: work.centreId,
      number,
      person_id: personId,
      submitted_at: now,
      late,
      receipt: JSON.stringify(receipt),
    })
    .execute();
  await record(trx, clock, {
    personId,
    organisationId: work.centreId,
    onBehalfOf: work.bodyId,
    address,
    action: 'media.submitted',
    subject: workSubject(work),
    after: { number, late, files: receipt.files.length, candidates: receipt.candidates.length },
  });
  await announce(trx, workTopic(work));
  return number;
}

/** Opens a final submission again, under the lock of the work; what was submitted is kept. */
export async function reopen(
  trx: Database,
  { clock, personId, address }: Doer,
  work: CentreWork,
  why: string,
): Promise<boolean> {
  const done = await trx
    .updateTable('media_final')
    .set({ reopened_at: clock.now(), reopened_by: personId, reopened_why: why })
    .where('component_id', '=', work.componentId)
    .where('centre_id', '=', work.centreId)
    .where('reopened_at', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  await record(trx, clock, {
    personId,
    organisationId: work.bodyId,
    onBehalfOf: work.centreId,
    address,
    action: 'media.reopened',
    subject: workSubject(work),
  });
  await announce(trx, workTopic(work));
  return true;
}

/** The final submissions of a centre's work, the newest first. */
export async function finalsOf(db: Database, { componentId, centreId }: Pick<CentreWork, 'componentId' | 'centreId'>) {
  const rows = await db
    .selectFrom('media_final as final')
    .innerJoin('person', 'person.id', 'final.person_id')
    .select(['final.number', 'final.submitted_at as submittedAt', 'final.late', 'person.name as person'])
    .select(['final.receipt', 'final.reopened_at as reopenedAt', 'final.reopened_why as reopenedWhy'])
    .where('component_id', '=', componentId)
    .where('centre_id', '=', centreId)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ receipt, ...row }) => ({ ...row, receipt: receipt as unknown as Receipt }));
}
