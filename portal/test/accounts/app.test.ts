import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { addTestApp, newAppOf, type TestApp } from './app-codes.ts';
import { newestLetter } from './codes.ts';
import { anotherPerson, countEvents, countTrusted, halfSignedIn, MINUTE_DAYS } from './steps.ts';

let garner: TestGarner;
let world: World;
let email: string;
let amina: Visitor;
let app: TestApp;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
});
beforeEach(async () => {
  email = await anotherPerson(garner, world.northern);
  amina = await Visitor.signedIn(garner.app, email);
  app = await addTestApp(garner, amina);
});
afterAll(() => garner?.[Symbol.asyncDispose]());

const wrongFor = (right: string): string => (right === '000000' ? '000001' : '000000');

test('an app is added with a picture and a key as text; its owner is told; its secret is sealed', async () => {
  const page = await amina.get('/account/apps/add');
  expect(page.body).toContain('<svg');
  expect(page.body).not.toContain('style=');
  expect((await amina.get('/account')).body).toContain('App: My phone');
  expect(await newestLetter(garner, 'email')).toMatchObject({
    recipient: email,
    subject: 'Your account for Garner was changed',
    body: expect.stringContaining('an authenticator app was added'),
  });
  expect(await countEvents(garner, email, 'authenticator.added')).toBe(1);
  const { secret } = await garner.context.db
    .selectFrom('authenticator')
    .select('secret')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  // Nonce, 20 bytes, tag.
  expect(secret).toHaveLength(12 + 20 + 16);
});

test('it is the second step in another browser, where the page offers it and other ways', async () => {
  const visitor = await halfSignedIn(garner.app, email);
  const page = await visitor.get('/sign-in/step');
  expect(page.body).toContain('The 6 digits that your authenticator app shows now.');
  expect(page.body).toContain('Get a code by text message or call');
  const half = visitor.cookies.get('garner_session');
  const answer = await visitor.post('/sign-in/step/app', { code: app.code(garner), next: '/outbox' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/outbox']);
  expect(visitor.cookies.get('garner_session')).not.toBe(half);
  expect((await visitor.get('/outbox')).statusCode).toBe(200);
});

test('blanks in a code do not matter; next= leads only within the site', async () => {
  const visitor = await halfSignedIn(garner.app, email);
  const code = app.code(garner).replace(/^.../, '$& ');
  const answer = await visitor.post('/sign-in/step/app', { code, next: '//evil.example/' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/returns']);
});

test.each([-1, 0, 1])('a code %i steps off is taken, once', async (steps) => {
  const code = app.code(garner, steps);
  expect((await (await halfSignedIn(garner.app, email)).post('/sign-in/step/app', { code })).statusCode).toBe(303);
  const again = await (await halfSignedIn(garner.app, email)).post('/sign-in/step/app', { code });
  expect(again.statusCode).toBe(422);
  expect(again.body).toContain('Each code works once');
});

test.each([-2, 2])('a code %i steps off is not taken', async (steps) => {
  const visitor = await halfSignedIn(garner.app, email);
  expect((await visitor.post('/sign-in/step/app', { code: app.code(garner, steps) })).statusCode).toBe(422);
});

test('no earlier code is taken after a later one', async () => {
  const [early, late] = [app.code(garner, -1), app.code(garner)];
  expect((await (await halfSignedIn(garner.app, email)).post('/sign-in/step/app', { code: late })).statusCode).toBe(
    303,
  );
  const visitor = await halfSignedIn(garner.app, email);
  expect((await visitor.post('/sign-in/step/app', { code: early })).statusCode).toBe(422);
});

test('the first code, which added the app, is not taken again', async () => {
  garner.clock.moveDays(-60 / 86_400);
  const visitor = await halfSignedIn(garner.app, email);
  expect((await visitor.post('/sign-in/step/app', { code: app.code(garner) })).statusCode).toBe(422);
});

test('the same code four times at once opens one session', async () => {
  const visitors = [];
  for (let each = 0; each < 4; each++) visitors.push(await halfSignedIn(garner.app, email));
  const code = app.code(garner);
  const answers = await Promise.all(visitors.map((visitor) => visitor.post('/sign-in/step/app', { code })));
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 422, 422, 422]);
});

test('another person’s code is of no use, nor is a secret that was given to another', async () => {
  const other = await anotherPerson(garner, world.northern, 'Ben Ito');
  const ben = await Visitor.signedIn(garner.app, other);
  await addTestApp(garner, ben);
  const half = await halfSignedIn(garner.app, other);
  expect((await half.post('/sign-in/step/app', { code: app.code(garner) })).statusCode).toBe(422);
  await amina.get('/account/apps/add');
  const hers = newAppOf((await amina.get('/account/apps/add')).body);
  await ben.get('/account/apps/add');
  const answer = await ben.post('/account/apps/add', {
    name: 'x',
    sealed: hers.sealed,
    code: hers.app.code(garner),
  });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('this page was too old');
});

test('after five wrong codes the app waits a quarter of an hour; the phone does not, nor the owner elsewhere', async () => {
  const thief = await halfSignedIn(garner.app, email);
  const wrong = wrongFor(app.code(garner));
  const answers = await Promise.all(Array.from({ length: 8 }, () => thief.post('/sign-in/step/app', { code: wrong })));
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([422, 422, 422, 422, 422, 429, 429, 429]);
  const waiting = await thief.post('/sign-in/step/app', { code: app.code(garner) });
  expect(waiting.statusCode).toBe(429);
  expect(waiting.body).toContain('Too many wrong codes. Wait 15 minutes, or use another way');
  expect((await thief.post('/sign-in/step/send', { by: 'text' })).statusCode).toBe(303);

  // A browser she has signed in from is counted by itself.
  await amina.post('/sign-out');
  await amina.get('/sign-in');
  await garner.context.pool.query('delete from trusted_browser');
  await amina.post('/sign-in', { email, password: 'a-password-for-tests' });
  await amina.get('/sign-in/step');
  expect((await amina.post('/sign-in/step/app', { code: app.code(garner) })).statusCode).toBe(303);

  garner.clock.moveDays(14 * MINUTE_DAYS);
  expect((await thief.post('/sign-in/step/app', { code: app.code(garner) })).body).toContain('Wait a minute');
  const later = await halfSignedIn(garner.app, email);
  garner.clock.moveDays(1 * MINUTE_DAYS);
  expect((await later.post('/sign-in/step/app', { code: app.code(garner) })).statusCode).toBe(303);
});

test('several apps with names; one is removed; the last second step is not', async () => {
  const second = await addTestApp(garner, amina, '<b>Tablet</b>\u0000\u202e');
  const account = await amina.get('/account');
  expect(account.body).toContain('App: &lt;b&gt;Tablet&lt;/b&gt;');
  const half = await halfSignedIn(garner.app, email);
  expect((await half.post('/sign-in/step/app', { code: second.code(garner) })).statusCode).toBe(303);
  const [first, other] = [...account.body.matchAll(/\/account\/apps\/remove\?id=(\d+)/g)].map((match) => match[1]!);
  expect((await amina.get(`/account/apps/remove?id=${first}`)).body).toContain(
    'Remove the authenticator app “My phone”?',
  );
  expect((await amina.post('/account/apps/remove', { id: first! })).headers.location).toBe('/account?done=app-removed');
  expect((await amina.post('/account/phone/remove')).headers.location).toBe('/account?done=phone-removed');
  const last = await amina.post('/account/apps/remove', { id: other! });
  expect(last.statusCode).toBe(409);
  expect(last.body).toContain('You need at least one second step');
});

test('of two last steps removed at once, one stays', async () => {
  const id = /\/account\/apps\/remove\?id=(\d+)/.exec((await amina.get('/account')).body)![1]!;
  const answers = await Promise.all([amina.post('/account/apps/remove', { id }), amina.post('/account/phone/remove')]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409]);
});

test('another person’s app cannot be looked at or removed', async () => {
  const id = /\/account\/apps\/remove\?id=(\d+)/.exec((await amina.get('/account')).body)![1]!;
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  await ben.get('/account');
  expect((await ben.get(`/account/apps/remove?id=${id}`)).statusCode).toBe(404);
  expect((await ben.post('/account/apps/remove', { id })).statusCode).toBe(404);
  expect((await amina.get('/account')).body).toContain('App: My phone');
});

test('a wrong first code keeps the same key; ten apps are enough', async () => {
  const { app: another, sealed } = newAppOf((await amina.get('/account/apps/add')).body);
  const wrong = await amina.post('/account/apps/add', { name: 'Desk', sealed, code: wrongFor(another.code(garner)) });
  expect(wrong.statusCode).toBe(422);
  expect(newAppOf(wrong.body).sealed).toBe(sealed);
  expect(wrong.body).toContain('value="Desk"');
  for (const code of ['', 'abcdef', '12345', '１２３４５６', '1'.repeat(40)])
    expect((await amina.post('/account/apps/add', { name: '', sealed: 'x', code })).statusCode).not.toBe(303);
});

test('adding and removing asks every other browser again, and wants a proof of late', async () => {
  const phone = new Visitor(garner.app);
  phone.cookies.set('garner_browser', 'p'.repeat(43));
  await phone.get('/sign-in');
  await phone.post('/sign-in', { email, password: 'a-password-for-tests' });
  await phone.get('/sign-in/step');
  await phone.post('/sign-in/step/app', { code: app.code(garner), trust: 'yes' });
  expect(await countTrusted(garner, email)).toBe(2);
  garner.clock.moveDays(30 / 86_400);
  await addTestApp(garner, amina, 'Second');
  expect(await countTrusted(garner, email)).toBe(1);
  garner.clock.moveDays(11 * MINUTE_DAYS);
  const late = await amina.get('/account/apps/add');
  expect(late.statusCode).toBe(403);
  expect(late.body).toContain('/confirm?next=%2Faccount%2Fapps%2Fadd');
  expect((await amina.post('/account/apps/remove', { id: '1' })).statusCode).toBe(403);
});
