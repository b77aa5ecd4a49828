import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readNumber } from '../../src/modules/accounts/factors/new-number.ts';
import { makeWorld, PHONE, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { newestCode, newestLetter } from './codes.ts';
import { anotherPerson, countEvents, countTrusted, halfSignedIn, MINUTE_DAYS } from './steps.ts';

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

/** Amina in another browser, by a code to her phone. */
async function elsewhere(): Promise<Visitor> {
  const visitor = await halfSignedIn(garner.app, email);
  await visitor.post('/sign-in/step/send', { by: 'text' });
  expect((await visitor.post('/sign-in/step/phone', { code: await newestCode(garner) })).statusCode).toBe(303);
  await visitor.get('/account');
  return visitor;
}

const sealedIn = (body: string): string => /name="sealed" value="([^"]+)"/.exec(body)![1]!;
const sessionIds = (body: string): string[] => [...body.matchAll(/name="session" value="(\d+)"/g)].map((m) => m[1]!);

test('the account shows what is on record, the number masked', async () => {
  const { body } = await amina.get('/account');
  for (const words of ['Your account', 'Amina Patel', email, 'XXX-XXX-60001', 'Recovery codes'])
    expect(body).toContain(words);
  expect(body).not.toContain(PHONE);
  expect((await amina.get('/account?done=app-added')).body).toContain('The authenticator app was added.');
  expect((await amina.get('/account?done=<b>')).statusCode).toBe(400);
});

test('a name is changed by its owner, recorded, and shown from then on', async () => {
  expect((await amina.get('/account')).body).toContain('href="/account/name"');
  await amina.get('/account/name');
  const answer = await amina.post('/account/name', { name: '  Amina   Patel-O’Hara ' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/account?done=name']);
  expect((await amina.get('/account?done=name')).body).toContain('Amina Patel-O’Hara');
  expect(await countEvents(garner, email, 'name.changed')).toBe(1);
  // The same once more changes nothing.
  await amina.post('/account/name', { name: 'Amina Patel-O’Hara' });
  expect(await countEvents(garner, email, 'name.changed')).toBe(1);
});

test.each(['', ' ', '12', 'See https://evil.example', 'a\u202Eb', 'x'.repeat(101)])('no name: %j', async (name) => {
  await amina.get('/account/name');
  const answer = await amina.post('/account/name', { name });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('There is a problem');
  expect(await countEvents(garner, email, 'name.changed')).toBe(0);
});

test('a new number is proved by a code to it; its owner is told', async () => {
  await amina.get('/account/phone');
  const sent = await amina.post('/account/phone', { phone: '+44 (0)1632 960 777', by: 'call' });
  expect(sent.body).toContain('XXX-XXX-60777');
  expect((await newestLetter(garner, 'call')).recipient).toBe('+441632960777');
  const sealed = sealedIn(sent.body);
  expect((await amina.post('/account/phone/code', { sealed, code: '1' })).statusCode).toBe(422);
  const answer = await amina.post('/account/phone/code', { sealed, code: await newestCode(garner, 'call') });
  expect(answer.headers.location).toBe('/account?done=phone-changed');
  expect((await amina.get('/account')).body).toContain('XXX-XXX-60777');
  expect((await newestLetter(garner, 'email')).body).toContain('the telephone number for codes was changed');
  expect(await countEvents(garner, email, 'phone.changed')).toBe(1);
});

test('a code to one number proves nothing of another, nor for another person', async () => {
  await amina.get('/account/phone');
  const victim = sealedIn((await amina.post('/account/phone', { phone: '+441632960888', by: 'text' })).body);
  await amina.post('/account/phone', { phone: '+441632960777', by: 'text' });
  const code = await newestCode(garner);
  expect((await amina.post('/account/phone/code', { sealed: victim, code })).statusCode).toBe(422);
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  await ben.get('/account');
  expect((await ben.post('/account/phone/code', { sealed: victim, code })).headers.location).toBe('/account/phone');
  expect((await amina.get('/account')).body).toContain('XXX-XXX-60001');
});

test.each(['', '12', 'abc', '+0123456789', '0', '01632 960 001 ext 5', '+44', '１２３４５６７', `0${'1'.repeat(40)}`])(
  'no telephone number: %j',
  async (phone) => {
    await amina.get('/account/phone');
    const answer = await amina.post('/account/phone', { phone, by: 'text' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('Enter a phone number, such as');
  },
);

test('what is read as a number fits the database, and is read the same again', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[+0-9() .-]{0,20}$/), (text) => {
      const number = readNumber(text);
      if (number === undefined) return;
      expect(number).toMatch(/^\+[1-9][0-9]{6,14}$/);
      expect(readNumber(number)).toBe(number);
    }),
  );
  for (const text of ['01632 960001', '(01632) 960-001', '+44 (0) 1632 960001', '0044 1632 960001', '+441632960001'])
    expect([text, readNumber(text)]).toEqual([text, '+441632960001']);
});

test('the number is not removed where it is the only second step, and only of late', async () => {
  const refused = await amina.post('/account/phone/remove');
  expect(refused.statusCode).toBe(409);
  garner.clock.moveDays(11 * MINUTE_DAYS);
  for (const url of ['/account/phone', '/account/phone/remove'])
    expect([url, (await amina.get(url)).statusCode]).toEqual([url, 403]);
  expect((await amina.post('/account/phone', { phone: PHONE, by: 'text' })).statusCode).toBe(403);
});

test('the list of sessions names this one, and ends another', async () => {
  const other = await elsewhere();
  const { body } = await amina.get('/account/sessions');
  expect(body).toContain('This one');
  expect(body).toContain('127.0.0.1');
  const [id] = sessionIds(body);
  expect((await amina.post('/account/sessions/end', { session: id! })).headers.location).toBe(
    '/account/sessions?done=session-ended',
  );
  expect((await other.get('/account')).statusCode).toBe(401);
  expect((await amina.get('/account')).statusCode).toBe(200);
});

test('"Sign out everywhere else" leaves this session alone, and ends those that wait for their second step', async () => {
  const [other, half] = [await elsewhere(), await halfSignedIn(garner.app, email)];
  await amina.get('/account/sessions');
  expect((await amina.post('/account/sessions/end-others')).statusCode).toBe(303);
  expect((await other.get('/account')).statusCode).toBe(401);
  expect((await half.get('/sign-in/step')).statusCode).toBe(401);
  expect((await amina.get('/account')).statusCode).toBe(200);
});

test('nobody ends a session of somebody else', async () => {
  await elsewhere();
  const [id] = sessionIds((await amina.get('/account/sessions')).body);
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  await ben.get('/account');
  expect((await ben.post('/account/sessions/end', { session: id! })).statusCode).toBe(404);
  expect(sessionIds((await amina.get('/account/sessions')).body)).toContain(id);
  await ben.post('/account/sessions/end-others');
  expect((await amina.get('/account')).statusCode).toBe(200);
  for (const session of ['-1', '0', '1e400', 'x', '9'.repeat(30)])
    expect([400, 404]).toContain((await ben.post('/account/sessions/end', { session })).statusCode);
});

test('every browser is asked again when that is wanted', async () => {
  expect((await amina.get('/account/sessions')).body).toContain('Ask every browser again');
  await amina.post('/account/browsers/distrust');
  expect(await countTrusted(garner, email)).toBe(0);
  expect((await amina.get('/account/sessions')).body).toContain('Every browser is asked for the second step');
});

test('who belongs to two organisations acts for either, and begins there next time', async () => {
  await join(world.albion, null);
  const { body } = await amina.get('/account/organisations');
  for (const words of ['Northern Skills Awards', 'Albion Examinations', 'You act for it now', 'Data Submissions'])
    expect(body).toContain(words);
  expect((await amina.post('/account/switch', { organisation: String(world.albion) })).headers.location).toBe(
    '/returns',
  );
  expect((await amina.get('/account/sessions')).body).toContain('Albion Examinations');
  const { rows } = await garner.context.pool.query('select last_organisation_id from person where email = $1', [email]);
  expect(rows[0].last_organisation_id).toBe(world.albion);
  // Each organisation sees when they last acted for it, and that alone.
  const acted = await garner.context.pool.query(
    'select last_sign_in_at from membership join person on person.id = person_id where email = $1 order by organisation_id',
    [email],
  );
  expect(acted.rows.map((row) => row.last_sign_in_at)).toEqual([garner.clock.now(), garner.clock.now()]);
  expect(await countEvents(garner, email, 'organisation.switched')).toBe(1);
});

test('nobody acts for an organisation they do not belong to, or no longer do', async () => {
  await amina.get('/account/organisations');
  expect((await amina.post('/account/switch', { organisation: String(world.albion) })).statusCode).toBe(404);
  await join(world.albion, '2026-01-01T00:00:00Z');
  expect((await amina.get('/account/organisations')).body).toContain('Ended on 1 January 2026');
  expect((await amina.post('/account/switch', { organisation: String(world.albion) })).statusCode).toBe(404);
  expect((await amina.post('/account/switch', { organisation: '999999' })).statusCode).toBe(404);
  expect(await countEvents(garner, email, 'organisation.switched')).toBe(0);
});

test('no page of the account opens without signing in', async () => {
  const nobody = new Visitor(garner.app);
  await nobody.get('/sign-in');
  for (const { method, url, access } of garner.app.routeList) {
    if (!/^\/(account|confirm)/.test(url) || method === 'HEAD') continue;
    expect([url, access]).toEqual([url, 'signed-in']);
    const { statusCode } = method === 'GET' ? await nobody.get(url) : await nobody.post(url);
    expect([url, statusCode]).toEqual([url, 401]);
  }
});

async function join(organisationId: number, endsAt: string | null): Promise<void> {
  await garner.context.pool.query(
    `insert into membership (person_id, organisation_id, permissions, ends_at)
     select id, $2, '{Data Submissions}', $3 from person where email = $1`,
    [email, organisationId, endsAt],
  );
}
