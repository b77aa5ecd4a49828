/** Details go when their time is over, and no earlier; the chain can be checked all the same. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RETENTION, record } from '../../src/modules/audit/index.ts';
import { eraseOldDetails, familyOf } from '../../src/modules/audit/retention.ts';
import { type AuditStage, expectWhole, openStage, tamperer, verify } from './stage.ts';

let garner: AuditStage;
const YEAR = 366;

beforeAll(async () => {
  garner = await openStage();
});
afterAll(() => garner[Symbol.asyncDispose]());

async function writeAgo(days: number, action: string): Promise<void> {
  garner.clock.moveDays(-days);
  await record(garner.context.db, garner.context.clock, {
    action,
    subject: `${days} days ago`,
    personId: 7,
    address: '192.0.2.7',
    after: { n: 1 },
  });
  garner.clock.moveDays(days);
}

const kept = async (): Promise<string[]> =>
  (
    await garner.owner.query('select action, subject from audit_event join audit_detail on event_id = id order by id')
  ).rows.map(({ action, subject }) => `${action} ${subject}`);
const erase = (atOnce?: number) => eraseOldDetails(garner.context.db, garner.context.clock, atOnce ? { atOnce } : {});

test('the policy is the database’s', async () => {
  for (const { family, years } of RETENTION) {
    const { rows } = await garner.owner.query('select audit_least_years($1) as years', [family]);
    expect(rows).toEqual([{ years }]);
  }
  for (const action of [
    'sign-in',
    'sign-in.refused',
    'sign-out',
    'session.ended',
    'sign-integration',
    'submission.accepted',
    'x',
    '',
  ]) {
    const { rows } = await garner.owner.query('select audit_family($1) as family', [action]);
    expect(rows).toEqual([{ family: familyOf(action) }]);
  }
});

test('each family goes in its time, in batches; every event stays; doing it again does nothing', async () => {
  for (const days of [8 * YEAR, 2 * YEAR, 1]) {
    for (const action of ['sign-in', 'sign-in.refused', 'submission.accepted']) await writeAgo(days, action);
  }
  const { head } = await expectWhole(garner);
  expect(await erase(2)).toBe(5);
  const left = [
    `submission.accepted ${2 * YEAR} days ago`,
    ...['sign-in', 'sign-in.refused', 'submission.accepted'].map((a) => `${a} 1 days ago`),
  ];
  expect((await kept()).filter((line) => !line.startsWith('audit.'))).toEqual(left);
  const found = await expectWhole(garner);
  expect(found).toMatchObject({ erased: 5 });
  expect(found.head).not.toBe(head);
  const { rows } = await garner.owner.query(
    'select family, events::int, e.action, e.subject from audit_erasure r join audit_event e on e.id = r.event_id order by r.id',
  );
  expect(rows.map(({ family, events, action }) => [family, events, action])).toEqual([
    ['sign-in', 2, 'audit.details-erased'],
    ['sign-in', 2, 'audit.details-erased'],
    ['other', 1, 'audit.details-erased'],
  ]);
  expect(await erase()).toBe(0);
  expect(await expectWhole(garner)).toMatchObject({ length: found.length, erased: 5 });
});

test('neither fewer years nor a clock ahead makes it erase more', async () => {
  const before = await kept();
  const { owner: pool } = garner;
  await pool.query(`select erase_audit_details('other', 0, now(), 1000)`);
  await pool.query(`select erase_audit_details('other', -50, now() + interval '50 years', 1000)`);
  await pool.query(`select erase_audit_details('no such family', 1, now() + interval '50 years', 1000)`);
  expect(await kept()).toEqual(before);
});

test('what was not yet to go is missed, though others of its family went', async () => {
  await using owner = await tamperer(garner);
  await owner.query(`delete from audit_detail where event_id =
    (select id from audit_event where subject = '1 days ago' and action = 'sign-in')`);
  expect((await verify(garner)).first).toMatchObject({ kind: 'details-deleted' });
});
