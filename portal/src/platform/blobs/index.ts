import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, rename, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fsyncPath } from './fsync.ts';

/** Where files are kept, by key. What `adopt` returned from survives a loss of power. */
export interface Blobs {
  /** Keeps the finished local file at `path` under the key; the file itself may be deleted afterwards. Safe to repeat. */
  adopt(key: string, path: string): Promise<void>;
  /** The bytes, from `start` up to but not including `end`. Throws BlobMissingError. */
  read(key: string, range?: { start: number; end: number }): Promise<Readable>;
  size(key: string): Promise<number>;
  /** Moves a blob to another key. Safe to repeat. */
  move(from: string, to: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** A local path to read the blob from, where there is one. */
  localPath(key: string): string;
  /** Bytes that can still be stored. */
  free(): Promise<number>;
}

/** Thrown where no blob has the key. */
export class BlobMissingError extends Error {
  override name = 'BlobMissingError';
}

const KEY = /^[a-z]+\/[a-z0-9-]+(\.[a-z0-9]+)?$/;

/** Blobs as files below a folder. */
export function localBlobs(folder: string): Blobs {
  const place = (key: string): string => {
    if (!KEY.test(key)) throw new Error(`Not a blob key: ${key}`);
    return join(folder, key);
  };
  return {
    async adopt(key, path) {
      const target = place(key);
      await makeFolder(dirname(target));
      await fsyncPath(path);
      await linkOrCopy(path, target);
      await fsyncPath(dirname(target));
    },
    async read(key, range) {
      await found(key, stat(place(key)));
      if (range && range.start >= range.end) return Readable.from([]);
      return createReadStream(place(key), range ? { start: range.start, end: range.end - 1 } : {});
    },
    size: async (key) => (await found(key, stat(place(key)))).size,
    async move(from, to) {
      await makeFolder(dirname(place(to)));
      const moved = await rename(place(from), place(to)).catch((error: NodeJS.ErrnoException) => error);
      if (moved instanceof Error) await found(from, stat(place(to)));
      await fsyncPath(dirname(place(to)));
    },
    remove: (key) =>
      unlink(place(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      }),
    localPath: place,
    free: () => freeBytes(folder),
  };
}

/** Bytes that can still be written below a folder, which is made where it is not there. */
export async function freeBytes(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Makes a folder that survives a loss of power: each new one is written down in the one above it. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await fsyncPath(dirname(made));
}

async function linkOrCopy(path: string, target: string): Promise<void> {
  try {
    await link(path, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'ENOTSUP') throw error;
    const partial = `${target}.partial`;
    await copyFile(path, partial);
    await fsyncPath(partial);
    await rename(partial, target);
  }
}

async function found<T>(key: string, looking: Promise<T>): Promise<T> {
  try {
    return await looking;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new BlobMissingError(`There is no blob ${key}`, { cause });
  }
}
