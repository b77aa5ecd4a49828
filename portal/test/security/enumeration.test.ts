import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addPerson } from '../../src/modules/accounts/index.ts';
import { makeLink, useLink } from '../../src/modules/accounts/links/links.ts';
import { linkTasks } from '../../src/modules/accounts/links/passwords.ts';
import { send } from '../accounts/users-stage.ts';
import { AMINA, addTestPerson, makeWorld, OWEN, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

const ADMIN = 'anna@northern.example';
const INVITED = 'invited@northern.example';
const REMOVED = 'removed@northern.example';
const PASSKEY_ONLY = 'passkey@northern.example';
const NOBODY = 'nobody@nowhere.example';

let garner: TestGarner;
let world: World;
let visitor: Visitor;
beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  const { context } = garner;
  await context.db.transaction().execute(async (trx) => {
    const at = { organisationId: world.northern, permissions: [] };
    await addTestPerson(trx, context, {
      ...at,
      name: 'Anna Berg',
      email: ADMIN,
      permissions: ['Organisation Administrator'],
    });
    await addPerson(trx, { ...at, name: 'Ina Vale', email: INVITED });
    for (const [name, email] of [
      ['Rob Dale', REMOVED],
      ['Pia Keys', PASSKEY_ONLY],
    ] as const)
      await addTestPerson(trx, context, { ...at, name, email });
    await trx.updateTable('person').set({ removed_at: garner.clock.now() }).where('email', '=', REMOVED).execute();
    await trx.updateTable('person').set({ passkey_only: true }).where('email', '=', PASSKEY_ONLY).execute();
  });
  visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
});
afterAll(() => garner[Symbol.asyncDispose]());
afterEach(() => garner.context.pool.query('delete from sign_in_failure'));

/** A page without what was typed and what is new on each. */
const lasting = (body: string): string => body.replaceAll(/value="[^"]*"/g, '');

/** The quickest of several answers for each address in turn, in milliseconds: other work may come between. */
async function quickest(rounds: number, emails: readonly string[], ask: (email: string) => Promise<unknown>) {
  const best = new Map(emails.map((email) => [email, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < rounds; round++) {
    for (const email of emails) {
      await garner.context.pool.query('delete from sign_in_failure');
      const began = performance.now();
      await ask(email);
      best.set(email, Math.min(best.get(email)!, performance.now() - began));
    }
  }
  return best;
}

describe('at the door', () => {
  const all = [AMINA, INVITED, REMOVED, PASSKEY_ONLY, NOBODY];

  test('who has an account, was invited, was removed, has a passkey alone or is unknown reads the same', async () => {
    const answers = new Set<string>();
    for (const email of all) {
      const { statusCode, body, headers } = await visitor.post('/sign-in', { email, password: 'wrong' });
      answers.add(`${statusCode} ${Object.keys(headers).sort()} ${lasting(body)}`);
    }
    expect(answers.size).toBe(1);
  });

  test('and waits equally long', async () => {
    const best = await quickest(9, all, (email) => visitor.post('/sign-in', { email, password: 'wrong' }));
    const amina = best.get(AMINA)!;
    for (const [email, time] of best) expect([email, time / amina > 0.5 && time / amina < 2]).toEqual([email, true]);
  });

  test('passkeys are asked for without saying whose', async () => {
    const ask = async (email: string) => {
      const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': visitor.csrf };
      const answer = await visitor.ask('/sign-in/passkey/options', {
        method: 'POST',
        headers,
        payload: JSON.stringify({ email }),
      });
      const { challenge: _new, ...rest } = answer.json() as Record<string, unknown>;
      return rest;
    };
    const options = await ask(PASSKEY_ONLY);
    expect(options).toEqual(await ask(NOBODY));
    expect(options['allowCredentials'] ?? []).toEqual([]);
  });
});

describe('a forgotten password', () => {
  test.each([AMINA, INVITED, REMOVED, PASSKEY_ONLY, NOBODY, 'ＡＭＩＮＡ@northern.example', 'аmina@northern.example'])(
    'of %s is answered like any other, and does the same work',
    async (email) => {
      const { pool } = garner.context;
      const jobs = async () =>
        (await pool.query('select count(*)::int as jobs from graphile_worker.jobs')).rows[0].jobs;
      const before = await jobs();
      const { statusCode, headers, body } = await visitor.post('/forgotten-password', { email });
      expect([statusCode, headers.location, body]).toEqual([303, '/forgotten-password/sent', '']);
      expect(await jobs()).toBe(before + 1);
    },
  );

  test('takes equally long', async () => {
    const best = await quickest(10, [AMINA, NOBODY], (email) => visitor.post('/forgotten-password', { email }));
    expect(best.get(NOBODY)! / best.get(AMINA)!).toBeGreaterThan(0.4);
  });

  test('an address that only looks like somebody’s gets no letter', async () => {
    await garner.context.pool.query('delete from outbox_letter');
    const { rows } = await garner.context.pool.query<{ payload: { person: number | null } }>(
      `select payload from graphile_worker._private_jobs`,
    );
    const [task] = linkTasks(garner.context);
    for (const { payload } of rows) await task!.run(payload, { attempt: 1, signal: new AbortController().signal });
    const letters = await garner.context.pool.query('select distinct recipient from outbox_letter order by 1');
    const to = letters.rows.map(({ recipient }) => recipient);
    expect(to).not.toContain('аmina@northern.example');
    expect(to).not.toContain('ＡＭＩＮＡ@northern.example');
    expect(to).not.toContain(NOBODY);
    expect(to).not.toContain(REMOVED);
    expect(to).toContain(AMINA);
  });
});

test.each(['password', 'invitation', 'address'] as const)(
  'a %s link that was used, is too old or was never made reads the same',
  async (kind) => {
    const { db } = garner.context;
    const { id: personId } = await db
      .selectFrom('person')
      .select('id')
      .where('email', '=', AMINA)
      .executeTakeFirstOrThrow();
    const path = `/${{ password: 'new-password', invitation: 'invitation', address: 'new-address' }[kind]}`;
    const make = () => makeLink(db, garner.clock, { kind, personId, newEmail: 'new@northern.example' });
    const old = await make();
    // Of an older one a newer makes an end.
    const used = await make();
    await useLink(db, garner.clock, used.token, kind);
    const answers = new Set<string>();
    for (const token of [old.token, used.token, 'n'.repeat(43)]) {
      for (const answer of [
        await visitor.get(`${path}/${token}`),
        await visitor.post(`${path}/${token}`, { password: 'kettle 9 river moss', again: 'kettle 9 river moss' }),
      ])
        answers.add(`${answer.statusCode} ${lasting(answer.body)}`);
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404 /);
  },
);

describe('adding somebody', () => {
  test('who has an account elsewhere is answered as who has none; their other organisation is not told', async () => {
    const anna = await Visitor.signedIn(garner.app, ADMIN);
    await anna.get('/account');
    const shape = async (email: string) => {
      const fields = { name: 'Somebody Else', email, phone: '020 7946 0000', permissions: ['Data Submissions'] };
      const { statusCode, headers, body } = await send(anna, '/organisation/users/add', fields);
      return [statusCode, String(headers.location).replace(/\d+/, 'N'), body];
    };
    expect(await shape(OWEN)).toEqual(await shape('new@northern.example'));
    expect((await anna.get('/organisation/users')).body).not.toContain('Albion');
  });

  test('mixed case is the same person; what looks like somebody is refused without saying who', async () => {
    const anna = await Visitor.signedIn(garner.app, ADMIN);
    await anna.get('/account');
    const add = async (email: string) =>
      await send(anna, '/organisation/users/add', { name: 'Owen Two', email, permissions: [] });
    const same = await add(' OWEN@Albion.EXAMPLE ');
    expect([same.statusCode, same.body.includes('belongs to your organisation already')]).toEqual([422, true]);
    for (const email of [
      'оwen@albion.example',
      'owen@albiοn.example',
      'ow\u200Ben@albion.example',
      'òwen@albion.example',
    ]) {
      const { statusCode, body } = await add(email);
      expect([email, statusCode]).toEqual([email, 422]);
      expect(body).not.toContain('Hughes');
      expect(body).not.toContain('Albion Examinations');
    }
    const { rows } = await garner.context.pool.query(
      "select count(*)::int as people from person where email like '%wen@%'",
    );
    expect(rows[0].people).toBe(1);
  });

  test('an invitation is for our own address, whatever the request says of its host', async () => {
    const anna = await Visitor.signedIn(garner.app, ADMIN);
    await anna.get('/account');
    const evil = 'evil.example';
    const payload = new URLSearchParams({
      _csrf: anna.csrf,
      name: 'Hal Post',
      email: 'hal@northern.example',
      phone: '020 7946 0000',
    });
    const answer = await anna.ask('/organisation/users/add', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        host: evil,
        'x-forwarded-host': evil,
        'x-forwarded-proto': 'gopher',
        forwarded: `host=${evil}`,
        origin: `https://${evil}`,
      },
      payload: payload.toString(),
    });
    expect(answer.statusCode).toBe(303);
    expect(String(answer.headers.location)).toMatch(/^\/organisation\//);
    const { rows } = await garner.context.pool.query(
      "select body from outbox_letter where recipient = 'hal@northern.example'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].body).toContain(`${garner.context.config.baseUrl}/invitation/`);
    expect(rows[0].body).not.toContain(evil);
  });
});
