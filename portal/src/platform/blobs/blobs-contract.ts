import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { BlobMissingError, type Blobs } from './index.ts';

export interface BlobsUnderTest {
  readonly blobs: Blobs;
  /** A folder for finished files that are to be adopted. */
  readonly inbox: string;
}

/** What every store of blobs must do; each runs it as its own tests. */
export function blobsContract(name: string, open: () => BlobsUnderTest): void {
  describe(name, () => {
    const put = async (key: string, content: string | Buffer): Promise<string> => {
      const { blobs, inbox } = open();
      const path = join(inbox, key.replaceAll('/', '-'));
      await writeFile(path, content);
      await blobs.adopt(key, path);
      return path;
    };
    const text = async (key: string, range?: { start: number; end: number }): Promise<string> =>
      (await buffer(await open().blobs.read(key, range))).toString();

    test('what is adopted can be read, whole and in part', async () => {
      await put('files/a', '0123456789');
      expect(await text('files/a')).toBe('0123456789');
      expect(await open().blobs.size('files/a')).toBe(10);
      expect(await text('files/a', { start: 0, end: 1 })).toBe('0');
      expect(await text('files/a', { start: 3, end: 7 })).toBe('3456');
      expect(await text('files/a', { start: 9, end: 10 })).toBe('9');
      expect(await text('files/a', { start: 5, end: 5 })).toBe('');
      expect(await text('files/a', { start: 8, end: 100 })).toBe('89');
    });

    test('an empty blob is a blob', async () => {
      await put('files/empty', '');
      expect(await text('files/empty')).toBe('');
      expect(await open().blobs.size('files/empty')).toBe(0);
    });

    test('adopting again changes nothing, and the file given may be deleted', async () => {
      const { blobs } = open();
      const path = await put('files/b', 'as it was');
      await blobs.adopt('files/b', path);
      await Promise.all([blobs.adopt('files/b', path), blobs.adopt('files/b', path)]);
      await rm(path);
      expect(await text('files/b')).toBe('as it was');
    });

    test('a file that is not there cannot be adopted, and leaves no blob', async () => {
      const { blobs, inbox } = open();
      await expect(blobs.adopt('files/never', join(inbox, 'never'))).rejects.toThrow();
      await expect(blobs.size('files/never')).rejects.toThrow(BlobMissingError);
    });

    test('moving takes it from one key to the other, and may be repeated', async () => {
      const { blobs } = open();
      await put('files/c', 'moved');
      await blobs.move('files/c', 'quarantine/c');
      await blobs.move('files/c', 'quarantine/c');
      expect(await text('quarantine/c')).toBe('moved');
      await expect(blobs.read('files/c')).rejects.toThrow(BlobMissingError);
      await expect(blobs.move('files/nothing', 'quarantine/nothing')).rejects.toThrow(BlobMissingError);
    });

    test('removing takes it away, and may be repeated', async () => {
      const { blobs } = open();
      await put('files/d', 'removed');
      await blobs.remove('files/d');
      await blobs.remove('files/d');
      await expect(blobs.size('files/d')).rejects.toThrow(BlobMissingError);
    });

    test('what is not there says so by its key', async () => {
      await expect(open().blobs.read('files/none')).rejects.toThrow('There is no blob files/none');
      await expect(open().blobs.size('files/none')).rejects.toThrow(BlobMissingError);
    });

    test('a large blob comes back as it was', async () => {
      const large = Buffer.alloc(3_000_000, 'Garner ');
      await put('files/large', large);
      expect((await buffer(await open().blobs.read('files/large'))).equals(large)).toBe(true);
    });

    test('it says how much room there is', async () => {
      expect(await open().blobs.free()).toBeGreaterThan(0);
    });

    test.each([
      '',
      'files',
      'files/',
      '/files/a',
      'files/../a',
      '../files/a',
      'files/a/../../b',
      'files/.',
      'files/..',
      'files\\a',
      'files/a\0',
      'files/a\n',
      'FILES/a',
      'files/A',
      'files/a/b',
      'files/%2e%2e',
      'files/~',
      'files/a..b',
    ])('no key is %j', async (key) => {
      const { blobs, inbox } = open();
      await writeFile(join(inbox, 'harmless'), '');
      await expect(async () => blobs.adopt(key, join(inbox, 'harmless'))).rejects.toThrow(/^Not a blob key/);
      await expect(async () => blobs.read(key)).rejects.toThrow(/^Not a blob key/);
      await expect(async () => blobs.size(key)).rejects.toThrow(/^Not a blob key/);
      await expect(async () => blobs.move('files/a', key)).rejects.toThrow(/^Not a blob key/);
      await expect(async () => blobs.move(key, 'files/z')).rejects.toThrow(/^Not a blob key/);
      await expect(async () => blobs.remove(key)).rejects.toThrow(/^Not a blob key/);
    });
  });
}
