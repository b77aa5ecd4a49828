import { setTimeout as wait } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/utils';
import pg from 'pg';
import type { Context } from '../../context.ts';
import { announce } from '../../platform/events.ts';

const LOCK_CLASS = 7_236_413;
const PATIENCE_MS = 30_000;
const RETRY_MS = 50;
/** The holder is asked again after so many tries: it may be another one by now. */
const ASK_EVERY = 20;

interface Held {
  readonly requestRelease: RequestRelease;
  readonly deafen: () => void;
  /** False while the database is being asked: there is nothing to let go of yet. */
  locked: boolean;
}

/**
 * One writer for each upload across all web processes: advisory locks of PostgreSQL, held on one connection for the
 * whole process, which frees them if the process dies. Who waits asks the holder to let go, as tus wants.
 */
export class PostgresLocker implements Locker, AsyncDisposable {
  readonly #context: Context;
  readonly #held: Map<string, Held> = new Map();
  #client: Promise<pg.Client> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

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
    await (await client?.catch(() => undefined))?.end();
  }

  async #lock(id: string, signal: AbortSignal, requestRelease: RequestRelease): Promise<void> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    for (let tries = 0; !patience.aborted; tries++) {
      if (await this.#tryLock(id, requestRelease)) return;
      if (tries % ASK_EVERY === 0) await announce(this.#context.db, topic(id));
      await wait(RETRY_MS, undefined, { signal: patience }).catch(() => undefined);
    }
    throw ERRORS.ERR_LOCK_TIMEOUT;
  }

  async #tryLock(id: string, requestRelease: RequestRelease): Promise<boolean> {
    if (this.#held.has(id)) return false;
    // Taken before the question to the database, so that two requests of this process cannot both be let in.
    const held: Held = {
      requestRelease,
      deafen: this.#context.events.listen(topic(id), () => held.locked && void requestRelease()),
      locked: false,
    };
    this.#held.set(id, held);
    try {
      held.locked = await this.#ask('select pg_try_advisory_lock($1, hashtext($2)) as yes', id);
      if (held.locked) return true;
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
      if (this.#client) await this.#ask('select pg_advisory_unlock($1, hashtext($2)) as yes', id);
    } finally {
      this.#forget(id);
    }
  }

  #forget(id: string): void {
    this.#held.get(id)?.deafen();
    this.#held.delete(id);
  }

  /** One question at a time, as a connection takes them. */
  #ask(sql: string, id: string): Promise<boolean> {
    const answer = this.#turn.then(async () => {
      const client = await this.#connected();
      return (await client.query<{ yes: boolean }>(sql, [LOCK_CLASS, id])).rows[0]!.yes;
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** The one connection; two requests at once must not open two, or a lock would be looked for on the wrong one. */
  #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      ...this.#context.connection,
      application_name: 'garner-upload-locks',
      keepAlive: true,
    });
    const connecting = client.connect().then(() => client);
    const lost = (): void => {
      if (this.#client !== connecting) return;
      this.#client = undefined;
      // The database has let go of every lock: whoever holds one must stop writing.
      for (const { requestRelease } of this.#held.values()) void requestRelease();
    };
    client.on('error', lost);
    client.on('end', lost);
    connecting.catch(lost);
    this.#client = connecting;
    return connecting;
  }
}

function topic(id: string): string {
  return `upload-lock ${id}`;
}
