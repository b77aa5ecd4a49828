import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './errors.ts';
import { type Command, plainEnvironment } from './run-as.ts';

/** Runs a program to its end. `output` is what it said on both streams, in order. */
export function run(command: Command): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((done) => {
    const child = spawn(command.program, command.args, {
      ...command.identity,
      cwd: '/',
      env: plainEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const add = (bytes: unknown) => {
      output += bytes;
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', (error) => done({ ok: false, output: error.message }));
    child.on('close', (code) => done({ ok: code === 0, output: output.trim() }));
  });
}

/** Whether the process number is taken, be it only by a dead process that nobody has collected (a zombie). */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Whether the process is a living PostgreSQL server over this data folder. A number alone does not tell: it may have
 * passed to a stranger, or belong to a zombie.
 */
export function isServerOf(pid: number, dataFolder: string): boolean {
  return existsSync('/proc/self/stat') ? linuxServer(pid, dataFolder) : otherServer(pid, dataFolder);
}

function linuxServer(pid: number, dataFolder: string): boolean {
  try {
    // The name stands in brackets and may hold anything; the state is the first letter after it.
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0];
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const postgres = basename(words[0] ?? '').startsWith('postgres');
    return state !== 'Z' && state !== 'X' && postgres && (words.includes(dataFolder) || worksIn(pid) === dataFolder);
  } catch {
    return false; // gone while we looked
  }
}

function worksIn(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function otherServer(pid: number, dataFolder: string): boolean {
  const asked = spawnSync('ps', ['-ww', '-o', 'state=', '-o', 'args=', '-p', String(pid)], {
    env: plainEnvironment,
    encoding: 'utf8',
  });
  const line = (asked.stdout ?? '').trim();
  return !line.startsWith('Z') && line.includes('postgres') && line.includes(dataFolder);
}

/** Waits until `condition` holds. @returns false when it did not within the time, in milliseconds. */
export async function holds(condition: () => boolean, withinMs: number): Promise<boolean> {
  const giveUp = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > giveUp) return false;
    await pause(20);
  }
  return true;
}
