import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMINA, BEN, makeWorld, OWEN, RUTH, type World } from '../../../test/factories.ts';
import { openTestGarner, type TestGarner, until } from '../../../test/harness.ts';
import type { Letter, Mail } from '../../platform/mail/index.ts';
import { type Notice, tell } from './index.ts';

let garner: TestGarner;
let world: World;
let sent: Letter[] = [];
/** Addresses that the server will not take. */
const refused = new Set<string>();
const mail: Mail = {
  staysHere: false,
  async send(letter) {
    if (refused.has(letter.to)) throw new Error('550 no such person');
    sent.push(letter);
  },
};

beforeAll(async () => {
  garner = await openTestGarner({ mail });
  world = await makeWorld(garner);
  await garner.startWorker();
});
afterAll(() => garner[Symbol.asyncDispose]());
beforeEach(() => {
  sent = [];
  refused.clear();
});

const notice = (occasion: string): Notice => ({
  occasion,
  organisationId: world.northern,
  permission: 'Data Submissions',
  subject: 'Received',
  body: 'We received it.',
});
const announce = (one: Notice) => garner.context.db.transaction().execute((trx) => tell(trx, garner.context, one));
const delivered = (occasion: string) =>
  garner.context.db
    .selectFrom('message')
    .select(['email', 'is_copy', 'sent_at'])
    .where('occasion', '=', occasion)
    .orderBy('person_id')
    .execute();

test('goes to everyone with the permission, as a copy to the Responsible Officer, and to nobody else', async () => {
  await announce(notice('first'));
  await until('three letters', async () => sent.length === 3);
  expect((await delivered('first')).map(({ email, is_copy }) => [email, is_copy])).toEqual([
    [AMINA, false],
    [BEN, false],
    [RUTH, true],
  ]);
  expect(sent.map(({ to }) => to)).not.toContain(OWEN);
  expect(sent.find(({ to }) => to === RUTH)?.text).toMatch(
    /^Dear Ruth Clarke\n\nWe received it\.\n\nThis is a copy for the Responsible Officer\./,
  );
  expect(sent.find(({ to }) => to === AMINA)?.text).toBe('Dear Amina Patel\n\nWe received it.\n');
});

test('one occasion is told once, however often it is announced, also at the same moment', async () => {
  await Promise.all([announce(notice('second')), announce(notice('second'))]);
  await announce(notice('second'));
  await until('three letters', async () => (await delivered('second')).every(({ sent_at }) => sent_at !== null));
  expect(sent.map(({ to }) => to).toSorted()).toEqual([AMINA, BEN, RUTH]);
});

test('nothing is told of what is rolled back', async () => {
  const work = garner.context.db.transaction().execute(async (trx) => {
    await tell(trx, garner.context, notice('never'));
    throw new Error('rolled back');
  });
  await expect(work).rejects.toThrow('rolled back');
  await announce(notice('third'));
  await until('three letters', async () => sent.length === 3);
  expect(await delivered('never')).toEqual([]);
});

test('an address that is refused is tried again; the others have theirs meanwhile, and once', async () => {
  refused.add(BEN);
  await announce(notice('fourth'));
  // Taken by the server first, then noted: wait for the note.
  const unsent = async () =>
    (await delivered('fourth')).filter(({ sent_at }) => sent_at === null).map(({ email }) => email);
  await until('two letters to be noted', async () => (await unsent()).length === 1);
  const failed = await until('the failure to be noted', async () =>
    garner.context.db.selectFrom('job_run').select('error').where('state', '=', 'failed').executeTakeFirst(),
  );
  expect(failed.error).toBe('550 no such person');
  expect(await unsent()).toEqual([BEN]);
  refused.clear();
  await garner.context.pool.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
  await until('the third letter', async () => sent.length === 3);
  expect(sent.map(({ to }) => to).toSorted()).toEqual([AMINA, BEN, RUTH]);
});
