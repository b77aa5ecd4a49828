import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { newestLetter } from './codes.ts';
import { anotherPerson, countEvents, countTrusted, halfSignedIn, MINUTE_DAYS } from './steps.ts';

let garner: TestGarner;
let world: World;
let email: string;
let amina: Visitor;
let codes: string[];

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
});
beforeEach(async () => {
  email = await anotherPerson(garner, world.northern);
  amina = await Visitor.signedIn(garner.app, email);
  codes = await makeCodes(amina);
});
afterAll(() => garner?.[Symbol.asyncDispose]());

const codesIn = (body: string): string[] => [...body.matchAll(/<code class="garner-code">([^<]+)</g)].map((m) => m[1]!);

async function makeCodes(visitor: Visitor): Promise<string[]> {
  await visitor.get('/account/recovery-codes');
  const page = await visitor.post('/account/recovery-codes');
  expect(page.statusCode).toBe(200);
  expect(page.headers['cache-control']).toBe('no-store');
  return codesIn(page.body);
}

const use = async (code: string): Promise<number> =>
  (await (await halfSignedIn(garner.app, email)).post('/sign-in/step/recovery', { code })).statusCode;

test('ten codes are shown once, to print, copy or save, and kept only as hashes', async () => {
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$/);
  const again = await amina.get('/account/recovery-codes');
  expect(codesIn(again.body)).toEqual([]);
  expect(again.body).toContain('You have 10 recovery codes left. New ones take their place.');
  const { rows } = await garner.context.pool.query("select encode(code_hash, 'escape') as kept from recovery_code");
  for (const { kept } of rows) for (const code of codes) expect(kept).not.toContain(code.slice(0, 4));
  expect((await newestLetter(garner, 'email')).body).toContain('new recovery codes were made');
});

test('the file to save holds every code', async () => {
  const page = await amina.post('/account/recovery-codes');
  const [, data] = /download="garner-recovery-codes.txt" href="data:text\/plain;charset=utf-8,([^"]+)"/.exec(
    page.body,
  )!;
  for (const code of codesIn(page.body)) expect(decodeURIComponent(data!)).toContain(code);
});

test('a code lets in once, however it is written, and its owner is told how many are left', async () => {
  const written = ` ${codes[0]!.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'I')} `;
  const half = await halfSignedIn(garner.app, email);
  expect((await half.get('/sign-in/step?way=recovery')).body).toContain('Recovery code');
  const answer = await half.post('/sign-in/step/recovery', { code: written, next: '/outbox' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/outbox']);
  // The newest letter tells of the new browser.
  const { rows } = await garner.context.pool.query(
    "select body from outbox_letter where recipient = $1 and subject = 'A recovery code was used'",
    [email],
  );
  expect(rows[0].body).toContain('You have 9 recovery codes left.');
  expect(await use(codes[0]!)).toBe(422);
  expect(await use(codes[1]!)).toBe(303);
});

test('the same code three times at once opens one session', async () => {
  const visitors = [];
  for (let each = 0; each < 3; each++) visitors.push(await halfSignedIn(garner.app, email));
  const answers = await Promise.all(
    visitors.map((visitor) => visitor.post('/sign-in/step/recovery', { code: codes[0]! })),
  );
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 422, 422]);
});

test('another person’s code is of no use', async () => {
  const ben = await Visitor.signedIn(garner.app, await anotherPerson(garner, world.northern, 'Ben Ito'));
  const [his] = await makeCodes(ben);
  expect(await use(his!)).toBe(422);
});

test('new codes take the place of old ones', async () => {
  const [fresh] = await makeCodes(amina);
  expect(await use(codes[0]!)).toBe(422);
  expect(await use(fresh!)).toBe(303);
  expect(await countEvents(garner, email, 'recovery-codes.made')).toBe(2);
});

test('the account says when few are left', async () => {
  expect((await amina.get('/account')).body).not.toContain('recovery codes left.');
  for (const code of codes.slice(0, 7)) expect(await use(code)).toBe(303);
  expect((await amina.get('/account')).body).toContain('You have 3 recovery codes left.');
});

test('making codes leaves this browser trusted and no other', async () => {
  await garner.context.pool.query(
    `insert into trusted_browser (token_hash, person_id, created_at, expires_at)
     select 'another', id, now(), '2030-01-01' from person where email = $1`,
    [email],
  );
  expect(await countTrusted(garner, email)).toBe(2);
  await makeCodes(amina);
  expect(await countTrusted(garner, email)).toBe(1);
});

test('after five wrong codes the next waits', async () => {
  const half = await halfSignedIn(garner.app, email);
  for (const code of ['', 'x', '\u0000', 'y'.repeat(40), '☃']) {
    expect([code, (await half.post('/sign-in/step/recovery', { code })).statusCode]).toEqual([code, 422]);
  }
  const waiting = await half.post('/sign-in/step/recovery', { code: codes[0]! });
  expect(waiting.statusCode).toBe(429);
  expect(waiting.body).toContain('Wait 15 minutes, or use another way');
  const later = await halfSignedIn(garner.app, email);
  garner.clock.moveDays(15 * MINUTE_DAYS - 1 / 86_400);
  expect((await halfSignedInPost(later, codes[0]!)).statusCode).toBe(429);
});

const halfSignedInPost = (half: Visitor, code: string) => half.post('/sign-in/step/recovery', { code });

test('they are made only by who proved of late who they are', async () => {
  garner.clock.moveDays(11 * MINUTE_DAYS);
  expect((await amina.post('/account/recovery-codes')).statusCode).toBe(403);
});
