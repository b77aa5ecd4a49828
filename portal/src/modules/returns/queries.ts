import type { Database } from '../../platform/db/database.ts';
import { type Paging, paging } from '../../ui/pagination.ts';
import type { ReturnStatus, SubmissionStatus } from './model.ts';

const PAGE_SIZE = 10;

export interface ReturnRow {
  readonly id: number;
  readonly period: string;
  readonly title: string;
  readonly dueDate: string;
  readonly closesAt: Date;
  readonly status: ReturnStatus;
  readonly acceptedAt: Date | null;
  /** When the accepted attempt had arrived. */
  readonly uploadedAt: Date | null;
  /** Number of the newest attempt, if there is one. */
  readonly latest: number | null;
}

export interface ReturnsPage {
  readonly rows: readonly ReturnRow[];
  readonly paging: Paging;
}

export type Tab = 'current' | 'previous';

/** An organisation's returns: what is to be sent by due date, what was accepted with the newest first. */
export async function returnsPage(db: Database, organisationId: number, tab: Tab, page: number): Promise<ReturnsPage> {
  const ofTab = db
    .selectFrom('return')
    .where('return.organisation_id', '=', organisationId)
    .where('status', tab === 'current' ? '<>' : '=', 'accepted');
  const { total } = await ofTab.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const at = paging(total, page, PAGE_SIZE);
  const ordered =
    tab === 'current'
      ? ofTab.orderBy('due_date').orderBy('return.id')
      : ofTab.orderBy('accepted_at', 'desc').orderBy('return.id', 'desc');
  const rows = await ordered
    .innerJoin('template_edition as template', (join) =>
      join.onRef('template.name', '=', 'return.template_name').onRef('template.edition', '=', 'return.edition'),
    )
    .select([
      'return.id',
      'period',
      'template.title',
      'due_date as dueDate',
      'closes_at as closesAt',
      'status',
      'accepted_at as acceptedAt',
    ])
    .select((select) =>
      select
        .selectFrom('submission')
        .select('received_at')
        .whereRef('submission.return_id', '=', 'return.id')
        .where('submission.status', '=', 'accepted')
        .as('uploadedAt'),
    )
    .select((select) =>
      select
        .selectFrom('submission')
        .select((inner) => inner.fn.max('number').as('latest'))
        .whereRef('submission.return_id', '=', 'return.id')
        .as('latest'),
    )
    .limit(PAGE_SIZE)
    .offset((at.page - 1) * PAGE_SIZE)
    .execute();
  return { rows: rows.map((row) => ({ ...row, status: row.status as ReturnStatus })), paging: at };
}

/** A return of this organisation with what is around it; undefined where it is another's or none. */
export async function findReturn(db: Database, organisationId: number, id: number) {
  const row = await db
    .selectFrom('return')
    .innerJoin('collection', 'collection.id', 'return.collection_id')
    .innerJoin('organisation as collector', 'collector.id', 'collection.collector_id')
    .innerJoin('template_edition as template', (join) =>
      join.onRef('template.name', '=', 'return.template_name').onRef('template.edition', '=', 'return.edition'),
    )
    .select([
      'return.id',
      'return.period',
      'return.due_date as dueDate',
      'return.closes_at as closesAt',
      'return.status',
    ])
    .select(['return.accepted_at as acceptedAt', 'return.organisation_id as organisationId'])
    .select(['template.name as templateName', 'template.edition', 'template.title', 'template.hash as templateHash'])
    .select([
      'collection.title as collectionTitle',
      'collection.contact_email as contact',
      'collection.max_file_bytes as maxBytes',
    ])
    .select('collector.name as collector')
    .where('return.id', '=', id)
    .where('return.organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row && { ...row, status: row.status as ReturnStatus };
}

export type ReturnFacts = NonNullable<Awaited<ReturnType<typeof findReturn>>>;

/** Every attempt at a return, newest first. */
export async function attempts(db: Database, returnId: number) {
  const rows = await db
    .selectFrom('submission')
    .innerJoin('file', 'file.id', 'submission.upload_id')
    .innerJoin('person', 'person.id', 'submission.person_id')
    .leftJoin('check_run', 'check_run.id', 'submission.check_run_id')
    .select([
      'submission.id',
      'submission.number',
      'submission.status',
      'received_at as receivedAt',
      'decided_at as decidedAt',
    ])
    .select([
      'file.name as fileName',
      'file.size',
      'file.sha256',
      'person.name as person',
      'errors',
      'queries',
      'notices',
      'rows_done as rows',
    ])
    .where('return_id', '=', returnId)
    .orderBy('number', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, status: row.status as SubmissionStatus }));
}

export type Attempt = Awaited<ReturnType<typeof attempts>>[number];

/** One attempt with its file; undefined where the return has no such number. */
export async function findSubmission(db: Database, returnId: number, number: number) {
  const row = await db
    .selectFrom('submission')
    .innerJoin('file', 'file.id', 'submission.upload_id')
    .innerJoin('person', 'person.id', 'submission.person_id')
    .select(['submission.id', 'submission.number', 'submission.status', 'check_run_id as checkRunId'])
    .select(['begun_at as begunAt', 'received_at as receivedAt', 'decided_at as decidedAt', 'person.name as person'])
    .select(['file.id as fileId', 'file.name as fileName', 'file.size', 'file.sha256', 'file.blob_key as blobKey'])
    .select(['file.verdict', 'file.verdict_detail as verdictDetail'])
    .where('return_id', '=', returnId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && { ...row, status: row.status as SubmissionStatus };
}

export type SubmissionFacts = NonNullable<Awaited<ReturnType<typeof findSubmission>>>;

/** The number of the attempt that an upload became, once it has. */
export async function numberOfUpload(db: Database, returnId: number, uploadId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('submission')
    .select('number')
    .where('return_id', '=', returnId)
    .where('upload_id', '=', uploadId)
    .executeTakeFirst();
  return row?.number;
}

/** Everything the tasks need about one submission. */
export async function submissionForTask(db: Database, id: number) {
  const row = await db
    .selectFrom('submission')
    .innerJoin('return', 'return.id', 'submission.return_id')
    .innerJoin('file', 'file.id', 'submission.upload_id')
    .select(['submission.id', 'submission.number', 'submission.status', 'submission.check_run_id as checkRunId'])
    .select([
      'return.id as returnId',
      'return.organisation_id as organisationId',
      'return.due_date as dueDate',
      'return.period',
    ])
    .select([
      'file.id as fileId',
      'file.name as fileName',
      'file.size',
      'file.sha256',
      'submission.received_at as receivedAt',
    ])
    .where('submission.id', '=', id)
    .executeTakeFirstOrThrow();
  return { ...row, status: row.status as SubmissionStatus };
}
