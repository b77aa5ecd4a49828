/** Ways to run the command in tests: as a process of its own, or in this one with streams that keep what is written. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type Ended, ROOT, type Surroundings } from './in-process.ts';

export { inProcess } from './in-process.ts';

export const TEMPLATES: string = join(ROOT, 'collections/templates');
export const PTQ_EXAMPLES: string = join(TEMPLATES, 'ptq-assessment-outcomes/examples/2023-08');
const CLI = join(import.meta.dirname, '../../src/cli.ts');

export interface How extends Pick<Surroundings, 'cwd' | 'env' | 'input'> {
  /** Options for Node itself. */
  readonly node?: readonly string[];
}

/** Starts `garner` as a process of its own; it is ended with the test. */
export function start(args: readonly string[], { cwd = ROOT, env = {}, node = [] }: How = {}) {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [...node, CLI, ...args], {
    cwd,
    env: { PATH: dirname(process.execPath), ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => {}); // It need not read what it is given.
  return child;
}

/** Runs `garner` as a process of its own to its end. */
export async function garner(args: readonly string[], how: How = {}): Promise<Ended> {
  const child = start(args, how);
  child.stdin.end(how.input ?? '');
  return await ended(child);
}

/** Waits for the end of a process and gives all that it wrote. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const closed = new Promise<number | null>((done) => child.once('close', done));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, stdout, stderr };
}

async function text(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** A folder of the test's own, taken away at its end. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'garner-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
