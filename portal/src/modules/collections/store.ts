import { compileTemplate, type Template } from '@garner/validate';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { CollectionFile, TemplateFile } from './files.ts';

/** Thrown where a published edition was changed: editions are immutable. */
export class EditionChangedError extends Error {
  override name = 'EditionChangedError';
}

/** Publishes every edition that is not published yet. A template that cannot be run is refused before it is there. */
export async function publishTemplates(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  files: readonly TemplateFile[],
): Promise<void> {
  for (const { template, hash } of files) {
    const { name, edition, title } = template;
    const published = await db
      .selectFrom('template_edition')
      .select('hash')
      .where('name', '=', name)
      .where('edition', '=', edition)
      .executeTakeFirst();
    if (published && published.hash !== hash) {
      throw new EditionChangedError(
        `The edition ${edition} of ${name} was published and has since been changed. Restore it and give the change an edition of its own.`,
      );
    }
    if (published) continue;
    compileTemplate(template);
    await db
      .insertInto('template_edition')
      .values({ name, edition, title, hash, template: JSON.stringify(template), published_at: clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Adds a collection for a collector; returns its id. */
export async function addCollection(trx: Database, file: CollectionFile, collectorId: number): Promise<number> {
  const { id } = await trx
    .insertInto('collection')
    .values({
      name: file.name,
      title: file.title,
      description: file.description,
      collector_id: collectorId,
      contact_email: file.wording.contact,
      max_file_bytes: file.limits.bytes,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface PublishedTemplate {
  readonly template: Template;
  readonly hash: string;
}

/** A published edition. */
export async function findTemplate(
  db: Database,
  name: string,
  edition: string,
): Promise<PublishedTemplate | undefined> {
  const row = await db
    .selectFrom('template_edition')
    .select(['hash', sql<Template>`template`.as('template')])
    .where('name', '=', name)
    .where('edition', '=', edition)
    .executeTakeFirst();
  return row;
}

/** Every published edition, without its fields. */
export async function listTemplates(db: Database) {
  return await db
    .selectFrom('template_edition')
    .select(['name', 'edition', 'title', sql<string>`template->>'publisher'`.as('publisher')])
    .orderBy('title')
    .orderBy('edition', 'desc')
    .execute();
}

/** Names and columns of every edition but one, to recognise a file that was meant for another. */
export async function otherTemplates(db: Database, name: string) {
  const rows = await db
    .selectFrom('template_edition')
    .select([
      'title',
      'edition',
      sql<string[]>`(select array_agg(f->>'name') from jsonb_array_elements(template->'fields') f)`.as('columns'),
    ])
    .where('name', '<>', name)
    .orderBy('name')
    .orderBy('edition', 'desc')
    .execute();
  return rows;
}
