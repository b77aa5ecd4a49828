import { type DetailName, type Details, type DetailTexts, detailTexts, detailTitle, readDetails } from '../details.ts';
import { IDENTIFIER_NAMES, IDENTIFIERS } from '../identifiers.ts';
import { KIND_WORDS, type OrganisationKind } from '../model.ts';
import { nameAsKept, nameFault, nameKey } from '../names.ts';
import type { Organisation } from '../organisation.ts';
import type { CheckedRow } from './read-rows.ts';

/** One thing that a row would change. */
export interface Change {
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** What a row would do. */
export type Planned =
  | {
      readonly what: 'new';
      readonly row: number;
      readonly name: string;
      readonly kind: OrganisationKind;
      readonly details: Partial<Details>;
    }
  | {
      readonly what: 'changed';
      readonly row: number;
      readonly id: number;
      readonly version: number;
      readonly name: string;
      readonly details: Partial<Details>;
      readonly changes: readonly Change[];
    }
  | { readonly what: 'same'; readonly row: number; readonly id: number; readonly name: string }
  | { readonly what: 'refused'; readonly row: number; readonly name: string; readonly why: string };

const COLUMNS: Readonly<Record<string, DetailName>> = {
  RecognitionNumber: 'recognitionNumber',
  UKPRN: 'ukprn',
  URN: 'urn',
  LAESTAB: 'laestab',
  NCN: 'ncn',
  ContactEmail: 'contactEmail',
  Phone: 'phone',
  PostalAddress: 'postalAddress',
  Website: 'website',
  OtherNames: 'otherNames',
};

/** Works out what the rows of a file would do to the organisations that are there, row by row. */
export function planImport(rows: readonly CheckedRow[], organisations: readonly Organisation[]): Planned[] {
  const planner = new Planner(organisations);
  return rows.map((row) => planner.plan(row));
}

/** How many rows would do what. */
export function countPlan(plan: readonly Planned[]): Record<Planned['what'], number> {
  const counts = { new: 0, changed: 0, same: 0, refused: 0 };
  for (const { what } of plan) counts[what]++;
  return counts;
}

/** An organisation of the file or of the table, by which names and identifiers are told apart. */
interface Holder {
  readonly name: string;
  /** The row of the file that adds or changes it. */
  row?: number;
  readonly organisation?: Organisation;
}

class Planner {
  readonly #byIdentifier: Map<string, Holder> = new Map();
  readonly #byName: Map<string, Holder> = new Map();
  readonly #byKey: Map<string, Holder> = new Map();

  constructor(organisations: readonly Organisation[]) {
    for (const organisation of organisations) {
      const holder: Holder = { name: organisation.name, organisation };
      this.#byName.set(organisation.name, holder);
      this.#note(holder, organisation.name, organisation.details);
    }
  }

  plan({ row, cells }: CheckedRow): Planned {
    const name = nameAsKept(cells['Name'] ?? '');
    const refused = (why: string): Planned => ({ what: 'refused', row, name, why });
    const badName = nameFault(name);
    if (badName !== undefined) return refused(`${badName}.`);
    const kind = cells['Kind'] as OrganisationKind;
    const read = readDetails(textsOf(cells), kind);
    if (read.faults.length > 0) return refused(`${read.faults.map(({ text }) => text).join('. ')}.`);
    const found = this.#find(name, read.details);
    if (typeof found === 'string') return refused(found);
    const taken = this.#taken(found, name, read.details.otherNames ?? []);
    if (taken !== undefined) return refused(taken);
    if (found?.row !== undefined) return refused(`Row ${found.row} is about the same organisation.`);
    if (found?.organisation) return this.#change(row, name, kind, read.details, found, found.organisation);
    const holder: Holder = { name, row };
    this.#byName.set(name, holder);
    this.#note(holder, name, read.details);
    return { what: 'new', row, name, kind, details: read.details };
  }

  /** Whom the row is about: by identifier or, if none is known, by name; or why that cannot be told. */
  #find(name: string, details: Partial<Details>): Holder | undefined | string {
    const holders = new Set(identifierKeys(details).flatMap((key) => this.#byIdentifier.get(key) ?? []));
    const [one, other] = holders;
    if (one && other) return `Its identifiers belong to two organisations, ${one.name} and ${other.name}.`;
    if (one) return one;
    const named = this.#byName.get(name);
    if (!named?.organisation) return named;
    const own = named.organisation.details;
    const differs = IDENTIFIER_NAMES.find((each) => details[each] && own[each] && details[each] !== own[each]);
    return differs
      ? `The name is taken: there is an organisation of this name with another ${IDENTIFIERS[differs].short}.`
      : named;
  }

  /** Names that belong to others. */
  #taken(found: Holder | undefined, name: string, otherNames: readonly string[]): string | undefined {
    const twin = this.#byKey.get(nameKey(name));
    if (twin && twin !== found) return `The name is taken, or looks like one that is: ${twin.name}.`;
    const own = found?.organisation?.details.otherNames ?? [];
    for (const other of otherNames.filter((each) => !own.includes(each))) {
      const holder = this.#byKey.get(nameKey(other));
      if (holder && holder !== found) return `The other name “${other}” is the name of another organisation.`;
    }
    return undefined;
  }

  #change(
    row: number,
    name: string,
    kind: OrganisationKind,
    given: Partial<Details>,
    holder: Holder,
    now: Organisation,
  ): Planned {
    const refused = (why: string): Planned => ({ what: 'refused', row, name, why });
    if (now.closedOn !== null) return refused(`${now.name} is closed. Open it again before you change it.`);
    if (now.kind !== kind) {
      return refused(`${now.name} is here as: ${KIND_WORDS[now.kind]}. The kind of an organisation cannot be changed.`);
    }
    holder.row = row;
    const details = news(given, now, name);
    this.#note(holder, name, details);
    const changes = changesOf(now, name, details);
    if (changes.length === 0) return { what: 'same', row, id: now.id, name: now.name };
    return { what: 'changed', row, id: now.id, version: now.version, name, details, changes };
  }

  #note(holder: Holder, name: string, details: Partial<Details>): void {
    this.#byKey.set(nameKey(name), holder);
    for (const key of identifierKeys(details)) this.#byIdentifier.set(key, holder);
  }
}

function textsOf(cells: CheckedRow['cells']): DetailTexts {
  const given = Object.entries(COLUMNS).filter(([column]) => (cells[column] ?? '').trim() !== '');
  return Object.fromEntries(given.map(([column, name]) => [name, cells[column]!]));
}

function identifierKeys(details: Partial<Details>): string[] {
  return IDENTIFIER_NAMES.flatMap((name) => (details[name] ? [`${name} ${details[name]}`] : []));
}

/** Details that would change: other names are added, and an address is the same however its lines are broken. */
function news(given: Partial<Details>, now: Organisation, name: string): Partial<Details> {
  const { otherNames = [], postalAddress, ...rest } = given;
  const own = now.details;
  const fresh = otherNames.filter((other) => other !== name && other !== now.name && !own.otherNames.includes(other));
  const moved = postalAddress && postalAddress !== oneLine(own.postalAddress ?? '');
  const changed = Object.entries(rest).filter(([key, value]) => own[key as DetailName] !== value);
  return {
    ...Object.fromEntries(changed),
    ...(moved ? { postalAddress } : {}),
    ...(fresh.length > 0 ? { otherNames: [...own.otherNames, ...fresh] } : {}),
  };
}

function changesOf(now: Organisation, name: string, details: Partial<Details>): Change[] {
  const before = detailTexts(now.details);
  const after = detailTexts({ ...now.details, ...details });
  const renamed = name === now.name ? [] : [{ title: 'Name', before: now.name, after: name }];
  const changed = (Object.keys(details) as DetailName[]).map((key) => ({
    title: detailTitle(key),
    before: oneLine(before[key]),
    after: oneLine(after[key]),
  }));
  return [...renamed, ...changed];
}

/** Lines as one, with commas between them: as a file has them. */
export function oneLine(text: string): string {
  return text.replaceAll(/,?\s*\n\s*/g, ', ');
}
