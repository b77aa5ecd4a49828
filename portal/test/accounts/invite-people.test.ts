import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addUser, planUser, type UserInput } from '../../src/modules/accounts/index.ts';
import type { Visitor } from '../visitor.ts';
import { type House, onward, openUsersStage, send, type UsersStage, words } from './users-stage.ts';

let stage: UsersStage;
let house: House;
let anna: Visitor;
let tests = 0;
let email = '';

beforeAll(async () => {
  stage = await openUsersStage();
});
beforeEach(async () => {
  house = await stage.newHouse();
  anna = await house.as('anna');
  email = `nadia.${++tests}@northern.example`;
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const ADD = '/organisation/users/add';
const nadia = (change: Readonly<Record<string, string | readonly string[]>> = {}) => ({
  name: 'Nadia Green',
  title: 'Ms',
  email,
  phone: '01632 960 002',
  jobTitles: 'Exams Officer\nData Manager',
  permissions: ['Data Submissions', 'Event Notifications'],
  ...change,
});
const found = (address: string) => house.rows('select * from person where email = $1', address);

test('the form offers what such an organisation has, with what each permission does', async () => {
  const text = words(await anna.get(ADD));
  expect(text).toContain('Keeps qualification numbers and assessment codes');
  expect(text).toContain('Responsible Officer Gets copies');
  for (const other of ['Collector Administrator', 'Media Submissions', 'Learner Records'])
    expect(text).not.toContain(` ${other} `);
});

test('somebody new is added, invited, listed, told of and recorded', async () => {
  await anna.get(ADD);
  const answer = await send(
    anna,
    ADD,
    nadia({ responsibleOfficer: 'yes', alternativeEmail: 'office@northern.example' }),
  );
  const [person] = await found(email);
  expect(onward(answer)).toBe(`/organisation/users?done=added&person=${person?.['id']}`);
  expect(person).toMatchObject({
    name: 'Nadia Green',
    title: 'Ms',
    phone: '+441632960002',
    alternative_email: 'office@northern.example',
    password_hash: null,
  });
  const list = words(await anna.get(onward(answer)));
  expect(list).toContain('Nadia Green was added');
  expect(list).toContain('Invited');
  expect(list).toContain('Invite Nadia Green again');
  const [membership] = await house.rows('select * from membership where person_id = $1', person?.['id']);
  expect(membership).toMatchObject({
    organisation_id: house.northern,
    permissions: ['Data Submissions', 'Event Notifications'],
    job_titles: ['Responsible Officer', 'Exams Officer', 'Data Manager'],
    ends_at: null,
    granted_by: house.id('anna'),
  });
  const letters = await house.rows('select subject, secret_until from outbox_letter where recipient = $1', email);
  expect(letters[0]).toMatchObject({
    subject: expect.stringContaining('Your access to Garner'),
    secret_until: expect.any(Date),
  });
  expect(await house.letters('ruth')).toEqual([expect.stringContaining('Nadia Green was added to Northern')]);
  expect(await house.record(`person ${person?.['id']}`)).toContain('person.added');
});

test('the invitation is sent again, and the first link is of no use any more; not without end', async () => {
  onward(await send(anna, ADD, nadia()));
  const [person] = await found(email);
  const again = `/organisation/users/${person?.['id']}/invitation`;
  expect(words(await anna.get(onward(await send(anna, again))))).toContain('invitation was sent to Nadia Green again');
  const good = () =>
    house.rows(
      'select from emailed_link where person_id = $1 and expires_at > $2',
      person?.['id'],
      stage.garner.clock.now(),
    );
  expect(await good()).toHaveLength(1);
  for (let time = 3; time <= 5; time += 1) onward(await send(anna, again));
  const answer = await send(anna, again);
  expect(answer.statusCode).toBe(429);
  expect(words(answer)).toContain('Nadia Green was sent several links within an hour');
  expect((await send(anna, house.place('amina', '/invitation'))).statusCode).toBe(409);
});

test.each([
  [{ email: '' }, 'Enter the e-mail address'],
  [{ email: 'nadia' }, 'Enter an e-mail address in the correct format'],
  [{ email: 'nadia@northern.example\r\nBcc: all@northern.example' }, 'Enter an e-mail address in the correct format'],
  [{ email: `${'x'.repeat(300)}@northern.example` }, 'Enter an e-mail address in the correct format'],
  [{ name: ' ' }, 'Enter the full name'],
  [{ phone: '0900 123 4567' }, 'not charged at a higher rate'],
  [{ permissions: ['Data Submissions', 'Learner Records'] }, '“Learner Records” is not a permission'],
  [{ permissions: ['Collector Administrator'] }, '“Collector Administrator” is not a permission'],
  [{ permissions: ['organisation administrator'] }, '“organisation administrator” is not a permission'],
])('%j is refused in words, and nothing is kept', async (change, why) => {
  const answer = await send(anna, ADD, nadia(change));
  expect(answer.statusCode).toBe(422);
  expect(words(answer)).toContain(why);
  expect(answer.body).toContain('Exams Officer\nData Manager');
  expect(await found(email)).toEqual([]);
});

test('an empty form names each field that is needed', async () => {
  const text = words(await send(anna, ADD, {}));
  expect(text).toContain('Enter the full name');
  expect(text).toContain('Enter the e-mail address');
});

test('power over others waits for a page that asks who is there', async () => {
  const answer = await send(anna, ADD, nadia({ permissions: ['Organisation Administrator', 'Data Submissions'] }));
  const [person] = await found(email);
  const permissions = async () =>
    (await house.rows('select permissions from membership where person_id = $1', person?.['id']))[0]?.['permissions'];
  expect(await permissions()).toEqual(['Data Submissions']);
  const page = words(await anna.get(onward(answer)));
  expect(page).toContain('Nadia Green was added');
  expect(page).toContain('Give Nadia Green power over others?');
  const given = await send(anna, `/organisation/users/${person?.['id']}/powers`, {
    give: 'Organisation Administrator',
  });
  expect(onward(given)).toContain('done=given');
  expect(await permissions()).toEqual(['Data Submissions', 'Organisation Administrator']);
});

test('who has an account gets a membership beside it; what is theirs stays', async () => {
  const before = await found(house.email('owen'));
  const answer = await send(anna, ADD, nadia({ email: house.email('owen').toUpperCase(), permissions: ['Auditor'] }));
  expect(onward(answer)).toBe(`/organisation/users?done=added&person=${house.id('owen')}`);
  expect(await found(house.email('owen'))).toEqual(before);
  expect(await house.permissions('owen')).toEqual(['Auditor']);
  expect(await house.permissions('owen', house.albion)).toEqual(['Data Submissions']);
  expect(await house.letters('owen')).toEqual([expect.stringContaining('Your access to Garner for Northern')]);
});

test('who belongs here already, and addresses that look like theirs, are refused', async () => {
  const here = await send(anna, ADD, nadia({ email: ` ${house.email('amina').toUpperCase()} ` }));
  expect(here.statusCode).toBe(422);
  expect(words(here)).toContain('belongs to your organisation already');
  const alike = await send(anna, ADD, nadia({ email: house.email('amina').replace('a', 'а') }));
  expect(alike.statusCode).toBe(422);
  expect(words(alike)).toContain('looks like one that somebody else uses');
});

test('twice at once by two organisations: one account, two memberships', async () => {
  const olga = await house.as('olga');
  const answers = await Promise.all([send(anna, ADD, nadia()), send(olga, ADD, nadia()), send(anna, ADD, nadia())]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 303, 422]);
  const people = await found(email);
  expect(people).toHaveLength(1);
  const memberships = await house.rows(
    'select organisation_id from membership where person_id = $1 order by 1',
    people[0]?.['id'],
  );
  expect(memberships.map(({ organisation_id }) => organisation_id)).toEqual(
    [house.northern, house.albion].toSorted((a, b) => a - b),
  );
});

test('deleted there while they are added here: they have an account that is open', async () => {
  const olga = await house.as('olga');
  const form = nadia({ email: house.email('owen'), permissions: ['Auditor'] });
  const answers = await Promise.all([send(olga, house.place('owen', '/delete')), send(anna, ADD, form)]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
  const memberships = await house.rows(
    `select m.organisation_id, p.email, p.removed_at from membership m join person p on p.id = m.person_id
      where m.permissions = '{Auditor}' and m.organisation_id = $1`,
    house.northern,
  );
  expect(memberships).toEqual([{ organisation_id: house.northern, email: house.email('owen'), removed_at: null }]);
});

test('who was deleted can be added anew with the same address, as somebody else', async () => {
  const old = house.id('amina');
  onward(await send(anna, house.place('amina', '/delete')));
  onward(await send(anna, ADD, nadia({ email: house.email('amina') })));
  const [person] = await found(house.email('amina'));
  expect(person?.['id']).not.toBe(old);
});

test('only administrators add, and only while they still are', async () => {
  const amina = await house.as('amina');
  expect((await send(amina, ADD, nadia())).statusCode).toBe(403);
  expect((await amina.get(ADD)).statusCode).toBe(403);
});

test('a plan changes nothing and tells what would happen', async () => {
  const { db } = stage.garner.context;
  const now = stage.garner.clock.now();
  const input = (change: Partial<UserInput> = {}): UserInput => ({
    organisationId: house.northern,
    name: 'Nadia Green',
    email,
    permissions: ['Auditor'],
    ...change,
  });
  const outcome = async (change: Partial<UserInput>) => (await planUser(db, input(change), now)).outcome;
  expect(await outcome({})).toBe('new-person');
  expect(await outcome({ email: house.email('owen') })).toBe('new-membership');
  expect(await planUser(db, input({ email: house.email('amina') }), now)).toEqual({
    outcome: 'already-there',
    personId: house.id('amina'),
    ended: false,
  });
  const faulty = await planUser(
    db,
    input({ name: '', email: 'x', permissions: ['King'], accessUntil: '2026-11-21', phone: '1' }),
    now,
  );
  expect(faulty.outcome === 'refused' && faulty.faults.map(({ field }) => field)).toEqual([
    'name',
    'phone',
    'email',
    'permissions',
    'accessUntil',
  ]);
  expect(await found(email)).toEqual([]);
});

test('an import adds people one by one, powers and an end included', async () => {
  const { context } = stage.garner;
  const actor = {
    personId: house.id('anna'),
    name: 'Anna Berg',
    organisationId: house.northern,
    organisationName: 'Northern',
    address: '192.0.2.1',
  };
  const input = {
    organisationId: house.northern,
    name: 'Nadia Green',
    email,
    permissions: ['Approver', 'Auditor'],
    accessUntil: '2027-06-30',
  };
  const add = () => context.db.transaction().execute((trx) => addUser(trx, context, input, actor));
  const added = await add();
  expect(added).toMatchObject({ outcome: 'new-person', powers: 'done' });
  const [membership] = await house.rows(
    'select m.* from membership m join person p on p.id = m.person_id where p.email = $1',
    email,
  );
  expect(membership).toMatchObject({ permissions: ['Auditor', 'Approver'], ends_at: new Date('2027-06-30T23:00:00Z') });
  expect(await add()).toMatchObject({ outcome: 'already-there', ended: false });
  stage.garner.clock.moveDays(365);
  expect(await add()).toMatchObject({ outcome: 'refused', faults: [{ field: 'accessUntil' }] });
});
