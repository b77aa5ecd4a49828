import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Letter } from '../../src/platform/mail/index.ts';
import { AMINA, BEN, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { runTask, send } from './story.ts';

/** No worker runs here: every step is run by hand, three times at once where that can happen, else twice in turn. */
let garner: TestGarner;
let world: World;
let upload: string;
const posted: Letter[] = [];

beforeAll(async () => {
  garner = await openTestGarner({ mail: { staysHere: false, send: async (letter) => void posted.push(letter) } });
  world = await makeWorld(garner);
  const amina = await Visitor.signedIn(garner.app, AMINA);
  upload = await send(amina, world.open, 'outcomes.csv', await exampleCsv('valid'));
});
afterAll(() => garner[Symbol.asyncDispose]());

async function rows<T>(sql: string): Promise<T[]> {
  return (await garner.context.pool.query(sql)).rows as T[];
}
async function thrice(task: string, payload: Record<string, string | number>): Promise<void> {
  await Promise.all([runTask(garner, task, payload), runTask(garner, task, payload), runTask(garner, task, payload)]);
  await runTask(garner, task, payload);
}
const submission = async (): Promise<number> =>
  Number((await rows<{ id: string }>('select id from submission'))[0]!.id);
const jobs = (task: string) => rows(`select 1 from graphile_worker.jobs where task_identifier = '${task}'`);
const messages = (occasion: string) => rows(`select email from message where occasion like '%${occasion}'`);

test('received: one attempt, one round of messages, one scan', async () => {
  await thrice('returns.received', { return: world.open, upload });
  expect(await rows('select number, status from submission')).toEqual([{ number: 1, status: 'received' }]);
  expect(await messages('received')).toHaveLength(3);
  expect(await jobs('returns.scan')).toHaveLength(1);
});

test('scanned: one verdict, one check', async () => {
  await thrice('returns.scan', { submission: await submission() });
  expect(await rows('select status from submission')).toEqual([{ status: 'checking' }]);
  expect(await rows('select state from check_run')).toEqual([{ state: 'waiting' }]);
  expect(await jobs('returns.check')).toHaveLength(1);
});

test('checked: the same findings, one decision', async () => {
  const check = async (): Promise<unknown> => {
    await runTask(garner, 'returns.check', { submission: await submission() });
    return await rows('select state, rows_done, errors, ended_at from check_run');
  };
  expect(await check()).toEqual(await check());
  expect(await jobs('returns.decide')).toHaveLength(1);
});

test('decided: one verdict, one audit event, one round of messages', async () => {
  await thrice('returns.decide', { submission: await submission() });
  expect(await rows('select status from submission')).toEqual([{ status: 'accepted' }]);
  expect(await rows('select status from return order by id limit 1')).toEqual([{ status: 'accepted' }]);
  expect(await rows("select 1 from audit_event where action = 'submission.accepted'")).toHaveLength(1);
  expect(await messages('accepted')).toEqual([{ email: AMINA }, { email: BEN }, { email: 'ruth@northern.example' }]);
});

test('told: each letter once', async () => {
  const all = await rows<{ id: string }>('select id from message');
  expect(all).toHaveLength(6);
  for (const { id } of all) await thrice('notifications.deliver', { message: Number(id) });
  expect(posted).toHaveLength(6);
});

test('the steps of what is decided change nothing more', async () => {
  const state = () =>
    rows(`select s.status, s.decided_at, (select count(*) from message) as messages, (select count(*) from audit_event)
          as events, (select count(*) from check_run) as checks from submission s`);
  const before = await state();
  await thrice('returns.received', { return: world.open, upload });
  for (const step of ['scan', 'check', 'decide']) await thrice(`returns.${step}`, { submission: await submission() });
  expect(await state()).toEqual(before);
});
