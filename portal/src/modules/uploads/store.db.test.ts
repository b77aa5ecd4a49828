import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorld, type World } from '../../../test/factories.ts';
import { openTestGarner, type TestGarner } from '../../../test/harness.ts';
import { MOST_UNFINISHED, UNFINISHED_DAYS } from './model.ts';
import { Uploads } from './store.ts';
import { uploadTasks } from './tasks.ts';

let garner: TestGarner;
let world: World;
let uploads: Uploads;
let personId: number;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  uploads = new Uploads(garner.context);
  ({ id: personId } = await garner.context.db.selectFrom('person').select('id').limit(1).executeTakeFirstOrThrow());
});
afterAll(() => garner[Symbol.asyncDispose]());

const DATA = Buffer.from('Garner takes in what education bodies owe each other');
const THEN = 'tests.arrived';

function begin(organisationId = world.northern): Promise<string> {
  return uploads.begin({
    organisationId,
    personId,
    name: 'outcomes.csv',
    size: DATA.length,
    purpose: 'a test',
    limits: { bytes: 1000, types: ['.csv'] },
    then: { task: THEN, payload: { for: 'this' } },
  });
}

async function jobsFor(id: string): Promise<number> {
  const { rows } = await garner.context.pool.query(
    "select count(*)::int as jobs from graphile_worker._private_jobs where payload->>'upload' = $1",
    [id],
  );
  return rows[0].jobs;
}

async function sweep(): Promise<void> {
  const [task] = uploadTasks(garner.context, new Uploads(garner.context));
  await task!.run({}, { attempt: 1, signal: new AbortController().signal });
}

test('the last byte makes a file with its SHA-256 and starts what is next, once', async () => {
  const id = await begin();
  expect(await uploads.finish(id)).toBe('receiving');
  await uploads.tus.write(Readable.from([DATA.subarray(0, 10)]), id, 0);
  expect(await uploads.finish(id)).toBe('receiving');
  await uploads.tus.write(Readable.from([DATA.subarray(10)]), id, 10);
  expect(await uploads.finish(id)).toBe('received');
  expect(await uploads.finish(id)).toBe('received');
  const file = await garner.context.db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(file).toMatchObject({ name: 'outcomes.csv', size: DATA.length, verdict: null });
  expect(file.sha256).toBe(createHash('sha256').update(DATA).digest('hex'));
  expect((await buffer(await garner.context.blobs.read(file.blob_key))).equals(DATA)).toBe(true);
  expect(await jobsFor(id)).toBe(1);
  expect(await readdir(garner.context.uploadsFolder)).not.toContain(id);
});

test('finished by several processes at once: one file, one job, no fault', async () => {
  const others = Array.from({ length: 6 }, () => new Uploads(garner.context));
  for (let round = 0; round < 10; round++) {
    const id = await begin();
    await uploads.tus.write(Readable.from([DATA]), id, 0);
    const states = await Promise.all([uploads, ...others].map((each) => each.finish(id)));
    expect(new Set(states)).toEqual(new Set(['received']));
    expect(await jobsFor(id)).toBe(1);
  }
});

test('killed after the last byte: the sweep finishes it', async () => {
  const id = await begin();
  await uploads.tus.write(Readable.from([DATA]), id, 0);
  await sweep();
  expect(await uploads.state(id)).toBe('received');
  expect(await jobsFor(id)).toBe(1);
});

test('an unfinished upload is kept for days, then given up, and its bytes go', async () => {
  const id = await begin();
  await uploads.tus.write(Readable.from([DATA.subarray(0, 5)]), id, 0);
  garner.clock.moveDays(UNFINISHED_DAYS - 0.1);
  await sweep();
  expect(await uploads.state(id)).toBe('receiving');
  expect(await readdir(garner.context.uploadsFolder)).toContain(id);
  garner.clock.moveDays(0.2);
  await sweep();
  expect(await uploads.state(id)).toBe('expired');
  expect((await readdir(garner.context.uploadsFolder)).filter((name) => name.startsWith(id))).toEqual([]);
  expect(await uploads.finish(id)).toBe('expired');
});

test('what a killed process left is cleared: at once where the upload is over, after a day where there is none', async () => {
  const folder = garner.context.uploadsFolder;
  await mkdir(folder, { recursive: true });
  const done = await begin();
  await uploads.tus.write(Readable.from([DATA]), done, 0);
  await uploads.finish(done);
  const [fresh, old, open] = [randomUUID(), randomUUID(), await begin()];
  for (const name of [done, `${done}.json`, fresh, old, `${old}.json`, 'notes.txt'])
    await writeFile(join(folder, name), '');
  const now = garner.clock.now().getTime() / 1000;
  const [hourAgo, twoDaysAgo] = [now - 3600, now - 2 * 24 * 3600];
  for (const name of [done, `${done}.json`, fresh, open]) await utimes(join(folder, name), hourAgo, hourAgo);
  for (const name of [old, `${old}.json`, 'notes.txt']) await utimes(join(folder, name), twoDaysAgo, twoDaysAgo);
  await sweep();
  const left = await readdir(folder);
  expect(left).toEqual(expect.arrayContaining([fresh, open, `${open}.json`]));
  for (const name of [done, `${done}.json`, old, `${old}.json`, 'notes.txt']) expect(left).not.toContain(name);
  await uploads.cancel(open);
});

test('given up while it runs: it can no longer be finished, and what is finished can no longer be given up', async () => {
  const id = await begin();
  await uploads.cancel(id);
  expect(await uploads.finish(id)).toBe('cancelled');
  const kept = await begin();
  await uploads.tus.write(Readable.from([DATA]), kept, 0);
  await uploads.finish(kept);
  await uploads.cancel(kept);
  expect(await uploads.state(kept)).toBe('received');
});

test('many begun at once cannot slip past the limit of an organisation together', async () => {
  const begun = await Promise.allSettled(Array.from({ length: MOST_UNFINISHED + 5 }, () => begin(world.albion)));
  const refused = begun.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(5);
  expect(refused[0]!.reason).toMatchObject({ status: 409 });
  const id = await begin(world.northern);
  await uploads.cancel(id);
});
