import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AMINA, browserOf, makeWorld, PASSWORD, RUTH } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
let visitor: Visitor;

beforeEach(async () => {
  garner = await openTestGarner();
  await makeWorld(garner);
  visitor = new Visitor(garner.app);
  visitor.cookies.set('garner_browser', browserOf(AMINA));
  await visitor.get('/sign-in');
});
afterEach(() => garner[Symbol.asyncDispose]());

const MINUTE_DAYS = 1 / (24 * 60);
const session = (): string => visitor.cookies.get('garner_session') ?? '';

test('a wrong password and an unknown e-mail get the same words', async () => {
  const wrong = await visitor.post('/sign-in', { email: AMINA, password: 'wrong' });
  const unknown = await visitor.post('/sign-in', { email: 'amina@nowhere.example', password: 'wrong' });
  expect([wrong.statusCode, unknown.statusCode]).toEqual([422, 422]);
  const same = (body: string): string => body.replaceAll(/value="[^"]*"/g, '');
  expect(same(unknown.body)).toBe(same(wrong.body));
  expect(wrong.body).toContain('Enter an e-mail address and password that belong together');
  expect(wrong.body).not.toContain('wrong"');
});

test('the e-mail address may be written in any case, with blanks around it', async () => {
  const answer = await visitor.post('/sign-in', { email: ' Amina@NORTHERN.example ', password: PASSWORD });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/returns']);
});

test.each([` ${PASSWORD}`, `${PASSWORD} `, PASSWORD.toUpperCase(), PASSWORD.slice(0, -1), `${PASSWORD}\0`])(
  'the password counts as typed: not %j',
  async (password) => {
    expect((await visitor.post('/sign-in', { email: AMINA, password })).statusCode).toBe(422);
  },
);

test.each([
  ['/returns?tab=previous', '/returns?tab=previous'],
  ['https://evil.example/', '/returns'],
  ['//evil.example', '/returns'],
  ['/\\evil.example', '/returns'],
  ['/%5Cevil.example', '/%5Cevil.example'],
  ['\\\\evil.example', '/returns'],
  ['/\t/evil.example', '/returns'],
  ['javascript:alert(1)', '/returns'],
  ['/returns\r\nset-cookie: a=b', '/returns'],
  ['/sign-out', '/returns'],
  ['', '/returns'],
])('next=%j leads to %s', async (next, place) => {
  const page = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`);
  const offered = /name="next" value="([^"]*)"/.exec(page.body)?.[1];
  expect(offered ?? '/returns').toBe(place);
  const answer = await visitor.post('/sign-in', { email: AMINA, password: PASSWORD, next });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, place]);
});

test('without a place to go back to, signing in leads to where there is something to do', async () => {
  visitor.cookies.set('garner_browser', browserOf(RUTH));
  const answer = await visitor.post('/sign-in', { email: RUTH, password: PASSWORD });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/outbox']);
  expect((await visitor.get('/outbox')).statusCode).toBe(200);
});

test('signing in gives a session of its own, whatever the browser brought', async () => {
  visitor.cookies.set('garner_session', 'chosen-by-somebody-else');
  await visitor.post('/sign-in', { email: AMINA, password: PASSWORD });
  const first = session();
  expect(first).toMatch(/^[\w-]{43}$/);
  await visitor.get('/returns');
  await visitor.post('/sign-in', { email: AMINA, password: PASSWORD });
  expect(session()).not.toBe(first);
  const thief = new Visitor(garner.app);
  thief.cookies.set('garner_session', first);
  expect((await thief.get('/returns')).statusCode).toBe(401);
  const { rows } = await garner.context.pool.query("select encode(token_hash, 'escape') as kept from session");
  expect(rows).toHaveLength(1);
  expect(rows[0].kept).not.toContain(session());
});

describe('a session', () => {
  beforeEach(async () => {
    await visitor.post('/sign-in', { email: AMINA, password: PASSWORD });
  });

  test('ends an hour after its last request', async () => {
    garner.clock.moveDays(59 * MINUTE_DAYS);
    expect((await visitor.get('/returns')).statusCode).toBe(200);
    garner.clock.moveDays(59 * MINUTE_DAYS);
    expect((await visitor.get('/returns')).statusCode).toBe(200);
    garner.clock.moveDays(61 * MINUTE_DAYS);
    const ended = await visitor.get('/returns?tab=previous');
    expect(ended.statusCode).toBe(401);
    expect(ended.body).toContain('Sign in to go on');
    expect(ended.body).toContain('href="/sign-in?next=%2Freturns%3Ftab%3Dprevious"');
  });

  test('ends after twelve hours however busy it is', async () => {
    for (let half = 1; half <= 23; half++) {
      garner.clock.moveDays(30 * MINUTE_DAYS);
      expect([half, (await visitor.get('/returns')).statusCode]).toEqual([half, 200]);
    }
    garner.clock.moveDays(31 * MINUTE_DAYS);
    expect((await visitor.get('/returns')).statusCode).toBe(401);
  });

  test('ends with signing out, for every copy of its cookie', async () => {
    const copy = new Visitor(garner.app);
    copy.cookies.set('garner_session', session());
    await visitor.get('/returns');
    const answer = await visitor.post('/sign-out');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in']);
    expect(session()).toBe('');
    expect((await copy.get('/returns')).statusCode).toBe(401);
  });

  test('ends when the membership is taken away', async () => {
    await garner.context.pool.query(
      'delete from membership where person_id = (select id from person where email = $1)',
      [AMINA],
    );
    expect((await visitor.get('/returns')).statusCode).toBe(401);
  });
});
