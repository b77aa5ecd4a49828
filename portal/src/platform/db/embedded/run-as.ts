import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStartError } from './errors.ts';

/** An account of the machine that is not root. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * As whom PostgreSQL runs, since it refuses to run as root:
 * `self` the user of this process; `user` root drops to that account; `namespace` root keeps its files and rights of
 * way, and is called by that account's number only inside a Linux user namespace.
 */
export type RunAs = { readonly how: 'self' } | ({ readonly how: 'user' | 'namespace' } & ServerUser);

/** A program to start: what, with which words, under which identity. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
}

/**
 * The few variables that our programs get, whatever the caller's own are: messages in English, times in UTC.
 * Windows adds those that it cannot do without.
 */
export const plainEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account to run PostgreSQL under when we are root: `postgres`, else `nobody`; `undefined` when there is neither. */
export function serverUser(passwd = '/etc/passwd'): ServerUser | undefined {
  if (!existsSync(passwd)) return undefined;
  const lines = readFileSync(passwd, 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => lines.find((line) => line[0] === name)).find((line) => line);
  const [name, , uid, gid] = found ?? [];
  return name === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

/** Words a program the way `as` needs it. */
export function command(as: RunAs, program: string, args: readonly string[]): Command {
  if (as.how === 'self') return { program, args, identity: {} };
  if (as.how === 'user') return { program, args, identity: { uid: as.uid, gid: as.gid } };
  const mapped = ['--user', `--map-user=${as.uid}`, `--map-group=${as.gid}`, '--', program, ...args];
  return { program: 'unshare', args: mapped, identity: {} };
}

/** Whose the server's files are, as this process sees them; `undefined` when they are simply our own. */
export function ownerOf(as: RunAs): { readonly uid: number; readonly gid: number } | undefined {
  if (as.how === 'self') return undefined;
  return as.how === 'namespace' ? { uid: 0, gid: 0 } : { uid: as.uid, gid: as.gid };
}

/**
 * Whether `as` can pass through a folder, or start a program, at this path. For another user we really try it: mode
 * bits alone do not tell of access lists, refused namespaces or a container that may not change its user.
 */
export function canReach(as: RunAs, path: string): boolean {
  if (as.how === 'self') {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }
  const { program, args, identity } = command(as, '/bin/sh', ['-c', 'test -x "$1"', 'sh', path]);
  return spawnSync(program, args, { ...identity, cwd: '/', env: plainEnvironment, stdio: 'ignore' }).status === 0;
}

/** The ways open to this process to run PostgreSQL, the better one first; empty when root finds no account to use. */
export function waysToRun(): readonly RunAs[] {
  if (!isRoot()) return [{ how: 'self' }];
  const user = serverUser();
  if (!user) return [];
  const dropped: RunAs = { how: 'user', ...user };
  return process.platform === 'linux' ? [dropped, { how: 'namespace', ...user }] : [dropped];
}

/**
 * Chooses as whom PostgreSQL runs over this folder, which must exist.
 * @throws CannotStartError when we are root and no way leads into the folder.
 */
export function runAsFor(folder: string): RunAs {
  const ways = waysToRun();
  const way = ways.find((as) => canReach(as, folder));
  if (way) return way;
  const [first] = ways;
  if (!first) {
    throw new CannotStartError(
      'PostgreSQL must not run as root, and this machine has no user postgres or nobody to run it as. ' +
        'Start Garner as an ordinary user, or set DATABASE_URL to a PostgreSQL 18 server.',
    );
  }
  throw new CannotStartError(
    first.how === 'self'
      ? `The folder ${folder} cannot be entered by the user that Garner runs as. Set GARNER_DATA to another folder.`
      : `The folder ${folder} cannot be reached by the user ${first.name} that PostgreSQL must run as. Set GARNER_DATA to a folder such as /var/lib/garner.`,
  );
}

/** The path itself, or the nearest folder above it that is there. */
export function existingAncestor(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingAncestor(dirname(path));
}
