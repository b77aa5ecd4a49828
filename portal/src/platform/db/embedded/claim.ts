import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, open, readFile, realpath } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotStartError, codeOf, folderFault } from './errors.ts';
import { canReach, existingAncestor, isRoot, serverUser } from './run-as.ts';

/**
 * Holds a data folder for this process, so that a second Garner on the same folder is refused.
 * Released by the kernel when the process dies in any way.
 */
export interface FolderClaim extends AsyncDisposable {
  /** The folder's real path: absolute, without symbolic links. */
  readonly folder: string;
}

/** What holds the claim: let go of it, or learn who has it (`undefined` when the holder does not say). */
type Grip = { readonly release: () => Promise<void> } | { readonly heldBy: number | undefined };

const patience = 1_000;

/**
 * Makes the data folder if it is not there, and takes it for this process alone.
 * @throws CannotStartError when another Garner has it, or when it cannot be made or written.
 */
export async function claimFolder(folder: string): Promise<FolderClaim> {
  const real = await makeFolder(resolve(folder)).catch((error: unknown) => {
    throw folderFault(error, resolve(folder));
  });
  const grip = process.platform === 'darwin' ? await gripFile(real) : await gripName(real);
  if ('heldBy' in grip) {
    const who = grip.heldBy === undefined ? '' : ` (process ${grip.heldBy})`;
    throw new CannotStartError(
      `Garner is already running on the folder ${real}${who}. Stop it first, or set GARNER_DATA to another folder.`,
    );
  }
  return { folder: real, [Symbol.asyncDispose]: grip.release };
}

/**
 * New folders are for their owner alone. Only where the database server must run as another user than root may others
 * pass through, without seeing what is there; a folder that somebody else made is left as it is.
 */
async function makeFolder(folder: string): Promise<string> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first !== undefined && isRoot()) {
    const user = serverUser();
    if (user && canReach({ how: 'user', ...user }, existingAncestor(dirname(first)))) {
      for (let made = folder; made !== dirname(first); made = dirname(made)) await chmod(made, 0o711);
    }
  }
  await access(folder, constants.W_OK | constants.X_OK);
  return realpath(folder);
}

/**
 * Linux and Windows: a name that only one process can listen on, kept by the kernel and not by a file. Whoever
 * connects is told our process number. The name can go from taken to free between our two questions, so we ask again.
 */
async function gripName(folder: string): Promise<Grip> {
  const hash = createHash('sha256').update(folder).digest('hex');
  const name = process.platform === 'win32' ? `\\\\.\\pipe\\garner-${hash}` : `\0garner-${hash}`;
  const giveUp = performance.now() + patience;
  for (;;) {
    const release = await listen(name);
    if (release) return { release };
    const answer = await askHolder(name);
    if (answer !== 'gone') return { heldBy: answer };
    if (performance.now() > giveUp) return { heldBy: undefined };
    await pause(20);
  }
}

function listen(name: string): Promise<(() => Promise<void>) | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', (error) => (codeOf(error) === 'EADDRINUSE' ? done(undefined) : fail(error)));
    server.listen(name, () => {
      server.unref(); // a claim alone is no reason to keep the process going
      done(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

function askHolder(name: string): Promise<number | undefined | 'gone'> {
  return new Promise((done) => {
    let said = '';
    const socket = connect(name);
    socket.setTimeout(patience, () => {
      socket.destroy();
      done(undefined); // there, but too busy or too frozen to say who it is
    });
    socket.on('data', (bytes) => {
      said += bytes;
    });
    socket.on('end', () => done(said === '' ? undefined : Number(said)));
    socket.on('error', () => done('gone'));
  });
}

/**
 * macOS has no names without files, but opens a file with a lock in one step (O_EXLOCK, not in Node's constants).
 * The kernel drops the lock with the process.
 */
async function gripFile(folder: string): Promise<Grip> {
  const path = join(folder, 'garner.lock');
  const lockAtOnce = 0x20 | constants.O_NONBLOCK;
  try {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT | lockAtOnce, 0o600);
    await file.truncate();
    await file.write(String(process.pid));
    return { release: () => file.close() };
  } catch (error) {
    if (codeOf(error) !== 'EAGAIN') throw folderFault(error, folder);
    return { heldBy: Number(await readFile(path, 'utf8').catch(() => '')) || undefined };
  }
}
