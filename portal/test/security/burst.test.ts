import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMINA, makeWorld, PASSWORD } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

let garner: TestGarner;
beforeAll(async () => {
  garner = await openTestGarner();
  await makeWorld(garner);
});
afterAll(() => garner[Symbol.asyncDispose]());
beforeEach(() => garner.context.pool.query('delete from sign_in_failure'));

const count = (some: readonly number[], one: number): number => some.filter((each) => each === one).length;

test('forty guesses at once are no more guesses than one after the other', async () => {
  const visitor = new Visitor(garner.app);
  await visitor.get('/sign-in');
  const guess = async (at: number) =>
    (await visitor.post('/sign-in', { email: AMINA, password: `guess ${at}` })).statusCode;
  const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => guess(at)));
  expect([count(answers, 422), count(answers, 429)]).toEqual([5, 35]);
});

test('nor are they with a session that was left open', async () => {
  const visitor = await Visitor.signedIn(garner.app, AMINA);
  await visitor.get('/account/password');
  const guess = async (path: string, form: Readonly<Record<string, string>>) =>
    (await visitor.post(path, form)).statusCode;
  const passwords = { password: 'kettle 9 river moss', again: 'kettle 9 river moss' };
  const own = await Promise.all(
    Array.from({ length: 20 }, (_, at) => guess('/account/password', { ...passwords, current: `guess ${at}` })),
  );
  expect(count(own, 422)).toBe(5);
  const confirm = await Promise.all(
    Array.from({ length: 20 }, (_, at) => guess('/confirm/password', { password: `guess ${at}` })),
  );
  // In a browser that the owner has used there are eight.
  expect(count(confirm, 422)).toBe(8);
});

test('many who share an address sign in at once, and none has to wait', async () => {
  const people = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const visitor = new Visitor(garner.app);
      await visitor.get('/sign-in');
      return visitor;
    }),
  );
  const answers = await Promise.all(people.map((one) => one.post('/sign-in', { email: AMINA, password: PASSWORD })));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303]);
  const { rows } = await garner.context.pool.query('select count from sign_in_failure where count > 0');
  expect(rows).toEqual([]);
});
