import { setTimeout as wait } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/utils';
import pg from 'pg';
import type { Context } from '../../context.ts';
import { announce } from '../../platform/events.ts';

const LOCK_CLASS = 7_236_413;
const PATIENCE_MS = 30_000;
const RETRY_MS = 50;

interface Held {
  readonly requestRelease: RequestRelease;
  readonly deafen: () => void;
}

/**
 * One writer for each upload across all web processes: advisory locks of PostgreSQL, held on one connection for the
 * whole process, which frees them if the process dies. Who waits asks the holder to let go, as tus wants.
 */
export class PostgresLocker implements Locker, AsyncDisposable {
  readonly #context: Context;
  readonly #held: Map<string, Held> = new Map();
  #client: pg.Client | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  newLock(id: string): Lock {
    return {
      lock: (signal, requestRelease) => this.#lock(id, signal, requestRelease),
      unlock: () => this.#unlock(id),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #lock(id: string, signal: AbortSignal, requestRelease: RequestRelease): Promise<void> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    for (let first = true; !patience.aborted; first = false) {
      if (await this.#tryLock(id, requestRelease)) return;
      if (first) await announce(this.#context.db, topic(id));
      await wait(RETRY_MS, undefined, { signal: patience }).catch(() => undefined);
    }
    throw ERRORS.ERR_LOCK_TIMEOUT;
  }

  async #tryLock(id: string, requestRelease: RequestRelease): Promise<boolean> {
    if (this.#held.has(id)) return false;
    // Taken before the question to the database, so that two requests of this process cannot both be let in.
    this.#held.set(id, { requestRelease, deafen: this.#context.events.listen(topic(id), () => void requestRelease()) });
    try {
      const client = await this.#connected();
      const { rows } = await client.query('select pg_try_advisory_lock($1, hashtext($2)) as locked', [LOCK_CLASS, id]);
      if (rows[0].locked) return true;
    } catch (error) {
      this.#forget(id);
      throw error;
    }
    this.#forget(id);
    return false;
  }

  async #unlock(id: string): Promise<void> {
    if (!this.#held.has(id)) return;
    try {
      await this.#client?.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, id]);
    } finally {
      this.#forget(id);
    }
  }

  #forget(id: string): void {
    this.#held.get(id)?.deafen();
    this.#held.delete(id);
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      ...this.#context.connection,
      application_name: 'garner-upload-locks',
      keepAlive: true,
    });
    const lost = (): void => {
      if (this.#client !== client) return;
      this.#client = undefined;
      // The database has let go of every lock: whoever holds one must stop writing.
      for (const { requestRelease } of this.#held.values()) void requestRelease();
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    this.#client = client;
    return client;
  }
}

function topic(id: string): string {
  return `upload-lock ${id}`;
}
