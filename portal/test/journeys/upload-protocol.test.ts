import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMINA, BEN, exampleCsv, makeWorld, OWEN, PASSWORD, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;
let valid: Buffer;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  valid = await exampleCsv('valid');
});
beforeEach(async () => {
  amina = await Visitor.signedIn(garner.app, AMINA);
});
afterAll(() => garner[Symbol.asyncDispose]());

const HALF = 400;

async function sha256Of(id: string): Promise<string> {
  const { rows } = await garner.context.pool.query('select sha256 from file where id = $1', [id]);
  return rows[0]?.sha256;
}
const expectedHash = (): string => createHash('sha256').update(valid).digest('hex');

test('a file in pieces arrives whole, with its SHA-256', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  expect((await amina.tus('HEAD', id)).headers).toMatchObject({
    'upload-offset': '0',
    'upload-length': String(valid.length),
  });
  const first = await amina.tus('PATCH', id, 0, valid.subarray(0, HALF));
  expect([first.statusCode, first.headers['upload-offset']]).toEqual([204, String(HALF)]);
  expect((await amina.postJson(`/uploads/${id}/complete`, {})).json()).toMatchObject({ state: 'receiving' });
  expect((await amina.tus('PATCH', id, HALF, valid.subarray(HALF))).statusCode).toBe(204);
  expect(await sha256Of(id)).toBe(expectedHash());
});

test('a wrong offset is a conflict and changes nothing', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  await amina.tus('PATCH', id, 0, valid.subarray(0, HALF));
  for (const offset of [0, HALF - 1, HALF + 1, valid.length])
    expect([offset, (await amina.tus('PATCH', id, offset, valid.subarray(HALF))).statusCode]).toEqual([offset, 409]);
  expect((await amina.tus('HEAD', id)).headers['upload-offset']).toBe(String(HALF));
  await amina.tus('PATCH', id, HALF, valid.subarray(HALF));
  expect(await sha256Of(id)).toBe(expectedHash());
});

test('more bytes than were said are refused, and the upload can still be finished', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  const more = await amina.tus('PATCH', id, 0, Buffer.concat([valid, Buffer.from('more')]));
  expect(more.statusCode).toBe(413);
  const { headers } = await amina.tus('HEAD', id);
  const offset = Number(headers['upload-offset']);
  expect(offset).toBeLessThanOrEqual(valid.length);
  expect((await amina.tus('PATCH', id, offset, valid.subarray(offset))).statusCode).toBe(204);
  expect(await sha256Of(id)).toBe(expectedHash());
});

test('what is not a piece of an upload is refused', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  const patch = (headers: Record<string, string>) =>
    amina.ask(`/uploads/${id}`, {
      method: 'PATCH',
      headers: { accept: 'application/json', 'x-csrf-token': amina.csrf, ...headers },
      payload: valid,
    });
  const type = 'application/offset+octet-stream';
  expect((await patch({ 'content-type': type, 'upload-offset': '0' })).statusCode).toBe(412);
  expect((await patch({ 'content-type': type, 'tus-resumable': '1.0.0' })).statusCode).toBe(403);
  for (const offset of ['-1', 'x', '1.5', '1e3'])
    expect([
      offset,
      (await patch({ 'content-type': type, 'tus-resumable': '1.0.0', 'upload-offset': offset })).statusCode,
    ]).toEqual([offset, 400]);
  expect((await patch({ 'content-type': 'text/csv', 'tus-resumable': '1.0.0', 'upload-offset': '0' })).statusCode).toBe(
    415,
  );
  expect((await amina.tus('HEAD', id)).headers['upload-offset']).toBe('0');
});

test('another person’s upload is not there, neither for a colleague nor for another organisation', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  for (const email of [BEN, OWEN]) {
    const other = await Visitor.signedIn(garner.app, email);
    for (const method of ['HEAD', 'PATCH', 'DELETE'] as const)
      expect([
        email,
        method,
        (await other.tus(method, id, 0, method === 'PATCH' ? valid : undefined)).statusCode,
      ]).toEqual([email, method, 404]);
    expect((await other.postJson(`/uploads/${id}/complete`, {})).statusCode).toBe(404);
  }
  expect((await amina.tus('HEAD', id)).headers['upload-offset']).toBe('0');
});

test('after its end an upload says that all is there and takes nothing more', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  await amina.tus('PATCH', id, 0, valid);
  for (const method of ['HEAD', 'PATCH'] as const) {
    const answer = await amina.tus(method, id, 0, method === 'PATCH' ? Buffer.from('again') : undefined);
    expect([answer.statusCode, answer.headers['upload-offset']]).toEqual([200, String(valid.length)]);
  }
  await amina.tus('DELETE', id);
  expect((await amina.postJson(`/uploads/${id}/complete`, {})).json()).toMatchObject({ state: 'received' });
  expect(await sha256Of(id)).toBe(expectedHash());
});

test('two tabs may begin at once; each can be given up alone, by the page or by the script', async () => {
  const [one, two] = await Promise.all([
    amina.begin(world.open, 'first-tab.csv', valid.length),
    amina.begin(world.open, 'second-tab.csv', valid.length),
  ]);
  const page = (await amina.get(`/returns/${world.open}/upload`)).body;
  for (const id of [one, two]) expect(page).toContain(`data-unfinished="${id}"`);
  const given = await amina.post(`/returns/${world.open}/uploads/${one}/cancel`);
  expect([given.statusCode, given.headers.location]).toEqual([303, `/returns/${world.open}/upload`]);
  expect((await amina.get(`/returns/${world.open}/upload`)).body).not.toContain(one);
  expect((await amina.tus('HEAD', one)).statusCode).toBe(410);
  expect((await amina.tus('PATCH', one, 0, valid)).statusCode).toBe(410);
  expect((await amina.postJson(`/uploads/${one}/complete`, {})).json()).toMatchObject({ state: 'cancelled' });
  expect((await amina.tus('DELETE', one)).statusCode).toBe(204);
  expect((await amina.tus('PATCH', two, 0, valid)).statusCode).toBe(204);
});

test('a session that ends in mid-upload is signed in anew, and the upload goes on where it stopped', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', valid.length);
  await amina.tus('PATCH', id, 0, valid.subarray(0, HALF));
  garner.clock.moveDays(0.1);
  const stopped = await amina.tus('PATCH', id, HALF, valid.subarray(HALF));
  expect([stopped.statusCode, stopped.json()]).toMatchObject([401, { title: 'Sign in to go on' }]);
  expect((await amina.tus('HEAD', id)).statusCode).toBe(401);

  await amina.get('/sign-in');
  await amina.post('/sign-in', { email: AMINA, password: PASSWORD, next: `/returns/${world.open}/upload` });
  const page = await amina.get(`/returns/${world.open}/upload`);
  expect(page.body).toContain(`data-unfinished="${id}"`);
  const { headers } = await amina.tus('HEAD', id);
  expect(headers['upload-offset']).toBe(String(HALF));
  expect((await amina.tus('PATCH', id, HALF, valid.subarray(HALF))).statusCode).toBe(204);
  expect(await sha256Of(id)).toBe(expectedHash());
});
