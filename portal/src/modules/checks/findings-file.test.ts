import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Severity } from '@garner/validate';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BlobMissingError, type Blobs, localBlobs } from '../../platform/blobs/index.ts';
import { type Filter, FindingsFileError, FindingsReader } from './findings-reader.ts';
import { BLOCK_SIZE, FindingsWriter } from './findings-writer.ts';

let folder: string;
let blobs: Blobs;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-findings-'));
  blobs = localBlobs(join(folder, 'blobs'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes findings as a check does, in batches; gives the key and the number of each group. */
async function written(findings: readonly Finding[], batch = 777) {
  const path = join(folder, `work-${++files}`);
  const writer = new FindingsWriter(path);
  for (let at = 0; at < findings.length; at += batch) writer.add(findings.slice(at, at + batch));
  writer.end();
  const key = `findings/${files}`;
  await blobs.adopt(key, path);
  await rm(path);
  return { key, groups: writer.groups };
}

async function everything(reader: FindingsReader, filter: Filter): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const some of reader.all(filter)) all.push(...some);
  return all;
}

const SEVERITIES: readonly Severity[] = ['error', 'query', 'notice'];

/** A finding of one of some groups; everything but the group is free. */
function finding(group: number, row: number, value: string, detail: string | undefined): Finding {
  const column = group % 3 === 0 ? '' : `Column${group % 4}`;
  return {
    rule: `rule.${group}`,
    severity: SEVERITIES[group % 3]!,
    row,
    column,
    cell: column === '' ? '' : `${['A', 'Z', 'AA', 'XFD'][group % 4]}${row}`,
    offset: row * 100,
    length: value.length,
    value,
    message: `Message ${group}`,
    help: `Help ${group}`,
    ...(detail === undefined ? {} : { detail }),
  };
}

const findings = fc.array(
  fc
    .tuple(
      fc.nat(7),
      fc.nat(2_000_000),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.option(fc.string(), { nil: undefined }),
    )
    .map((parts) => finding(...parts)),
  { maxLength: 200 },
);

test('any page of any filter is the slice of the filtered list', async () => {
  await fc.assert(
    fc.asyncProperty(
      findings,
      fc.integer({ min: 1, max: 40 }),
      fc.option(fc.uniqueArray(fc.nat(7)), { nil: undefined }),
      fc.nat(250),
      fc.integer({ min: 1, max: 60 }),
      async (all, repeat, chosen, skip, take) => {
        // Repeated, so that there is more than one block.
        const list = Array.from({ length: repeat }, () => all).flat();
        const { key, groups } = await written(list);
        const filter =
          chosen &&
          new Set(groups.flatMap(({ rule }, number) => (chosen.includes(Number(rule.slice(5))) ? [number] : [])));
        const wanted = list.filter(({ rule }) => chosen === undefined || chosen.includes(Number(rule.slice(5))));
        const reader = await FindingsReader.open(blobs, key);
        for (const from of [skip, Math.max(0, wanted.length - take), wanted.length]) {
          expect(await reader.page(filter, from, take)).toEqual(wanted.slice(from, from + take));
        }
        expect(await everything(reader, filter)).toEqual(wanted);
        await blobs.remove(key);
      },
    ),
    { numRuns: 60 },
  );
});

test('100,000 findings: pages at the edges of blocks, in the middle and at the end are right', async () => {
  const all = Array.from({ length: 100_000 }, (_, at) =>
    finding(at % 8, at, `value ${at}`, at % 5 ? undefined : 'more'),
  );
  const { key, groups } = await written(all);
  const reader = await FindingsReader.open(blobs, key);
  for (const skip of [
    0,
    BLOCK_SIZE - 50,
    BLOCK_SIZE - 1,
    BLOCK_SIZE,
    BLOCK_SIZE + 1,
    49_975,
    99_950,
    99_999,
    100_000,
  ]) {
    expect(await reader.page(undefined, skip, 50)).toEqual(all.slice(skip, skip + 50));
  }
  const errors = all.filter(({ severity }) => severity === 'error');
  const filter = new Set(groups.flatMap(({ severity }, number) => (severity === 'error' ? [number] : [])));
  for (const skip of [0, 12_345, errors.length - 20]) {
    expect(await reader.page(filter, skip, 50)).toEqual(errors.slice(skip, skip + 50));
  }
  expect(await blobs.size(key)).toBeLessThan(3_000_000);
});

test('no findings are a file too', async () => {
  const { key } = await written([]);
  const reader = await FindingsReader.open(blobs, key);
  expect(await reader.page(undefined, 0, 50)).toEqual([]);
  expect(await everything(reader, undefined)).toEqual([]);
});

test('a file that is cut, overwritten or none at all says so', async () => {
  const { key } = await written(Array.from({ length: 5000 }, (_, at) => finding(at % 8, at, 'value', undefined)));
  const sound = await readFile(blobs.localPath(key));
  const spoilt = async (name: string, spoil: (path: string) => Promise<unknown>): Promise<FindingsReader> => {
    await copyFile(blobs.localPath(key), blobs.localPath(`findings/${name}`));
    await spoil(blobs.localPath(`findings/${name}`));
    return await FindingsReader.open(blobs, `findings/${name}`);
  };
  for (const length of [0, 1, 7, 8, 100, sound.length - 1]) {
    await expect(spoilt(`cut-${length}`, (path) => truncate(path, length))).rejects.toThrow(FindingsFileError);
  }
  await expect(spoilt('other', (path) => writeFile(path, 'no findings, but long enough'))).rejects.toThrow(
    /is no findings file/,
  );
  const long = Buffer.from(sound);
  long.writeUInt32LE(2 ** 31, long.length - 8);
  await expect(spoilt('long', (path) => writeFile(path, long))).rejects.toThrow(FindingsFileError);
  const short = Buffer.from(sound);
  short.writeUInt32LE(3, short.length - 8);
  await expect(spoilt('short', (path) => writeFile(path, short))).rejects.toThrow(FindingsFileError);
  const holed = Buffer.from(sound);
  holed.fill(0xff, 10, 60);
  const reader = await spoilt('holed', (path) => writeFile(path, holed));
  await expect(reader.page(undefined, 0, 50)).rejects.toThrow(/findings\/holed is damaged at byte 0/);
  expect(await reader.page(undefined, BLOCK_SIZE, 1)).toHaveLength(1);
  await expect(FindingsReader.open(blobs, 'findings/none')).rejects.toThrow(BlobMissingError);
});
