import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, BEN, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;
let valid: Buffer;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  amina = await Visitor.signedIn(garner.app, AMINA);
  valid = await exampleCsv('valid');
});
afterAll(() => garner[Symbol.asyncDispose]());

/** Uploads, files and bytes that a refusal must leave as they were. */
async function kept() {
  const { rows } = await garner.context.pool.query(
    `select (select count(*)::int from upload where state in ('receiving', 'received')) uploads,
            (select count(*)::int from file) files, (select count(*)::int from graphile_worker.jobs) jobs`,
  );
  return { ...rows[0], onDisk: await readdir(garner.context.uploadsFolder).catch(() => []) };
}

const begin = (name: string, size: number) => amina.postJson(`/returns/${world.open}/uploads`, { name, size });

describe.each([
  ['outcomes.xlsx', 100, 415, 'The file must be a .csv file', '“outcomes.xlsx”'],
  ['outcomes.csv.exe', 100, 415, 'The file must be a .csv file', 'Save it as .csv'],
  ['outcomes', 100, 415, 'The file must be a .csv file', '“outcomes”'],
  ['csv', 100, 415, 'The file must be a .csv file', '“csv”'],
  ['outcomes.csv', 0, 422, 'The file is empty', 'has nothing in it'],
])('%s of %i bytes', (name, size, status, title, words) => {
  test('is refused before a byte is sent', async () => {
    const before = await kept();
    const answer = await begin(name, size);
    expect([answer.statusCode, answer.json()]).toEqual([
      status,
      { type: '/problems/refused', title, status, detail: expect.stringContaining(words) },
    ]);
    expect(await kept()).toEqual(before);
  });

  test('is refused by the plain form, on the page of the form', async () => {
    const before = await kept();
    const answer = await amina.sendForm(world.open, name, size === 0 ? Buffer.alloc(0) : valid);
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain('There is a problem');
    expect(answer.body).toContain(title);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain('id="upload-form"');
    expect(await kept()).toEqual(before);
  });
});

test('the ending may be written in capitals', async () => {
  const id = await amina.begin(world.open, 'OUTCOMES.CSV', 10);
  await amina.tus('DELETE', id);
});

describe('a file over the collection’s limit', () => {
  beforeAll(async () => {
    await garner.context.pool.query('update collection set max_file_bytes = 2000');
  });
  afterAll(async () => {
    await garner.context.pool.query('update collection set max_file_bytes = 1000000000');
  });

  test('is refused before a byte is sent, with its size and the limit', async () => {
    const before = await kept();
    const answer = await begin('outcomes.csv', 2001);
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({
      title: 'The file is too large',
      detail: '“outcomes.csv” is 2 KB; the most is 2 KB.',
    });
    expect(await kept()).toEqual(before);
  });

  test('is cut off by the plain form and not kept', async () => {
    const before = await kept();
    const answer = await amina.sendForm(world.open, 'outcomes.csv', Buffer.alloc(500_000, 'a,b\n'));
    expect(answer.statusCode).toBe(413);
    expect(answer.body).toContain('The file is too large');
    expect(answer.body).toContain('The most is 2 KB.');
    expect(await kept()).toEqual(before);
  });

  test('passes at exactly the limit', async () => {
    expect((await begin('outcomes.csv', 2000)).statusCode).toBe(201);
    expect((await amina.sendForm(world.open, 'outcomes.csv', Buffer.alloc(2000, 'a,b\n'))).statusCode).toBe(303);
  });
});

test('a form without a file says to choose one', async () => {
  const empty = await amina.sendForm(world.open, '', Buffer.alloc(0));
  expect(empty.statusCode).toBe(422);
  expect(empty.body).toContain('Choose a file');
  const plain = await amina.post(`/returns/${world.open}/upload`, {});
  expect(plain.statusCode).toBe(400);
  expect(plain.body).toContain('The form was not sent as it should be.');
});

test('a return that is closed or unknown takes nothing', async () => {
  const before = await kept();
  expect((await amina.get(`/returns/${world.closed}/upload`)).statusCode).toBe(409);
  const answer = await amina.postJson(`/returns/${world.closed}/uploads`, { name: 'outcomes.csv', size: 10 });
  expect([answer.statusCode, answer.json()]).toMatchObject([409, { title: 'This return is closed' }]);
  const form = await amina.sendForm(world.closed, 'outcomes.csv', valid);
  expect(form.statusCode).toBe(409);
  expect(form.body).toContain('This return is closed');
  expect(await kept()).toEqual(before);
});

test('the twenty-first unfinished upload of an organisation is refused until one is given up', async () => {
  const ben = await Visitor.signedIn(garner.app, BEN);
  const begun: string[] = [];
  for (;;) {
    const answer = await begin('outcomes.csv', 10);
    if (answer.statusCode !== 201) break;
    begun.push((answer.json() as { id: string }).id);
    expect(begun.length).toBeLessThan(21);
  }
  const before = await kept();
  expect(before.uploads).toBeGreaterThanOrEqual(20);
  const refused = await ben.postJson(`/returns/${world.open}/uploads`, { name: 'outcomes.csv', size: 10 });
  expect([refused.statusCode, refused.json()]).toMatchObject([
    409,
    { title: 'Too many unfinished uploads', detail: expect.stringContaining('Finish or cancel some of them') },
  ]);
  const form = await ben.sendForm(world.open, 'outcomes.csv', valid);
  expect(form.statusCode).toBe(409);
  expect(form.body).toContain('Too many unfinished uploads');
  expect(await kept()).toEqual(before);
  expect((await amina.tus('DELETE', begun[0]!)).statusCode).toBe(204);
  await ben.begin(world.open, 'outcomes.csv', 10);
});
