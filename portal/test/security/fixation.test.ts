import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeLink } from '../../src/modules/accounts/links/links.ts';
import { newestCode } from '../accounts/codes.ts';
import { MINUTE_DAYS } from '../accounts/steps.ts';
import { AMINA, BEN, browserOf, makeWorld, PASSWORD, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
let world: World;
let victim: Visitor;

beforeEach(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  victim = new Visitor(garner.app);
  await victim.get('/sign-in');
});
afterEach(() => garner[Symbol.asyncDispose]());

const session = (visitor: Visitor): string => visitor.cookies.get('garner_session') ?? '';

/** What somebody gets to see who holds a copy of a session's cookie. */
async function seenWith(token: string, url = '/returns'): Promise<number> {
  const thief = new Visitor(garner.app);
  thief.cookies.set('garner_session', token);
  return (await thief.get(url)).statusCode;
}

/** The first step, with what was planted in the browser. */
async function firstStep(planted: string): Promise<string> {
  if (planted !== '') victim.cookies.set('garner_session', planted);
  expect((await victim.post('/sign-in', { email: AMINA, password: PASSWORD })).statusCode).toBe(303);
  await victim.get('/sign-in/step');
  return session(victim);
}

async function secondStep(more: Readonly<Record<string, string>> = {}): Promise<string> {
  await victim.post('/sign-in/step/send', { by: 'text' });
  const answer = await victim.post('/sign-in/step/phone', { code: await newestCode(garner), ...more });
  expect(answer.statusCode).toBe(303);
  return session(victim);
}

describe('whatever was planted in the browser before', () => {
  test('a made-up cookie becomes no session', async () => {
    const planted = 'p'.repeat(43);
    const [half, full] = [await firstStep(planted), await secondStep()];
    expect(new Set([planted, half, full]).size).toBe(3);
    expect([await seenWith(planted), await seenWith(half), await seenWith(full)]).toEqual([401, 401, 200]);
    expect(await seenWith(half, '/sign-in/step')).toBe(401);
  });

  test('somebody else’s first step does not become the victim’s, nor goes on', async () => {
    const attacker = new Visitor(garner.app);
    await attacker.get('/sign-in');
    await attacker.post('/sign-in', { email: BEN, password: PASSWORD });
    const planted = session(attacker);
    const [half, full] = [await firstStep(planted), await secondStep()];
    expect([half, full]).not.toContain(planted);
    expect([await seenWith(planted), await seenWith(planted, '/sign-in/step')]).toEqual([401, 401]);
  });

  test('somebody else’s whole session ends when another signs in over it', async () => {
    const attacker = await Visitor.signedIn(garner.app, BEN);
    const planted = session(attacker);
    const half = await firstStep(planted);
    expect(half).not.toBe(planted);
    expect(await seenWith(planted)).toBe(401);
    const { body } = await victim.get('/sign-in/step');
    expect(body).toContain('XXX-XXX-');
    await secondStep();
    expect((await victim.get('/account')).body).toContain(AMINA);
  });
});

test('proving anew who one is gives the session a new token, and the old one is of no use', async () => {
  await firstStep('');
  const before = await secondStep();
  garner.clock.moveDays(11 * MINUTE_DAYS);
  await victim.get('/confirm');
  expect((await victim.post('/confirm/password', { password: PASSWORD })).statusCode).toBe(303);
  expect(session(victim)).not.toBe(before);
  expect([await seenWith(before), await seenWith(session(victim))]).toEqual([401, 200]);
});

test('a link for a new password leaves no session of before', async () => {
  await firstStep('');
  const before = await secondStep();
  const { db } = garner.context;
  const { id: personId } = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', AMINA)
    .executeTakeFirstOrThrow();
  const { token } = await makeLink(db, garner.clock, { kind: 'password', personId });
  await victim.get(`/new-password/${token}`);
  const next = { password: 'kettle 9 river moss', again: 'kettle 9 river moss' };
  expect((await victim.post(`/new-password/${token}`, next)).headers.location).toBe('/sign-in/step');
  expect(session(victim)).not.toBe(before);
  expect([await seenWith(before), await seenWith(session(victim))]).toEqual([401, 401]);
});

test('who planted the browser’s token does not come to hold one that is trusted', async () => {
  const planted = 'b'.repeat(43);
  victim.cookies.set('garner_browser', planted);
  await firstStep('');
  await secondStep({ trust: 'yes' });
  expect(victim.cookies.get('garner_browser')).toMatch(/^[\w-]{43}$/);
  const step = async (browser: string): Promise<unknown> => {
    const visitor = new Visitor(garner.app);
    visitor.cookies.set('garner_browser', browser);
    await visitor.get('/sign-in');
    return (await visitor.post('/sign-in', { email: AMINA, password: PASSWORD })).headers.location;
  };
  expect(await step(planted)).toBe('/sign-in/step');
  expect(await step(victim.cookies.get('garner_browser')!)).toBe('/returns');
});

test('others who use the browser keep what they had in it', async () => {
  victim.cookies.set('garner_browser', browserOf(BEN));
  await firstStep('');
  await secondStep({ trust: 'yes' });
  await victim.post('/sign-out');
  await victim.get('/sign-in');
  expect((await victim.post('/sign-in', { email: BEN, password: PASSWORD })).headers.location).toBe('/returns');
});

test('a session of somebody whose powers were taken has none from the next request on', async () => {
  const visitor = await Visitor.signedIn(garner.app, AMINA);
  const { pool } = garner.context;
  const take = 'update membership set permissions = $2 where person_id = (select id from person where email = $1)';
  await pool.query(take, [AMINA, []]);
  expect((await visitor.get('/returns')).statusCode).toBe(403);
  await pool.query('update organisation set closed_on = $1 where id = $2', [garner.clock.now(), world.northern]);
  expect((await visitor.get('/account')).statusCode).toBe(401);
});
