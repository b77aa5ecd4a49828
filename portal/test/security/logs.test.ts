import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openContext } from '../../src/context.ts';
import { linkTasks } from '../../src/modules/accounts/links/passwords.ts';
import { publishTemplates, readTemplates } from '../../src/modules/collections/index.ts';
import { openPool } from '../../src/platform/db/database.ts';
import { openLog } from '../../src/platform/log.ts';
import { buildWeb } from '../../src/web.ts';
import { newAppOf } from '../accounts/app-codes.ts';
import { newestCode, newestLink } from '../accounts/codes.ts';
import { emptyDatabase } from '../database.ts';
import { AMINA, makeWorld, OWEN, PASSWORD, PHONE } from '../factories.ts';
import { FakeClock, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

const NEW_PASSWORD = 'kettle 9 river moss';
const lines: string[] = [];
/** What may not be written: filled as the journeys go on. */
const secrets: string[] = [
  AMINA,
  'amina',
  'Amina Patel',
  PHONE,
  PHONE.slice(1),
  PHONE.slice(-6),
  PASSWORD,
  NEW_PASSWORD,
  'argon2',
];
let garner: TestGarner;

/** A Garner whose log, at its most talkative, is kept here. */
beforeAll(async () => {
  const { [Symbol.asyncDispose]: drop, ...connection } = await emptyDatabase('garner_template');
  const folder = await mkdtemp(join(tmpdir(), 'garner-logs-'));
  const log = openLog(
    'trace',
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const clock = new FakeClock();
  const config = readConfig({ GARNER_DATA: folder, GARNER_ROLES: 'web,worker' });
  const context = await openContext(config, connection, { clock, log });
  await publishTemplates(context, await readTemplates());
  const app = await buildWeb(context);
  garner = {
    context,
    clock,
    app,
    startWorker: () => Promise.reject(new Error('No worker runs here')),
    async [Symbol.asyncDispose]() {
      await app.close();
      await context[Symbol.asyncDispose]();
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await makeWorld(garner);
});
afterAll(() => garner[Symbol.asyncDispose]());

function nothingSecret(visitor: Visitor): void {
  const written = lines.join('');
  for (const secret of [...secrets, ...visitor.cookies.values(), visitor.csrf])
    expect([secret, secret !== '' && written.includes(secret)]).toEqual([secret, false]);
}

async function signIn(visitor: Visitor, password: string, email: string = AMINA) {
  await visitor.get('/sign-in');
  const answer = await visitor.post('/sign-in', { email, password });
  secrets.push(...visitor.cookies.values());
  return answer;
}

test('signing in, failing to, codes of every kind, a reset and an invitation leave nothing secret in the log', async () => {
  const visitor = new Visitor(garner.app);
  await signIn(visitor, 'a wrong password that nobody may read');
  secrets.push('a wrong password that nobody may read');
  await signIn(visitor, PASSWORD);
  await visitor.get('/sign-in/step');
  await visitor.post('/sign-in/step/send', { by: 'text' });
  await visitor.post('/sign-in/step/phone', { code: '918273' });
  const code = await newestCode(garner);
  secrets.push('918273', code);
  expect((await visitor.post('/sign-in/step/phone', { code, trust: 'yes' })).statusCode).toBe(303);
  secrets.push(...visitor.cookies.values());
  const { app, sealed } = newAppOf((await visitor.get('/account/apps/add')).body);
  const appCode = app.code(garner);
  expect((await visitor.post('/account/apps/add', { name: 'Phone', sealed, code: appCode })).statusCode).toBe(303);
  secrets.push(sealed, appCode);
  const { body } = await visitor.post('/account/recovery-codes');
  const codes = [...body.matchAll(/<(?:li|code)[^>]*>([A-Z0-9-]{8,})</gi)].map(([, recovery]) => recovery!);
  expect(codes.length).toBeGreaterThanOrEqual(10);
  secrets.push(...codes);
  await visitor.post('/sign-out');

  await visitor.get('/forgotten-password');
  await visitor.post('/forgotten-password', { email: AMINA });
  const { id: person } = await garner.context.db
    .selectFrom('person')
    .select('id')
    .where('email', '=', AMINA)
    .executeTakeFirstOrThrow();
  const [task] = linkTasks(garner.context);
  await task!.run({ person }, { attempt: 1, signal: new AbortController().signal });
  const link = await newestLink(garner);
  secrets.push(link.split('/').at(-1)!);
  await visitor.get(link);
  await visitor.post(link, { password: 'short', again: 'short' });
  expect((await visitor.post(link, { password: NEW_PASSWORD, again: NEW_PASSWORD })).statusCode).toBe(303);
  nothingSecret(visitor);
});

test('a fault of the database is written down without the row that it was about', async () => {
  const owner = openPool(garner.context.connection, 1, () => undefined);
  await owner.query('alter table membership add constraint never_again check (last_sign_in_at is null) not valid');
  try {
    const visitor = new Visitor(garner.app);
    await signIn(visitor, NEW_PASSWORD);
    await visitor.get('/sign-in/step');
    await visitor.post('/sign-in/step/send', { by: 'text' });
    const code = await newestCode(garner);
    secrets.push(code);
    const before = lines.length;
    const answer = await visitor.post('/sign-in/step/phone', { code });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/never_again|person|argon2/);
    const told = lines.slice(before).join('');
    // What mends it is there: what was wrong, where in the code, at which route.
    expect(told).toContain('never_again');
    expect(told).toContain('/sign-in/step/phone');
    nothingSecret(visitor);
  } finally {
    await owner.query('alter table membership drop constraint never_again');
    await owner.end();
  }
});

test('what is written is one JSON value a line, whatever was asked for', async () => {
  const before = lines.length;
  await garner.app.inject({ url: '/returns?x=%0a%7b%22level%22:60%7d', headers: { 'user-agent': 'a\tb{"level":60}' } });
  await garner.app.inject({ url: '/sign-in/step/phone%0d%0aforged', method: 'POST' });
  garner.context.log.warn({ name: 'a\n{"level":60,"msg":"forged"}' }, 'with a line break');
  const written = lines.slice(before);
  expect(written.length).toBeGreaterThanOrEqual(1);
  for (const line of written) {
    expect(line.trimEnd()).not.toContain('\n');
    expect((JSON.parse(line) as { level: number }).level).toBeLessThan(60);
  }
});

test('what was refused is written down by numbers: who, for whom, which route, and why', async () => {
  const visitor = await Visitor.signedIn(garner.app, OWEN);
  const before = lines.length;
  expect((await visitor.get('/organisation/users')).statusCode).toBe(403);
  expect((await visitor.ask('/sign-out', { method: 'POST' })).statusCode).toBe(403);
  const [access, token] = lines
    .slice(before)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'a request was refused');
  expect(access).toMatchObject({ route: '/organisation/users', why: 'forbidden' });
  expect([access!['personId'], access!['organisationId']].map((id) => typeof id)).toEqual(['number', 'number']);
  expect(token).toMatchObject({ method: 'POST', route: '/sign-out', why: 'stale-page' });
});
