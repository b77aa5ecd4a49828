import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tables } from '../../platform/db/types.generated.ts';
import { announce } from '../../platform/events.ts';
import { record } from '../audit/index.ts';
import { mayMove, type ReturnStatus, returnStatus, type SubmissionStatus } from './model.ts';

export type Trx = Transaction<Tables>;

export interface NewReturn {
  readonly collectionId: number;
  readonly organisationId: number;
  readonly templateName: string;
  readonly edition: string;
  readonly period: string;
  /** `yyyy-mm-dd`. */
  readonly dueDate: string;
  readonly closesAt: Date;
}

/** Adds what an organisation owes; returns its id. */
export async function addReturn(trx: Database, one: NewReturn): Promise<number> {
  const { id } = await trx
    .insertInto('return')
    .values({
      collection_id: one.collectionId,
      organisation_id: one.organisationId,
      template_name: one.templateName,
      edition: one.edition,
      period: one.period,
      due_date: one.dueDate,
      closes_at: one.closesAt,
      status: 'awaiting',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The topic that tells of changes to one submission. */
export function submissionTopic(id: number): string {
  return `submission ${id}`;
}

export interface Received {
  readonly returnId: number;
  readonly uploadId: string;
  readonly personId: number;
  readonly begunAt: Date;
  readonly receivedAt: Date;
}

/** Numbers an attempt and writes it down, once for each upload. Returns it, and whether it is new. */
export async function addSubmission(trx: Trx, { clock }: Pick<Context, 'clock'>, received: Received) {
  await lockReturn(trx, received.returnId);
  const there = await trx
    .selectFrom('submission')
    .select(['id', 'number'])
    .where('upload_id', '=', received.uploadId)
    .executeTakeFirst();
  if (there) return { ...there, isNew: false };
  const { last } = await trx
    .selectFrom('submission')
    .select((select) => select.fn.max('number').as('last'))
    .where('return_id', '=', received.returnId)
    .executeTakeFirstOrThrow();
  const added = await trx
    .insertInto('submission')
    .values({
      return_id: received.returnId,
      number: (last ?? 0) + 1,
      upload_id: received.uploadId,
      person_id: received.personId,
      status: 'received',
      begun_at: received.begunAt,
      received_at: received.receivedAt,
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow();
  await settleReturn(trx, clock.now(), received.returnId);
  const { organisation_id: organisationId } = await trx
    .selectFrom('return')
    .select('organisation_id')
    .where('id', '=', received.returnId)
    .executeTakeFirstOrThrow();
  await record(trx, clock, {
    personId: received.personId,
    organisationId,
    action: 'submission.received',
    subject: `return ${received.returnId}`,
    after: { submission: added.number, status: 'received', upload: received.uploadId },
  });
  return { ...added, isNew: true };
}

/**
 * Moves a submission on, with its return, its audit event and the news, in the caller's transaction. A move that has
 * been made is not made again: returns false. A move that is not allowed throws.
 */
export async function moveSubmission(
  trx: Trx,
  { clock }: Pick<Context, 'clock'>,
  id: number,
  to: SubmissionStatus,
  also: { readonly checkRunId?: number; readonly facts?: Readonly<Record<string, unknown>> } = {},
): Promise<boolean> {
  const submission = await trx
    .selectFrom('submission')
    .innerJoin('return', 'return.id', 'submission.return_id')
    .select(['submission.status', 'submission.number', 'submission.return_id', 'return.organisation_id'])
    .where('submission.id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const from = submission.status as SubmissionStatus;
  if (from === to) return false;
  if (!mayMove(from, to)) throw new Error(`Submission ${id} cannot move from ${from} to ${to}`);
  const now = clock.now();
  const decided = !mayMove(to, 'unchecked');
  await trx
    .updateTable('submission')
    .set({
      status: to,
      ...(also.checkRunId === undefined ? {} : { check_run_id: also.checkRunId }),
      ...(decided ? { decided_at: now } : {}),
    })
    .where('id', '=', id)
    .execute();
  await settleReturn(trx, now, submission.return_id);
  await record(trx, clock, {
    organisationId: submission.organisation_id,
    action: `submission.${to}`,
    subject: `return ${submission.return_id}`,
    before: { submission: submission.number, status: from },
    after: { submission: submission.number, status: to, ...also.facts },
  });
  await announce(trx, submissionTopic(id));
  return true;
}

/** Whether an attempt at the return has been accepted. Locks the return, so that two verdicts cannot both be first. */
export async function lockedAndAccepted(trx: Trx, returnId: number): Promise<boolean> {
  return (await lockReturn(trx, returnId)) === 'accepted';
}

async function lockReturn(trx: Trx, id: number): Promise<ReturnStatus> {
  const { status } = await trx
    .selectFrom('return')
    .select('status')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return status as ReturnStatus;
}

/** Writes the status that follows from the submissions. The return must be locked. */
async function settleReturn(trx: Trx, now: Date, id: number): Promise<void> {
  const rows = await trx.selectFrom('submission').select('status').where('return_id', '=', id).execute();
  const status = returnStatus(rows.map((row) => row.status as SubmissionStatus));
  await trx
    .updateTable('return')
    .set((update) => ({
      status,
      accepted_at: status === 'accepted' ? update.fn.coalesce('accepted_at', update.val(now)) : null,
    }))
    .where('id', '=', id)
    .execute();
}
