import type { Database } from '../../platform/db/database.ts';
import { londonDay } from '../../platform/london.ts';
import {
  type Doing,
  difference,
  lockOrganisations,
  recordChange,
  takenIdentifiers,
  takenName,
  takenOtherNames,
  type Written,
} from './changes.ts';
import { type Details, type DetailTexts, readDetails } from './details.ts';
import { type Fault, isDay, type OrganisationKind } from './model.ts';
import { nameAsKept, nameFault } from './names.ts';
import { columnsOf, findOrganisation, type Organisation } from './organisation.ts';

export interface NewOrganisation {
  readonly kind: OrganisationKind;
  readonly name: string;
  /** Other names that may stand for it in a file: its acronym, former names. */
  readonly otherNames: readonly string[];
  readonly recognitionNumber?: string;
  readonly ukprn?: string;
  readonly urn?: string;
  readonly laestab?: string;
  readonly ncn?: string;
  readonly contactEmail?: string;
  readonly phone?: string;
  readonly postalAddress?: string;
  readonly website?: string;
  /** The first day of the name, `2026-11-22`; absent: it was always called so. */
  readonly since?: string;
}

/** Where nobody knows since when. */
const ALWAYS = '2000-01-01';

/** Adds an organisation; returns its id. */
export async function addOrganisation(trx: Database, organisation: NewOrganisation): Promise<number> {
  const { kind, name, since = ALWAYS, ...details } = organisation;
  const { id } = await trx
    .insertInto('organisation')
    .values({ kind, name, names_in_files: [name], ...columnsOf(name, details) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx.insertInto('organisation_name').values({ organisation_id: id, name, since }).execute();
  return id;
}

/** Whether any organisation is there: the demonstration fills only an empty Garner. */
export async function anyOrganisation(db: Database): Promise<boolean> {
  return (await db.selectFrom('organisation').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Every name that may stand for the organisation in a file. */
export async function namesInFiles(db: Database, id: number): Promise<readonly string[]> {
  const { names_in_files: names } = await db
    .selectFrom('organisation')
    .select('names_in_files')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return names;
}

/** Whether dangerous acts of the organisation need a second person from now on. */
export async function setTwoPerson(trx: Database, id: number, on: boolean): Promise<void> {
  await trx.updateTable('organisation').set({ two_person: on }).where('id', '=', id).execute();
}

/** Adds an organisation that somebody typed in. */
export async function createOrganisation(
  trx: Database,
  doing: Doing,
  typed: { readonly kind: OrganisationKind; readonly name: string; readonly texts: DetailTexts },
): Promise<Written> {
  await lockOrganisations(trx);
  const name = nameAsKept(typed.name);
  const read = readDetails(typed.texts, typed.kind);
  const faults = [...(await nameFaults(trx, name)), ...read.faults, ...(await takenDetails(trx, read.details))];
  if (faults.length > 0) return { outcome: 'faults', faults };
  const given = Object.fromEntries(Object.entries(read.details).filter(([, value]) => value !== null));
  const id = await addOrganisation(trx, {
    kind: typed.kind,
    name,
    otherNames: [],
    ...(given as Partial<NewOrganisation>),
    since: londonDay(doing.clock.now()),
  });
  await recordChange(trx, doing, id, 'organisation.added', { after: { kind: typed.kind, name, ...given } });
  return { outcome: 'done', id };
}

/** Changes details; those that are not among `texts` stay. `version` is the one that was shown when they were typed. */
export async function editOrganisation(
  trx: Database,
  doing: Doing,
  typed: { readonly id: number; readonly version: number; readonly texts: DetailTexts },
): Promise<Written> {
  const before = await lockOne(trx, typed.id);
  if (before.version !== typed.version) return { outcome: 'meanwhile', now: before };
  const read = readDetails(typed.texts, before.kind);
  const faults = [...read.faults, ...(await takenDetails(trx, read.details, before))];
  if (faults.length > 0) return { outcome: 'faults', faults };
  await writeDetails(trx, doing, before, read.details);
  return { outcome: 'done', id: typed.id };
}

/** Writes details that were checked, and what changed; nothing where nothing does. */
export async function writeDetails(
  trx: Database,
  doing: Doing,
  before: Organisation,
  details: Partial<Details>,
): Promise<void> {
  const changes = difference({ ...before.details }, { ...details });
  if (changes.changed.length === 0) return;
  await trx
    .updateTable('organisation')
    .set((set) => ({ ...columnsOf(before.name, details), version: set('version', '+', 1) }))
    .where('id', '=', before.id)
    .execute();
  await recordChange(trx, doing, before.id, 'organisation.changed', changes);
}

/** Gives an organisation a new name from today on; the old one stays among its names in files. */
export async function renameOrganisation(
  trx: Database,
  doing: Doing,
  typed: { readonly id: number; readonly version: number; readonly name: string },
): Promise<Written> {
  const before = await lockOne(trx, typed.id);
  if (before.version !== typed.version) return { outcome: 'meanwhile', now: before };
  const name = nameAsKept(typed.name);
  const faults = await nameFaults(trx, name, typed.id);
  if (name === before.name) faults.push({ field: 'name', text: 'This is its name already; enter another' });
  if (faults.length > 0) return { outcome: 'faults', faults };
  await writeName(trx, doing, before, name);
  return { outcome: 'done', id: typed.id };
}

/** Writes a name that was checked. */
export async function writeName(trx: Database, doing: Doing, before: Organisation, name: string): Promise<void> {
  if (name === before.name) return;
  const today = londonDay(doing.clock.now());
  await trx
    .updateTable('organisation')
    .set((set) => ({
      name,
      names_in_files: [...new Set([name, before.name, ...before.details.otherNames])],
      version: set('version', '+', 1),
    }))
    .where('id', '=', before.id)
    .execute();
  // A name given and changed on one day was nobody's name for a day.
  await trx
    .deleteFrom('organisation_name')
    .where('organisation_id', '=', before.id)
    .where('since', '>=', today)
    .execute();
  await trx
    .updateTable('organisation_name')
    .set({ until: today })
    .where('organisation_id', '=', before.id)
    .where('until', 'is', null)
    .execute();
  await trx.insertInto('organisation_name').values({ organisation_id: before.id, name, since: today }).execute();
  const facts = { before: { name: before.name }, after: { name } };
  await recordChange(trx, doing, before.id, 'organisation.renamed', facts);
}

/** Closes an organisation from the end of a day on. Nobody acts for it any more, and its relations no longer count. */
export async function closeOrganisation(
  trx: Database,
  doing: Doing,
  typed: { readonly id: number; readonly version: number; readonly day: string },
): Promise<Written> {
  const before = await lockOne(trx, typed.id);
  if (before.version !== typed.version) return { outcome: 'meanwhile', now: before };
  const fault = closingFault(before, doing, typed.day);
  if (fault !== undefined) return { outcome: 'faults', faults: [{ field: 'day', text: fault }] };
  await setClosed(trx, before.id, typed.day);
  const facts = { before: { closedOn: null }, after: { closedOn: typed.day } };
  await recordChange(trx, doing, before.id, 'organisation.closed', facts);
  return { outcome: 'done', id: typed.id };
}

function closingFault(before: Organisation, { clock, asker }: Doing, day: string): string | undefined {
  if (before.id === asker.organisationId) return 'You act for this organisation yourself, so you cannot close it';
  if (before.closedOn !== null) return 'This organisation is closed already';
  if (!isDay(day)) return 'Enter the day as year-month-day, such as 2026-09-01';
  return day > londonDay(clock.now()) ? 'The day cannot be in the future' : undefined;
}

/** Opens an organisation again that was closed; not one that was merged into another. */
export async function reopenOrganisation(
  trx: Database,
  doing: Doing,
  typed: { readonly id: number; readonly version: number },
): Promise<Written> {
  const before = await lockOne(trx, typed.id);
  if (before.version !== typed.version) return { outcome: 'meanwhile', now: before };
  if (before.mergedInto !== null) {
    const text = 'This organisation was merged into another one and stays closed';
    return { outcome: 'faults', faults: [{ field: '', text }] };
  }
  if (before.closedOn === null) return { outcome: 'done', id: typed.id };
  await setClosed(trx, before.id, null);
  const facts = { before: { closedOn: before.closedOn }, after: { closedOn: null } };
  await recordChange(trx, doing, before.id, 'organisation.reopened', facts);
  return { outcome: 'done', id: typed.id };
}

async function setClosed(trx: Database, id: number, day: string | null): Promise<void> {
  await trx
    .updateTable('organisation')
    .set((set) => ({ closed_on: day, version: set('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

async function lockOne(trx: Database, id: number): Promise<Organisation> {
  await lockOrganisations(trx);
  const found = await findOrganisation(trx, id);
  if (!found) throw new Error(`There is no organisation ${id}`);
  return found;
}

async function nameFaults(trx: Database, name: string, but?: number): Promise<Fault[]> {
  const text = nameFault(name);
  return text === undefined ? await takenName(trx, name, but) : [{ field: 'name', text }];
}

/** Details that belong to other organisations; names that it had before are its own. */
async function takenDetails(trx: Database, details: Partial<Details>, before?: Organisation): Promise<Fault[]> {
  const fresh = (details.otherNames ?? []).filter((name) => !before?.details.otherNames.includes(name));
  return [...(await takenIdentifiers(trx, details, before?.id)), ...(await takenOtherNames(trx, fresh, before?.id))];
}
