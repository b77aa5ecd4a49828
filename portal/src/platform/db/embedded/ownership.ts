import { lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStartError } from './errors.ts';
import { ownerOf, type RunAs } from './run-as.ts';

/**
 * Gives a file or folder and all in it to the user that the server runs as: root may have run it another way before.
 * @throws CannotStartError when it is another user's and we are not root.
 */
export async function giveTo(as: RunAs, path: string): Promise<void> {
  const { uid } = await lstat(path);
  const owner = ownerOf(as);
  if (owner) {
    if (uid !== owner.uid) await handOver(path, owner.uid, owner.gid);
  } else if (process.getuid && uid !== process.getuid()) {
    throw new CannotStartError(
      `${path} belongs to another user (number ${uid}). Start Garner as that user, or set GARNER_DATA to another folder.`,
    );
  }
}

/** The folder itself comes last, so that a hand-over cut short is taken up again at the next start. */
async function handOver(path: string, uid: number, gid: number): Promise<void> {
  const entries = (await lstat(path)).isDirectory() ? await readdir(path) : [];
  for (const name of entries) await handOver(join(path, name), uid, gid);
  await lchown(path, uid, gid);
}
