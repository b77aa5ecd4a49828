import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { invite } from '../../src/modules/accounts/links/invitations.ts';
import { linkTasks } from '../../src/modules/accounts/links/passwords.ts';
import { AMINA, makeWorld, PASSWORD, type World } from '../factories.ts';
import { openTestGarner, type TestGarner, until } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { newestCode, newestLetter, newestLink } from './codes.ts';
import { howLastSignedIn } from './steps.ts';

let garner: TestGarner;
let world: World;
let visitor: Visitor;
const HOUR_DAYS = 1 / 24;
const NEW = 'kettle 9 river moss';

beforeEach(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
});
afterEach(() => garner[Symbol.asyncDispose]());

const letters = async (): Promise<number> =>
  Number((await garner.context.pool.query("select count(*) from outbox_letter where channel = 'email'")).rows[0].count);

/** Asks for a link and does the work behind it; gives its path. */
async function ask(email: string = AMINA): Promise<string> {
  await visitor.get('/forgotten-password');
  const before = await letters();
  const answer = await visitor.post('/forgotten-password', { email });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/forgotten-password/sent']);
  await using _worker = await garner.startWorker();
  await until('the letter', async () => (await letters()) > before);
  return await newestLink(garner);
}

const choose = async (path: string, password: string = NEW, again: string = password) => {
  await visitor.get(path);
  return await visitor.post(path, { password, again });
};

describe('forgotten password', () => {
  test('answers alike whether or not there is an account, and writes only to who has one', async () => {
    await visitor.get('/forgotten-password');
    const there = await visitor.post('/forgotten-password', { email: AMINA });
    const nowhere = await visitor.post('/forgotten-password', { email: 'nobody@nowhere.example' });
    expect([there.statusCode, there.headers.location]).toEqual([nowhere.statusCode, nowhere.headers.location]);
    const { rows } = await garner.context.pool.query('select task_identifier from graphile_worker.jobs order by id');
    expect(rows.map(({ task_identifier }) => task_identifier)).toEqual([
      'accounts.forgotten-password',
      'accounts.forgotten-password',
    ]);
    const [task] = linkTasks(garner.context);
    await task!.run({ person: null }, { attempt: 1, signal: new AbortController().signal });
    expect(await letters()).toBe(0);
  });

  test('leads by a link, and the second step, to a new password; every session ends, and they are told', async () => {
    const elsewhere = await Visitor.signedIn(garner.app, AMINA);
    const path = await ask();
    expect(path).toMatch(/^\/new-password\/[\w-]{43}$/);
    expect((await newestLetter(garner, 'email')).recipient).toBe(AMINA);
    const answer = await choose(path);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in/step']);
    expect((await newestLetter(garner, 'email')).subject).toBe('Your password for Garner was changed');
    expect((await elsewhere.get('/returns')).statusCode).toBe(401);
    expect((await visitor.get('/returns')).statusCode).toBe(401);
    await visitor.get('/sign-in/step');
    await visitor.post('/sign-in/step/send', { by: 'text' });
    await visitor.post('/sign-in/step/phone', { code: await newestCode(garner) });
    expect(await howLastSignedIn(garner, AMINA)).toEqual(['link', 'text']);
    expect((await visitor.get('/returns')).statusCode).toBe(200);
    // No browser is trusted any more.
    await elsewhere.get('/sign-in');
    expect((await elsewhere.post('/sign-in', { email: AMINA, password: PASSWORD })).statusCode).toBe(422);
    expect((await elsewhere.post('/sign-in', { email: AMINA, password: NEW })).headers.location).toBe('/sign-in/step');
  });

  test('a link works once, for an hour, and not after a newer one', async () => {
    const older = await ask();
    const path = await ask();
    expect((await visitor.get(older)).statusCode).toBe(404);
    expect((await visitor.get(path)).statusCode).toBe(200);
    // Looked at by a program that checks mail: still good.
    expect((await visitor.get(path)).statusCode).toBe(200);
    expect((await choose(path)).statusCode).toBe(303);
    const again = await choose(path, 'another kettle 10');
    expect(again.statusCode).toBe(404);
    expect(again.body).toContain('This link does not work any more');
    const late = await ask();
    garner.clock.moveDays(1.1 * HOUR_DAYS);
    expect((await choose(late)).statusCode).toBe(404);
  });

  test('two windows at once use a link up once', async () => {
    const path = await ask();
    const other = new Visitor(garner.app);
    await other.get(path);
    await visitor.get(path);
    const answers = await Promise.all([
      visitor.post(path, { password: NEW, again: NEW }),
      other.post(path, { password: `${NEW}!`, again: `${NEW}!` }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 404]);
  });

  test.each([
    ['short', 'short', 'at least 10'],
    ['password2026', 'password2026', 'harder to guess'],
    ['amina-northern', 'amina-northern', 'mostly your name'],
    [NEW, `${NEW}r`, 'Type the same password twice'],
  ])('%j and %j: %s', async (password, again, words) => {
    const answer = await choose(await ask(), password, again);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
    expect(answer.body).not.toContain(`value="${password}"`);
  });

  test.each([
    ['new-password', 'Ask for a new one.'],
    ['invitation', 'send the invitation again'],
    ['new-address', 'Change your e-mail address again'],
  ])('of /%s/ a mail program cut a piece off, or added one: the page says what to do', async (path, words) => {
    for (const token of ['short', `${'a'.repeat(43)}.`, '%3E', 'a'.repeat(90)]) {
      const answer = await visitor.get(`/${path}/${token}`);
      expect([token, answer.statusCode]).toEqual([token, 404]);
      expect(answer.body).toContain('This link does not work any more');
      expect(answer.body).toContain(words);
    }
  });

  test('forged links are not found, and the Host header never makes one', async () => {
    for (const path of [
      `/new-password/${'a'.repeat(43)}`,
      `/invitation/${'A'.repeat(43)}`,
      `/new-address/${'-'.repeat(43)}`,
    ])
      expect([path, (await visitor.get(path)).statusCode]).toEqual([path, 404]);
    await visitor.get('/forgotten-password');
    await visitor.ask('/forgotten-password', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
      },
      payload: new URLSearchParams({ _csrf: visitor.csrf, email: AMINA }).toString(),
    });
    await using _worker = await garner.startWorker();
    await until('the letter', async () => (await letters()) === 1);
    const { body } = await newestLetter(garner, 'email');
    expect(body).toContain(`${garner.context.config.baseUrl}/new-password/`);
    expect(body).not.toContain('evil.example');
  });

  test('asked for again and again, one place has to wait and one mailbox is spared', async () => {
    await visitor.get('/forgotten-password');
    for (let asked = 1; asked <= 10; asked++)
      expect((await visitor.post('/forgotten-password', { email: AMINA })).statusCode).toBe(303);
    expect((await visitor.post('/forgotten-password', { email: AMINA })).statusCode).toBe(429);
    const [task] = linkTasks(garner.context);
    const { id } = await garner.context.db
      .selectFrom('person')
      .select('id')
      .where('email', '=', AMINA)
      .executeTakeFirstOrThrow();
    for (let job = 0; job < 10; job++)
      await task!.run({ person: id }, { attempt: 1, signal: new AbortController().signal });
    expect(await letters()).toBe(4);
  });
});

describe('an invitation', () => {
  const inviteOne = (personId: number) =>
    garner.context.db.transaction().execute((trx) =>
      invite(trx, garner.context, {
        personId,
        organisationId: world.northern,
        invitedBy: { personId, name: 'Ruth Clarke', organisationName: 'Northern Skills Awards' },
      }),
    );
  const amina = async () =>
    (await garner.context.db.selectFrom('person').select('id').where('email', '=', AMINA).executeTakeFirstOrThrow()).id;

  test('to somebody without a password lets them choose one and goes on to the second step', async () => {
    const id = await amina();
    await garner.context.pool.query('update person set password_hash = null where id = $1', [id]);
    await inviteOne(id);
    const path = await newestLink(garner);
    const page = await visitor.get(path);
    expect(page.body).toContain('Welcome to Garner, Amina Patel');
    expect(page.body).toContain('Northern Skills Awards');
    expect((await choose(path)).headers.location).toBe('/sign-in/step');
    expect((await visitor.get(path)).statusCode).toBe(404);
  });

  test('to somebody who has an account changes no password', async () => {
    await inviteOne(await amina());
    const path = await newestLink(garner);
    expect((await visitor.get(path)).body).toContain('You have an account already');
    expect((await choose(path, 'a stolen password', 'a stolen password')).headers.location).toBe('/sign-in');
    expect((await visitor.get('/returns')).statusCode).toBe(401);
    await visitor.get('/sign-in');
    expect((await visitor.post('/sign-in', { email: AMINA, password: 'a stolen password' })).statusCode).toBe(422);
  });

  test('is good for a week', async () => {
    await inviteOne(await amina());
    const path = await newestLink(garner);
    garner.clock.moveDays(7.1);
    expect((await visitor.get(path)).statusCode).toBe(404);
  });
});

describe('signed in', () => {
  beforeEach(async () => {
    visitor = await Visitor.signedIn(garner.app, AMINA);
  });

  test('one’s own password is changed by who knows it; other sessions end', async () => {
    const elsewhere = await Visitor.signedIn(garner.app, AMINA);
    await visitor.get('/account/password');
    const wrong = await visitor.post('/account/password', { current: 'guess', password: NEW, again: NEW });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('Enter the password you have now');
    const answer = await visitor.post('/account/password', { current: PASSWORD, password: NEW, again: NEW });
    expect(answer.statusCode).toBe(303);
    expect((await visitor.get('/returns')).statusCode).toBe(200);
    expect((await elsewhere.get('/returns')).statusCode).toBe(401);
  });

  test('one’s own address is changed once the new one has answered; the old one is told', async () => {
    await visitor.get('/account/address');
    expect((await visitor.post('/account/address', { email: 'amina.new@northern.example' })).statusCode).toBe(303);
    const letter = await newestLetter(garner, 'email');
    expect(letter.recipient).toBe('amina.new@northern.example');
    const path = await newestLink(garner);
    await visitor.get(path);
    expect((await visitor.post(path)).statusCode).toBe(303);
    expect(await newestLetter(garner, 'email')).toMatchObject({
      recipient: AMINA,
      subject: 'Your e-mail address for Garner was changed',
    });
    const other = new Visitor(garner.app);
    await other.get('/sign-in');
    expect((await other.post('/sign-in', { email: AMINA, password: PASSWORD })).statusCode).toBe(422);
    expect((await other.post('/sign-in', { email: 'amina.new@northern.example', password: PASSWORD })).statusCode).toBe(
      303,
    );
  });

  test('nobody takes an address that is another’s or looks like it', async () => {
    for (const email of ['ben@northern.example', 'BEN@northern.example', 'bеn@northern.example']) {
      await visitor.get('/account/address');
      expect((await visitor.post('/account/address', { email })).statusCode).toBe(303);
      const path = await newestLink(garner);
      await visitor.get(path);
      expect([email, (await visitor.post(path)).statusCode]).toEqual([email, 404]);
    }
    const { rows } = await garner.context.pool.query('select email from person order by id limit 2');
    expect(rows.map(({ email }) => email)).toEqual([AMINA, 'ben@northern.example']);
  });
});
