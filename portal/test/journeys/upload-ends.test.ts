import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Uploads } from '../../src/modules/uploads/index.ts';
import { AMINA, BEN, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner, until } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, PATIENCE_MS, quiet, runTask } from './story.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;
let valid: Buffer;

beforeEach(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  amina = await Visitor.signedIn(garner.app, AMINA);
  valid = await exampleCsv('valid');
});
afterEach(() => garner[Symbol.asyncDispose]());

async function count(sql: string): Promise<number> {
  return (await garner.context.pool.query(`select count(*)::int as n from ${sql}`)).rows[0].n;
}

describe('when the process dies after the last byte and before it is noted', () => {
  let id: string;

  beforeEach(async () => {
    id = await amina.begin(world.open, 'outcomes.csv', valid.length);
    await new Uploads(garner.context).tus.write(Readable.from([valid]), id, 0);
    expect(await count("upload where state = 'receiving'")).toBe(1);
  });

  async function carriedOnOnce(): Promise<void> {
    await using _worker = await garner.startWorker();
    await decided(amina, world.open, 1);
    await quiet(garner);
    expect([await count('file'), await count('submission')]).toEqual([1, 1]);
    expect(await count("audit_event where action = 'upload.received'")).toBe(1);
    expect(await count("message where occasion like '%received'")).toBe(3);
  }

  test(
    'the browser’s last word carries it on',
    async () => {
      expect((await amina.tus('HEAD', id)).headers['upload-offset']).toBe(String(valid.length));
      const answer = await amina.postJson(`/uploads/${id}/complete`, {});
      expect(answer.json()).toEqual({ state: 'received', purpose: `return ${world.open}` });
      await carriedOnOnce();
    },
    PATIENCE_MS,
  );

  test(
    'the sweeper carries it on',
    async () => {
      await runTask(garner, 'uploads.sweep');
      expect(await count("upload where state = 'received'")).toBe(1);
      await carriedOnOnce();
    },
    PATIENCE_MS,
  );

  test(
    'both at once, and each twice, carry it on once',
    async () => {
      const states = await Promise.all([
        runTask(garner, 'uploads.sweep'),
        amina.postJson(`/uploads/${id}/complete`, {}),
        runTask(garner, 'uploads.sweep'),
        amina.postJson(`/uploads/${id}/complete`, {}),
      ]);
      expect(states[1].json()).toMatchObject({ state: 'received' });
      expect(states[3].json()).toMatchObject({ state: 'received' });
      await carriedOnOnce();
    },
    PATIENCE_MS,
  );

  test('giving it up in the very moment that it is finished leaves nothing behind', async () => {
    const { pool, blobs } = garner.context;
    const client = await pool.connect();
    await client.query('begin');
    await client.query("update upload set state = 'cancelled' where id = $1", [id]);
    const finishing = amina.postJson(`/uploads/${id}/complete`, {});
    await until('the bytes to be adopted', () => blobs.size(`files/${id}`).catch(() => undefined));
    await client.query('commit');
    client.release();
    expect((await finishing).json()).toMatchObject({ state: 'cancelled' });
    await expect(blobs.size(`files/${id}`)).rejects.toThrow('There is no blob');
    expect(await count('file')).toBe(0);
  });
});

test('an upload nobody finishes is given up after a week, and its bytes go', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  await amina.tus('PATCH', id, 0, valid.subarray(0, 100));
  garner.clock.moveDays(6.9);
  await runTask(garner, 'uploads.sweep');
  expect(await count("upload where state = 'receiving'")).toBe(1);
  garner.clock.moveDays(0.2);
  await runTask(garner, 'uploads.sweep');
  expect(await count("upload where state = 'expired'")).toBe(1);
  const again = await Visitor.signedIn(garner.app, AMINA);
  expect((await again.tus('HEAD', id)).statusCode).toBe(410);
  expect((await again.get(`/returns/${world.open}/upload`)).body).not.toContain(id);
});

test(
  'a return that closes while the file is on its way takes it; one begun later is refused',
  async () => {
    // 22 December 2026, just before midnight.
    garner.clock.moveDays(30.62);
    const early = await Visitor.signedIn(garner.app, AMINA);
    const id = await early.begin(world.open, 'outcomes.csv', valid.length);
    await early.tus('PATCH', id, 0, valid.subarray(0, 100));
    garner.clock.moveDays(0.01);
    const refused = await early.postJson(`/returns/${world.open}/uploads`, { name: 'late.csv', size: 10 });
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { title: 'This return is closed' }]);
    expect((await early.get('/returns')).body).toContain('Closed – please contact us');

    const page = await early.get(`/returns/${world.open}/upload`);
    expect([page.statusCode, page.body.includes(id)]).toEqual([200, true]);
    expect(page.body).toContain('You can go on with the upload that you began before');
    expect((await (await Visitor.signedIn(garner.app, BEN)).get(`/returns/${world.open}/upload`)).statusCode).toBe(409);

    expect((await early.tus('PATCH', id, 100, valid.subarray(100))).statusCode).toBe(204);
    await using _worker = await garner.startWorker();
    expect(await decided(early, world.open, 1)).toContain('Accepted');
  },
  PATIENCE_MS,
);

test('a form whose connection breaks off leaves nothing behind', async () => {
  await garner.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = garner.app.server.address() as { port: number };
  const cookie = [...amina.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    [
      `POST /returns/${world.open}/upload HTTP/1.1`,
      'host: localhost',
      `cookie: ${cookie}`,
      'content-type: multipart/form-data; boundary=edge',
      'content-length: 1000000',
      '',
      '--edge',
      'content-disposition: form-data; name="_csrf"',
      '',
      amina.csrf,
      '--edge',
      'content-disposition: form-data; name="file"; filename="outcomes.csv"',
      'content-type: text/csv',
      '',
      valid.toString(),
    ].join('\r\n'),
  );
  await until('the upload to begin', async () => (await count("upload where state = 'receiving'")) === 1);
  socket.destroy();
  await until('the upload to be given up', async () => (await count("upload where state = 'cancelled'")) === 1);
  expect([await count('file'), await count('submission')]).toEqual([0, 0]);
});
