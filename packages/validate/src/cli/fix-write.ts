import { constants } from 'node:fs';
import { copyFile, link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Source } from '../source.ts';
import { CliError, type Io } from './command.ts';
import { errorCode, readingFault, writingFault } from './faults.ts';

/** A file that is to be replaced, as it was before it was read. */
export interface Replaceable {
  /** As it was given on the command line. */
  readonly name: string;
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  readonly changed: number;
}

/** Looks at the file before it is read. Throws CliError where it is none that can be replaced. */
export async function replaceable(io: Io, name: string): Promise<Replaceable> {
  try {
    const path = await realpath(resolve(io.cwd, name));
    const about = await stat(path);
    if (about.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!about.isFile()) throw new CliError(`${name} is no file that can be replaced.`, 'Use --out FILE.');
    return { name, path, mode: about.mode, size: about.size, changed: about.mtimeMs };
  } catch (cause) {
    throw readingFault(cause, name);
  }
}

/**
 * Puts new content in the place of a file: written beside it, saved to disk, then moved, so that at every moment the
 * one or the other is there in full. The old content is kept as `FILE.bak` (or `.bak2`, …: an earlier copy is never
 * lost), whose path is given back. Refuses where the file was changed since it was read.
 */
export async function replaceFile(file: Replaceable, content: Pick<Source, 'chunks'>, io: Io): Promise<string> {
  const part = `${file.path}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await using handle = await open(part, 'wx', file.mode & 0o777);
    await handle.chmod(file.mode & 0o777);
    for await (const chunk of content.chunks()) {
      io.signal.throwIfAborted();
      for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
    }
    await handle.sync();
    const now = await stat(file.path);
    if (now.size !== file.size || now.mtimeMs !== file.changed) {
      throw new CliError(`${file.name} was changed while it was being repaired.`, 'Nothing was written. Run it again.');
    }
    const backup = await keepCopy(file);
    await rename(part, file.path);
    return backup;
  } catch (cause) {
    await rm(part, { force: true });
    throw writingFault(cause, file.name);
  }
}

/** A second name for the old content; a copy where the disk has no second names. */
async function keepCopy({ path, name }: Replaceable): Promise<string> {
  for (let number = 1; ; number++) {
    const ending = number === 1 ? '.bak' : `.bak${number}`;
    try {
      await link(path, path + ending).catch(async (error: unknown) => {
        if (errorCode(error) === 'EEXIST') throw error;
        await copyFile(path, path + ending, constants.COPYFILE_EXCL);
      });
      return name + ending;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}
