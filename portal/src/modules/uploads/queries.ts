import type { Database } from '../../platform/db/database.ts';

/** Who asks for an upload, as far as it matters. */
interface Sender {
  readonly personId: number;
  readonly organisationId: number;
  readonly permissions: readonly string[];
}

/** A person's own upload, or one that their organisation shares with everybody of a permission that they have now; whatever its state. */
export async function ownUpload(db: Database, id: string, { personId, organisationId, permissions }: Sender) {
  return await db
    .selectFrom('upload')
    .select(['id', 'state', 'size', 'name', 'purpose'])
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .where((where) =>
      where.or([
        where.and([where('person_id', '=', personId), where('shared_with', 'is', null)]),
        where('shared_with', 'in', [...permissions, '']),
      ]),
    )
    .executeTakeFirst();
}

/** A person's unfinished uploads for one purpose, newest first. */
export async function unfinishedUploads(db: Database, purpose: string, personId: number) {
  return await db
    .selectFrom('upload')
    .select(['id', 'name', 'size', 'last_modified as lastModified', 'begun_at as begunAt'])
    .where('purpose', '=', purpose)
    .where('person_id', '=', personId)
    .where('state', '=', 'receiving')
    .where('size', 'is not', null)
    .orderBy('begun_at', 'desc')
    .execute();
}

/** A file that was received. */
export async function findFile(db: Database, id: string) {
  return await db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirst();
}

/** When an upload began, who sent it, and for whom. */
export async function uploadFacts(db: Database, id: string) {
  return await db
    .selectFrom('upload')
    .select(['person_id as personId', 'begun_at as begunAt', 'received_at as receivedAt', 'name'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}
