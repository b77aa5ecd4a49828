import { decodeText } from './csv.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { Picked } from './picking.ts';
import type { Reader } from './reader.ts';
import { type Asked, type Chosen, faultOf } from './review.ts';

/** What came of files that were chosen. */
export interface Collected {
  readonly files: readonly Chosen[];
  readonly manifests: readonly Manifest[];
  /** Files that computers put beside others, left out without asking. */
  readonly leftAside: number;
}

/** So many are read at once: enough to keep the disk busy. */
const AT_ONCE = 4;
const MOST_OF_A_LIST = 5_000_000;
const OF_THE_COMPUTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|__MACOSX\/.*)$/i;
const MOVED = 'It could not be read: it was moved, changed or locked. Choose it again.';

let keys = 0;

/** Opens archives, reads lists, and finds out what each file is known by. `onProgress` hears how many files are done. */
export async function collect(
  picked: readonly Picked[],
  asked: Asked,
  reader: Reader,
  onProgress: (done: number, of: number) => void,
): Promise<Collected> {
  const ours = picked.filter(({ path }) => !OF_THE_COMPUTER.test(path));
  let leftAside = picked.length - ours.length;
  const found: Chosen[] = [];
  for (const { path, file } of ours) {
    if (!/\.zip$/i.test(file.name)) found.push(ofFile(path, file));
    else {
      const inside = await ofZip(path, file, asked, reader);
      found.push(...inside.files);
      leftAside += inside.leftAside;
    }
  }
  const files: Chosen[] = [];
  const manifests: Manifest[] = [];
  let done = 0;
  const known = await eachAtOnce(found, async (file) => {
    const kept = await lookAt(file, asked, reader);
    onProgress(++done, found.length);
    return kept;
  });
  for (const each of known) {
    if ('open' in each) files.push(each);
    else manifests.push(each);
  }
  return { files, manifests, leftAside };
}

function ofFile(path: string, file: File): Chosen {
  const { name, size, lastModified } = file;
  return { key: ++keys, name, path, size, lastModified, open: async () => file };
}

async function ofZip(path: string, file: File, { bytes }: Asked, reader: Reader) {
  try {
    const zip = await reader.zip(file, bytes);
    const items = zip.items.filter((item) => !OF_THE_COMPUTER.test(item.path));
    const files = items.map(({ index, refusal, ...item }): Chosen => {
      const name = item.path.split('/').at(-1) || item.path;
      return {
        key: ++keys,
        name,
        path: `${path}/${item.path}`,
        size: item.size,
        lastModified: item.lastModified,
        ...(refusal !== undefined && { refusal }),
        open: () => zip.unpack(index),
      };
    });
    return { files, leftAside: zip.items.length - items.length };
  } catch (error) {
    return { files: [{ ...ofFile(path, file), refusal: wordsOf(error) }], leftAside: 0 };
  }
}

/** A list of files, or the file with what it is known by. */
async function lookAt(file: Chosen, asked: Asked, reader: Reader): Promise<Chosen | Manifest> {
  if (file.refusal !== undefined) return file;
  try {
    if (/\.csv$/i.test(file.name) && file.size <= MOST_OF_A_LIST) {
      const text = decodeText(new Uint8Array(await (await file.open()).arrayBuffer()));
      const manifest = readManifest(file.name, text);
      if (manifest) return manifest;
      if (faultOf(file, asked) !== undefined)
        return {
          ...file,
          refusal: 'As a list of files it needs the columns “file” and “candidate” in its first line.',
        };
    }
    if (faultOf(file, asked) !== undefined) return file;
    return { ...file, fingerprint: await reader.fingerprint(await file.open()) };
  } catch (error) {
    return { ...file, refusal: wordsOf(error) };
  }
}

/** Throws what is no fault of the file. */
function wordsOf(error: unknown): string {
  if (error instanceof Error && error.name === 'WorkerError') throw error;
  return error instanceof Error && error.name === 'ZipFault' ? error.message : MOVED;
}

async function eachAtOnce<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < all.length) {
      const at = next++;
      done[at] = await work(all[at]!);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return done;
}
