import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dangerous, registerAct, tellOperators } from '../../src/modules/accounts/index.ts';
import type { Visitor } from '../visitor.ts';
import { type House, onward, openUsersStage, send, type UsersStage, words } from './users-stage.ts';

let stage: UsersStage;
let house: House;
let anna: Visitor;
let carl: Visitor;

beforeAll(async () => {
  stage = await openUsersStage();
});
beforeEach(async () => {
  house = await stage.newHouse();
  anna = await house.as('anna');
  carl = await house.as('carl');
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const SETTING = '/organisation/settings/two-person';
const switchOn = async () => onward(await send(anna, SETTING, { twoPerson: 'on' }));
const acts = () => house.rows('select * from pending_act where organisation_id = $1 order by id', house.northern);
const newest = async () => `/organisation/acts/${(await acts()).at(-1)?.['id']}`;

test('the setting: who proved who they are switches it on; off needs the second person', async () => {
  expect(words(await anna.get('/organisation/settings'))).toContain('Off: one person is enough');
  expect(words(await anna.get(SETTING))).toContain('Ask for two people for dangerous acts?');
  stage.garner.clock.moveDays(11 / (24 * 60));
  expect((await send(anna, SETTING, { twoPerson: 'on' })).statusCode).toBe(403);
  [anna, carl] = [await house.as('anna'), await house.as('carl')];
  expect(words(await anna.get(await switchOn()))).toContain('Dangerous acts need two people now');
  expect(await house.letters('ruth')).toEqual(['Dangerous acts need two people now']);
  const off = await anna.get(onward(await send(anna, SETTING, { twoPerson: 'off' })));
  expect(words(off)).toContain('The rule is not switched off yet');
  expect(words(off)).toContain('On: a second person must agree');
  onward(await send(carl, `${await newest()}/agree`));
  expect(words(await anna.get('/organisation/settings'))).toContain('Off: one person is enough');
  expect(await house.letters('ruth')).toHaveLength(2);
  const about = await house.record(`organisation ${house.northern}`);
  expect(about).toEqual(['organisation.two-person', 'organisation.two-person']);
});

test('nobody asks a second person to agree to what cannot be done: to delete who asks', async () => {
  await switchOn();
  const page = await anna.get(house.place('anna', '/delete'));
  expect(page.statusCode).toBe(409);
  expect(words(page)).toContain('You cannot delete yourself');
  expect((await send(anna, house.place('anna', '/delete'))).statusCode).toBe(409);
  expect(await acts()).toEqual([]);
});

test('it cannot be switched on where nobody else could agree', async () => {
  const olga = await house.as('olga');
  const answer = await send(olga, SETTING, { twoPerson: 'on' });
  expect(answer.statusCode).toBe(409);
  expect(words(answer)).toContain('A second person is needed first');
});

test('a deletion waits, the others are told, an Approver agrees, both are told, everything is recorded', async () => {
  await switchOn();
  const april = await house.as('april');
  expect(words(await anna.get(house.place('amina', '/delete')))).toContain('Your organisation asks for two people');
  const answer = await anna.get(onward(await send(anna, house.place('amina', '/delete'))));
  expect(words(answer)).toContain('Amina Patel is not deleted yet');
  expect(words(answer)).toContain('1 act waits for a second person');
  expect(await house.permissions('amina')).toEqual(['Data Submissions']);
  for (const who of ['carl', 'april'] as const)
    expect(await house.letters(who)).toEqual(['Anna Berg needs a second person']);
  expect(await house.letters('anna')).toEqual([]);
  const list = words(await april.get('/organisation/acts'));
  expect(list).toContain('Delete Amina Patel');
  expect(list).toContain('29 November 2026 at 9:00am');
  const act = await newest();
  expect(words(await april.get(`${act}/agree`))).toContain('Agree to this: Delete Amina Patel?');
  expect(words(await april.get(onward(await send(april, `${act}/agree`))))).toContain('You agreed, and it was done');
  expect(await house.permissions('amina')).toBeUndefined();
  expect(await house.letters('anna')).toEqual(['April Eze agreed to your act']);
  expect((await house.letters('april')).at(-1)).toBe('You agreed to what Anna Berg asked for');
  expect(await house.record(`act ${act.split('/').at(-1)}`)).toEqual(['act.asked', 'act.agreed']);
  const [removed] = await house.rows(
    `select d.person_id, d.after from audit_event e join audit_detail d on d.event_id = e.id
      where e.subject = $1 and e.action = 'person.removed'`,
    `person ${house.id('amina')}`,
  );
  expect(removed).toMatchObject({ person_id: house.id('anna'), after: { agreedBy: house.id('april') } });
  expect(words(await anna.get('/organisation/acts'))).toContain('Agreed and done April Eze');
});

test('who asked can only withdraw; others refuse; each once', async () => {
  await switchOn();
  onward(await send(anna, house.place('amina', '/second-steps')));
  const act = await newest();
  expect((await send(anna, `${act}/agree`)).statusCode).toBe(409);
  expect((await anna.get(`${act}/agree`)).statusCode).toBe(409);
  expect((await send(anna, `${act}/refuse`)).statusCode).toBe(409);
  expect((await send(carl, `${act}/withdraw`)).statusCode).toBe(409);
  expect(onward(await send(anna, `${act}/withdraw`))).toContain('done=withdrawn');
  expect((await send(carl, `${act}/agree`)).statusCode).toBe(409);
  onward(await send(anna, house.place('amina', '/second-steps')));
  expect(onward(await send(carl, `${await newest()}/refuse`))).toContain('done=refused');
  expect((await house.letters('anna')).at(-1)).toBe('Carl Diaz refused your act');
  expect((await send(carl, `${await newest()}/agree`)).statusCode).toBe(409);
  expect(await house.rows('select from trusted_browser where person_id = $1', house.id('amina'))).toHaveLength(1);
});

test('two who decide at once: one decision, done once', async () => {
  await switchOn();
  const april = await house.as('april');
  onward(await send(anna, house.place('amina', '/powers'), { give: 'Organisation Administrator' }));
  const act = await newest();
  const answers = await Promise.all([
    send(carl, `${act}/agree`),
    send(april, `${act}/agree`),
    send(carl, `${act}/refuse`),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409, 409]);
  const [decided] = await acts();
  const expected = ['Data Submissions', ...(decided?.['decision'] === 'agreed' ? ['Organisation Administrator'] : [])];
  expect(await house.permissions('amina')).toEqual(expected);
});

test('the same is not asked for twice', async () => {
  await switchOn();
  onward(await send(anna, house.place('amina', '/delete')));
  expect((await send(carl, house.place('amina', '/delete'))).statusCode).toBe(409);
  expect(await acts()).toHaveLength(1);
});

test('after seven days it is out of time, and may be asked for anew', async () => {
  await switchOn();
  onward(await send(anna, house.place('amina', '/delete')));
  const act = await newest();
  stage.garner.clock.moveDays(7);
  [anna, carl] = [await house.as('anna'), await house.as('carl')];
  const answer = await send(carl, `${act}/agree`);
  expect(answer.statusCode).toBe(409);
  expect(words(answer)).toContain('The time for this is over');
  expect(words(await carl.get('/organisation/acts'))).toContain('Out of time');
  onward(await send(anna, house.place('amina', '/delete')));
  expect(await house.permissions('amina')).toEqual(['Data Submissions']);
});

test('it is checked anew when it is done: who asked must still be allowed to, and the person still there', async () => {
  await switchOn();
  const april = await house.as('april');
  onward(await send(carl, house.place('amina', '/delete')));
  const first = await newest();
  await house.rows("update membership set permissions = '{Auditor}' where person_id = $1", house.id('carl'));
  const answer = await send(april, `${first}/agree`);
  expect(answer.statusCode).toBe(409);
  expect(words(answer)).toContain('Who asked may not ask any more');
  await house.rows('delete from session where person_id = $1', house.id('carl'));
  await house.rows('delete from membership where person_id = $1', house.id('carl'));
  expect((await send(april, `${first}/agree`)).statusCode).toBe(409);
  onward(await send(anna, house.place('ruth', '/delete')));
  await house.rows('delete from membership where person_id = $1', house.id('ruth'));
  expect((await send(april, `${await newest()}/agree`)).statusCode).toBe(404);
  expect(await house.permissions('amina')).toEqual(['Data Submissions']);
});

test('under the rule at least two who can agree stay', async () => {
  await switchOn();
  await house.rows('delete from membership where person_id = $1', house.id('april'));
  onward(await send(anna, house.place('carl', '/delete')));
  const answer = await send(carl, `${await newest()}/agree`);
  expect(answer.statusCode).toBe(409);
  expect(words(answer)).toContain('Too few people could agree');
});

test('acts of others, and without the permission', async () => {
  await switchOn();
  onward(await send(anna, house.place('amina', '/delete')));
  const act = await newest();
  const olga = await house.as('olga');
  for (const path of ['agree', 'refuse', 'withdraw']) expect((await send(olga, `${act}/${path}`)).statusCode).toBe(404);
  expect((await olga.get(`${act}/agree`)).statusCode).toBe(404);
  const amina = await house.as('amina');
  expect((await amina.get('/organisation/acts')).statusCode).toBe(403);
  expect((await send(amina, `${act}/agree`)).statusCode).toBe(403);
  const april = await house.as('april');
  expect((await april.get('/organisation/users')).statusCode).toBe(403);
  stage.garner.clock.moveDays(11 / (24 * 60));
  expect((await send(april, `${act}/agree`)).statusCode).toBe(403);
});

test('another module registers its own kind', async () => {
  const done: unknown[] = [];
  registerAct('test.close', {
    words: ({ title }) => `Close ${title}`,
    mayAsk: ['Data Submissions'],
    perform: async (_trx, _context, payload, actor) => {
      done.push([payload, actor.personId, actor.agreedBy]);
    },
  });
  const { context } = stage.garner;
  const actor = {
    personId: house.id('amina'),
    name: 'Amina Patel',
    organisationId: house.northern,
    organisationName: 'Northern',
    address: '192.0.2.1',
  };
  const act = { kind: 'test.close', subject: 'return 12', payload: { title: 'Return 12', id: 12 } };
  const ask = () => context.db.transaction().execute((trx) => dangerous(trx, context, actor, act));
  expect(await ask()).toBe('done');
  await switchOn();
  expect(await ask()).toBe('waits');
  expect(words(await carl.get('/organisation/acts'))).toContain('Close Return 12');
  onward(await send(carl, `${await newest()}/agree`));
  expect(done).toEqual([
    [act.payload, house.id('amina'), undefined],
    [act.payload, house.id('amina'), house.id('carl')],
  ]);
});

test('operators are told of an occasion once, and only those of the organisation whose access runs', async () => {
  const { context } = stage.garner;
  const event = {
    organisationId: house.northern,
    occasion: `flood ${house.northern}`,
    subject: 'Flood',
    body: 'Water.',
  };
  const tell = () => context.db.transaction().execute((trx) => tellOperators(trx, context, event));
  expect(await tell()).toBe(1);
  await tell();
  expect(await house.letters('ruth')).toEqual(['Flood']);
  await house.rows('update membership set ends_at = $2 where person_id = $1', house.id('ruth'), context.clock.now());
  expect(await tell()).toBe(0);
});
