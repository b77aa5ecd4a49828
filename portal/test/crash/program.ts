import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../architecture/sources.ts';
import { until } from '../harness.ts';

/** The real program in a process group of its own, with an environment that is only what is given. */
export interface Program extends AsyncDisposable {
  readonly process: ChildProcess;
  /** All that it said so far, on both channels. */
  said(): string;
  /** Where its pages are, once it says so; fails with what it said if it ends before. */
  address(): Promise<string>;
  /** How it ended: its code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Kills it, all that it started and its database server, at one moment and without warning. */
  kill(): Promise<void>;
}

/** Longest that a start may take here, with everything else this machine is doing. */
const DEADLINE_MS = 60_000;

export function startProgram(environment: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, ['--import', './portal/tsx-hook.mjs', 'portal/src/main.ts'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  });
  let text = '';
  for (const channel of [child.stdout, child.stderr]) {
    channel.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  let over: number | NodeJS.Signals | undefined;
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve((over = code ?? signal ?? 1)));
  });
  const kill = async (): Promise<void> => {
    const server = await serverOf(environment['GARNER_DATA'] ?? '');
    // Stopped first, so that none of them notices the end of another and begins to tidy up.
    const all = [...(over === undefined ? [-child.pid!] : []), ...(server === undefined ? [] : family(server))];
    for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of all) send(pid, signal);
    await ended;
  };
  return {
    process: child,
    ended,
    kill,
    said: () => text,
    address: () =>
      until(
        'Garner to say that it is ready',
        async () => {
          if (over !== undefined) throw new Error(`It ended (${over}) and said:\n${text}`);
          return /^Garner is ready at (http:\S+)$/m.exec(text)?.[1];
        },
        DEADLINE_MS,
      ),
    [Symbol.asyncDispose]: kill,
  };
}

/** The process of the database server over a data folder, if one has written its number down. */
export async function serverOf(folder: string): Promise<number | undefined> {
  const lock = await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  return Number(lock.split('\n')[0]) || undefined;
}

export function isAlive(pid: number): boolean {
  return send(pid, 0);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}

/** A process and all below it (Linux). */
function family(pid: number): number[] {
  const below = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .flatMap((name) => family(Number(name)));
  return [pid, ...below];
}

function parentOf(name: string): number | undefined {
  try {
    return Number(
      readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) \S /s, '')
        .split(' ')[0],
    );
  } catch {
    return undefined; // It ended while we looked.
  }
}
