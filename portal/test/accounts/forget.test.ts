import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountTasks } from '../../src/modules/accounts/index.ts';
import { AMINA, makeWorld, PASSWORD } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;

beforeAll(async () => {
  garner = await openTestGarner();
  await makeWorld(garner);
});
afterAll(() => garner[Symbol.asyncDispose]());

const counts = async () =>
  (
    await garner.context.pool.query(`select
      (select count(*)::int from session) as sessions,
      (select count(*)::int from phone_code) as codes,
      (select count(*)::int from sign_in_failure) as failures,
      (select count(*)::int from trusted_browser where expires_at < '2099-01-01') as trust`)
  ).rows[0];

const forget = async (): Promise<void> => {
  const task = accountTasks(garner.context).find(({ name }) => name === 'accounts.forget')!;
  await task.run({}, { attempt: 1, signal: new AbortController().signal });
};

test('what is still of use stays, what is not goes', async () => {
  await Visitor.signedIn(garner.app, AMINA);
  const other = new Visitor(garner.app);
  await other.get('/sign-in');
  await other.post('/sign-in', { email: AMINA, password: 'wrong' });
  await other.post('/sign-in', { email: AMINA, password: PASSWORD });
  await other.post('/sign-in/step/send', { by: 'text' });
  await forget();
  expect(await counts()).toEqual({ sessions: 2, codes: 1, failures: 2, trust: 0 });
  garner.clock.moveDays(1.1);
  await forget();
  expect(await counts()).toEqual({ sessions: 0, codes: 1, failures: 0, trust: 0 });
  garner.clock.moveDays(30);
  await forget();
  expect(await counts()).toEqual({ sessions: 0, codes: 0, failures: 0, trust: 0 });
});
