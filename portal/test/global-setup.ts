import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateAll } from '../src/context.ts';
import { openPool } from '../src/platform/db/database.ts';
import { startEmbeddedPostgres } from '../src/platform/db/embedded/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server for the whole run, with the migrated database `garner_template`. */
    postgres: { host: string; port: number; user: string };
  }
}

/** Starts one PostgreSQL for all tests and migrates the database that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-test-'));
  const server = await startEmbeddedPostgres({ folder, log: () => undefined });
  const { host, port, user } = server.connection;
  const admin = new pg.Client({ host, port, user, database: 'postgres' });
  await admin.connect();
  await admin.query('create database garner_template');
  await admin.end();
  const pool = openPool({ host, port, user, database: 'garner_template' }, 2, () => undefined);
  await migrateAll(pool);
  await pool.end();
  project.provide('postgres', { host, port, user });
  return async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
}
