import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './types.generated.ts';

export type Database = Kysely<Tables>;

export interface Connection {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly connectionString?: string;
}

const INT8 = 20;
const DATE = 1082;

/** Ids and counts are numbers (all far below 2^53); dates without a time stay text, so that no time zone can move them. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number;
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

/** As whom a pool's connections act. */
export type Rights = 'owner' | 'application';

/**
 * The application gives up the owner's rights for those of `garner_app`, which may not change the audit. Where the
 * database has no such role, or whoever connects may not take it, nothing happens.
 */
const BECOME_APPLICATION = `select set_config('role', rolname, false) from pg_roles
  where rolname = 'garner_app' and pg_has_role(oid, 'SET')`;

/** A pool of connections. `onError` hears of idle connections that broke; the pool replaces them by itself. */
export function openPool(
  connection: Connection,
  size: number,
  onError: (error: Error) => void,
  rights: Rights = 'owner',
): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max: size,
    types,
    // Waited for before the connection is lent out.
    ...(rights === 'application' && {
      onConnect: async (client: pg.ClientBase) => void (await client.query(BECOME_APPLICATION)),
    }),
    connectionTimeoutMillis: 10_000,
    application_name: 'garner',
  });
  pool.on('error', onError);
  // A connection that breaks while it is lent out would otherwise end the process; its query fails all the same.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** The typed face of a pool. */
export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
