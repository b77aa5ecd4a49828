import type { Database } from '../../../../platform/db/database.ts';
import type { WorkKey } from '../../store.ts';

/** More time that was given, with who gave it. */
export async function extensionOf(db: Database, { componentId, centreId }: WorkKey) {
  return await db
    .selectFrom('media_extension as extension')
    .innerJoin('person', 'person.id', 'extension.person_id')
    .select(['extension.until', 'extension.why', 'extension.at', 'person.name as person'])
    .where('component_id', '=', componentId)
    .where('centre_id', '=', centreId)
    .executeTakeFirst();
}

/** Files of a centre's work whose bytes were destroyed. */
export async function destroyedOf(db: Database, { componentId, centreId }: WorkKey): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('media_file')
    .select('id')
    .where('component_id', '=', componentId)
    .where('centre_id', '=', centreId)
    .where('destroyed_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
