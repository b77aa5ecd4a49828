import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileSource } from './node.ts';
import { blobSource, bytesSource, type Source } from './source.ts';

const BYTES = Uint8Array.from({ length: 2_300_000 }, (_, at) => (at * 7 + (at >> 9)) & 0xff);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-source-'));
  await writeFile(join(folder, 'file'), BYTES);
});
afterAll(() => rm(folder, { recursive: true }));

/** All bytes of a source; each chunk is copied, as it may be reused. */
async function collect(source: Source): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source.chunks()) parts.push(chunk.slice());
  return Buffer.concat(parts);
}

test.each<[string, () => Promise<Source>]>([
  ['memory', async () => bytesSource(BYTES)],
  ['memory in small pieces', async () => bytesSource(BYTES, 1001)],
  ['a Blob', async () => blobSource(new Blob([BYTES]))],
  ['a file', () => fileSource(join(folder, 'file'))],
])('%s gives all bytes, and any part of them again', async (_what, open) => {
  const source = await open();
  expect(source.size).toBe(BYTES.length);
  expect((await collect(source)).equals(BYTES)).toBe(true);
  for (const [start, end] of [
    [0, 0],
    [0, 5],
    [1_048_570, 1_048_590],
    [2_299_990, 2_300_000],
  ] as const) {
    expect([...(await source.slice(start, end))]).toEqual([...BYTES.subarray(start, end)]);
  }
  expect((await collect(source)).equals(BYTES)).toBe(true);
  if (Symbol.asyncDispose in source) await (source as AsyncDisposable)[Symbol.asyncDispose]();
});

test('an empty file has no chunks', async () => {
  await writeFile(join(folder, 'empty'), '');
  await using source = await fileSource(join(folder, 'empty'));
  expect([(await collect(source)).length, source.size]).toEqual([0, 0]);
  expect((await collect(blobSource(new Blob([])))).length).toBe(0);
});

test('no file: the error of the file system passes through', async () => {
  await expect(fileSource(join(folder, 'none'))).rejects.toThrow('ENOENT');
});
