import { copyFile, link, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobsContract } from './blobs-contract.ts';
import { type Blobs, localBlobs } from './index.ts';

let folder: string;
let inbox: string;
let blobs: Blobs;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-blobs-'));
  inbox = await mkdtemp(join(tmpdir(), 'garner-inbox-'));
  blobs = localBlobs(join(folder, 'not/yet/there'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(inbox, { recursive: true, force: true });
});

blobsContract('blobs in a folder', () => ({ blobs, inbox }));

test('adopting costs no second copy on the same disk, and leaves nothing half written', async () => {
  const path = join(inbox, 'linked');
  await writeFile(path, 'linked');
  await blobs.adopt('linked/one', path);
  expect((await stat(path)).ino).toBe((await stat(blobs.localPath('linked/one'))).ino);
  expect(await readdir(join(folder, 'not/yet/there/linked'))).toEqual(['one']);
});

/** A folder on another file system than the temporary one, where this machine has one. */
async function anotherDisk(): Promise<string | undefined> {
  const made = await mkdtemp('/dev/shm/garner-inbox-').catch(() => undefined);
  if (made === undefined) return undefined;
  await writeFile(join(made, 'probe'), '');
  const crosses = await link(join(made, 'probe'), join(inbox, 'probe')).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'EXDEV',
  );
  if (crosses) return made;
  await rm(made, { recursive: true });
  return undefined;
}

test('a file on another disk is copied, also over what a killed copy left', async ({ skip }) => {
  const other = await anotherDisk();
  if (other === undefined) return skip('this machine has no second disk');
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(other, { recursive: true }));
  const path = join(other, 'far');
  await writeFile(path, 'from afar');
  await copyFile(path, `${blobs.localPath('linked/far')}.partial`);
  await blobs.adopt('linked/far', path);
  await blobs.adopt('linked/far', path);
  await rm(path);
  expect((await buffer(await blobs.read('linked/far'))).toString()).toBe('from afar');
  expect(await readdir(join(folder, 'not/yet/there/linked'))).not.toContain('far.partial');
});
