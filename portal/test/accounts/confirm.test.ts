import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeWorld, PASSWORD, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { addTestApp } from './app-codes.ts';
import { newestCode } from './codes.ts';
import { Device } from './device.ts';
import { anotherPerson, countEvents, halfSignedIn, MINUTE_DAYS } from './steps.ts';

let garner: TestGarner;
let world: World;
let email: string;
let amina: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
});
beforeEach(async () => {
  email = await anotherPerson(garner, world.northern);
  amina = await Visitor.signedIn(garner.app, email);
});
afterAll(() => garner?.[Symbol.asyncDispose]());

/** Till what was proved when signing in is not of late any more. */
async function later(): Promise<void> {
  garner.clock.moveDays(11 * MINUTE_DAYS);
  expect((await amina.get('/account/apps/add')).statusCode).toBe(403);
  await amina.get('/confirm?next=/account/apps/add');
}

async function isConfirmed(): Promise<boolean> {
  return (await amina.get('/account/apps/add')).statusCode === 200;
}

test('the refusal leads there; the password proves it, and the session goes on under a new token', async () => {
  await later();
  const page = await amina.get('/confirm?next=/account/apps/add');
  expect(page.body).toContain('Confirm that it is you');
  const before = amina.cookies.get('garner_session')!;
  const answer = await amina.post('/confirm/password', { password: PASSWORD, next: '/account/apps/add' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/account/apps/add']);
  expect(await isConfirmed()).toBe(true);
  const thief = new Visitor(garner.app);
  thief.cookies.set('garner_session', before);
  expect((await thief.get('/account')).statusCode).toBe(401);
  expect(await countEvents(garner, email, 'session.confirmed')).toBe(1);
});

test.each([
  ['http://garner.example/account/apps/remove?id=5', '%2Faccount%2Fapps%2Fremove%3Fid%3D5'],
  ['https://evil.example/account', '%2F'],
  ['http://garner.example//evil.example', '%2F%2Fevil.example'],
  ['no address', '%2F'],
])('a form that comes too late, from %s, leads back by next=%s', async (referer, next) => {
  await later();
  const payload = new URLSearchParams({ _csrf: amina.csrf, id: '5' }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', host: 'garner.example', referer };
  const refused = await amina.ask('/account/apps/remove', { method: 'POST', headers, payload });
  expect(refused.statusCode).toBe(403);
  expect(refused.body).toContain(`href="/confirm?next=${next}"`);
});

test('it lasts ten minutes', async () => {
  await later();
  await amina.post('/confirm/password', { password: PASSWORD });
  garner.clock.moveDays(9.9 * MINUTE_DAYS);
  expect(await isConfirmed()).toBe(true);
  garner.clock.moveDays(0.2 * MINUTE_DAYS);
  expect(await isConfirmed()).toBe(false);
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/sign-out'])(
  'next=%s leads nowhere else',
  async (next) => {
    const page = await amina.get(`/confirm?next=${encodeURIComponent(next)}`);
    expect(page.body).not.toContain('evil.example');
    const answer = await amina.post('/confirm/password', { password: PASSWORD, next });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/returns']);
  },
);

test('a wrong password proves nothing, and after some the next waits as when signing in', async () => {
  await later();
  for (let tries = 0; tries < 8; tries++) {
    expect((await amina.post('/confirm/password', { password: `guess ${tries}` })).statusCode).toBe(422);
  }
  const waiting = await amina.post('/confirm/password', { password: PASSWORD });
  expect(waiting.statusCode).toBe(429);
  expect(waiting.body).toContain('Too many tries. Wait a minute');
  expect(await isConfirmed()).toBe(false);
  expect(await countEvents(garner, email, 'session.confirmation-refused')).toBe(8);
  garner.clock.moveDays(1.1 * MINUTE_DAYS);
  await amina.get('/confirm');
  expect((await amina.post('/confirm/password', { password: PASSWORD })).statusCode).toBe(303);
});

test('an app’s code proves it, once', async () => {
  const app = await addTestApp(garner, amina);
  await later();
  expect((await amina.get('/confirm?way=app')).body).toContain('The 6 digits that your authenticator app shows now.');
  const code = app.code(garner);
  expect((await amina.post('/confirm/app', { code })).statusCode).toBe(303);
  expect(await isConfirmed()).toBe(true);
  expect((await amina.post('/confirm/app', { code })).statusCode).toBe(422);
  const half = await halfSignedIn(garner.app, email);
  expect((await half.post('/sign-in/step/app', { code })).statusCode).toBe(422);
});

test('wrong app codes are counted together with those of signing in', async () => {
  const app = await addTestApp(garner, amina);
  await later();
  for (let tries = 0; tries < 5; tries++)
    expect((await amina.post('/confirm/app', { code: 'x' })).statusCode).toBe(422);
  const waiting = await amina.post('/confirm/app', { code: app.code(garner) });
  expect(waiting.statusCode).toBe(429);
  expect(waiting.body).toContain('Use your password');
});

test('a code to the phone on record proves it', async () => {
  await later();
  const sent = await amina.post('/confirm/phone/send', { by: 'text', next: '/account/apps/add' });
  expect(sent.headers.location).toBe('/confirm?way=phone&next=%2Faccount%2Fapps%2Fadd');
  expect((await amina.get('/confirm?way=phone')).body).toContain('We sent a code to XXX-XXX-60001.');
  expect((await amina.post('/confirm/phone', { code: 'x' })).statusCode).toBe(422);
  expect((await amina.post('/confirm/phone', { code: await newestCode(garner) })).statusCode).toBe(303);
  expect(await isConfirmed()).toBe(true);
});

test('a passkey proves it, and only one’s own', async () => {
  const [device, his] = [new Device(), new Device()];
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  for (const [visitor, one] of [
    [amina, device],
    [ben, his],
  ] as const) {
    await visitor.get('/account/passkeys/add');
    const options = (await visitor.postJson('/account/passkeys/options', {})).json();
    expect((await visitor.post('/account/passkeys/add', { name: 'x', response: one.make(options) })).statusCode).toBe(
      303,
    );
  }
  await later();
  const options = async () => (await amina.postJson('/confirm/passkey/options', {})).json();
  expect((await amina.post('/confirm/passkey', { response: his.use(await options()) })).statusCode).toBe(422);
  expect(await isConfirmed()).toBe(false);
  expect((await amina.post('/confirm/passkey', { response: device.use(await options()) })).statusCode).toBe(303);
  expect(await isConfirmed()).toBe(true);
});

test('another person’s password proves nothing of me', async () => {
  await garner.context.pool.query("update person set password_hash = 'x' where email = $1", [email]);
  await later();
  expect((await amina.post('/confirm/password', { password: PASSWORD })).statusCode).not.toBe(303);
  expect(await isConfirmed()).toBe(false);
});
