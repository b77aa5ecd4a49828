import { type Expression, type SqlBool, sql } from 'kysely';
import type { Database } from '../../../platform/db/database.ts';
import { type Paging, paging } from '../../../ui/pagination.ts';
import { findReturn, type ReturnFacts } from '../queries.ts';
import { STANDINGS, type Standing, type Standings } from './words.ts';

const PAGE_SIZE = 50;
const BATCH = 1000;

export interface CollectionRow {
  readonly id: number;
  readonly title: string;
  readonly counts: Standings;
}

/** The collections of a collector, by title, with how their returns stand today (`2026-11-22`, in London). */
export async function collectionsOf(
  db: Database,
  collectorId: number,
  today: string,
): Promise<readonly CollectionRow[]> {
  const collections = await db
    .selectFrom('collection')
    .select(['id', 'title'])
    .where('collector_id', '=', collectorId)
    .orderBy('title')
    .execute();
  const counts = await db
    .selectFrom('return')
    .innerJoin('collection', 'collection.id', 'return.collection_id')
    .select((select) => ['collection.id', standing(today).as('standing'), select.fn.countAll<number>().as('count')])
    .where('collector_id', '=', collectorId)
    .groupBy(['collection.id', sql`2`])
    .execute();
  return collections.map(({ id, title }) => ({
    id,
    title,
    counts: standingsOf(counts.filter((one) => one.id === id)),
  }));
}

/** What somebody looks for; empty: all. */
export interface BoardFilter {
  readonly status: Standing | '';
  readonly period: string;
  readonly organisation: string;
}

export interface BoardRow {
  readonly id: number;
  readonly organisation: string;
  readonly period: string;
  readonly title: string;
  readonly edition: string;
  readonly dueDate: string;
  readonly standing: Standing;
  readonly attempts: number;
  readonly lastSent: Date | null;
  readonly acceptedAt: Date | null;
}

export interface Board {
  readonly id: number;
  readonly title: string;
  /** Of all its returns, whatever the filter. */
  readonly counts: Standings;
  readonly periods: readonly string[];
}

/** One collection; undefined where it is another collector's or none. */
export async function findBoard(
  db: Database,
  collectorId: number,
  id: number,
  today: string,
): Promise<Board | undefined> {
  const collection = await db
    .selectFrom('collection')
    .select(['id', 'title'])
    .where('id', '=', id)
    .where('collector_id', '=', collectorId)
    .executeTakeFirst();
  if (!collection) return undefined;
  const counts = await db
    .selectFrom('return')
    .select((select) => [standing(today).as('standing'), select.fn.countAll<number>().as('count')])
    .where('collection_id', '=', id)
    .groupBy(sql`1`)
    .execute();
  const periods = await db
    .selectFrom('return')
    .select('period')
    .distinct()
    .where('collection_id', '=', id)
    .orderBy('period', 'desc')
    .execute();
  return { ...collection, counts: standingsOf(counts), periods: periods.map(({ period }) => period) };
}

/** One page of the returns that the filter lets through, by organisation and period. */
export async function boardPage(
  db: Database,
  collectionId: number,
  filter: BoardFilter,
  today: string,
  page: number,
): Promise<{ readonly rows: readonly BoardRow[]; readonly paging: Paging }> {
  const { total } = await chosen(db, collectionId, filter, today)
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const at = paging(total, page, PAGE_SIZE);
  return { rows: await rowsOf(db, collectionId, filter, today, (at.page - 1) * PAGE_SIZE, PAGE_SIZE), paging: at };
}

/** All returns that the filter lets through, some hundreds at a time. */
export async function* allRows(
  db: Database,
  collectionId: number,
  filter: BoardFilter,
  today: string,
): AsyncGenerator<readonly BoardRow[]> {
  for (let from = 0; ; from += BATCH) {
    const rows = await rowsOf(db, collectionId, filter, today, from, BATCH);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
  }
}

/** A return of one of the collector's collections; undefined where it is another's or none. */
export async function collectedReturn(
  db: Database,
  collectorId: number,
  collectionId: number,
  id: number,
): Promise<(ReturnFacts & { readonly organisation: string }) | undefined> {
  const row = await db
    .selectFrom('return')
    .innerJoin('collection', 'collection.id', 'return.collection_id')
    .innerJoin('organisation', 'organisation.id', 'return.organisation_id')
    .select(['return.organisation_id as organisationId', 'organisation.name as organisation'])
    .where('return.id', '=', id)
    .where('collection.id', '=', collectionId)
    .where('collector_id', '=', collectorId)
    .executeTakeFirst();
  const owed = row && (await findReturn(db, row.organisationId, id));
  return owed && { ...owed, organisation: row.organisation };
}

/** Due dates pass at midnight; what is being checked is not chased. */
function standing(today: string) {
  return sql<Standing>`case when status = 'accepted' then 'accepted' when status in ('submitted', 'pending') then 'checking'
    when due_date < ${sql.lit(today)}::date then 'overdue' else status end`;
}

function standingsOf(counts: readonly { readonly standing: Standing; readonly count: number }[]): Standings {
  const pairs = STANDINGS.map((one) => [one, counts.find(({ standing: its }) => its === one)?.count ?? 0]);
  return Object.fromEntries(pairs) as Standings;
}

function chosen(db: Database, collectionId: number, { status, period, organisation }: BoardFilter, today: string) {
  const like = `%${organisation
    .trim()
    .replaceAll('\0', '\uFFFD')
    .replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .selectFrom('return')
    .innerJoin('organisation', 'organisation.id', 'return.organisation_id')
    .where('collection_id', '=', collectionId)
    .where('organisation.name', 'ilike', like)
    .$if(period !== '', (query) => query.where('period', '=', period.replaceAll('\0', '\uFFFD')))
    .$if(status !== '', (query) => query.where((): Expression<SqlBool> => sql`${standing(today)} = ${status}`));
}

async function rowsOf(
  db: Database,
  collectionId: number,
  filter: BoardFilter,
  today: string,
  offset: number,
  limit: number,
): Promise<readonly BoardRow[]> {
  return await chosen(db, collectionId, filter, today)
    .innerJoin('template_edition as template', (join) =>
      join.onRef('template.name', '=', 'return.template_name').onRef('template.edition', '=', 'return.edition'),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('submission')
          .select((select) => [
            select.fn.countAll<number>().as('attempts'),
            select.fn.max('received_at').as('lastSent'),
          ])
          .whereRef('submission.return_id', '=', 'return.id')
          .as('sent'),
      (join) => join.onTrue(),
    )
    .select(['return.id', 'organisation.name as organisation', 'period', 'template.title', 'return.edition'])
    .select(['due_date as dueDate', 'accepted_at as acceptedAt', 'sent.lastSent', standing(today).as('standing')])
    .select(sql<number>`coalesce(sent.attempts, 0)`.as('attempts'))
    .orderBy('organisation.name')
    .orderBy('period', 'desc')
    .orderBy('return.id')
    .limit(limit)
    .offset(offset)
    .execute();
}
