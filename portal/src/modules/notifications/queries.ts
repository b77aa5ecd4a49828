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

/** Who reads: one's own messages, and with the permission all those of the organisation. */
export interface Reader {
  readonly personId: number;
  readonly organisationId: number;
  readonly readsAll: boolean;
}

/** The messages somebody may read, newest first. */
export async function outbox(db: Database, reader: Reader, page: number): Promise<Outbox> {
  const { total } = await readable(db, reader)
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const at = paging(total, page, PAGE_SIZE);
  const rows = await readable(db, reader)
    .select(['id', 'email as to', 'is_copy as isCopy', 'subject', 'created_at as createdAt'])
    .orderBy('id', 'desc')
    .limit(PAGE_SIZE)
    .offset((at.page - 1) * PAGE_SIZE)
    .execute();
  return { rows, paging: at };
}

/** One message that somebody may read. */
export async function oneMessage(db: Database, reader: Reader, id: number) {
  return await readable(db, reader)
    .select(['email as to', 'is_copy as isCopy', 'subject', 'body', 'created_at as createdAt', 'sent_at as sentAt'])
    .where('id', '=', id)
    .executeTakeFirst();
}

function readable(db: Database, { personId, organisationId, readsAll }: Reader) {
  const all = db.selectFrom('message').where('organisation_id', '=', organisationId);
  return readsAll ? all : all.where('person_id', '=', personId);
}
