import type { Database } from '../../platform/db/database.ts';
import { type Paging, paging } from '../../ui/pagination.ts';

const PAGE_SIZE = 20;

export interface OutboxRow {
  readonly id: number;
  readonly to: string;
  readonly isCopy: boolean;
  readonly subject: string;
  readonly createdAt: Date;
}

export interface Outbox {
  readonly rows: readonly OutboxRow[];
  readonly paging: Paging;
}

/** The organisation's messages, newest first. */
export async function outbox(db: Database, organisationId: number, page: number): Promise<Outbox> {
  const { total } = await db
    .selectFrom('message')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const at = paging(total, page, PAGE_SIZE);
  const rows = await db
    .selectFrom('message')
    .select(['id', 'email as to', 'is_copy as isCopy', 'subject', 'created_at as createdAt'])
    .where('organisation_id', '=', organisationId)
    .orderBy('id', 'desc')
    .limit(PAGE_SIZE)
    .offset((at.page - 1) * PAGE_SIZE)
    .execute();
  return { rows, paging: at };
}

/** One message of the organisation. */
export async function oneMessage(db: Database, organisationId: number, id: number) {
  return await db
    .selectFrom('message')
    .select(['email as to', 'is_copy as isCopy', 'subject', 'body', 'created_at as createdAt', 'sent_at as sentAt'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
}
