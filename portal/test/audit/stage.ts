import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Context, openContext } from '../../src/context.ts';
import { type AuditEvent, record, type Verification, verified, verifyChain } from '../../src/modules/audit/index.ts';
import { emptyDatabase } from '../database.ts';
import { FakeClock } from '../harness.ts';

export const KEY: Buffer = Buffer.from('a key for the tests of the audit');

/** A Garner without templates and without the pages of other modules: the audit needs none of them. */
export interface AuditStage extends AsyncDisposable {
  readonly context: Context;
  readonly clock: FakeClock;
  /** The database's owner, as migrations run. */
  readonly owner: pg.Client;
}

export async function openStage(): Promise<AuditStage> {
  const { [Symbol.asyncDispose]: dropDatabase, ...connection } = await emptyDatabase('garner_template');
  const folder = await mkdtemp(join(tmpdir(), 'garner-audit-'));
  const clock = new FakeClock();
  const config = readConfig({ GARNER_DATA: folder, GARNER_LOG_LEVEL: 'silent' });
  const context = await openContext(config, connection, { clock });
  const owner = new pg.Client({ ...connection });
  await owner.connect();
  await owner.query('select give_application_rights()');
  return {
    context,
    clock,
    owner,
    async [Symbol.asyncDispose]() {
      await owner.end();
      await context[Symbol.asyncDispose]();
      await dropDatabase();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A connection of the database's owner, who may do anything. Its replication role lets no trigger fire. */
export async function tamperer({ context }: AuditStage): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ ...context.connection });
  await client.connect();
  await client.query('set session_replication_role = replica');
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** Writes so many plain events, each in its own transaction. */
export async function write({ context }: AuditStage, times: number, event: Partial<AuditEvent> = {}): Promise<void> {
  for (let number = 1; number <= times; number++) {
    await record(context.db, context.clock, {
      action: 'tests.happened',
      subject: `thing ${number}`,
      personId: 7,
      address: '192.0.2.7',
      before: { state: 'old' },
      after: { state: 'new', number },
      ...event,
    });
  }
}

export function verify({ context }: AuditStage, key: Buffer = KEY): Promise<Verification> {
  return verified(verifyChain(context.db, { blobs: context.blobs, key, batch: 3 }));
}

export async function expectWhole(garner: AuditStage): Promise<Verification> {
  const found = await verify(garner);
  expect(found.first).toBeUndefined();
  expect(found).toMatchObject({ whole: true, checked: found.length });
  return found;
}
