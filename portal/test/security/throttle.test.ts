import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitAfter } from '../../src/modules/accounts/throttle.ts';
import { AMINA, BEN, browserOf, makeWorld, PASSWORD } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
const MINUTE_DAYS = 1 / (24 * 60);

beforeEach(async () => {
  garner = await openTestGarner({ environment: { GARNER_TRUSTED_PROXIES: '1' } });
  await makeWorld(garner);
});
afterEach(() => garner[Symbol.asyncDispose]());

/** Somebody at a network address, with a browser that nobody knows. */
async function from(
  address: string,
): Promise<(email: string, password: string) => Promise<{ status: number; body: string }>> {
  const visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
  return async (email, password) => {
    const answer = await visitor.ask('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address },
      payload: new URLSearchParams({ _csrf: visitor.csrf, email, password }).toString(),
    });
    return { status: answer.statusCode, body: answer.body };
  };
}

test('five wrong passwords from one place, then the next must wait; the right one, too', async () => {
  const guess = await from('192.0.2.1');
  for (let tries = 1; tries <= 5; tries++)
    expect([tries, (await guess(AMINA, `guess ${tries}`)).status]).toEqual([tries, 422]);
  const refused = await guess(AMINA, PASSWORD);
  expect(refused.status).toBe(429);
  expect(refused.body).toContain('Too many tries');
  expect(refused.body).toContain('Wait a minute, then try again.');
  expect(refused.body).toContain('href="/forgotten-password"');
  garner.clock.moveDays(1.1 * MINUTE_DAYS);
  expect((await guess(AMINA, PASSWORD)).status).toBe(303);
});

test('an address that nobody has is slowed in the same way', async () => {
  const guess = await from('192.0.2.1');
  for (let tries = 1; tries <= 5; tries++) expect((await guess('nobody@nowhere.example', 'x')).status).toBe(422);
  expect((await guess('nobody@nowhere.example', 'x')).status).toBe(429);
  expect((await guess('NOBODY@nowhere.example ', 'x')).status).toBe(429);
});

test('who guesses cannot lock the owner out of a browser that the owner has used', async () => {
  for (let place = 1; place <= 6; place++) {
    const guess = await from(`192.0.2.${place}`);
    for (let tries = 1; tries <= 5; tries++) await guess(AMINA, 'wrong');
  }
  expect((await (await from('198.51.100.7'))(AMINA, PASSWORD)).status).toBe(429);
  // First in a browser of the owner's: known from then on.
  garner.clock.moveDays(6 * MINUTE_DAYS);
  const owner = await Visitor.signedIn(garner.app, AMINA);
  for (let place = 1; place <= 6; place++) {
    const guess = await from(`203.0.113.${place}`);
    for (let tries = 1; tries <= 5; tries++) await guess(AMINA, 'wrong');
  }
  await owner.post('/sign-out');
  await owner.get('/sign-in');
  expect((await owner.post('/sign-in', { email: AMINA, password: PASSWORD })).statusCode).toBe(303);
});

test('one place that tries many accounts has to wait for all of them', async () => {
  const guess = await from('192.0.2.1');
  for (let account = 1; account <= 20; account++) await guess(`person${account}@nowhere.example`, 'x');
  expect((await guess(BEN, PASSWORD)).status).toBe(429);
  expect((await (await from('192.0.2.2'))(BEN, PASSWORD)).status).toBe(303);
});

test('two tries at once both count', async () => {
  const guess = await from('192.0.2.1');
  await Promise.all(Array.from({ length: 5 }, () => guess(AMINA, 'wrong')));
  expect((await guess(AMINA, PASSWORD)).status).toBe(429);
});

test('of accounts and addresses only hashes are kept', async () => {
  await (await from('192.0.2.1'))(AMINA, 'wrong');
  const { rows } = await garner.context.pool.query<{ bucket: Buffer }>('select bucket from sign_in_failure');
  expect(rows).toHaveLength(3);
  for (const { bucket } of rows) expect(bucket).toHaveLength(32);
});

test('each failure makes the wait as long or longer, up to its most', () => {
  for (const name of ['address', 'account', 'pair', 'browser', 'request'] as const) {
    const waits = Array.from({ length: 60 }, (_, count) => waitAfter(name, count));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBe(0);
    expect(waits.at(-1)).toBeLessThanOrEqual(15 * 60_000);
  }
});

test('a trusted browser of one person is nothing to another', async () => {
  const visitor = new Visitor(garner.app);
  visitor.cookies.set('garner_browser', browserOf(AMINA));
  await visitor.get('/sign-in');
  const answer = await visitor.post('/sign-in', { email: BEN, password: PASSWORD });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in/step']);
  expect((await visitor.get('/returns')).statusCode).toBe(401);
});
