import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../src/context.ts';
import { addPerson, type NewPerson, type Permission, trustBrowser } from '../src/modules/accounts/index.ts';
import { addCollection, COLLECTIONS, readCollection } from '../src/modules/collections/index.ts';
import { addOrganisation } from '../src/modules/organisations/index.ts';
import { addReturn } from '../src/modules/returns/index.ts';
import type { Database } from '../src/platform/db/database.ts';
import type { TestGarner } from './harness.ts';

export const PASSWORD = 'a-password-for-tests';
/** Where codes for the test people go. */
export const PHONE = '+441632960001';

const FOR_EVER = new Date('2100-01-01T00:00:00Z');

/** What the browser that a test person trusts is known by: it goes without the second step. */
export function browserOf(email: string): string {
  return createHash('sha256').update(`browser of ${email}`).digest('base64url');
}

/** The fixed people of the tests. */
export const AMINA = 'amina@northern.example';
export const BEN = 'ben@northern.example';
export const RUTH = 'ruth@northern.example';
export const OWEN = 'owen@albion.example';

/** Due dates are days after the clock's 22 November 2026. */
export interface World {
  readonly northern: number;
  readonly albion: number;
  /** Northern's return, due 2 December 2026, closing 22 December. */
  readonly open: number;
  /** Northern's, closed on 1 November 2026. */
  readonly closed: number;
  /** Albion's, due 2 December 2026. */
  readonly others: number;
}

/** A test person with the password and the trusted browser that `Visitor.signedIn` and `Stage.signIn` use; gives the id. */
export async function addTestPerson(
  trx: Database,
  { clock }: Pick<Context, 'clock'>,
  person: Omit<NewPerson, 'password'>,
): Promise<number> {
  const id = await addPerson(trx, { phone: PHONE, ...person, password: PASSWORD });
  await trustBrowser(trx, clock, browserOf(person.email), id, 'Chrome on Linux');
  // For as long as any story goes on.
  await trx.updateTable('trusted_browser').set({ expires_at: FOR_EVER }).where('person_id', '=', id).execute();
  return id;
}

/** Two awarding organisations, two data managers of one (Amina, Ben), its Responsible Officer (Ruth), one of the other (Owen). */
export async function makeWorld({ context }: TestGarner): Promise<World> {
  return await context.db.transaction().execute(async (trx) => {
    const collector = await addOrganisation(trx, { kind: 'regulator', name: 'Regulator', otherNames: [] });
    const collectionId = await addCollection(trx, await readCollection('ptq-outcomes'), collector);
    const northern = await addOrganisation(trx, {
      kind: 'awarding-organisation',
      name: 'Northern Skills Awards',
      otherNames: ['NSA'],
    });
    const albion = await addOrganisation(trx, {
      kind: 'awarding-organisation',
      name: 'Albion Examinations',
      otherNames: [],
    });
    const person = (
      name: string,
      email: string,
      organisationId: number,
      permissions: Permission[],
      jobTitles: string[] = [],
    ) => addTestPerson(trx, context, { name, email, organisationId, permissions, jobTitles });
    await person('Amina Patel', AMINA, northern, ['Data Submissions']);
    await person('Ben Ito', BEN, northern, ['Data Submissions']);
    await person('Ruth Clarke', RUTH, northern, ['Event Notifications'], ['Responsible Officer']);
    await person('Owen Hughes', OWEN, albion, ['Data Submissions']);
    const owed = { collectionId, templateName: 'ptq-assessment-outcomes', edition: '2023-08' };
    return {
      northern,
      albion,
      open: await addReturn(trx, {
        ...owed,
        organisationId: northern,
        period: '2022-2023',
        dueDate: '2026-12-02',
        closesAt: new Date('2026-12-22T23:59:59Z'),
      }),
      closed: await addReturn(trx, {
        ...owed,
        organisationId: northern,
        period: '2020-2021',
        dueDate: '2026-10-01',
        closesAt: new Date('2026-11-01T00:00:00Z'),
      }),
      others: await addReturn(trx, {
        ...owed,
        organisationId: albion,
        period: '2022-2023',
        dueDate: '2026-12-02',
        closesAt: new Date('2026-12-22T23:59:59Z'),
      }),
    };
  });
}

/** An example file of PTQ outcomes made to fit Northern's open return. */
export async function exampleCsv(name: string): Promise<Buffer> {
  const path = join(COLLECTIONS, 'templates/ptq-assessment-outcomes/examples/2023-08', `${name}.csv`);
  return Buffer.from((await readFile(path, 'latin1')).replaceAll('2023-10-31', '2026-12-02'), 'latin1');
}
