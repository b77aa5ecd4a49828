/** What the application's connections may do to the audit: read, record, seal, and erase what the policy lets go. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/context.ts';
import { sealChain } from '../../src/modules/audit/index.ts';
import { openPool } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { type AuditStage, expectWhole, KEY, openStage, write } from './stage.ts';

let garner: AuditStage;
let app: pg.Client;

beforeAll(async () => {
  garner = await openStage();
  await write(garner, 3);
  await sealChain(garner.context, KEY);
  app = new pg.Client({ ...garner.context.connection });
  await app.connect();
  await app.query('set role garner_app');
});
afterAll(async () => {
  await app.end();
  await garner[Symbol.asyncDispose]();
});

const TABLES = ['audit_event', 'audit_detail', 'audit_chain', 'audit_seal', 'audit_erasure'];

test.each(TABLES)('%s: read, never changed', async (table) => {
  const before = (await app.query(`select * from ${table}`)).rows;
  const { rows } = await app.query(
    'select column_name as name from information_schema.columns where table_name = $1 and not is_identity::boolean order by ordinal_position limit 1',
    [table],
  );
  for (const sql of [
    `update ${table} set ${rows[0].name} = ${rows[0].name}`,
    `delete from ${table}`,
    `truncate ${table}`,
    `drop table ${table}`,
    `alter table ${table} disable trigger all`,
    `create trigger x before insert on ${table} for each row execute function refuse_change()`,
  ]) {
    await expect(app.query(sql), sql).rejects.toMatchObject({ code: '42501' });
  }
  expect((await app.query(`select * from ${table}`)).rows).toEqual(before);
});

test.each([
  `insert into audit_event (at, action, subject, details_digest) values (now(), 'x', 'x', '')`,
  `insert into audit_detail (event_id, salt) values (99, '')`,
  `insert into audit_chain values (99, 99, '', '')`,
  `insert into audit_erasure (event_id, family, before, events) values (1, 'other', now(), 1)`,
  'select append_to_audit_chain(e) from audit_event e',
  'set session_replication_role = replica',
  'delete from migration',
  `create or replace function audit_least_years(family text) returns integer language sql as 'select 0'`,
])('nor by another way: %s', async (sql) => {
  await expect(app.query(sql)).rejects.toMatchObject({ code: '42501' });
});

test('it records, also in a transaction of its own, and the chain stays whole', async () => {
  const record = `select record_audit_event(now(), 'tests.happened', 'x', null, null, 1, null, null, '{"a":1}')`;
  const { length } = await expectWhole(garner);
  await app.query(record);
  await app.query('begin');
  await app.query(record);
  await app.query('rollback');
  expect((await expectWhole(garner)).length).toBe(length + 1);
});

test('it has everything else: tables that are there, tables to come, the queue', async () => {
  await app.query(
    `insert into job_run (job_id, task, subject, attempt, state, started_at) values ('1', 't', 's', 1, 'done', now())`,
  );
  await app.query(`update job_run set state = 'failed'`);
  await app.query('delete from job_run');
  await garner.owner.query('create table to_come (id bigint generated always as identity, a text)');
  await app.query(`insert into to_come (a) values ('x')`);
  await app.query('delete from to_come');
  await garner.owner.query('drop table to_come');
  await app.query(`select graphile_worker.add_job('tests.task', '{}')`);
  expect((await app.query('select task_identifier from graphile_worker.jobs')).rows).toEqual([
    { task_identifier: 'tests.task' },
  ]);
  await app.query('delete from graphile_worker._private_jobs');
});

test('rights may be given again, by several at once', async () => {
  const pool = openPool(garner.context.connection, 3, () => undefined);
  await Promise.all([1, 2, 3].map(() => pool.query('select give_application_rights()')));
  await pool.end();
  await expect(app.query('delete from audit_event')).rejects.toMatchObject({ code: '42501' });
});

test('the owner too is stopped from a mistake', async () => {
  for (const table of TABLES.slice(0, 4)) {
    for (const sql of [`delete from ${table}`, `truncate ${table}`]) {
      await expect(garner.owner.query(sql), sql).rejects.toThrow('Audit events are never changed or deleted');
    }
  }
  await expect(garner.owner.query(`update audit_detail set person_id = 1`)).rejects.toThrow('never changed');
});

test('an owner who may not make roles can migrate all the same, and is stopped by triggers', async () => {
  await garner.owner.query('create role garner_poor login nosuperuser nocreaterole');
  await garner.owner.query('create database garner_poor owner garner_poor');
  const pool = openPool(
    { ...garner.context.connection, user: 'garner_poor', database: 'garner_poor' },
    1,
    () => undefined,
  );
  try {
    const notices: string[] = [];
    pool.on('connect', (client) => client.on('notice', ({ message }) => notices.push(message ?? '')));
    await migrate(pool, MIGRATIONS);
    expect(notices).toContainEqual(expect.stringContaining('guarded by triggers alone'));
    await pool.query(`select record_audit_event(now(), 'tests.happened', 'x', null, null, 1, null, null, null)`);
    await expect(pool.query('delete from audit_event')).rejects.toThrow('never changed or deleted');
    expect((await pool.query('select position from audit_chain')).rows).toEqual([{ position: 1 }]);
  } finally {
    await pool.end();
    await garner.owner.query('drop database garner_poor with (force)');
    await garner.owner.query('drop role garner_poor');
  }
});
