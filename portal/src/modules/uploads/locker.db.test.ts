import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '../../../test/database.ts';
import { until } from '../../../test/harness.ts';
import type { Context } from '../../context.ts';
import { openDatabase, openPool } from '../../platform/db/database.ts';
import { openEvents } from '../../platform/events.ts';
import { PostgresLocker } from './locker.ts';

let stack: AsyncDisposableStack;
let one: PostgresLocker;
let other: PostgresLocker;
let query: (sql: string) => Promise<unknown>;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const connection = stack.use(await emptyDatabase());
  const log = pino({ level: 'silent' });
  /** As much of a process as a locker needs. */
  const locker = async (): Promise<PostgresLocker> => {
    const pool = openPool(connection, 2, () => undefined);
    stack.defer(() => pool.end());
    query = (sql) => pool.query(sql);
    const events = stack.use(await openEvents(connection, log));
    return stack.use(new PostgresLocker({ connection, db: openDatabase(pool), events } as unknown as Context));
  };
  one = await locker();
  other = await locker();
});
afterEach(() => stack.disposeAsync());

const never = new AbortController().signal;

/** Whether somebody else could have the lock this moment. */
async function isFree(locker: PostgresLocker, id: string): Promise<boolean> {
  const lock = locker.newLock(id);
  const taken = await lock
    .lock(AbortSignal.timeout(150), () => undefined)
    .then(
      () => true,
      () => false,
    );
  if (taken) await lock.unlock();
  return taken;
}

test('one writer for each upload, within a process and between two', async () => {
  const held = one.newLock('a');
  await held.lock(never, () => undefined);
  expect([await isFree(one, 'a'), await isFree(other, 'a')]).toEqual([false, false]);
  expect(await isFree(other, 'b')).toBe(true);
  await held.unlock();
  expect([await isFree(other, 'a'), await isFree(one, 'a')]).toEqual([true, true]);
});

test('the first locks of a process, taken at the same moment, are all let go again', async () => {
  const ids = ['a', 'b', 'c', 'd'];
  const locks = ids.map((id) => one.newLock(id));
  await Promise.all(locks.map((lock) => lock.lock(never, () => undefined)));
  for (const id of ids) expect(await isFree(other, id)).toBe(false);
  await Promise.all(locks.map((lock) => lock.unlock()));
  for (const id of ids) expect(await isFree(other, id)).toBe(true);
});

test('who waits asks the holder in the other process to let go, and has the lock as soon as it does', async () => {
  const held = one.newLock('a');
  let asked = 0;
  await held.lock(never, () => {
    asked++;
    void held.unlock();
  });
  const waiting = other.newLock('a');
  await waiting.lock(never, () => undefined);
  expect(asked).toBeGreaterThan(0);
  expect(await isFree(one, 'a')).toBe(false);
  await waiting.unlock();
});

test('of many who want it, each has it once and none at the same time', async () => {
  let [inside, times] = [0, 0];
  const turn = async (locker: PostgresLocker): Promise<void> => {
    const lock = locker.newLock('a');
    await lock.lock(never, () => undefined);
    expect(++inside).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
    times++;
    await lock.unlock();
  };
  await Promise.all([one, other, one, other, one, other].map(turn));
  expect(times).toBe(6);
});

test('who waits in vain is told so, and holds nothing', async () => {
  const held = one.newLock('a');
  await held.lock(never, () => undefined);
  await expect(other.newLock('a').lock(AbortSignal.timeout(100), () => undefined)).rejects.toMatchObject({
    status_code: 500,
  });
  await held.unlock();
  expect(await isFree(one, 'a')).toBe(true);
});

test('a connection that dies lets go of its locks, tells who held them, and is made again', async () => {
  let asked = 0;
  const held = one.newLock('a');
  await held.lock(never, () => {
    asked++;
  });
  await query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'garner-upload-locks' and datname = current_database()",
  );
  await until('the holder to be told', async () => asked > 0);
  expect(await isFree(other, 'a')).toBe(true);
  await held.unlock();
  expect(await isFree(one, 'a')).toBe(true);
});
