import { sql } from 'kysely';
import pg from 'pg';
import type { Connection, Database } from './db/database.ts';
import type { Log } from './log.ts';

const CHANNEL = 'garner';
const RECONNECT_MS = 500;

/** News between processes: "something about this topic changed, look again". Carries no data. */
export interface Events extends AsyncDisposable {
  /** Calls `hear` after each change of the topic, until the returned function is called. */
  listen(topic: string, hear: () => void): () => void;
}

/** Tells every process once the transaction commits. */
export async function announce(trx: Database, topic: string): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${topic})`.execute(trx);
}

/**
 * Listens on one connection of its own and connects again when it breaks. After a break every listener is called, as
 * news may have been missed.
 */
export async function openEvents(connection: Connection, log: Log): Promise<Events> {
  const listeners = new Map<string, Set<() => void>>();
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const tell = (topic: string): void => {
    for (const hear of listeners.get(topic) ?? []) hear();
  };
  const broke = (error?: Error): void => {
    client = undefined;
    if (closed || retry) return;
    log.warn({ reason: error?.message }, 'lost the connection for news; connecting again');
    retry = setTimeout(() => {
      retry = undefined;
      connect().then(() => [...listeners.keys()].forEach(tell), broke);
    }, RECONNECT_MS);
  };
  const connect = async (): Promise<void> => {
    const opened = new pg.Client({ ...connection, application_name: 'garner-events', keepAlive: true });
    opened.on('error', (error) => opened === client && broke(error));
    opened.on('end', () => opened === client && broke());
    opened.on('notification', ({ payload }) => payload && tell(payload));
    await opened.connect();
    await opened.query(`listen ${CHANNEL}`);
    // Closed while it was connecting again: one that nobody will end would keep the process alive.
    if (closed) return await opened.end();
    client = opened;
  };

  await connect();
  return {
    listen(topic, hear) {
      const heard = listeners.get(topic) ?? new Set();
      listeners.set(topic, heard.add(hear));
      return () => {
        heard.delete(hear);
        if (heard.size === 0 && listeners.get(topic) === heard) listeners.delete(topic);
      };
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearTimeout(retry);
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}
