/** The chain of audit events: whatever transactions do, it is gapless, in the order of commits, and can be checked. */
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chainHash, detailsDigest } from '../../src/modules/audit/canonical.ts';
import { record } from '../../src/modules/audit/index.ts';
import { type AuditStage, expectWhole, openStage, tamperer, write } from './stage.ts';

let garner: AuditStage;
beforeAll(async () => {
  garner = await openStage();
});
afterAll(() => garner[Symbol.asyncDispose]());
beforeEach(async () => {
  await using owner = await tamperer(garner);
  await owner.query('delete from audit_event; delete from audit_detail; delete from audit_chain');
});

const subjects = async (): Promise<string[]> =>
  (
    await garner.context.pool.query(
      'select e.subject from audit_chain c join audit_event e on e.id = c.event_id order by c.position',
    )
  ).rows.map(({ subject }) => subject);

const event = (subject: string) => ({ action: 'tests.happened', subject });

test('an empty chain is whole', async () => {
  expect(await expectWhole(garner)).toMatchObject({ length: 0, head: '0'.repeat(64) });
});

test('many at once, on many connections, make one gapless chain', async () => {
  await Promise.all(
    Array.from({ length: 40 }, (_none, number) =>
      garner.context.db.transaction().execute(async (trx) => {
        for (let step = 0; step <= number % 4; step++) {
          await record(trx, garner.context.clock, event(`${number}.${step}`));
        }
        if (number % 10 === 9) await sql`select pg_sleep(0.05)`.execute(trx);
      }),
    ),
  );
  expect(await expectWhole(garner)).toMatchObject({ length: 100 });
});

test('the chain has the order of the commits, not of the events; nobody waits before the commit', async () => {
  const { db, clock } = garner.context;
  const slow = await db.startTransaction().execute();
  await record(slow, clock, event('began first'));
  await record(db, clock, event('committed first'));
  await slow.commit().execute();
  expect(await subjects()).toEqual(['committed first', 'began first']);
  await expectWhole(garner);
});

test('what is rolled back, whole or to a savepoint, was never there', async () => {
  const { db, clock } = garner.context;
  const gone = await db.startTransaction().execute();
  await record(gone, clock, event('rolled back'));
  await gone.rollback().execute();
  const half = await db.startTransaction().execute();
  await record(half, clock, event('before'));
  const inner = await half.savepoint('here').execute();
  await record(inner, clock, event('undone'));
  // Chained at once, and undone with the rest.
  await sql`set constraints all immediate`.execute(inner);
  await inner.rollbackToSavepoint('here').execute();
  await record(inner, clock, event('after'));
  await inner.commit().execute();
  expect(await subjects()).toEqual(['before', 'after']);
  await expectWhole(garner);
});

test('a thousand in one statement', async () => {
  await garner.context.db.transaction().execute(async (trx) => {
    await sql`select record_audit_event(now(), 'tests.happened', 'thing ' || n, null, null, n, null, null, null)
      from generate_series(1, 1000) n`.execute(trx);
  });
  expect(await expectWhole(garner)).toMatchObject({ length: 1000 });
});

test('a transaction whose snapshot is older than the chain’s end fails as such transactions do', async () => {
  const { db, clock } = garner.context;
  await write(garner, 1);
  const old = await db.startTransaction().setIsolationLevel('repeatable read').execute();
  await sql`select 1 from audit_chain`.execute(old);
  await write(garner, 1);
  await record(old, clock, event('too late'));
  await expect(old.commit().execute()).rejects.toMatchObject({ code: '40001' });
  await old
    .rollback()
    .execute()
    .catch(() => undefined);
  expect(await expectWhole(garner)).toMatchObject({ length: 2 });
});

test('what the database hashes is what is hashed here, for any text', async () => {
  await using client = Object.assign(new pg.Client({ ...garner.context.connection }), {
    async [Symbol.asyncDispose]() {
      await client.end();
    },
  });
  await client.connect();
  await client.query('set synchronous_commit = off');
  const anyText = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed().replaceAll('\0', '0'));
  const anyId = fc.option(fc.integer({ min: 1, max: 2 ** 40 }));
  const anyFacts = fc.option(fc.dictionary(anyText, fc.oneof(anyText, fc.integer(), fc.boolean()), { maxKeys: 3 }));
  const anyEvent = fc.record({
    at: fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    texts: fc.tuple(anyText, anyText, fc.option(anyText)),
    ids: fc.tuple(anyId, anyId, anyId),
    facts: fc.tuple(anyFacts, anyFacts),
  });
  await fc.assert(
    fc.asyncProperty(anyEvent, async ({ at, texts, ids, facts }) => {
      const [action, subject, address] = texts;
      const [organisation, onBehalfOf, person] = ids;
      const [before, after] = facts.map((one) => (one ? JSON.stringify(one) : null));
      const { rows } = await client.query(
        `with written as (select record_audit_event($1, $2, $3, $4, $5, $6, $7, $8, $9) as id) select id from written`,
        [at, action, subject, organisation, onBehalfOf, person, address, before, after],
      );
      const { rows: kept } = await client.query(
        `select c.previous, c.hash, e.id, e.details_digest as digest, d.salt, d.before::text, d.after::text
        from audit_event e join audit_detail d on d.event_id = e.id join audit_chain c on c.event_id = e.id where e.id = $1`,
        [rows[0].id],
      );
      const [{ previous, hash, id, digest, salt, before: was, after: is }] = kept;
      const text = (value: number | null): string | null => (value === null ? null : String(value));
      expect(detailsDigest({ salt, person: text(person), address, before: was, after: is })).toEqual(digest);
      const micros = String(at.getTime() * 1000);
      expect(
        chainHash(previous, {
          ...{ id, at: micros, action, subject, digest },
          organisation: text(organisation),
          onBehalfOf: text(onBehalfOf),
        }),
      ).toEqual(hash);
    }),
    { numRuns: 40, seed: 4 },
  );
});

test('what PostgreSQL cannot keep does not stop what is written down', async () => {
  await record(garner.context.db, garner.context.clock, {
    action: 'tests.happened',
    subject: 'a\0b',
    address: 'x\uD800',
    after: { name: 'nul \0 and half \uDC00', list: ['\0'] },
  });
  const { rows } = await garner.context.pool.query('select address, after from audit_detail');
  expect(rows).toEqual([{ address: 'x\uFFFD', after: { name: 'nul \uFFFD and half \uFFFD', list: ['\uFFFD'] } }]);
  await expectWhole(garner);
});
