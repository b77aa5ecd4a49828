import type { Database } from '../../platform/db/database.ts';

export type OrganisationKind =
  | 'regulator'
  | 'department'
  | 'awarding-organisation'
  | 'local-authority'
  | 'centre'
  | 'supplier';

export interface NewOrganisation {
  readonly kind: OrganisationKind;
  readonly name: string;
  /** Other names that may stand for it in a file: its acronym, former names. */
  readonly otherNames: readonly string[];
  readonly recognitionNumber?: string;
  readonly contactEmail?: string;
}

/** Adds an organisation; returns its id. */
export async function addOrganisation(trx: Database, organisation: NewOrganisation): Promise<number> {
  const { id } = await trx
    .insertInto('organisation')
    .values({
      kind: organisation.kind,
      name: organisation.name,
      names_in_files: [organisation.name, ...organisation.otherNames],
      recognition_number: organisation.recognitionNumber ?? null,
      contact_email: organisation.contactEmail ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
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
