import type { Database } from '../../platform/db/database.ts';
import type { Details } from './details.ts';
import type { IdentifierName } from './identifiers.ts';
import type { OrganisationKind } from './model.ts';

/** One organisation as it stands. */
export interface Organisation {
  readonly id: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly details: Details;
  /** The day it was closed, `2026-11-22`. */
  readonly closedOn: string | null;
  readonly mergedInto: number | null;
  readonly version: number;
}

export const IDENTIFIER_COLUMNS = {
  recognitionNumber: 'recognition_number',
  ukprn: 'ukprn',
  urn: 'urn',
  laestab: 'laestab',
  ncn: 'ncn',
} as const satisfies Record<IdentifierName, string>;

const COLUMNS = [
  'id',
  'kind',
  'name',
  'names_in_files',
  'recognition_number',
  'ukprn',
  'urn',
  'laestab',
  'ncn',
  'contact_email',
  'phone',
  'postal_address',
  'website',
  'closed_on',
  'merged_into',
  'version',
] as const;

export async function findOrganisation(db: Database, id: number): Promise<Organisation | undefined> {
  const row = await select(db).where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/** Every organisation, in the order of their names: an import is compared with all of them. */
export async function everyOrganisation(db: Database): Promise<Organisation[]> {
  return (await select(db).orderBy('name').execute()).map(fromRow);
}

function select(db: Database) {
  return db.selectFrom('organisation').select(COLUMNS);
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

export function fromRow(row: Row): Organisation {
  return {
    id: row.id,
    kind: row.kind as OrganisationKind,
    name: row.name,
    details: {
      recognitionNumber: row.recognition_number,
      ukprn: row.ukprn,
      urn: row.urn,
      laestab: row.laestab,
      ncn: row.ncn,
      contactEmail: row.contact_email,
      phone: row.phone,
      postalAddress: row.postal_address,
      website: row.website,
      otherNames: row.names_in_files.filter((name) => name !== row.name),
    },
    closedOn: row.closed_on,
    mergedInto: row.merged_into,
    version: row.version,
  };
}

/** Columns of the table for details; the organisation's own name is the first of its names in files. */
export function columnsOf(name: string, details: Partial<Details>) {
  const { recognitionNumber, contactEmail, postalAddress, otherNames, ...same } = details;
  return {
    ...same,
    ...(recognitionNumber === undefined ? {} : { recognition_number: recognitionNumber }),
    ...(contactEmail === undefined ? {} : { contact_email: contactEmail }),
    ...(postalAddress === undefined ? {} : { postal_address: postalAddress }),
    ...(otherNames === undefined ? {} : { names_in_files: [...new Set([name, ...otherNames])] }),
  };
}
