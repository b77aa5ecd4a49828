import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Programs, programIn } from './binaries.ts';
import { CannotStartError, folderFault } from './errors.ts';
import { giveTo } from './ownership.ts';
import { run } from './processes.ts';
import { command, type RunAs } from './run-as.ts';

/** The database user that owns everything. */
export const databaseUser = 'garner';

/** Where PostgreSQL's own files lie in the data folder. */
export function clusterIn(folder: string): string {
  return join(folder, 'postgres');
}

interface Making {
  readonly folder: string;
  readonly programs: Programs;
  readonly as: RunAs;
  /** How clients prove who they are: words for initdb. */
  readonly authentication: readonly string[];
  readonly log: (line: string) => void;
}

/**
 * Makes the database's files if they are not there; else sees that they are of the right version and the right user's.
 *
 * They come into being under another name (`postgres.new-…`) and are renamed when they are whole and on the disk, so a
 * start that is cut short leaves either nothing or everything. Leftovers go at the next start.
 */
export async function ensureCluster(making: Making): Promise<void> {
  const { folder, programs, as, log } = making;
  const cluster = clusterIn(folder);
  await removeLeftovers(folder, log);
  if (existsSync(cluster)) {
    await checkVersion(cluster, programs);
    return giveTo(as, cluster);
  }
  log('Making the database.');
  const unfinished = await mkdtemp(`${cluster}.new-`);
  await giveTo(as, unfinished);
  await initialise(making, unfinished);
  await rename(unfinished, cluster);
  await syncFolder(folder);
}

/** A different name each time: an initdb that outlived its Garner may still be writing under the old one. */
async function removeLeftovers(folder: string, log: (line: string) => void): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('postgres.new')) continue;
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 }).catch((error: unknown) =>
      log(`Could not remove ${name}, left by a start that was cut short: ${error}`),
    );
  }
}

async function checkVersion(cluster: string, programs: Programs): Promise<void> {
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (found === String(programs.major)) return;
  throw new CannotStartError(
    found === ''
      ? `${cluster} is in the way: it holds no PostgreSQL database. Move it away, or set GARNER_DATA to another folder.`
      : `The database in ${cluster} was made by PostgreSQL ${found}, and this is PostgreSQL ${programs.major}, which cannot read it. ` +
          `Go back to the Garner that made it and move the data over by a dump, or set GARNER_DATA to another folder.`,
  );
}

/**
 * The built-in locale sorts and folds case alike on every machine. pg_trgm alone still asks the system which
 * characters are letters, so that part is C.UTF-8 where the system knows it: in plain C it would drop every accent.
 */
async function initialise({ folder, programs, as, authentication }: Making, into: string): Promise<void> {
  let output = '';
  for (const letters of ['C.UTF-8', 'C']) {
    const words = ['-D', into, '-U', databaseUser, '-E', 'UTF8', '--locale=C', `--lc-ctype=${letters}`];
    const builtin = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'];
    const program = programIn(programs.binFolder, 'initdb');
    const made = await run(command(as, program, [...words, ...builtin, ...authentication]));
    if (made.ok) return;
    output = made.output;
    if (!output.includes('locale')) break;
  }
  await rm(into, { recursive: true, force: true });
  if (output.includes('No space left on device')) {
    throw folderFault(Object.assign(new Error(output), { code: 'ENOSPC' }), folder);
  }
  const reason = output.split('\n').filter((line) => /error|fatal|detail/i.test(line));
  throw new CannotStartError(`PostgreSQL could not make its database in ${folder}: ${reason.join(' ') || output}`);
}

/** Makes the new name itself survive a power cut; Windows offers no such call and does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
}
