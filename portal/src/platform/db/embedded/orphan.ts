import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { programIn } from './binaries.ts';
import { CannotStartError, codeOf } from './errors.ts';
import { holds, isServerOf, isTaken, run } from './processes.ts';

const gentleMs = 10_000;

/**
 * Clears the way for a new server where an earlier Garner died without stopping its own: a server that lives on is
 * stopped, and a lock file that names a stranger, a zombie or nobody is removed, since PostgreSQL would believe it.
 * A file that names a dead process is left to PostgreSQL, which looks at its shared memory before it goes on.
 *
 * Only for the holder of the folder's claim: that is what says that the server is nobody's.
 */
export async function clearOrphan(dataFolder: string, binFolder: string, log: (line: string) => void): Promise<void> {
  const lockFile = join(dataFolder, 'postmaster.pid');
  const pid = await pidIn(lockFile);
  if (pid === 'no file') return;
  if (process.platform === 'win32') {
    await run({
      program: programIn(binFolder, 'pg_ctl'),
      args: ['stop', '-D', dataFolder, '-m', 'fast'],
      identity: {},
    });
    return;
  }
  if (pid === undefined) return rm(lockFile, { force: true }); // cut off while it was written
  if (isServerOf(pid, dataFolder)) {
    log(`A PostgreSQL server of an earlier run (process ${pid}) is still up; stopping it.`);
    await stopServer(pid, dataFolder);
  }
  if (isTaken(pid) && (await pidIn(lockFile)) === pid) await rm(lockFile, { force: true });
}

async function stopServer(pid: number, dataFolder: string): Promise<void> {
  const gone = () => !isServerOf(pid, dataFolder);
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (codeOf(error) === 'EPERM') break;
    }
    if (await holds(gone, gentleMs)) return;
  }
  throw new CannotStartError(
    `A PostgreSQL server of an earlier run (process ${pid}) still holds ${dataFolder} and does not stop. End that process, then start Garner again.`,
  );
}

/** The process that the lock file names; `undefined` when it names none. */
async function pidIn(lockFile: string): Promise<number | undefined | 'no file'> {
  try {
    const [first] = (await readFile(lockFile, 'utf8')).split('\n');
    return Math.abs(Number(first)) || undefined; // a negative number is a server in single-user mode
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return 'no file';
    throw error;
  }
}
