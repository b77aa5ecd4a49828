import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Asker } from '../../platform/http/asker.ts';
import { record } from '../audit/index.ts';
import { type Details, detailTitle } from './details.ts';
import { IDENTIFIER_NAMES, IDENTIFIERS } from './identifiers.ts';
import type { Fault } from './model.ts';
import { nameKey } from './names.ts';
import { IDENTIFIER_COLUMNS, type Organisation } from './organisation.ts';

/** Who changes something, and when. */
export interface Doing {
  readonly clock: Clock;
  readonly asker: Asker;
}

/** What became of a change: done, refused for faults, or not done because somebody else had changed `now` before. */
export type Written =
  | { readonly outcome: 'done'; readonly id: number }
  | { readonly outcome: 'faults'; readonly faults: readonly Fault[] }
  | { readonly outcome: 'meanwhile'; readonly now: Organisation };

/**
 * One change of organisations at a time, till the end of the transaction: names and identifiers are compared with those of
 * all others before they are written, and nobody writes in between.
 */
export async function lockOrganisations(trx: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('organisations'))`.execute(trx);
}

/** Writes down what was done to an organisation, so that it and the one who did it can read it. */
export async function recordChange(
  trx: Database,
  { clock, asker }: Doing,
  id: number,
  action: string,
  facts: { readonly before?: Readonly<Record<string, unknown>>; readonly after?: Readonly<Record<string, unknown>> },
): Promise<void> {
  await record(trx, clock, {
    personId: asker.personId,
    organisationId: asker.organisationId,
    ...(id === asker.organisationId ? {} : { onBehalfOf: id }),
    address: asker.address,
    action,
    subject: `organisation ${id}`,
    ...facts,
  });
}

/** Identifiers that another organisation has. */
export async function takenIdentifiers(db: Database, details: Partial<Details>, but?: number): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const name of IDENTIFIER_NAMES) {
    const value = details[name];
    if (value === undefined || value === null) continue;
    const holder = await db
      .selectFrom('organisation')
      .select('name')
      .where(IDENTIFIER_COLUMNS[name], '=', value)
      .where('id', '<>', but ?? -1)
      .executeTakeFirst();
    const { short } = IDENTIFIERS[name];
    if (holder) faults.push({ field: name, text: `This ${short} belongs to ${holder.name}; check both numbers` });
  }
  return faults;
}

/** The name of another organisation that is the same, or looks the same. */
export async function takenName(db: Database, name: string, but?: number): Promise<Fault[]> {
  const [twin] = await alike(db, [name], but);
  if (twin === undefined) return [];
  const text =
    twin.name === name ? 'There is an organisation of this name' : `There is “${twin.name}”, which looks the same`;
  return [{ field: 'name', text: `${text}; add the town, or what else tells them apart` }];
}

/** Other names that are the name of another organisation: files of one must not pass for the other's. */
export async function takenOtherNames(db: Database, names: readonly string[], but?: number): Promise<Fault[]> {
  const twins = await alike(db, names, but);
  return twins.slice(0, 1).map(({ name }) => ({
    field: 'otherNames',
    text: `${detailTitle('otherNames')}: “${name}” is the name of another organisation`,
  }));
}

async function alike(db: Database, names: readonly string[], but?: number) {
  if (names.length === 0) return [];
  const keys = new Set(names.map(nameKey));
  const all = await db
    .selectFrom('organisation')
    .select('name')
    .where('id', '<>', but ?? -1)
    .orderBy('id')
    .execute();
  // Folding is ours alone, so every name is read; a country has some ten thousands, and changes are rare.
  return all.filter(({ name }) => keys.has(nameKey(name)));
}

/** The parts of two records that differ: what was, and what is. */
export function difference(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const changed = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const pick = (facts: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
  return { changed, before: pick(before), after: pick(after) };
}
