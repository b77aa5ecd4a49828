import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The packages measured beside the engine. */
export type PeerName = 'csv-parse' | 'papaparse' | 'udsv' | '@duckdb/node-api' | 'nodejs-polars';

const HERE = import.meta.dirname;
/** Where the peers are installed: not a workspace, so that nobody who only uses Garner fetches them. */
export const PEER_MODULES: string = join(HERE, 'node_modules');

/** Installs the peers by the lock file beside them where one is missing, and says so. Gives why it could not. */
export async function installPeers(say: (line: string) => void): Promise<string | undefined> {
  const wanted = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as { dependencies: object };
  const missing = Object.entries(wanted.dependencies).filter(([name, version]) => peerVersion(name) !== version);
  if (missing.length === 0) return undefined;
  say(`Installing the peers into bench/node_modules, as these are not there: ${missing.flat().join(' ')}`);
  // Not `npm ci`: it refuses the lock where a registry lacks the packages of other machines.
  const given = ['install', '--no-save', '--prefix', HERE, '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', given, { shell: process.platform === 'win32' });
    return undefined;
  } catch (error) {
    return `npm could not install them: ${told(error)}`;
  }
}

/** The version of an installed peer. */
export function peerVersion(name: string): string | undefined {
  const path = join(PEER_MODULES, name, 'package.json');
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** What npm said, without its codes. */
function told(error: unknown): string {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  return lines.find((line) => line !== '' && !/^code |^errno |^syscall /.test(line)) ?? message;
}
