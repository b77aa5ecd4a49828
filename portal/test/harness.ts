import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { type Context, openContext } from '../src/context.ts';
import { publishTemplates, readTemplates } from '../src/modules/collections/index.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { App } from '../src/platform/http/app.ts';
import type { Mail } from '../src/platform/mail/index.ts';
import type { Scanner } from '../src/platform/scan/index.ts';
import { buildWeb } from '../src/web.ts';
import { buildWorker } from '../src/worker.ts';
import { emptyDatabase } from './database.ts';

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  #now: Date;
  constructor(now: Date = new Date('2026-11-22T09:00:00Z')) {
    this.#now = now;
  }
  now(): Date {
    return new Date(this.#now);
  }
  /** Moves on by so many days (negative: back). */
  moveDays(days: number): void {
    this.#now = new Date(this.#now.getTime() + days * 24 * 60 * 60 * 1000);
  }
}

/** A Garner of its own for one test file: database, folders, pages, and a worker where asked. */
export interface TestGarner extends AsyncDisposable {
  readonly context: Context;
  readonly clock: FakeClock;
  readonly app: App;
  /** Starts a worker; it is stopped with the rest, or earlier by disposing it. */
  startWorker(): Promise<AsyncDisposable>;
}

export interface TestGarnerOptions {
  readonly scanner?: Scanner;
  readonly mail?: Mail;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function openTestGarner(options: TestGarnerOptions = {}): Promise<TestGarner> {
  const { [Symbol.asyncDispose]: dropDatabase, ...connection } = await emptyDatabase('garner_template');
  const folder = await mkdtemp(join(tmpdir(), 'garner-data-'));
  const clock = new FakeClock();
  const config = readConfig({
    GARNER_DATA: folder,
    GARNER_ROLES: 'web,worker',
    GARNER_LOG_LEVEL: 'silent',
    ...options.environment,
  });
  const { scanner, mail } = options;
  const context = await openContext(config, connection, { clock, ...(scanner && { scanner }), ...(mail && { mail }) });
  await publishTemplates(context, await readTemplates());
  const app = await buildWeb(context);
  const workers: AsyncDisposable[] = [];
  return {
    context,
    clock,
    app,
    async startWorker() {
      const worker = await buildWorker(context);
      workers.push(worker);
      return worker;
    },
    async [Symbol.asyncDispose]() {
      for (const worker of workers) await worker[Symbol.asyncDispose]();
      await app.close();
      await context[Symbol.asyncDispose]();
      await dropDatabase();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again and again until the answer is there; fails after the deadline with what was being waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  deadlineMs: number = 20_000,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
