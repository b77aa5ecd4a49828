import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Visitor } from '../visitor.ts';
import { type House, onward, openUsersStage, send, type UsersStage, type Who, words } from './users-stage.ts';

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

/** Amina's form as it is, with some fields changed. */
async function aminas(change: Readonly<Record<string, string | readonly string[]>>) {
  return {
    name: 'Amina Patel',
    phone: '01632 960001',
    permissions: ['Data Submissions'],
    state: await house.state('amina'),
    ...change,
  };
}

test('what is changed is shown, told, recorded, and counts at the next request', async () => {
  const amina = await house.as('amina');
  expect((await amina.get('/returns')).statusCode).toBe(200);
  await anna.get(house.place('amina'));
  const answer = await send(anna, house.place('amina'), {
    ...(await aminas({
      name: '  Amina   Patel-Shaw ',
      title: 'Dr',
      jobTitles: 'Data Manager\r\n\r\nCensus lead',
      responsibleOfficer: 'yes',
      permissions: ['Event Notifications'],
      phone: '07700 900982',
      alternativeEmail: 'Office@Northern.example',
    })),
  });
  const next = onward(answer);
  expect(next).toBe(`${house.place('amina')}?done=saved`);
  const page = await anna.get(next);
  expect(words(page)).toContain('The user was updated');
  expect(words(page)).toContain('Go back to all users');
  expect(page.body).toContain('value="Amina Patel-Shaw"');
  expect(page.body).toContain('value="+44 7700 900982"');
  expect(page.body).toContain('Data Manager\nCensus lead');
  expect(await house.permissions('amina')).toEqual(['Event Notifications']);
  expect((await amina.get('/returns')).statusCode).toBe(403);
  expect(await house.letters('amina')).toContain('Your phone number in Garner was changed');
  const subject = `person ${house.id('amina')}`;
  expect((await house.record(subject)).slice(-2)).toEqual(['person.changed', 'person.permissions-changed']);
});

test('saving without a change records nothing', async () => {
  const subject = `person ${house.id('amina')}`;
  const before = await house.record(subject);
  onward(await send(anna, house.place('amina'), await aminas({})));
  expect(await house.record(subject)).toEqual(before);
});

test('access for a time ends after its last day, in London', async () => {
  const until = { 'until-day': '23', 'until-month': 'nov', 'until-year': '2026' };
  onward(await send(anna, house.place('amina'), await aminas(until)));
  expect(words(await anna.get('/organisation/users?search=amina'))).toContain('Ends on 23 November 2026');
  stage.garner.clock.moveDays(1.6);
  const amina = await house.as('amina');
  expect((await amina.get('/returns')).statusCode).toBe(200);
  stage.garner.clock.moveDays(0.03);
  expect((await amina.get('/returns')).statusCode).toBe(401);
  anna = await house.as('anna');
  expect(words(await anna.get('/organisation/users?search=amina'))).toContain('Ended on 23 November 2026');
});

test.each([
  [{ name: '' }, 'Enter the full name', '#name'],
  [{ name: 'x'.repeat(101) }, 'Full name must be 100 characters or fewer', '#name'],
  [{ name: 'Win a prize at https://prize.example' }, 'Full name must be a name', '#name'],
  [{ name: 'Amina\u202Eletap' }, 'Full name must be a name', '#name'],
  [{ title: 'x'.repeat(30) }, 'Title must be 20 letters or fewer', '#title'],
  [{ phone: '12345' }, 'Begin the phone number with 0', '#phone'],
  [{ alternativeEmail: 'office' }, 'Enter an e-mail address in the correct format', '#alternativeEmail'],
  [{ jobTitles: Array.from({ length: 11 }, (_, n) => `Job ${n}`).join('\n') }, '10 job titles or fewer', '#jobTitles'],
  [{ permissions: ['Learner Records'] }, '“Learner Records” is not a permission', '#permissions'],
  [{ permissions: ['Collector Administrator'] }, '“Collector Administrator” is not a permission', '#permissions'],
  [{ 'until-day': '31', 'until-month': '2', 'until-year': '2027' }, 'must be a real date', '#until-day'],
  [{ 'until-day': '21', 'until-month': '11', 'until-year': '2026' }, '22 November 2026 or later', '#until-day'],
])('%j is refused in words, and what was typed is kept', async (change, why, link) => {
  const answer = await send(
    anna,
    house.place('amina'),
    await aminas({ alternativeEmail: 'kept@northern.example', ...change }),
  );
  expect(answer.statusCode).toBe(422);
  expect(words(answer)).toContain(why);
  expect(answer.body).toContain(`href="${link}"`);
  expect(answer.body).toContain(`id="${link.slice(1)}"`);
  if (!('alternativeEmail' in change)) expect(answer.body).toContain('value="kept@northern.example"');
  expect(await house.permissions('amina')).toEqual(['Data Submissions']);
});

test('fields that are not in the form change nothing: address, organisation, other permissions by other names', async () => {
  const answer = await send(anna, house.place('amina'), {
    ...(await aminas({})),
    email: 'taken@elsewhere.example',
    organisationId: String(house.albion),
    organisation_id: String(house.albion),
    personId: String(house.id('owen')),
    person_id: String(house.id('owen')),
    'permissions[]': 'Organisation Administrator',
    permission: 'Organisation Administrator',
    password_hash: 'x',
  });
  onward(answer);
  expect(house.id('amina')).toBeGreaterThan(0);
  expect(await house.permissions('amina')).toEqual(['Data Submissions']);
  expect(await house.permissions('owen', house.albion)).toEqual(['Data Submissions']);
});

test('power over others is not given by the form, but on a page of its own, to who proved who they are', async () => {
  const answer = await send(
    anna,
    house.place('amina'),
    await aminas({ permissions: ['Organisation Administrator', 'Data Submissions', 'Auditor'] }),
  );
  expect(await house.permissions('amina')).toEqual(['Data Submissions', 'Auditor']);
  const page = await anna.get(onward(answer));
  expect(words(page)).toContain('Give Amina Patel power over others?');
  stage.garner.clock.moveDays(11 / (24 * 60));
  const give = { give: 'Organisation Administrator' };
  expect((await send(anna, house.place('amina', '/powers'), give)).statusCode).toBe(403);
  expect((await anna.get(onward(answer))).statusCode).toBe(403);
  expect(await house.permissions('amina')).toEqual(['Data Submissions', 'Auditor']);
  anna = await house.as('anna');
  const given = await send(anna, house.place('amina', '/powers'), give);
  expect(words(await anna.get(onward(given)))).toContain('Amina Patel has the permission now');
  expect(await house.permissions('amina')).toEqual(['Data Submissions', 'Auditor', 'Organisation Administrator']);
  expect(await house.letters('ruth')).toContain('The permissions of Amina Patel changed');
  const none = await send(anna, house.place('amina', '/powers'), { give: 'Collector Administrator' });
  expect(none.statusCode).toBe(409);
  expect((await send(anna, house.place('amina', '/powers'), { give: 'Auditor' })).statusCode).toBe(400);
});

test('people of other organisations are not there', async () => {
  for (const path of ['', '/reset-password', '/second-steps', '/delete', '/powers?give=Approver'])
    expect((await anna.get(house.place('owen', path))).statusCode).toBe(404);
  const form = { name: 'Owen', permissions: 'Auditor', state: 'any', give: 'Approver' };
  for (const path of ['', '/reset-password', '/second-steps', '/delete', '/powers', '/invitation'])
    expect((await send(anna, house.place('owen', path), form)).statusCode).toBe(404);
  expect(await house.permissions('owen', house.albion)).toEqual(['Data Submissions']);
});

test('who belongs to two organisations keeps what is theirs', async () => {
  await house.rows(
    "insert into membership (person_id, organisation_id, permissions) values ($1, $2, '{Auditor}')",
    house.id('amina'),
    house.albion,
  );
  const page = await anna.get(house.place('amina'));
  expect(words(page)).toContain('belongs to other organisations, too');
  expect(page.body).not.toContain('name="phone"');
  const change = await aminas({ name: 'Somebody Else', phone: '07700 900982', permissions: ['Auditor'] });
  onward(await send(anna, house.place('amina'), change));
  const rows = await house.rows('select name, phone from person where email = $1', house.email('amina'));
  expect(rows).toEqual([{ name: 'Amina Patel', phone: '+441632960001' }]);
  expect(await house.permissions('amina')).toEqual(['Auditor']);
  expect((await send(anna, house.place('amina', '/second-steps'))).statusCode).toBe(409);
});

test('who saves a form that is out of date undoes nothing', async () => {
  const old = await aminas({ permissions: ['Data Submissions', 'Auditor'] });
  const carl = await house.as('carl');
  onward(await send(carl, house.place('amina'), await aminas({ permissions: ['Event Notifications'] })));
  const answer = await send(anna, house.place('amina'), old);
  expect(answer.statusCode).toBe(409);
  expect(words(answer)).toContain('Somebody else changed this user meanwhile');
  expect(await house.permissions('amina')).toEqual(['Event Notifications']);
});

test('the last administrator stays one, also where another is only invited or has access for a time', async () => {
  await house.rows('update person set password_hash = null where email = $1', house.email('carl'));
  const own = { name: 'Anna Berg', phone: '01632 960001' };
  const demoted = await send(anna, house.place('anna'), {
    ...own,
    permissions: ['Auditor'],
    state: await house.state('anna'),
  });
  expect(demoted.statusCode).toBe(409);
  expect(words(demoted)).toContain('This is the last administrator');
  const limited = await send(anna, house.place('anna'), {
    ...own,
    permissions: ['Organisation Administrator'],
    'until-day': '1',
    'until-month': '1',
    'until-year': '2027',
    state: await house.state('anna'),
  });
  expect(limited.statusCode).toBe(409);
  await house.rows("update person set password_hash = 'x' where email = $1", house.email('carl'));
  await house.rows(
    'update membership set ends_at = $2 where person_id = $1',
    house.id('carl'),
    new Date('2026-12-01T00:00:00Z'),
  );
  const again = await send(anna, house.place('anna'), {
    ...own,
    permissions: ['Auditor'],
    state: await house.state('anna'),
  });
  expect(again.statusCode).toBe(409);
  await house.rows('update membership set ends_at = null where person_id = $1', house.id('carl'));
  onward(await send(anna, house.place('anna'), { ...own, permissions: ['Auditor'], state: await house.state('anna') }));
  expect((await anna.get('/organisation/users')).statusCode).toBe(403);
});

test('two administrators who demote each other at once: one stays', async () => {
  const carl = await house.as('carl');
  const form = async (name: string, who: Who) => ({
    name,
    phone: '01632 960001',
    permissions: ['Auditor'],
    state: await house.state(who),
  });
  const [annas, carls] = [await form('Anna Berg', 'anna'), await form('Carl Diaz', 'carl')];
  const answers = await Promise.all([send(anna, house.place('carl'), carls), send(carl, house.place('anna'), annas)]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 403]);
});

test('an administrator of one organisation has no power in another', async () => {
  const olga = await house.as('olga');
  const answer = await send(olga, house.place('amina'), await aminas({ permissions: [] }));
  expect(answer.statusCode).toBe(404);
});
