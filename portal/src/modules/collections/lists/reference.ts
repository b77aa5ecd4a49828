import { open } from 'node:fs/promises';
import { sql } from 'kysely';
import { exactCsvRow } from '../../../platform/csv.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Span } from './model.ts';

/** What a check was made against. */
export interface UsedList {
  readonly list: string;
  /** The list's own count of changes. */
  readonly version: number;
  /** Codes looked up: those in use on a day of the span. */
  readonly codes: number;
  /** When it was read (ISO 8601). */
  readonly asOf: string;
}

const BATCH = 5000;

/**
 * Writes the codes of a list that were in use on some day of the span to a CSV file with the column `code`, a few thousand at
 * a time and all as of one moment. Gives what was written; undefined, and no file, where the organisation keeps no such list.
 */
export async function writeReference(
  db: Database,
  { organisationId, list, span, asOf }: { organisationId: number; list: string; span: Span; asOf: Date },
  path: string,
): Promise<UsedList | undefined> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const kept = await trx
        .selectFrom('reference_list')
        .select('version')
        .where('organisation_id', '=', organisationId)
        .where('name', '=', list)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('reference_entry')
              .select('id')
              .whereRef('reference_entry.organisation_id', '=', 'reference_list.organisation_id')
              .whereRef('reference_entry.list_name', '=', 'reference_list.name'),
          ),
        )
        .executeTakeFirst();
      if (!kept) return undefined;
      await using file = await open(path, 'w');
      await file.write(exactCsvRow(['code']));
      let codes = 0;
      for (let last = 0; ; ) {
        const rows = await trx
          .selectFrom('reference_entry')
          .select(['id', 'code'])
          .where('organisation_id', '=', organisationId)
          .where('list_name', '=', list)
          .where('id', '>', last)
          .where(sql<boolean>`coalesce(since, '-infinity') <= ${span.to}::date`)
          .where(sql<boolean>`coalesce(until, 'infinity') >= ${span.from}::date`)
          .orderBy('id')
          .limit(BATCH)
          .execute();
        if (rows.length > 0) await file.write(rows.map(({ code }) => exactCsvRow([code])).join(''));
        codes += rows.length;
        if (rows.length < BATCH) break;
        last = rows.at(-1)!.id;
      }
      return { list, version: kept.version, codes, asOf: asOf.toISOString() };
    });
}
