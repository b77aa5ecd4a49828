import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { addTestApp, newAppOf } from './app-codes.ts';
import { newestCode, newestLetter } from './codes.ts';
import { anotherPerson, countTrusted, halfSignedIn } from './steps.ts';

let garner: TestGarner;
let world: World;
let email: string;
let half: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
});
beforeEach(async () => {
  email = await anotherPerson(garner, world.northern);
  await garner.context.pool.query('update person set phone = null where email = $1', [email]);
  half = await halfSignedIn(garner.app, email);
});
afterAll(() => garner?.[Symbol.asyncDispose]());

const PLACE = '/account/recovery-codes?next=%2Foutbox';

test('who has no second step is led to set one up', async () => {
  const answer = await half.get('/sign-in/step?next=/outbox');
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/sign-in/set-up?next=%2Foutbox']);
  const page = await half.get('/sign-in/set-up?next=/outbox');
  expect(page.body).toContain('An authenticator app');
  expect(page.body).toContain('A phone number');
  expect(page.body).toContain('href="/sign-in/set-up/app?next=%2Foutbox"');
});

test('an app, then recovery codes, then in', async () => {
  const { app, sealed } = newAppOf((await half.get('/sign-in/set-up/app?next=/outbox')).body);
  const token = half.cookies.get('garner_session');
  const form = { sealed, name: '', next: '/outbox', trust: 'yes' };
  const wrong = await half.post('/sign-in/set-up/app', { ...form, code: '12345' });
  expect(wrong.statusCode).toBe(422);
  expect(newAppOf(wrong.body).sealed).toBe(sealed);
  const answer = await half.post('/sign-in/set-up/app', { ...form, code: app.code(garner) });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, PLACE]);
  expect(half.cookies.get('garner_session')).not.toBe(token);
  expect((await half.get(PLACE)).body).toContain('Make recovery codes');
  const codes = await half.post('/account/recovery-codes', { next: '/outbox' });
  expect(codes.body).toMatch(/href="\/outbox"[^>]*>\s*I have kept them/);
  expect(await countTrusted(garner, email)).toBe(1);
  expect((await half.get('/account')).body).toContain('App: Authenticator app');
});

test('who was invited and wanted no page in particular begins, after the codes, where people begin', async () => {
  const { app, sealed } = newAppOf((await half.get('/sign-in/set-up/app')).body);
  const answer = await half.post('/sign-in/set-up/app', { sealed, name: '', code: app.code(garner) });
  const place = String(answer.headers.location);
  expect((await half.get(place)).body).toMatch(/href="\/"[^>]*>\s*Not now/);
  expect((await half.get('/')).headers.location).toBe('/returns');
});

test('a phone number, proved by a code sent to it', async () => {
  await half.get('/sign-in/set-up/phone');
  const wrong = await half.post('/sign-in/set-up/phone', { phone: '12', by: 'text' });
  expect(wrong.statusCode).toBe(422);
  expect(wrong.body).toContain('value="12"');
  const sent = await half.post('/sign-in/set-up/phone', { phone: '(01632) 960 123', by: 'text', next: '/outbox' });
  expect(sent.body).toContain('XXX-XXX-60123');
  expect((await newestLetter(garner, 'text')).recipient).toBe('+441632960123');
  const sealed = /name="sealed" value="([^"]+)"/.exec(sent.body)![1]!;
  const refused = await half.post('/sign-in/set-up/phone/code', { sealed, code: 'x', next: '/outbox' });
  expect(refused.statusCode).toBe(422);
  const code = await newestCode(garner);
  const answer = await half.post('/sign-in/set-up/phone/code', { sealed, code, next: '/outbox' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, PLACE]);
  expect((await half.get('/account')).body).toContain('XXX-XXX-60123');
});

test('a password alone never adds to what is set up', async () => {
  const page = newAppOf((await half.get('/sign-in/set-up/app')).body);
  await garner.context.pool.query("update person set phone = '+441632960001' where email = $1", [email]);
  expect((await half.get('/sign-in/set-up')).headers.location).toBe('/sign-in/step');
  for (const place of ['/sign-in/set-up/app', '/sign-in/set-up/phone'])
    expect((await half.get(place)).statusCode).toBe(409);
  const late = await half.post('/sign-in/set-up/app', {
    sealed: page.sealed,
    name: 'Thief',
    code: page.app.code(garner),
  });
  expect(late.statusCode).toBe(409);
  expect((await half.post('/sign-in/set-up/phone', { phone: '+441632960999', by: 'text' })).statusCode).toBe(409);
});

test('of two who set up at once one gets in', async () => {
  const other = await halfSignedIn(garner.app, email);
  const [one, two] = [half, other];
  const pages: ReturnType<typeof newAppOf>[] = [];
  for (const visitor of [one, two]) pages.push(newAppOf((await visitor.get('/sign-in/set-up/app')).body));
  const answers = await Promise.all(
    [one, two].map((visitor, index) => {
      const { app, sealed } = pages[index]!;
      return visitor.post('/sign-in/set-up/app', { sealed, name: 'x', code: app.code(garner) });
    }),
  );
  const codes = answers.map(({ statusCode }) => statusCode).toSorted();
  expect(codes[0]).toBe(303);
  expect([409, 422]).toContain(codes[1]);
});

test('it opens nothing before it is done', async () => {
  for (const url of [
    '/account',
    '/account/recovery-codes',
    '/account/apps/add',
    '/account/sessions',
    '/confirm',
    '/returns',
  ])
    expect([url, (await half.get(url)).statusCode]).toEqual([url, 401]);
  for (const url of ['/account/recovery-codes', '/account/passkeys/options', '/account/switch', '/confirm/password'])
    expect([url, (await half.post(url)).statusCode]).toEqual([url, 401]);
});

test('who is signed in has no business there', async () => {
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  expect((await ben.get('/sign-in/set-up?next=/outbox')).headers.location).toBe('/outbox');
  expect((await ben.get('/sign-in/set-up/app')).headers.location).toBe('/account');
  await addTestApp(garner, ben);
  expect((await ben.post('/sign-in/set-up/phone', { phone: '+441632960999', by: 'text' })).statusCode).toBe(401);
});
