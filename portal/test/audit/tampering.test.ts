/** Whoever owns the database can change anything in it; each way is found, and the first place is named. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { chainHash } from '../../src/modules/audit/canonical.ts';
import { type Break, sealChain } from '../../src/modules/audit/index.ts';
import { type AuditStage, expectWhole, KEY, openStage, tamperer, verify, write } from './stage.ts';

let garner: AuditStage;
let owner: Awaited<ReturnType<typeof tamperer>>;
const seals = () => join(garner.context.config.dataFolder, 'blobs/seals');

/** Ten events, sealed after the sixth and after the tenth. */
beforeAll(async () => {
  garner = await openStage();
  owner = await tamperer(garner);
  await write(garner, 6);
  await sealChain(garner.context, KEY);
  await write(garner, 4);
  await sealChain(garner.context, KEY);
  await owner.query(`create schema kept;
    create table kept.audit_event as table audit_event; create table kept.audit_detail as table audit_detail;
    create table kept.audit_chain as table audit_chain; create table kept.audit_seal as table audit_seal;
    create table kept.audit_erasure as table audit_erasure;`);
});
afterAll(async () => {
  await owner[Symbol.asyncDispose]();
  await garner[Symbol.asyncDispose]();
});

let files: [path: string, content: string][];
beforeEach(async () => {
  files = await Promise.all(
    (await readdir(seals())).map(async (name) => {
      const path = join(seals(), name);
      return [path, await readFile(path, 'utf8')] as [string, string];
    }),
  );
});
/** Back to how it was. */
afterEach(async () => {
  for (const table of ['audit_event', 'audit_detail', 'audit_chain', 'audit_seal', 'audit_erasure']) {
    await owner.query(`delete from ${table}; insert into ${table} overriding system value select * from kept.${table}`);
  }
  await rm(seals(), { recursive: true });
  await mkdir(seals());
  for (const [path, content] of files) await writeFile(path, content);
  await expectWhole(garner);
});

/** The chain from a position on, worked out anew by somebody who knows how. */
async function rewriteFrom(position: number): Promise<void> {
  const { rows } = await owner.query(
    `select c.position, e.id, (extract(epoch from at) * 1000000)::bigint::text as at, action, subject,
      organisation_id::text as organisation, on_behalf_of::text as "onBehalfOf", details_digest as digest
    from audit_chain c join audit_event e on e.id = c.event_id where position >= $1 order by position`,
    [position],
  );
  const { rows: before } = await owner.query('select hash from audit_chain where position = $1', [position - 1]);
  let previous: Buffer = before[0]?.hash ?? Buffer.alloc(32);
  for (const [index, row] of rows.entries()) {
    const hash = chainHash(previous, row);
    await owner.query('update audit_chain set position = $2, previous = $3, hash = $4 where position = $1', [
      row.position,
      position + index,
      previous,
      hash,
    ]);
    previous = hash;
  }
}

test('untouched, it is whole', async () => {
  expect(await expectWhole(garner)).toMatchObject({ length: 10, seals: 2, erased: 0, remarks: [] });
});

const EVENT = '(select event_id from audit_chain where position = 4)';
const CASES: readonly [what: string, sql: string, found: Partial<Break>][] = [
  ['an action', `update audit_event set action = 'x' where id = ${EVENT}`, { kind: 'event-changed', position: 4 }],
  [
    'a moment',
    `update audit_event set at = at + interval '1 us' where id = ${EVENT}`,
    { kind: 'event-changed', position: 4 },
  ],
  [
    'an organisation',
    `update audit_event set organisation_id = 1 where id = ${EVENT}`,
    { kind: 'event-changed', position: 4 },
  ],
  [
    'the last event',
    `update audit_event set subject = 'x' where id = (select max(id) from audit_event)`,
    { kind: 'event-changed', position: 10 },
  ],
  [
    'who it was',
    `update audit_detail set person_id = 8 where event_id = ${EVENT}`,
    { kind: 'details-changed', position: 4 },
  ],
  [
    'from where',
    `update audit_detail set address = null where event_id = ${EVENT}`,
    { kind: 'details-changed', position: 4 },
  ],
  ['after', `update audit_detail set after = '{}' where event_id = ${EVENT}`, { kind: 'details-changed', position: 4 }],
  ['details deleted', `delete from audit_detail where event_id = ${EVENT}`, { kind: 'details-deleted', position: 4 }],
  [
    'details deleted with an erasure that nothing tells of',
    `delete from audit_detail where event_id = ${EVENT};
      insert into audit_erasure (event_id, family, before, events) values (1, 'other', now() + interval '1 year', 1)`,
    { kind: 'erasure-not-told', event: 1 },
  ],
  [
    'details deleted with an erasure of what the policy still keeps',
    `delete from audit_detail where event_id = ${EVENT};
      set session_replication_role = origin;
      with told as (select record_audit_event(now(), 'audit.details-erased',
        'other, before 2099-01-01T00:00:00.000000Z', null, null, null, null, null, null) as id)
      insert into audit_erasure (event_id, family, before, events) select id, 'other', '2099-01-01Z', 1 from told;
      set session_replication_role = replica`,
    { kind: 'erasure-not-told' },
  ],
  ['an event deleted', `delete from audit_event where id = ${EVENT}`, { kind: 'event-deleted', position: 4 }],
  [
    'an event deleted from everywhere',
    `delete from audit_event where id = ${EVENT}; delete from audit_detail where event_id = ${EVENT};
      delete from audit_chain where position = 4`,
    { kind: 'hash-does-not-follow', position: 4 },
  ],
  [
    'a hash',
    `update audit_chain set hash = sha256('x') where position = 4`,
    { kind: 'hash-does-not-follow', position: 4 },
  ],
  [
    'a previous hash',
    `update audit_chain set previous = sha256('x') where position = 4`,
    { kind: 'hash-does-not-follow', position: 4 },
  ],
  [
    'two events in each other’s place',
    `update audit_chain set event_id = -event_id where position in (4, 5);
      update audit_chain set event_id = (select -event_id from audit_chain where position = 5) where position = 4;
      update audit_chain set event_id = (select max(id) - 6 from audit_event) where position = 5`,
    { kind: 'event-changed', position: 4 },
  ],
  [
    'an event slipped in',
    `insert into audit_event (at, action, subject, details_digest) values (now(), 'x', 'x', sha256('x'))`,
    { kind: 'event-missing-from-chain' },
  ],
  [
    'the end cut off',
    `delete from audit_event where id in (select event_id from audit_chain where position > 7);
      delete from audit_chain where position > 7`,
    { kind: 'chain-shorter-than-seal', position: 8, seal: 2 },
  ],
  [
    'everything gone',
    'delete from audit_chain; delete from audit_event; delete from audit_detail',
    { kind: 'chain-shorter-than-seal', position: 1, seal: 1 },
  ],
  [
    'everything gone, the seals too',
    'delete from audit_chain; delete from audit_event; delete from audit_detail; delete from audit_seal',
    { kind: 'chain-shorter-than-seal', position: 1, seal: 1 },
  ],
  ['a seal', `update audit_seal set hash = sha256('x') where number = 1`, { kind: 'seal-forged', seal: 1 }],
  ['a signature', `update audit_seal set signature = sha256('x') where number = 2`, { kind: 'seal-forged', seal: 2 }],
  ['a seal deleted', 'delete from audit_seal where number = 1', { kind: 'seal-missing', seal: 1 }],
];

test.each(CASES)('changed: %s', async (_what, sql, expected) => {
  await owner.query(sql);
  const { whole, first } = await verify(garner);
  expect(whole).toBe(false);
  expect(first).toMatchObject(expected);
  expect(first?.words).toMatch(/^[A-Z].*\.$/);
});

test('a chain rewritten with care up to its end does not fit its seals', async () => {
  await owner.query(`update audit_event set subject = 'another' where id = ${EVENT}`);
  await rewriteFrom(4);
  expect((await verify(garner)).first).toMatchObject({ kind: 'seal-does-not-match', position: 6, seal: 1 });
});

test('nor does it where the seals of the database were made to fit', async () => {
  await owner.query(`update audit_event set subject = 'another' where id = ${EVENT}`);
  await rewriteFrom(4);
  await owner.query('update audit_seal s set hash = c.hash from audit_chain c where c.position = s.position');
  expect((await verify(garner)).first).toMatchObject({ kind: 'seal-forged', seal: 1 });
});

test('without the key, the copies still tell', async () => {
  await owner.query(`update audit_event set subject = 'another' where id = ${EVENT}`);
  await rewriteFrom(4);
  await owner.query('delete from audit_seal');
  expect((await verify(garner, Buffer.from('another key'))).first).toMatchObject({ kind: 'seal-forged', seal: 1 });
  expect((await verify(garner)).first).toMatchObject({ kind: 'seal-does-not-match', seal: 1 });
});

const COPIES: readonly [what: string, change: (path: string) => Promise<unknown>, kind: Break['kind']][] = [
  ['deleted', (path) => rm(path), 'seal-missing'],
  ['emptied', (path) => writeFile(path, ''), 'seal-forged'],
  ['of another form', (path) => writeFile(path, '{"number":1,"position":"6"}'), 'seal-forged'],
  ['huge', (path) => writeFile(path, 'x'.repeat(100_000)), 'seal-forged'],
  ['that of another seal', async (path) => writeFile(path, files.find(([other]) => other !== path)![1]), 'seal-forged'],
];
test.each(COPIES)('the copy of a seal %s', async (_what, change, kind) => {
  await change(join(seals(), 'audit-000000001.json'));
  expect((await verify(garner)).first).toMatchObject({ kind, seal: 1 });
});

test('a clock that went back is remarked on, and no break', async () => {
  garner.clock.moveDays(-2);
  await write(garner, 1);
  garner.clock.moveDays(2);
  expect((await expectWhole(garner)).remarks).toEqual([
    'The clock went back by more than a minute, first at position 11.',
  ]);
});
