import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Connection, Endpoint } from './endpoint.ts';
import { CannotStartError } from './errors.ts';
import { command, plainEnvironment, type RunAs } from './run-as.ts';

/** A server process of our own. */
export interface Server {
  readonly child: ChildProcess;
  /** Resolves when the process has ended, with how it ended in words. */
  readonly ended: Promise<string>;
  /** Its last log lines. */
  readonly lastWords: () => string;
}

const readyWithinMs = 60_000;
const settings = {
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  // A failed statement and the row that it failed on are the caller's to report: they may hold people's data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  cluster_name: 'garner',
};

/** Starts the server over a data folder. It gets a process group of its own: Ctrl-C is for us, and we stop it in order. */
export function spawnServer(options: {
  readonly program: string;
  readonly cluster: string;
  readonly as: RunAs;
  readonly endpoint: Endpoint;
  readonly log: (line: string) => void;
}): Server {
  const words = Object.entries({ ...settings, ...options.endpoint.settings }).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
  const { program, args, identity } = command(options.as, options.program, ['-D', options.cluster, ...words]);
  const child = spawn(program, args, {
    ...identity,
    cwd: '/',
    env: plainEnvironment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  const lines: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    if (line.includes('the database system is starting up')) return; // the answer to our own asking
    lines.push(line);
    if (lines.length > 20) lines.shift();
    options.log(line);
  });
  const closed = once(child, 'close').catch(() => {});
  const ended = new Promise<string>((done) => {
    child.on('error', (error) => child.pid === undefined && done(error.message));
    child.on('exit', async (code, signal) => {
      // The last lines may still be on their way; a lingering backend can keep the stream open much longer.
      await Promise.race([closed, pause(300)]);
      done(signal ? `ended by ${signal}` : `ended with code ${code}`);
    });
  });
  return { child, ended, lastWords: () => lines.join('\n') };
}

/**
 * Waits until the server answers a query. A server that mends itself after a crash says so, and is given its time.
 * @returns false when the server ended instead. @throws CannotStartError when nothing answers within a minute.
 */
export async function answers(server: Server, connection: Connection): Promise<boolean> {
  let hasEnded = false;
  void server.ended.then(() => {
    hasEnded = true;
  });
  let giveUp = performance.now() + readyWithinMs;
  while (!hasEnded) {
    const answer = await ask(connection);
    if (answer === 'ready') return true;
    if (answer === 'starting') giveUp = performance.now() + readyWithinMs;
    if (performance.now() > giveUp) {
      await stopServer(server);
      throw new CannotStartError(`PostgreSQL does not answer. Its last log lines:\n${server.lastWords()}`);
    }
    await pause(15);
  }
  return false;
}

async function ask(connection: Connection): Promise<'ready' | 'starting' | 'silent'> {
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // told by the calls below
  try {
    await client.connect();
    await client.query('select 1');
    await client.end();
    return 'ready';
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? (error.code ?? '') : '';
    if (code.startsWith('28')) {
      throw new CannotStartError(`PostgreSQL does not let Garner in: ${(error as Error).message}.`, { cause: error });
    }
    return code === '57P03' ? 'starting' : 'silent';
  }
}

/**
 * Stops the server and waits for its end: at first in order, clients cut off and all written (SIGINT), then at once
 * (SIGQUIT; its next start mends), and at last by force.
 */
export async function stopServer(server: Server): Promise<void> {
  const steps = [
    ['SIGINT', 15_000],
    ['SIGQUIT', 15_000],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, ms] of steps) {
    server.child.kill(signal);
    const clock = new AbortController();
    const late = pause(ms, 'late', { signal: clock.signal }).catch(() => 'late');
    const first = await Promise.race([server.ended, late]);
    clock.abort();
    if (first !== 'late') return;
  }
}
