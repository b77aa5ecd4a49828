import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type House, openUsersStage, send, type UsersStage, words } from '../accounts/users-stage.ts';
import type { Visitor } from '../visitor.ts';

let stage: UsersStage;
let house: House;
let anna: Visitor;
beforeAll(async () => {
  stage = await openUsersStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
beforeEach(async () => {
  house = await stage.newHouse();
  anna = await house.as('anna');
  await anna.get('/account');
});

/** Every membership there is, to see that nothing else was given. */
const memberships = () =>
  house.rows('select person_id, organisation_id, permissions, ends_at from membership order by 1, 2');
/** Fields that nobody offers, by every name that somebody might try. */
const smuggled = () => ({
  organisationId: String(house.albion),
  organisation_id: String(house.albion),
  organisation: String(house.albion),
  personId: String(house.id('olga')),
  person_id: String(house.id('olga')),
  id: String(house.id('olga')),
  role: 'Collector Administrator',
  'permissions[]': 'Organisation Administrator',
  permission: 'Organisation Administrator',
  admin: 'true',
  passwordHash: 'x',
  password_hash: 'x',
  password: 'x',
  passkey_only: 'true',
  grantedBy: '1',
  removed_at: '',
});

describe('a form cannot be made to give more than its page offers', () => {
  test.each(['Collector Administrator', 'Media Submissions', 'Learner Records', 'root', '', '*'])(
    'adding somebody with “%s”, which such an organisation has not',
    async (permission) => {
      const before = await memberships();
      const answer = await send(anna, '/organisation/users/add', {
        name: 'Mallory Reed',
        email: `mallory-${house.northern}@northern.example`,
        permissions: [permission, 'Data Submissions'],
      });
      expect(answer.statusCode).toBe(422);
      expect(words(answer)).toContain('is not a permission that an organisation of this kind has');
      expect(await memberships()).toEqual(before);
    },
  );

  test.each(['Collector Administrator', 'Root'])('the page for powers does not give “%s”', async (give) => {
    const before = await memberships();
    const answer = await send(anna, house.place('amina', '/powers'), { give: [give] });
    expect([400, 409, 422]).toContain(answer.statusCode);
    expect(await memberships()).toEqual(before);
  });

  test('fields of another organisation, person or column are not taken when somebody is added', async () => {
    const before = await memberships();
    const email = `mallory-${house.northern}@northern.example`;
    const fields = { name: 'Mallory Reed', email, phone: '020 7946 0000', permissions: ['Data Submissions'] };
    const answer = await send(anna, '/organisation/users/add', { ...smuggled(), ...fields });
    expect([answer.statusCode, words(answer)]).toEqual([303, '']);
    const added = (await memberships()).filter((one) => !before.some((old) => old['person_id'] === one['person_id']));
    expect(added).toEqual([
      expect.objectContaining({ organisation_id: house.northern, permissions: ['Data Submissions'], ends_at: null }),
    ]);
    const [person] = await house.rows(
      'select password_hash, passkey_only, removed_at from person where email = $1',
      email,
    );
    expect(person).toEqual({ password_hash: null, passkey_only: false, removed_at: null });
  });

  test('nor when one’s own account changes', async () => {
    const amina = await house.as('amina');
    const before = await memberships();
    const people = () => house.rows('select id, email, name from person order by id');
    const kept = await people();
    await amina.get('/account');
    for (const path of [
      '/account/phone',
      '/account/passkeys/only',
      '/account/sessions/end-others',
      '/account/recovery-codes',
    ])
      await send(amina, path, { ...smuggled(), by: 'text', phone: 'none', only: 'no' });
    const switched = await send(amina, '/account/switch', { organisation: String(house.albion) });
    expect(switched.statusCode).toBe(404);
    expect(await memberships()).toEqual(before);
    expect(await people()).toEqual(kept);
    expect(words(await amina.get('/account'))).toContain(house.email('amina'));
  });

  test('nor when an administrator keeps the organisation’s details', async () => {
    const { northern, albion } = house;
    const facts = () =>
      house.rows(
        'select id, kind, name, two_person, ukprn, merged_into from organisation where id = any($1) order by id',
        [northern, albion],
      );
    const before = await facts();
    await anna.get('/organisation/profile');
    const answer = await send(anna, '/organisation/profile', {
      ...smuggled(),
      version: '1',
      kind: 'regulator',
      name: 'Regulator',
      ukprn: '10000001',
      two_person: 'true',
      contactEmail: 'office@northern.example',
    });
    expect(answer.statusCode).toBe(303);
    expect(await facts()).toEqual(before);
  });
});

test('a number in the address counts, not one in the form', async () => {
  const before = await memberships();
  const answer = await send(anna, house.place('olga', '/delete'), {
    id: String(house.id('amina')),
    personId: String(house.id('amina')),
  });
  expect(answer.statusCode).toBe(404);
  expect(await memberships()).toEqual(before);
});

test('no method by another name: overriding headers and fields are not heard', async () => {
  const answer = await anna.ask('/organisation/users', {
    method: 'POST',
    headers: {
      'x-http-method-override': 'GET',
      'content-type': 'application/x-www-form-urlencoded',
      'x-csrf-token': anna.csrf,
    },
    payload: '_method=GET',
  });
  expect(answer.statusCode).toBe(404);
  const before = await memberships();
  const get = await anna.ask(`${house.place('amina', '/delete')}?_method=POST`, {
    headers: { 'x-http-method-override': 'POST' },
  });
  expect(get.statusCode).toBe(200);
  expect(await memberships()).toEqual(before);
});

test('headers that some proxies trust change neither the address asked for nor who asks', async () => {
  const amina = await house.as('amina');
  for (const headers of [
    { 'x-original-url': '/organisation/users' },
    { 'x-rewrite-url': '/organisation/users' },
    { 'x-forwarded-user': house.email('anna') },
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' },
  ])
    expect((await amina.ask('/organisation/users', { headers })).statusCode).toBe(403);
});

describe('where codes go is no ordinary field', () => {
  const phoneOf = async (who: 'anna' | 'amina') =>
    (await house.rows('select phone from person where id = $1', house.id(who)))[0]!['phone'];
  const save = async (who: 'anna' | 'amina', permission: string) =>
    await send(anna, house.place(who), {
      name: 'Anna Berg',
      email: house.email(who),
      phone: '020 7946 0999',
      permissions: [permission],
      state: await house.state(who),
    });

  test('an administrator does not change their own number by the form for users, where no code proves it', async () => {
    const before = await phoneOf('anna');
    const answer = await save('anna', 'Organisation Administrator');
    expect(answer.statusCode).toBe(422);
    expect(words(answer)).toContain('Change your own number on “Your account”');
    expect(await phoneOf('anna')).toBe(before);
  });

  test('nor anybody’s without having proved of late who they are', async () => {
    const before = await phoneOf('amina');
    stage.garner.clock.moveDays(11 / (24 * 60));
    const answer = await save('amina', 'Data Submissions');
    expect([answer.statusCode, words(answer).includes('Confirm that it is you')]).toEqual([403, true]);
    expect(await phoneOf('amina')).toBe(before);
  });

  test('a number that was changed makes every browser of theirs take the second step again', async () => {
    const answer = await save('amina', 'Data Submissions');
    expect(answer.statusCode).toBe(303);
    expect(await phoneOf('amina')).toBe('+442079460999');
    expect(await house.rows('select 1 from trusted_browser where person_id = $1', house.id('amina'))).toEqual([]);
  });
});
