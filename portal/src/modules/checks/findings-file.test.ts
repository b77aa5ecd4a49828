import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '@garner/validate';
import { BLOCK_SIZE, FindingsFileError, type FindingsReader } from '@garner/validate/findings-file';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BlobMissingError, type Blobs, localBlobs } from '../../platform/blobs/index.ts';
import { openFindings } from './findings-reader.ts';
import { FindingsFile } from './findings-writer.ts';

let folder: string;
let blobs: Blobs;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-findings-'));
  blobs = localBlobs(join(folder, 'blobs'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes findings as a check does, in batches, and keeps the file; gives its key. */
async function written(findings: readonly Finding[], batch = 777): Promise<string> {
  const path = join(folder, `work-${++files}`);
  using file = new FindingsFile(path);
  for (let at = 0; at < findings.length; at += batch) await file.add(findings.slice(at, at + batch));
  await file.end();
  const key = `findings/${files}`;
  await blobs.adopt(key, path);
  await rm(path);
  return key;
}

const finding = (at: number): Finding => ({
  rule: `rule.${at % 8}`,
  severity: 'error',
  row: at,
  column: 'Grade',
  cell: `C${at}`,
  offset: at * 100,
  length: 5,
  value: `value ${at}`,
  message: `Message ${at % 8}`,
  help: 'Help',
});
const many = (length: number): Finding[] => Array.from({ length }, (_, at) => finding(at));

test('100,000 findings on disk: any page, in less than ten bytes each', async () => {
  const all = many(100_000);
  const key = await written(all);
  const reader = await openFindings(blobs, key);
  for (const skip of [0, BLOCK_SIZE - 1, BLOCK_SIZE, 49_975, 99_999, 100_000])
    expect(await reader.page(undefined, skip, 50)).toEqual(all.slice(skip, skip + 50));
  expect(await blobs.size(key)).toBeLessThan(1_000_000);
});

test('a reader is kept for the pages to come', async () => {
  const key = await written(many(10));
  expect(await openFindings(blobs, key)).toBe(await openFindings(blobs, key));
});

test('a file that is cut, overwritten or none at all says so', async () => {
  const key = await written(many(5000));
  const sound = await readFile(blobs.localPath(key));
  const spoilt = async (name: string, spoil: (path: string) => Promise<unknown>): Promise<FindingsReader> => {
    await copyFile(blobs.localPath(key), blobs.localPath(`findings/${name}`));
    await spoil(blobs.localPath(`findings/${name}`));
    return await openFindings(blobs, `findings/${name}`);
  };
  for (const length of [0, 1, 7, 8, 100, sound.length - 1]) {
    await expect(spoilt(`cut-${length}`, (path) => truncate(path, length))).rejects.toThrow(FindingsFileError);
  }
  await expect(spoilt('other', (path) => writeFile(path, 'no findings, but long enough'))).rejects.toThrow(
    /is no findings file/,
  );
  const holed = Buffer.from(sound);
  holed.fill(0xff, 10, 60);
  const reader = await spoilt('holed', (path) => writeFile(path, holed));
  await expect(reader.page(undefined, 0, 50)).rejects.toThrow(/findings\/holed is damaged at byte 0/);
  expect(await reader.page(undefined, BLOCK_SIZE, 1)).toHaveLength(1);
  await expect(openFindings(blobs, 'findings/none')).rejects.toThrow(BlobMissingError);
});
