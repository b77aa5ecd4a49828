import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner, until } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
});
afterAll(() => garner[Symbol.asyncDispose]());

/** The page of an attempt once it is decided. */
async function decided(number: number): Promise<string> {
  return await until(`the verdict on attempt ${number}`, async () => {
    const { body, statusCode } = await amina.get(`/returns/${world.open}/submissions/${number}`);
    return statusCode === 200 && !body.includes('id="follow"') && body;
  });
}

test('a faulty file fails with every finding, a corrected one is accepted and moves to Previous', async () => {
  const faulty = await amina.sendForm(world.open, 'outcomes.csv', await exampleCsv('faulty'));
  expect(faulty.statusCode).toBe(303);
  const failed = await decided(1);
  expect(failed).toContain('28 errors to mend');
  expect(failed).toContain('There is no such date in the calendar.');
  expect((await amina.get('/returns')).body).toContain('Failed validation – resubmit');

  const id = await amina.begin(world.open, 'corrected.csv', (await exampleCsv('valid')).length);
  const patched = await amina.tus('PATCH', id, 0, await exampleCsv('valid'));
  expect(patched.statusCode).toBe(204);
  expect((await amina.postJson(`/uploads/${id}/complete`, {})).json()).toMatchObject({ state: 'received' });
  expect((await amina.get(`/returns/${world.open}/arrived/${id}`)).headers.location).toBe(
    `/returns/${world.open}/submissions/2`,
  );
  const accepted = await decided(2);
  expect(accepted).toContain('Accepted');
  expect((await amina.get('/returns')).body).not.toContain('2022-2023');
  expect((await amina.get('/returns?tab=previous')).body).toContain('2022-2023');
  expect((await amina.get(`/returns/${world.open}/upload`)).statusCode).toBe(409);
});
