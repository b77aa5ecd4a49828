import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../visitor.ts';
import { type House, onward, openUsersStage, send, type UsersStage, words } from './users-stage.ts';

let stage: UsersStage;
let house: House;
let anna: Visitor;

beforeAll(async () => {
  stage = await openUsersStage();
});
beforeEach(async () => {
  house = await stage.newHouse();
  anna = await house.as('anna');
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const later = () => stage.garner.clock.moveDays(11 / (24 * 60));

test('deleting says what it does, ends access at once and closes an account that belongs nowhere else', async () => {
  const amina = await house.as('amina');
  const page = words(await anna.get(house.place('amina', '/delete')));
  expect(page).toContain('Delete Amina Patel?');
  expect(page).toContain('stays on record under their name');
  expect(page).toContain('their account is closed');
  const id = house.id('amina');
  await house.rows(
    "insert into authenticator (person_id, name, secret, created_at) values ($1, 'Phone', '', now())",
    id,
  );
  await house.rows("insert into recovery_code (person_id, code_hash) values ($1, 'x')", id);
  const answer = await send(anna, house.place('amina', '/delete'));
  expect(words(await anna.get(onward(answer)))).toContain('The person was deleted');
  expect((await amina.get('/returns')).statusCode).toBe(401);
  await expect(house.as('amina')).rejects.toThrow('could not sign in');
  const [person] = await house.rows('select * from person where id = $1', id);
  expect(person).toMatchObject({
    name: 'Amina Patel',
    email: `removed-${id}@removed.invalid`,
    email_key: `removed-${id}@removed.invalid`,
    password_hash: null,
    phone: null,
    removed_at: stage.garner.clock.now(),
  });
  for (const table of [
    'authenticator',
    'recovery_code',
    'trusted_browser',
    'known_browser',
    'session',
    'emailed_link',
    'membership',
  ])
    expect(await house.rows(`select from ${table} where person_id = $1`, id), table).toEqual([]);
  expect(await house.record(`person ${id}`)).toContain('person.removed');
  expect(await house.letters('ruth')).toEqual([expect.stringContaining('Amina Patel was removed from Northern')]);
  expect((await send(anna, house.place('amina', '/delete'))).statusCode).toBe(404);
});

test('who belongs elsewhere, too, keeps their account and their sessions there', async () => {
  const owen = await house.as('owen');
  await house.rows(
    'insert into membership (person_id, organisation_id) values ($1, $2)',
    house.id('owen'),
    house.northern,
  );
  expect(words(await anna.get(house.place('owen', '/delete')))).toContain('nothing changes there');
  onward(await send(anna, house.place('owen', '/delete')));
  expect((await owen.get('/returns')).statusCode).toBe(200);
  expect(await house.permissions('owen')).toBeUndefined();
  expect(await house.permissions('owen', house.albion)).toEqual(['Data Submissions']);
  await house.as('owen');
});

test('an open invitation to the organisation is of no use after that', async () => {
  await house.rows(
    'insert into membership (person_id, organisation_id) values ($1, $2)',
    house.id('owen'),
    house.northern,
  );
  await house.rows(
    `insert into emailed_link (token_hash, kind, person_id, organisation_id, created_at, expires_at)
      values (sha256(convert_to($3, 'UTF8')), 'invitation', $1, $2, $4, $4::timestamptz + interval '7 days')`,
    house.id('owen'),
    house.northern,
    `a link for ${house.id('owen')}`,
    stage.garner.clock.now(),
  );
  onward(await send(anna, house.place('owen', '/delete')));
  const good = await house.rows(
    'select from emailed_link where person_id = $1 and expires_at > $2',
    house.id('owen'),
    stage.garner.clock.now(),
  );
  expect(good).toEqual([]);
});

test('nobody deletes themselves, and only who proved of late who they are deletes at all', async () => {
  expect((await send(anna, house.place('anna', '/delete'))).statusCode).toBe(409);
  later();
  const answer = await send(anna, house.place('amina', '/delete'));
  expect(answer.statusCode).toBe(403);
  expect(words(answer)).toContain('Confirm that it is you');
  expect((await anna.get(house.place('amina', '/delete'))).body).toContain(
    `/confirm?next=${encodeURIComponent(house.place('amina', '/delete'))}`,
  );
  expect(await house.permissions('amina')).toEqual(['Data Submissions']);
});

test('two administrators delete each other at once: one stays, the other is told no', async () => {
  const carl = await house.as('carl');
  const answers = await Promise.all([
    send(anna, house.place('carl', '/delete')),
    send(carl, house.place('anna', '/delete')),
  ]);
  // Whose membership was gone before they asked is not signed in any more.
  const [done, told] = answers.map(({ statusCode }) => statusCode).toSorted();
  expect(done).toBe(303);
  expect([401, 403]).toContain(told);
  const left = [await house.permissions('anna'), await house.permissions('carl')].filter((one) => one !== undefined);
  expect(left).toEqual([['Organisation Administrator']]);
});

test('deleting somebody twice at once does it once', async () => {
  const carl = await house.as('carl');
  const answers = await Promise.all([
    send(anna, house.place('amina', '/delete')),
    send(carl, house.place('amina', '/delete')),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 404]);
});

test('resetting a password sends a link and ends the sessions', async () => {
  const amina = await house.as('amina');
  const page = words(await anna.get(house.place('amina', '/reset-password')));
  expect(page).toContain('good for one hour');
  expect(page).toContain('Their sessions end at once');
  const answer = await send(anna, house.place('amina', '/reset-password'));
  expect(words(await anna.get(onward(answer)))).toContain('We sent Amina Patel a link to choose a new password');
  expect((await amina.get('/returns')).statusCode).toBe(401);
  expect(await house.letters('amina')).toEqual(['Choose a new password for Garner']);
  expect(await house.record(`person ${house.id('amina')}`)).toContain('person.password-link-sent');
  for (let time = 2; time <= 5; time += 1) onward(await send(anna, house.place('amina', '/reset-password')));
  expect((await send(anna, house.place('amina', '/reset-password'))).statusCode).toBe(429);
});

test('who was only invited has no password to reset', async () => {
  await house.rows('update person set password_hash = null where id = $1', house.id('amina'));
  expect((await send(anna, house.place('amina', '/reset-password'))).statusCode).toBe(409);
});

test('resetting the second steps takes them all away, tells the person, and needs who is there', async () => {
  const id = house.id('amina');
  await house.rows(
    "insert into authenticator (person_id, name, secret, created_at) values ($1, 'Phone', '', now())",
    id,
  );
  await house.rows("insert into recovery_code (person_id, code_hash) values ($1, 'x')", id);
  await house.rows(
    `insert into passkey (credential_id, person_id, name, public_key, counter, backed_up, created_at)
      values ($2, $1, 'Key', '', 0, false, now())`,
    id,
    `key of ${id}`,
  );
  await house.rows('update person set passkey_only = true, password_hash = null where id = $1', id);
  expect(words(await anna.get(house.place('amina', '/second-steps')))).toContain(
    'Be sure that it was this person who asked',
  );
  onward(await send(anna, house.place('amina', '/second-steps')));
  for (const table of ['authenticator', 'recovery_code', 'passkey', 'trusted_browser'])
    expect(await house.rows(`select from ${table} where person_id = $1`, id), table).toEqual([]);
  const [person] = await house.rows('select passkey_only, phone from person where id = $1', id);
  expect(person).toEqual({ passkey_only: false, phone: '+441632960001' });
  expect(await house.letters('amina')).toEqual(['Your second steps were reset', 'Choose a new password for Garner']);
  expect(await house.record(`person ${id}`)).toContain('person.second-steps-reset');
  later();
  expect((await send(anna, house.place('ruth', '/second-steps'))).statusCode).toBe(403);
});

test('who is no administrator does none of it', async () => {
  const amina = await house.as('amina');
  for (const path of ['/delete', '/reset-password', '/second-steps', '/invitation', '/powers', ''])
    expect((await send(amina, house.place('ruth', path), { give: 'Approver' })).statusCode).toBe(403);
});
