import { afterEach, beforeEach, expect, test } from 'vitest';
import { AMINA, BEN, makeWorld, PASSWORD, PHONE } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { newestCode, newestLetter } from './codes.ts';

let garner: TestGarner;
let visitor: Visitor;
const MINUTE_DAYS = 1 / (24 * 60);
const session = (): string => visitor.cookies.get('garner_session') ?? '';

beforeEach(async () => {
  garner = await openTestGarner();
  await makeWorld(garner);
  visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
});
afterEach(() => garner[Symbol.asyncDispose]());

const firstStep = (next = '') => visitor.post('/sign-in', { email: AMINA, password: PASSWORD, next });
const send = (by = 'text') => visitor.post('/sign-in/step/send', { by });
const enter = (code: string, more: Record<string, string> = {}) =>
  visitor.post('/sign-in/step/phone', { code, ...more });

test('password, then a code by text message to the number on record, shown masked', async () => {
  const first = await firstStep('/returns?tab=previous');
  expect([first.statusCode, first.headers.location]).toEqual([303, '/sign-in/step?next=%2Freturns%3Ftab%3Dprevious']);
  const page = await visitor.get('/sign-in/step?next=%2Freturns%3Ftab%3Dprevious');
  expect(page.body).toContain('We need to verify who you are');
  expect(page.body).toContain(`XXX-XXX-${PHONE.slice(-5)}`);
  expect(page.body).not.toContain(PHONE);
  for (const words of ['Send code', 'Call me', 'Cancel']) expect(page.body).toContain(words);
  const sent = await send();
  expect([sent.statusCode, sent.headers.location]).toEqual([303, '/sign-in/step?way=phone']);
  const after = await visitor.get('/sign-in/step?way=phone');
  expect(after.body).toContain('Code sent.');
  expect(after.body).toContain('Send a new code');
  expect((await newestLetter(garner, 'text')).recipient).toBe(PHONE);
  const half = session();
  const answer = await enter(await newestCode(garner), { next: '/returns?tab=previous' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/returns?tab=previous']);
  expect(session()).not.toBe(half);
  expect((await visitor.get('/returns')).statusCode).toBe(200);
});

test('a call reads the code out, digit by digit', async () => {
  await firstStep();
  await send('call');
  expect((await visitor.get('/sign-in/step')).body).toContain('We are calling you');
  const { body } = await newestLetter(garner, 'call');
  expect(body).toMatch(/^This is Garner. Your code is: (\d, ){5}\d. Again: (\d, ){5}\d.$/);
  expect((await enter(await newestCode(garner, 'call'))).statusCode).toBe(303);
});

test('after the first step alone no page opens', async () => {
  await firstStep();
  for (const url of ['/returns', '/outbox', '/organisation', '/account/password']) {
    expect([url, (await visitor.get(url)).statusCode]).toEqual([url, 401]);
  }
});

test('a code is taken once, while it is good, and only the newest', async () => {
  await firstStep();
  await send();
  const old = await newestCode(garner);
  await send();
  const code = await newestCode(garner);
  if (old !== code) expect((await enter(old)).statusCode).toBe(422);
  expect((await enter(code)).statusCode).toBe(303);
  const thief = new Visitor(garner.app);
  await thief.get('/sign-in');
  await thief.post('/sign-in', { email: AMINA, password: PASSWORD });
  expect((await thief.post('/sign-in/step/phone', { code })).statusCode).toBe(422);
  expect((await thief.get('/returns')).statusCode).toBe(401);
});

test('the same code in two windows at once opens one of them', async () => {
  await firstStep();
  await send();
  const code = await newestCode(garner);
  const other = new Visitor(garner.app);
  await other.get('/sign-in');
  await other.post('/sign-in', { email: AMINA, password: PASSWORD });
  const answers = await Promise.all([enter(code), other.post('/sign-in/step/phone', { code })]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 422]);
});

test('a code is good for ten minutes', async () => {
  await firstStep();
  await send();
  const code = await newestCode(garner);
  garner.clock.moveDays(11 * MINUTE_DAYS);
  const late = await enter(code);
  expect(late.statusCode).toBe(422);
  expect(late.body).toContain('That code does not work any more');
});

test('five wrong tries spoil a code; the sixth is refused though it be right', async () => {
  await firstStep();
  await send();
  const code = await newestCode(garner);
  const wrong = code === '000000' ? '000001' : '000000';
  for (let tries = 0; tries < 5; tries++) expect((await enter(wrong)).statusCode).toBe(422);
  const spoiled = await enter(code);
  expect(spoiled.statusCode).toBe(422);
  expect(spoiled.body).toContain('entered wrongly 5 times. Send a new one');
  // What the summary leads to is there.
  expect(spoiled.body).toContain('href="#send"');
  expect(spoiled.body).toContain('id="send"');
  await send();
  expect((await enter(await newestCode(garner))).statusCode).toBe(303);
});

test('somebody else’s code is of no use', async () => {
  await firstStep();
  await send();
  const code = await newestCode(garner);
  const ben = new Visitor(garner.app);
  await ben.get('/sign-in');
  await ben.post('/sign-in', { email: BEN, password: PASSWORD });
  expect((await ben.post('/sign-in/step/phone', { code })).statusCode).toBe(422);
});

test('six codes in a quarter of an hour are enough', async () => {
  await firstStep();
  for (let codes = 0; codes < 6; codes++) expect((await send()).statusCode).toBe(303);
  const refused = await send();
  expect(refused.statusCode).toBe(429);
  expect(refused.body).toContain('Too many codes');
  // The person stays where the newest code is entered, and other ways are offered.
  expect(refused.body).toContain('We need to verify who you are');
  expect(refused.body).toContain('action="/sign-in/step/phone"');
  expect((await enter(await newestCode(garner))).statusCode).toBe(303);
});

test('the first step is forgotten after a quarter of an hour, and by Cancel at once', async () => {
  await firstStep();
  garner.clock.moveDays(16 * MINUTE_DAYS);
  expect((await visitor.get('/sign-in/step')).statusCode).toBe(401);
  await visitor.get('/sign-in');
  await firstStep();
  await visitor.get('/sign-in/step');
  expect((await visitor.post('/sign-in/step/cancel')).headers.location).toBe('/sign-in');
  expect((await visitor.get('/sign-in/step')).statusCode).toBe(401);
});

test('a trusted browser goes without for thirty days; a new browser is told of by e-mail, also at the alternative address', async () => {
  await garner.context.pool.query("update person set alternative_email = 'a@home.example' where email = $1", [AMINA]);
  await firstStep();
  await send();
  await enter(await newestCode(garner), { trust: 'yes' });
  await visitor.post('/sign-out');
  await visitor.get('/sign-in');
  expect((await firstStep()).headers.location).toBe('/returns');
  garner.clock.moveDays(31);
  await visitor.get('/sign-in');
  expect((await firstStep()).headers.location).toBe('/sign-in/step');

  const other = new Visitor(garner.app);
  await other.get('/sign-in');
  await other.post('/sign-in', { email: AMINA, password: PASSWORD });
  await other.post('/sign-in/step/send', { by: 'text' });
  await other.post('/sign-in/step/phone', { code: await newestCode(garner) });
  const { rows } = await garner.context.pool.query(
    "select recipient from outbox_letter where subject = 'You signed in with a new browser' order by id",
  );
  expect(rows.map(({ recipient }) => recipient)).toEqual([AMINA, 'a@home.example']);
});
