/** The page of the chain: what it says before, during and after a check. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditTasks, sealChain } from '../../src/modules/audit/index.ts';
import type { App } from '../../src/platform/http/app.ts';
import { startWorker } from '../../src/platform/queue/worker.ts';
import { until } from '../harness.ts';
import type { Visitor } from '../visitor.ts';
import { auditPages, reading } from './pages-stage.ts';
import { type AuditStage, KEY, openStage, tamperer, write } from './stage.ts';

let garner: AuditStage;
let app: App;
let connie: Visitor;
beforeAll(async () => {
  garner = await openStage();
  app = await auditPages(garner, {
    connie: { organisationId: 3, mayReadAll: true, personId: 13, address: '192.0.2.13' },
  });
  connie = reading(app, 'connie');
});
afterAll(async () => {
  await app.close();
  await garner[Symbol.asyncDispose]();
});

const page = async (): Promise<string> => (await connie.get('/audit/chain')).body;

/** Runs what waits in the queue until the page says so. */
async function settled(sentence: string): Promise<string> {
  await using _worker = await startWorker(garner.context, auditTasks(garner.context, KEY), [], 1);
  return await until(sentence, async () => {
    const now = await page();
    return now.includes(sentence) && now;
  });
}

test('before the first event and the first check', async () => {
  const now = await page();
  for (const part of ['0 events', 'None yet', 'The chain has not been checked yet', 'Check the chain now'])
    expect(now).toContain(part);
});

test('a check is asked for once, waits, runs, and says that the chain is whole', async () => {
  await write(garner, 3);
  await sealChain(garner.context, KEY);
  expect(await page()).toContain('Number 1, 22 November 2026 at 9:00am, up to event 3');
  expect((await connie.post('/audit/chain/check')).statusCode).toBe(303);
  expect((await connie.post('/audit/chain/check')).statusCode).toBe(303);
  const waiting = await page();
  expect(waiting).toContain('It begins in a moment');
  expect(waiting).toContain('http-equiv="refresh"');
  expect(waiting).not.toContain('Check the chain now');
  const { rows } = await garner.owner.query(
    `select person_id::int, address from audit_event join audit_detail on event_id = id where action = 'audit.chain-check'`,
  );
  expect(rows).toEqual([{ person_id: 13, address: '192.0.2.13' }]);
  // Three, and that a check was asked for.
  const done = await settled('The chain is whole: 4 events checked');
  expect(done).toContain('Check the chain now');
  expect(done).not.toContain('http-equiv="refresh"');
});

test('a check needs the token of the page', async () => {
  connie.csrf = 'forged';
  expect((await connie.post('/audit/chain/check')).statusCode).toBe(403);
});

test('a chain that is broken says where, in words', async () => {
  await using owner = await tamperer(garner);
  await owner.query(`update audit_event set subject = 'x' where subject = 'thing 2'`);
  await page();
  await connie.post('/audit/chain/check');
  const now = await settled('The chain is broken.');
  expect(now).toContain('The event is not what it was when it joined the chain.');
  expect(now).toContain('The event before it is as it was.');
});
