import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { administer, emptyDatabase } from '../../test/database.ts';
import { until } from '../../test/harness.ts';
import { type Database, openDatabase, openPool } from './db/database.ts';
import { announce, type Events, openEvents } from './events.ts';

const log = pino({ level: 'silent' });
let stack: AsyncDisposableStack;
let db: Database;
let events: Events;
let query: (sql: string) => Promise<{ rows: { database: string }[] }>;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const connection = stack.use(await emptyDatabase());
  const pool = openPool(connection, 3, () => undefined);
  stack.defer(() => pool.end());
  db = openDatabase(pool);
  query = (sql) => pool.query(sql);
  events = stack.use(await openEvents(connection, log));
});
afterEach(() => stack.disposeAsync());

/** Counts what is heard of a topic. */
function ear(topic: string) {
  const heard = { times: 0 };
  const deafen = events.listen(topic, () => {
    heard.times++;
  });
  return Object.assign(heard, { deafen });
}

const LISTENING = `from pg_stat_activity where application_name = 'garner-events' and datname = current_database()`;

test('each listener of a topic hears of it, others do not, and nobody after leaving', async () => {
  const [a, again, b] = [ear('a'), ear('a'), ear('b')];
  await announce(db, 'a');
  await until('news of a', async () => a.times === 1 && again.times === 1);
  a.deafen();
  await announce(db, 'a');
  await until('more news of a', async () => again.times === 2);
  expect([a.times, b.times]).toEqual([1, 0]);
});

test('news is told when the transaction commits, and not when it is rolled back', async () => {
  const [rolledBack, committed, order] = [ear('back'), ear('commit'), [] as string[]];
  events.listen('commit', () => order.push('heard'));
  await expect(
    db.transaction().execute(async (trx) => {
      await announce(trx, 'back');
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await db.transaction().execute(async (trx) => {
    await announce(trx, 'commit');
    await query('select 1');
    order.push('committing');
  });
  await until('news of the commit', async () => committed.times === 1);
  expect(order).toEqual(['committing', 'heard']);
  expect(rolledBack.times).toBe(0);
});

test('a connection that is cut is made again; what was missed is told, and what comes after', async () => {
  const topic = ear('a');
  await query(`select pg_terminate_backend(pid) ${LISTENING}`);
  await announce(db, 'a');
  await until('news of what may have been missed', async () => topic.times > 0);
  const before = topic.times;
  await announce(db, 'a');
  await until('news after the break', async () => topic.times > before);
});

test('it goes on trying while the database lets nobody in', async () => {
  const topic = ear('a');
  const database = (await query('select current_database() as database')).rows[0]!.database;
  await administer(`alter database ${database} allow_connections false`);
  await query(`select pg_terminate_backend(pid) ${LISTENING}`);
  await until('the connection to be gone', async () => (await query(`select 1 ${LISTENING}`)).rows.length === 0);
  await administer(`alter database ${database} allow_connections true`);
  await until('news of what may have been missed', async () => topic.times > 0);
});
