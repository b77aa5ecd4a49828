import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson } from '../../src/modules/accounts/index.ts';
import type { Visitor } from '../visitor.ts';
import { type House, openUsersStage, type UsersStage, words } from './users-stage.ts';

let stage: UsersStage;
let house: House;
let anna: Visitor;

beforeAll(async () => {
  stage = await openUsersStage();
  house = await stage.newHouse();
  await stage.garner.context.db.transaction().execute(async (trx) => {
    for (let number = 10; number < 18; number += 1) {
      await addPerson(trx, {
        name: `Person ${number}`,
        email: `person-${number}@northern.example`,
        organisationId: house.northern,
        permissions: ['Auditor'],
      });
    }
  });
  anna = await house.as('anna');
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const names = (body: string) => [...body.matchAll(/data-name="Name">([^<]+)</g)].map(([, name]) => name!.trim());

test('ten on a page, by name, with what the guide shows of each', async () => {
  const first = await anna.get('/organisation/users');
  expect(names(first.body)).toEqual([
    'Amina Patel',
    'Anna Berg (you)',
    'April Eze',
    'Carl Diaz',
    'Person 10',
    'Person 11',
    'Person 12',
    'Person 13',
    'Person 14',
    'Person 15',
  ]);
  const text = words(first);
  expect(text).toContain('13 people');
  for (const head of ['Name', 'Job title(s)', 'Role', 'Login', 'Last sign-in', 'Status']) expect(text).toContain(head);
  expect(text).toContain('Add user');
  expect(text).toContain('Edit Amina Patel');
  expect(text).toContain('Reset password of Amina Patel');
  expect(text).toContain('Delete Amina Patel');
  expect(text).not.toContain('Delete Anna Berg');
  expect(text).toContain('22 November 2026 at 9:00am');
  const second = await anna.get('/organisation/users?page=2');
  expect(names(second.body)).toEqual(['Person 16', 'Person 17', 'Ruth Clarke']);
  expect(words(second)).toContain('Responsible Officer');
});

test.each([
  ['search=clarke', ['Ruth Clarke']],
  ['search=RUTH.1%40', ['Ruth Clarke']],
  ['search=%25', []],
  ['search=_', []],
  ['search=%00', undefined],
  ['permission=Event+Notifications', ['Ruth Clarke']],
  ['permission=Auditor&search=16', ['Person 16']],
  ['search=nobody+of+that+name', []],
] as const)('%s', async (query, expected) => {
  const answer = await anna.get(`/organisation/users?${query}`);
  expect(answer.statusCode).toBe(200);
  if (expected) expect(names(answer.body)).toEqual(expected);
  if (expected?.length === 0) expect(words(answer)).toContain('Nobody matches');
});

test('a permission that does not exist, a page that is none', async () => {
  expect((await anna.get('/organisation/users?permission=King')).statusCode).toBe(400);
  expect((await anna.get('/organisation/users?page=0')).statusCode).toBe(400);
  expect((await anna.get('/organisation/users?page=1e400')).statusCode).toBe(400);
  expect(names((await anna.get('/organisation/users?page=999')).body)).toHaveLength(3);
});

test('what somebody typed comes back as text', async () => {
  const { body } = await anna.get(`/organisation/users?search=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(body).not.toContain('<script>alert');
});

test('only administrators see the page, and only their own people', async () => {
  const amina = await house.as('amina');
  expect((await amina.get('/organisation/users')).statusCode).toBe(403);
  const olga = await house.as('olga');
  expect(names((await olga.get('/organisation/users')).body)).toEqual(['Olga Finn (you)', 'Owen Hughes']);
  // A banner names nobody of another organisation.
  const ruth = house.id('ruth');
  expect(words(await olga.get(`/organisation/users?done=invited&person=${ruth}`))).toContain(
    'sent to The person again',
  );
});

test('when somebody worked for another organisation is not told', async () => {
  await house.rows(
    'insert into membership (person_id, organisation_id) values ($1, $2)',
    house.id('anna'),
    house.albion,
  );
  const olga = await house.as('olga');
  const text = words(await olga.get('/organisation/users?search=anna'));
  expect(text).toContain('Anna Berg');
  expect(text).toContain('Not yet');
});
