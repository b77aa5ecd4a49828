import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { type Paging, paging } from '../../ui/pagination.ts';
import { IDENTIFIER_NAMES, identifierAsKept } from './identifiers.ts';
import type { OrganisationKind } from './model.ts';
import { fromRow, IDENTIFIER_COLUMNS, type Organisation } from './organisation.ts';

const PAGE_SIZE = 20;

/** Which organisations; an empty string asks for nothing. */
export interface ListFilter {
  /** A part of a name, a former name or a name in files, or a whole identifier. */
  readonly q: string;
  readonly kind: string;
  readonly state: '' | 'open' | 'closed';
}

/** A page of organisations by name. */
export async function organisationsPage(
  db: Database,
  filter: ListFilter,
  page: number,
): Promise<{ readonly rows: readonly Organisation[]; readonly paging: Paging }> {
  const { total } = await matching(db, filter)
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const at = paging(total, page, PAGE_SIZE);
  const rows = await ordered(db, filter)
    .limit(PAGE_SIZE)
    .offset((at.page - 1) * PAGE_SIZE)
    .execute();
  return { rows: rows.map(fromRow), paging: at };
}

/** Every organisation that matches. */
export async function allOrganisations(db: Database, filter: ListFilter): Promise<Organisation[]> {
  return (await ordered(db, filter).execute()).map(fromRow);
}

function ordered(db: Database, filter: ListFilter) {
  return matching(db, filter)
    .selectAll('organisation')
    .orderBy((order) => order.fn('lower', ['organisation.name']))
    .orderBy('organisation.id');
}

function matching(db: Database, { q, kind, state }: ListFilter) {
  let query = db.selectFrom('organisation');
  if (kind !== '') query = query.where('kind', '=', kind);
  if (state !== '') query = query.where('closed_on', state === 'open' ? 'is' : 'is not', null);
  const text = q.normalize('NFC').replaceAll('\0', '').trim();
  if (text === '') return query;
  const part = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return query.where((where) =>
    where.or([
      where('organisation.name', 'ilike', part),
      sql<boolean>`exists (select from organisation_name n where n.organisation_id = organisation.id and n.name ilike ${part})`,
      sql<boolean>`exists (select from unnest(names_in_files) as n(name) where n.name ilike ${part})`,
      ...IDENTIFIER_NAMES.map((name) => where(IDENTIFIER_COLUMNS[name], '=', identifierAsKept(name, text))),
    ]),
  );
}

/** The names an organisation had and has, the newest first. */
export async function namesOf(db: Database, id: number) {
  return await db
    .selectFrom('organisation_name')
    .select(['name', 'since', 'until'])
    .where('organisation_id', '=', id)
    .orderBy('since', 'desc')
    .execute();
}

/** The organisations that were merged into this one. */
export async function mergedInto(db: Database, id: number) {
  return await db
    .selectFrom('organisation')
    .select(['id', 'name', 'closed_on'])
    .where('merged_into', '=', id)
    .orderBy('id')
    .execute();
}

/** Open organisations of some kinds whose name holds a text, the best 20 by name; for choosing one. */
export async function choices(db: Database, kinds: readonly OrganisationKind[], q: string, but: number) {
  return await ordered(db, { q, kind: '', state: 'open' })
    .where('kind', 'in', [...kinds])
    .where('organisation.id', '<>', but)
    .limit(20)
    .execute()
    .then((rows) => rows.map(fromRow));
}

/** Who administers an organisation at a moment: they are asked for accounts and permissions. */
export async function administrators(db: Database, id: number, now: Date) {
  return await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.name', 'membership.job_titles as jobTitles'])
    .where('organisation_id', '=', id)
    .where(sql<boolean>`'Organisation Administrator' = any(permissions)`)
    .where('person.removed_at', 'is', null)
    .where((where) => where.or([where('starts_at', 'is', null), where('starts_at', '<=', now)]))
    .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
    .orderBy('person.name')
    .execute();
}
