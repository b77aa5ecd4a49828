import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeWorld, PASSWORD, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { newestLetter } from './codes.ts';
import { Device } from './device.ts';
import { anotherPerson, countEvents, halfSignedIn, MINUTE_DAYS } from './steps.ts';

let garner: TestGarner;
let world: World;
let email: string;
let amina: Visitor;
let device: Device;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
});
beforeEach(async () => {
  email = await anotherPerson(garner, world.northern);
  amina = await Visitor.signedIn(garner.app, email);
  device = new Device();
  await amina.get('/account/passkeys/add');
  expect((await make(amina, device, 'Laptop')).headers.location).toBe('/account?done=passkey-added');
});
afterAll(() => garner?.[Symbol.asyncDispose]());

const options = async (visitor: Visitor, place: string) => (await visitor.postJson(`${place}/options`, {})).json();

async function make(visitor: Visitor, one: Device, name: string) {
  const response = one.make(await options(visitor, '/account/passkeys'));
  return await visitor.post('/account/passkeys/add', { name, response });
}

async function newcomer(): Promise<Visitor> {
  const visitor = new Visitor(garner.app);
  await visitor.get('/sign-in/passkey');
  return visitor;
}

/** Signs in by passkey alone; what the device answers may be changed on its way. */
async function signIn(visitor: Visitor, one: Device = device, change: (response: string) => string = (same) => same) {
  const response = change(one.use(await options(visitor, '/sign-in/passkey')));
  return await visitor.post('/sign-in/passkey', { response, next: '/outbox' });
}

test('a passkey is made for this site, wants the person verified, and its owner is told', async () => {
  const asked = await options(amina, '/account/passkeys');
  expect(asked).toMatchObject({
    rp: { id: 'localhost', name: 'Garner' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    excludeCredentials: [{ id: device.id }],
  });
  // What the device keeps says nothing of who it is.
  expect(Buffer.from(asked.user.id, 'base64url')).toHaveLength(32);
  expect((await amina.get('/account')).body).toContain('Passkey: Laptop');
  expect((await newestLetter(garner, 'email')).body).toContain('a passkey was added');
});

test('it is the second step, in a new session', async () => {
  const visitor = await halfSignedIn(garner.app, email);
  const page = await visitor.get('/sign-in/step');
  expect(page.body).toContain('Use your passkey');
  expect(page.body).toContain('A passkey needs JavaScript, which is off in this browser. Use another way.');
  const asked = await options(visitor, '/sign-in/step/passkey');
  expect(asked).toMatchObject({ userVerification: 'required', allowCredentials: [{ id: device.id }] });
  const half = visitor.cookies.get('garner_session');
  const answer = await visitor.post('/sign-in/step/passkey', { response: device.use(asked) });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/returns']);
  expect(visitor.cookies.get('garner_session')).not.toBe(half);
});

test('it is enough by itself, for whoever it belongs to', async () => {
  const visitor = await newcomer();
  const asked = await options(visitor, '/sign-in/passkey');
  expect(asked.allowCredentials).toBeUndefined();
  const answer = await signIn(visitor);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/outbox']);
  expect((await visitor.get('/account')).body).toContain('Amina Patel');
});

test('without JavaScript the page says what it needs and leads to the password', async () => {
  const { body } = await (await newcomer()).get('/sign-in/passkey?next=/outbox');
  expect(body).toContain('A passkey needs JavaScript, which is off in this browser. Sign in with your password.');
  expect(body).toContain('href="/sign-in?next=%2Foutbox"');
});

test('an answer is taken once', async () => {
  const visitor = await newcomer();
  const response = device.use(await options(visitor, '/sign-in/passkey'));
  const answers = await Promise.all([1, 2, 3].map(() => visitor.post('/sign-in/passkey', { response })));
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 422, 422]);
});

test('a challenge is good for five minutes', async () => {
  const visitor = await newcomer();
  const response = device.use(await options(visitor, '/sign-in/passkey'));
  garner.clock.moveDays(5 * MINUTE_DAYS);
  expect((await visitor.post('/sign-in/passkey', { response })).statusCode).toBe(422);
});

test('a challenge belongs to its browser, its session and its purpose', async () => {
  const [one, other] = [await newcomer(), await newcomer()];
  const response = device.use(await options(one, '/sign-in/passkey'));
  await options(other, '/sign-in/passkey');
  expect((await other.post('/sign-in/passkey', { response })).statusCode).toBe(422);
  const half = await halfSignedIn(garner.app, email);
  expect((await half.post('/sign-in/step/passkey', { response })).statusCode).toBe(422);
  const stepAnswer = device.use(await options(half, '/sign-in/step/passkey'));
  expect((await amina.post('/confirm/passkey', { response: stepAnswer })).statusCode).toBe(422);
  expect((await half.post('/sign-in/step/passkey', { response: stepAnswer })).statusCode).toBe(303);
});

test('a browser without its cookie has no challenge', async () => {
  const visitor = await newcomer();
  const response = device.use(await options(visitor, '/sign-in/passkey'));
  visitor.cookies.delete('garner_browser');
  expect((await visitor.post('/sign-in/passkey', { response })).statusCode).toBe(422);
});

test('another origin, another key, no verification, another handle: refused', async () => {
  const elsewhere = Object.assign(new Device('https://localhost.evil.example'), { userHandle: device.userHandle });
  await amina.get('/account');
  expect((await make(amina, elsewhere, 'x')).statusCode).toBe(422);
  const visitor = await newcomer();
  // The right id, signed by another key.
  const forged = new Device();
  forged.userHandle = device.userHandle;
  const signed = await signIn(visitor, forged, (response) => response.replaceAll(forged.id, device.id));
  expect(signed.statusCode).toBe(422);
  expect(signed.body).toContain('The passkey was not accepted');
  device.verifies = false;
  expect((await signIn(visitor)).statusCode).toBe(422);
  device.verifies = true;
  const { userHandle } = device;
  device.userHandle = Buffer.alloc(32).toString('base64url');
  expect((await signIn(visitor)).statusCode).toBe(422);
  device.userHandle = userHandle;
  expect((await signIn(visitor)).statusCode).toBe(303);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"id":1,"response":{}}',
  '{"id":"a","response":null}',
  '{"id":"\\u0000","response":{}}',
])('an answer that is none is refused: %s', async (response) => {
  const visitor = await newcomer();
  await options(visitor, '/sign-in/passkey');
  expect((await visitor.post('/sign-in/passkey', { response })).statusCode).toBe(422);
  await options(amina, '/account/passkeys');
  expect((await amina.post('/account/passkeys/add', { name: 'x', response })).statusCode).toBe(422);
});

test('somebody else’s passkey is no second step of mine', async () => {
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  const his = new Device();
  await ben.get('/account/passkeys/add');
  await make(ben, his, 'Ben’s');
  const half = await halfSignedIn(garner.app, email);
  const response = his.use(await options(half, '/sign-in/step/passkey'));
  expect((await half.post('/sign-in/step/passkey', { response })).statusCode).toBe(422);
  await ben.get('/account');
  expect((await ben.post('/account/passkeys/remove', { id: device.id })).statusCode).toBe(404);
  expect((await make(ben, device, 'Stolen')).statusCode).toBe(409);
});

test('a counter that goes back, or stands still, is refused and written down', async () => {
  const visitor = await newcomer();
  device.counter = 7;
  expect((await signIn(visitor)).statusCode).toBe(303);
  for (const counter of [7, 6, 0]) {
    device.counter = counter;
    expect([counter, (await signIn(await newcomer())).statusCode]).toEqual([counter, 422]);
  }
  expect(await countEvents(garner, email, 'passkey.counter-went-back')).toBe(3);
  device.counter = 8;
  expect((await signIn(await newcomer())).statusCode).toBe(303);
});

test('passkey only: the password is refused as if it were wrong, till it is wanted again', async () => {
  expect((await amina.get('/account/passkeys/only')).body).toContain('Sign in with a passkey only?');
  expect((await amina.post('/account/passkeys/only', { only: 'yes' })).headers.location).toBe(
    '/account?done=passkey-only',
  );
  const visitor = await newcomer();
  await visitor.get('/sign-in');
  const refused = await visitor.post('/sign-in', { email, password: PASSWORD });
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain('belong together');
  expect((await amina.get('/confirm')).body).not.toContain('name="password"');
  expect((await amina.post('/account/passkeys/remove', { id: device.id })).statusCode).toBe(409);
  expect((await signIn(await newcomer())).statusCode).toBe(303);
  await amina.post('/account/passkeys/only', { only: 'no' });
  expect((await visitor.post('/sign-in', { email, password: PASSWORD })).statusCode).toBe(303);
});

test('passkey only needs a passkey', async () => {
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  expect((await ben.get('/account/passkeys/only')).body).toContain('You have no passkey yet');
  expect((await ben.post('/account/passkeys/only', { only: 'yes' })).statusCode).toBe(409);
});

test('one that was removed is of no use; nor are those of who was removed', async () => {
  expect((await amina.get(`/account/passkeys/remove?id=${device.id}`)).body).toContain('Remove the passkey “Laptop”?');
  const second = new Device();
  await make(amina, second, 'Phone');
  await amina.post('/account/passkeys/remove', { id: device.id });
  expect((await signIn(await newcomer())).statusCode).toBe(422);
  expect((await newestLetter(garner, 'email')).body).toContain('a passkey was removed');
  expect((await signIn(await newcomer(), second)).statusCode).toBe(303);
  await garner.context.pool.query('update person set removed_at = now() where email = $1', [email]);
  expect((await signIn(await newcomer(), second)).statusCode).toBe(422);
});
