/** Events of before the chain: they keep what they tell, and are chained in their order. */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/context.ts';
import { verified, verifyChain } from '../../src/modules/audit/index.ts';
import { openDatabase, openPool } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { emptyDatabase } from '../database.ts';

test('events that were there before the chain move into it', async () => {
  await using stack = new AsyncDisposableStack();
  const { [Symbol.asyncDispose]: dropDatabase, ...connection } = await emptyDatabase();
  stack.defer(dropDatabase);
  const pool = openPool(connection, 2, () => undefined);
  stack.defer(() => pool.end());
  const folder = await mkdtemp(join(tmpdir(), 'garner-old-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const old = (await readdir(MIGRATIONS)).filter((name) => name < '0010');
  for (const name of old) await copyFile(join(MIGRATIONS, name), join(folder, name));
  await migrate(pool, folder);
  await pool.query(`insert into audit_event (at, person_id, organisation_id, action, subject, before, after)
    select now(), n, 1, 'tests.happened', 'thing ' || n, null, jsonb_build_object('n', n) from generate_series(1, 5) n`);
  await migrate(pool, MIGRATIONS);
  expect(await verified(verifyChain(openDatabase(pool)))).toMatchObject({ whole: true, length: 5, checked: 5 });
  const { rows } = await pool.query(
    `select subject, person_id, after->'n' as n from audit_chain join audit_event on id = audit_chain.event_id
      join audit_detail using (event_id) order by position`,
  );
  expect(rows).toEqual([1, 2, 3, 4, 5].map((n) => ({ subject: `thing ${n}`, person_id: n, n })));
  await expect(pool.query('delete from audit_event')).rejects.toThrow('never changed or deleted');
});
