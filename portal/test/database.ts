import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Connection } from '../src/platform/db/database.ts';

/** A database of its own, dropped at the end of the scope: empty, or a copy of the migrated one. */
export async function emptyDatabase(template: 'template1' | 'garner_template' = 'template1') {
  const database = `garner_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${database} template ${template}`);
  return {
    ...(inject('postgres') satisfies Connection),
    database,
    [Symbol.asyncDispose]: () => administer(`drop database ${database} with (force)`),
  };
}

/** One statement about databases, not in one. */
export async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ ...inject('postgres'), database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
