import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';

/** Any number; only migrations lock it. */
const MIGRATION_LOCK = 7_236_411;

/** Thrown where the database and the files disagree, with what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Runs the numbered `.sql` files that have not run yet, in order, each in its own transaction with its own record.
 * Several processes may call it at once: one works, the others wait. Returns the names of those it ran.
 */
export async function migrate(pool: Pool, folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await runMissing(client, folder, files);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

async function runMissing(client: PoolClient, folder: string, files: readonly string[]): Promise<string[]> {
  await client.query(
    'create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration');
  const applied = new Map(rows.map((row) => [row.name, row.sha256]));
  for (const name of applied.keys()) {
    if (!files.includes(name)) {
      throw new MigrationError(
        `The database has the migration ${name}, which this version of Garner does not know. Run a newer version.`,
      );
    }
  }
  const ran: string[] = [];
  for (const name of files) {
    const sql = await readFile(join(folder, name), 'utf8');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const before = applied.get(name);
    if (before !== undefined && before !== sha256) {
      throw new MigrationError(
        `The migration ${name} was changed after it ran. Restore it, and write a new one for the change.`,
      );
    }
    if (before !== undefined) continue;
    await runOne(client, name, sql, sha256);
    ran.push(name);
  }
  return ran;
}

async function runOne(client: PoolClient, name: string, sql: string, sha256: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new MigrationError(`The migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}
