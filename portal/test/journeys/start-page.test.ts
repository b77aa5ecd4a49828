import { afterAll, beforeAll, expect, test } from 'vitest';
import { AMINA, browserOf, makeWorld, PASSWORD, RUTH } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;

beforeAll(async () => {
  garner = await openTestGarner();
  await makeWorld(garner);
});
afterAll(() => garner[Symbol.asyncDispose]());

test.each([
  [AMINA, '/returns'],
  [RUTH, '/outbox'],
])('%s begins at a page that is theirs to see: %s', async (email, startPage) => {
  const visitor = new Visitor(garner.app);
  visitor.cookies.set('garner_browser', browserOf(email));
  await visitor.get('/sign-in');
  const answer = await visitor.post('/sign-in', { email, password: PASSWORD });
  expect(answer.headers.location).toBe(startPage);
  expect((await visitor.get('/')).headers.location).toBe(startPage);
  expect((await visitor.get('/sign-in')).headers.location).toBe(startPage);
  expect((await visitor.get(startPage)).statusCode).toBe(200);
});
