import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClamdAddress } from '../clamd-address.ts';
import { EICAR } from './samples.ts';

/** Known to the clamd of the tests alone, so that what finds it is clamd and not our own look. */
export const ONLY_CLAMD_KNOWS = Buffer.from('garner-test-signature-that-the-builtin-scanner-does-not-know');

/** The lines that make clamd honest about what it did not look at. */
export const NEEDED_LINES: readonly string[] = ['AlertExceedsMax yes', 'AlertEncrypted yes'];

/** Where Debian and others put it; /usr/sbin is not on everybody's PATH. */
export function findClamd(path = ''): string | undefined {
  const folders = [...path.split(':').filter(Boolean), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'clamd')).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface RealClamd extends AsyncDisposable {
  readonly address: ClamdAddress;
}

export interface RealClamdOptions {
  readonly program: string;
  /** Lines of clamd.conf besides those for addresses and folders. */
  readonly lines?: readonly string[];
  /** `hash`: EICAR only as a file of its own, as in the official signatures; `anywhere`: at any offset of anything. */
  readonly eicar?: 'hash' | 'anywhere';
}

/** Starts a clamd of our own in a temporary folder, with local signatures. Ready when it returns. */
export async function realClamd({
  program,
  lines = NEEDED_LINES,
  eicar = 'anywhere',
}: RealClamdOptions): Promise<RealClamd> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-clamd-'));
  const [signatures, socket, conf] = ['signatures', 'socket', 'clamd.conf'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(signatures);
  const anywhere = [`Garner.Test:0:*:${ONLY_CLAMD_KNOWS.toString('hex')}`];
  if (eicar === 'anywhere') anywhere.push(`Eicar.Test:0:*:${EICAR.toString('hex')}`);
  await writeFile(join(signatures, 'local.ndb'), `${anywhere.join('\n')}\n`);
  const hash = createHash('md5').update(EICAR).digest('hex');
  await writeFile(join(signatures, 'local.hdb'), `${hash}:${EICAR.length}:Eicar.Test.Hash\n`);
  const fixed = [
    `LocalSocket ${socket}`,
    `DatabaseDirectory ${signatures}`,
    `TemporaryDirectory ${folder}`,
    'Foreground yes',
    'MaxThreads 4',
  ];
  await writeFile(conf, `${[...fixed, ...lines].join('\n')}\n`);
  const child = spawn(program, ['-c', conf], { stdio: ['ignore', 'pipe', 'pipe'] });
  const close = async (): Promise<void> => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await listening(child);
  } catch (error) {
    await close();
    throw error;
  }
  return { address: { path: socket }, [Symbol.asyncDispose]: close };
}

/** The last line that clamd writes before it takes questions. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (text: Buffer) => {
      said += text;
      if (/^Self checking (every|disabled)/m.test(said)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`clamd ended with ${code}: ${said}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
