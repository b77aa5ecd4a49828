/** How long from `npm start` to the first page: node bench/cold-start.ts. Uses a copy of the checkout in an empty folder. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from './table.ts';

const ROOT = join(import.meta.dirname, '..');

/** Cold: nothing installed, no data. New data: installed, an empty data folder. Again: as it was left. */
export async function coldStartBenchmark(): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-cold-'));
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, join(folder, 'clone')]);
    // What is not committed yet belongs to what is measured.
    for (const name of execFileSync('git', ['ls-files', '--modified', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
    }).split('\n')) {
      if (name !== '') cpSync(join(ROOT, name), join(folder, 'clone', name), { force: true, recursive: true });
    }
    const clone = join(folder, 'clone');
    const cold = await startOnce(clone, join(folder, 'data-1'));
    const fresh = await startOnce(clone, join(folder, 'data-2'));
    const again = await startOnce(clone, join(folder, 'data-2'));
    return {
      title: '`npm start` to the first page',
      head: ['start', 'time'],
      rows: [
        [
          'cold: a clean clone, packages to be installed, styles and scripts to be compiled',
          `${(cold / 1000).toFixed(1)} s`,
        ],
        ['installed, an empty data folder', `${(fresh / 1000).toFixed(1)} s`],
        ['as it was left', `${(again / 1000).toFixed(1)} s`],
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the command to the first page that is served. */
async function startOnce(clone: string, data: string): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: clone,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GARNER_DATA: data, PORT: '0' },
  });
  const address = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const found = /ready at (http:\/\/\S+)/.exec(text);
      if (found) resolve(found[1]!);
    });
    child.once('exit', () => reject(new Error(text)));
  });
  const page = await fetch(`${address}/sign-in`);
  if (!page.ok) throw new Error(`The first page came with ${page.status}`);
  const time = performance.now() - begun;
  // Not `exit`: npm is gone before the database has stopped, which holds the other end of the pipe.
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid!, 'SIGTERM');
  await ended;
  return time;
}

if (import.meta.main) console.log(JSON.stringify(await coldStartBenchmark(), null, 2));
