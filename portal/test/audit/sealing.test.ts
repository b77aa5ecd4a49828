/** Seals, their copies, their key, and the worker that makes them. */
import { link, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginCheck } from '../../src/modules/audit/checks.ts';
import { auditKey, auditSchedules, auditTasks, NoAuditKeyError, sealChain } from '../../src/modules/audit/index.ts';
import { readSeal, sealKey } from '../../src/modules/audit/seal.ts';
import { startWorker } from '../../src/platform/queue/worker.ts';
import { until } from '../harness.ts';
import { type AuditStage, expectWhole, KEY, openStage, tamperer, verify, write } from './stage.ts';

let garner: AuditStage;
beforeEach(async () => {
  garner = await openStage();
});
afterEach(() => garner[Symbol.asyncDispose]());

const seal = () => sealChain(garner.context, KEY);
const rows = async (): Promise<number[]> =>
  (await garner.context.pool.query('select position from audit_seal order by number')).rows.map((row) => row.position);

test('the chain is sealed where it has grown, once, whoever asks at the same moment', async () => {
  expect(await seal()).toBeUndefined();
  await write(garner, 2);
  const made = await Promise.all([seal(), seal(), seal()]);
  expect(made.filter((one) => one !== undefined)).toHaveLength(1);
  await write(garner, 1);
  expect(await seal()).toMatchObject({ number: 2, position: 3 });
  expect(await rows()).toEqual([2, 3]);
  expect(await expectWhole(garner)).toMatchObject({ seals: 2 });
  expect(await readSeal(garner.context.blobs, 2)).toMatchObject({ number: 2, position: 3 });
});

test('what a killed run left is cleared away, and is not written over: it may be a copy by another name', async () => {
  const { blobs, workFolder } = garner.context;
  const draft = join(workFolder, 'seal.json');
  await write(garner, 1);
  await seal();
  const first = await readSeal(blobs, 1);
  await link(blobs.localPath(sealKey(1)), draft);
  await write(garner, 1);
  await seal();
  expect(await readSeal(blobs, 1)).toEqual(first);
  await expect(stat(draft)).rejects.toThrow('ENOENT');
});

test('killed between the copy and the row, the next run takes the row from the copy', async () => {
  await write(garner, 2);
  await seal();
  await using owner = await tamperer(garner);
  await owner.query('delete from audit_seal');
  // A copy without a row is what a kill leaves: no break.
  expect(await expectWhole(garner)).toMatchObject({ seals: 1 });
  expect(await seal()).toBeUndefined();
  await write(garner, 1);
  expect(await seal()).toMatchObject({ number: 2 });
  expect(await rows()).toEqual([2, 3]);
  await expectWhole(garner);
});

test('a copy that does not fit stays, is passed over, and is found', async () => {
  await write(garner, 2);
  await seal();
  await using owner = await tamperer(garner);
  // As after a backup was put back: the chain is shorter, and goes on in another way.
  await owner.query(
    'delete from audit_seal; delete from audit_chain; delete from audit_event; delete from audit_detail',
  );
  await write(garner, 3, { subject: 'another story' });
  expect(await seal()).toMatchObject({ number: 2, position: 3 });
  expect((await verify(garner)).first).toMatchObject({ kind: 'seal-does-not-match', seal: 1 });
});

test('the key: given, or a file of its owner’s alone, made once; too short is refused', async () => {
  const { dataFolder } = garner.context.config;
  const given = 'x'.repeat(32);
  expect(await auditKey({ dataFolder, auditKey: given }, { make: true })).toEqual(Buffer.from(given));
  const path = join(dataFolder, 'audit.key');
  await expect(auditKey({ dataFolder }, { make: false })).rejects.toThrow(NoAuditKeyError);
  expect(await readdir(dataFolder)).not.toContain('audit.key');
  const made = await Promise.all([1, 2, 3].map(() => auditKey({ dataFolder }, { make: true })));
  expect(new Set(made.map(String)).size).toBe(1);
  expect(await auditKey({ dataFolder }, { make: false })).toEqual(made[0]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await writeFile(path, '');
  await expect(auditKey({ dataFolder }, { make: true })).rejects.toThrow(`${path} is shorter than 32 characters`);
  await expect(auditKey({ dataFolder, auditKey: 'short' }, { make: true })).rejects.toThrow(
    'GARNER_AUDIT_KEY is shorter',
  );
  await rm(path);
});

test('a worker seals at its start and runs the checks that people ask for', async () => {
  const { context } = garner;
  await write(garner, 5);
  await using _worker = await startWorker(context, auditTasks(context, KEY), auditSchedules, 2);
  await until('a seal', async () => (await rows()).length === 1);
  const begin = () => context.db.transaction().execute((trx) => beginCheck(trx, context.clock, 7));
  expect(await begin()).toBe(true);
  const ended = () =>
    until('the check to end', async () => {
      const { rows: checks } = await context.pool.query('select * from audit_check order by id desc limit 1');
      return checks[0]?.ended_at ? checks[0] : false;
    });
  expect(await ended()).toMatchObject({ state: 'whole', checked: 5, length: 5, asked_by: 7 });
  await using owner = await tamperer(garner);
  await owner.query(`update audit_event set action = 'x' where subject = 'thing 3'`);
  expect(await begin()).toBe(true);
  expect(await begin()).toBe(false);
  expect(await ended()).toMatchObject({
    state: 'broken',
    checked: 2,
    result: { first: { kind: 'event-changed', position: 3 } },
  });
});
