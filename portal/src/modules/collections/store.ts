import type { Template } from '@garner/validate';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { CollectionFile, TemplateFile } from './files.ts';
import { lintForPublication } from './publication.ts';

/** Thrown where a published edition was changed: editions are immutable. */
export class EditionChangedError extends Error {
  override name = 'EditionChangedError';
}

/**
 * Publishes every edition that is not published yet: all of them or, where the linter refuses one, none. Throws
 * TemplateRefusedError with every remark on those refused.
 */
export async function publishTemplates(
  { db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>,
  files: readonly TemplateFile[],
): Promise<void> {
  const fresh: TemplateFile[] = [];
  for (const file of files) {
    if (await isPublished(db, file)) continue;
    refuseTwin(fresh, file);
    fresh.push(file);
  }
  lintForPublication(fresh, log);
  if (fresh.length === 0) return;
  await db
    .insertInto('template_edition')
    .values(
      fresh.map(({ template, hash }) => {
        const { name, edition, title } = template;
        return { name, edition, title, hash, template: JSON.stringify(template), published_at: clock.now() };
      }),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function refuseTwin(others: readonly TemplateFile[], { template: { name, edition } }: TemplateFile): void {
  if (others.some(({ template }) => template.name === name && template.edition === edition)) {
    throw new EditionChangedError(`The edition ${edition} of ${name} is there twice. Give one of them another name.`);
  }
}

/** Whether just this content is published; another content under the name of a published edition is refused. */
async function isPublished(db: Database, { template: { name, edition }, hash }: TemplateFile): Promise<boolean> {
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
  return published !== undefined;
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
