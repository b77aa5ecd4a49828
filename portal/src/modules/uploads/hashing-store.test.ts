import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { Upload } from '@tus/utils';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HashingStore } from './hashing-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-hashing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function begin(store: HashingStore, size: number): Promise<{ id: string; path: string }> {
  const id = randomUUID();
  await store.create(new Upload({ id, offset: 0, size }));
  return { id, path: join(folder, id) };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const content = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 251));

/** Sends some bytes, then breaks off: with an error, or without a word. */
function broken(bytes: Buffer, how: 'error' | 'close'): Readable {
  const source = new PassThrough();
  source.write(bytes, () => source.destroy(how === 'error' ? new Error('the line is cut') : undefined));
  return source;
}

/** One stretch of an upload: how far it gets, how it ends, and whether the process is another one afterwards. */
const stretch = fc.record({
  length: fc.integer({ min: 0, max: 20_000 }),
  end: fc.constantFrom('whole' as const, 'error' as const, 'close' as const),
  newProcess: fc.boolean(),
  lost: fc.nat(100),
});

test('however an upload is cut and resumed, the SHA-256 is that of the whole file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stretch, { maxLength: 8 }), async (stretches) => {
      let store = new HashingStore({ directory: folder });
      const { id, path } = await begin(store, content.length);
      const offset = async (): Promise<number> => (await stat(path)).size;
      for (const { length, end, newProcess, lost } of stretches) {
        const at = await offset();
        const bytes = content.subarray(at, at + length);
        if (end === 'whole') expect(await store.write(Readable.from([bytes]), id, at)).toBe(at + bytes.length);
        else await expect(store.write(broken(bytes, end), id, at)).rejects.toBeDefined();
        // Bytes that were hashed but never reached the disk.
        if (end !== 'whole') await truncate(path, Math.max(at, (await offset()) - lost));
        if (newProcess) store = new HashingStore({ directory: folder });
      }
      const at = await offset();
      await store.write(Readable.from([content.subarray(at)]), id, at);
      expect((await readFile(path)).equals(content)).toBe(true);
      expect(await store.sha256(id, path, content.length)).toBe(sha256(content));
    }),
    { numRuns: 60 },
  );
});

test('a sender that goes without a word ends the write, and what came is kept', async () => {
  const store = new HashingStore({ directory: folder });
  const { id, path } = await begin(store, 10);
  await expect(store.write(broken(Buffer.from('12345'), 'close'), id, 0)).rejects.toBeDefined();
  const { size } = await stat(path);
  expect(size).toBeLessThanOrEqual(5);
  await store.write(Readable.from([Buffer.from('1234567890').subarray(size)]), id, size);
  expect(await store.sha256(id, path, 10)).toBe(sha256(Buffer.from('1234567890')));
});

test('a hash that was kept going to the end is not worked out again from disk', async () => {
  const store = new HashingStore({ directory: folder });
  const { id } = await begin(store, 4);
  await store.write(Readable.from([Buffer.from('ab')]), id, 0);
  await store.write(Readable.from([Buffer.from('cd')]), id, 2);
  expect(await store.sha256(id, '/nowhere', 4)).toBe(sha256(Buffer.from('abcd')));
  store.forget(id);
  await expect(store.sha256(id, '/nowhere', 4)).rejects.toThrow('ENOENT');
});

test('more uploads at once than hashes are kept for: each is still right', async () => {
  const store = new HashingStore({ directory: folder });
  const uploads = await Promise.all(Array.from({ length: 210 }, () => begin(store, 2)));
  for (const { id } of uploads) await store.write(Readable.from([Buffer.from('a')]), id, 0);
  for (const { id } of uploads) await store.write(Readable.from([Buffer.from('b')]), id, 1);
  const hashes = await Promise.all(uploads.map(({ id, path }) => store.sha256(id, path, 2)));
  expect(new Set(hashes)).toEqual(new Set([sha256(Buffer.from('ab'))]));
});
