import { addPerson, type Permission } from '../../src/modules/accounts/index.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { addReturn } from '../../src/modules/returns/index.ts';
import { exampleCsv, PASSWORD, PHONE, type World } from '../factories.ts';
import type { TestGarner } from '../harness.ts';
import { decided, quiet, send } from '../journeys/story.ts';
import { makeMediaPlaces } from './media-places.ts';
import { type RoleAtWork, SENDER } from './roles.ts';
import type { Places } from './routes/row.ts';

/** A thing of every kind that routes are about. */
export async function makePlaces(
  garner: TestGarner,
  { northern, closed, others, open: first }: World,
  regulator: number,
  role: (name: string) => RoleAtWork,
): Promise<Places> {
  const { db, pool } = garner.context;
  const one = async (sql: string, ...values: readonly unknown[]): Promise<number> => {
    const { rows } = await pool.query<{ id: string }>(sql, [...values]);
    return Number(rows[0]!.id);
  };
  const { collection_id: collection } = await db
    .selectFrom('return')
    .select('collection_id')
    .where('id', '=', closed)
    .executeTakeFirstOrThrow();
  const more = (period: string) =>
    addReturn(db, {
      collectionId: collection,
      templateName: 'ptq-assessment-outcomes',
      edition: '2023-08',
      organisationId: northern,
      period,
      dueDate: '2026-12-02',
      closesAt: new Date('2026-12-22T23:59:59Z'),
    });
  const [accepted, open] = [await more('2021-2022'), await more('2019-2020')];
  const { visitor } = role(SENDER);
  {
    await using _worker = await garner.startWorker();
    await send(visitor, first, 'outcomes.csv', await exampleCsv('faulty'));
    await send(visitor, accepted, 'outcomes.csv', await exampleCsv('valid'));
    await decided(visitor, first, 1);
    await decided(visitor, accepted, 1);
    await quiet(garner);
  }
  const person = (name: string, permissions: readonly Permission[] = []) =>
    addPerson(db, {
      name,
      email: `${name}@northern.example`,
      phone: PHONE,
      password: PASSWORD,
      organisationId: northern,
      permissions,
    });
  const [member, leaver] = [await person('member'), await person('leaver')];
  // Without them the administrators who ask would be the last ones.
  await person('administrator', ['Organisation Administrator']);
  const third = await addOrganisation(db, { kind: 'awarding-organisation', name: 'Third Awards', otherNames: [] });
  const now = garner.clock.now();
  const fileOf = (kind: 'organisations' | 'people', organisation: number) =>
    one(
      `insert into organisation_import (kind, person_id, organisation_id, file_name, rows, summary, created_at)
       values ($1, $2, $3, 'rows.csv', '[]', '{}', $4) returning id`,
      kind,
      member,
      organisation,
      now,
    );
  const begun: string[] = [];
  return {
    northern,
    regulator,
    third,
    decided: first,
    open,
    accepted,
    others,
    collection,
    message: await one('select id from message order by id limit 1'),
    member,
    leaver,
    act: await one(
      `insert into pending_act (organisation_id, kind, subject, payload, asked_by, asked_at, expires_at)
       values ($1, 'delete person', $2, '{}', $3, $4, $4) returning id`,
      northern,
      `person ${leaver}`,
      member,
      now,
    ),
    entry: await one(
      `with list as (
         insert into reference_list (organisation_id, name, version, changed_at, changed_by)
         values ($1, 'assessment-codes', 1, now(), $2)
         returning organisation_id, name
       )
       insert into reference_entry (organisation_id, list_name, code, title)
       select organisation_id, name, 'A-1', 'One' from list returning id`,
      northern,
      member,
    ),
    listImport: await one(
      `insert into reference_import (organisation_id, list_name, person_id, file_name, way, entries, created_at)
       values ($1, 'assessment-codes', $2, 'codes.csv', 'add', '[]', $3) returning id`,
      northern,
      member,
      now,
    ),
    organisationImport: await fileOf('organisations', regulator),
    peopleImport: await fileOf('people', northern),
    relation: await one(
      `insert into organisation_relation (kind, from_id, to_id, since) values ('agent-of', $1, $2, '2026-01-01') returning id`,
      northern,
      third,
    ),
    media: await makeMediaPlaces(garner, { organisationId: northern, personId: member }),
    upload: async () => {
      for (const old of begun.splice(0)) await visitor.tus('DELETE', old);
      begun.push(await visitor.begin(open, 'fresh.csv', 100));
      return begun[0]!;
    },
  };
}
