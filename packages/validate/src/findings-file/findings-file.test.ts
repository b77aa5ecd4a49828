import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../finding.ts';
import type { Severity } from '../template.ts';
import {
  BLOCK_SIZE,
  BlobSink,
  blobFindings,
  type Chosen,
  type Codec,
  deflateRaw,
  FindingsFileError,
  FindingsReader,
  FindingsWriter,
  inflateRaw,
} from './index.ts';

const SEVERITIES: readonly Severity[] = ['error', 'query', 'notice'];
const zlibDeflate: Codec = (bytes) => deflateRawSync(bytes, { level: 1 });
const zlibInflate: Codec = (bytes) => inflateRawSync(bytes);

/** A finding of one of some groups; everything but the group is free. */
function finding(group: number, row: number, value: string, detail?: string): Finding {
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

/** Writes findings as a check does, in batches. */
async function written(findings: readonly Finding[], deflate: Codec = zlibDeflate, batch = 777) {
  const sink = new BlobSink();
  const writer = new FindingsWriter(sink, deflate);
  for (let at = 0; at < findings.length; at += batch) await writer.add(findings.slice(at, at + batch));
  await writer.end();
  return { blob: sink.blob(), groups: writer.groups };
}

const opened = (blob: Blob, inflate: Codec = zlibInflate): Promise<FindingsReader> =>
  FindingsReader.open(blobFindings(blob), inflate);

async function everything(reader: FindingsReader, chosen: Chosen): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const some of reader.all(chosen)) all.push(...some);
  return all;
}

const findings = fc.array(
  fc
    .tuple(
      fc.nat(7),
      fc.oneof(
        fc.nat(2_000_000),
        fc.maxSafeNat().map((row) => Math.floor(row / 400)),
      ),
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
      fc.integer({ min: 1, max: 60 }),
      fc.option(fc.uniqueArray(fc.nat(7)), { nil: undefined }),
      fc.nat(250),
      fc.integer({ min: 1, max: 60 }),
      async (all, repeat, rules, skip, take) => {
        // Repeated, so that there is more than one block.
        const list = Array.from({ length: repeat }, () => all).flat();
        const { blob, groups } = await written(list);
        const isWanted = ({ rule }: { rule: string }): boolean => rules?.includes(Number(rule.slice(5))) ?? true;
        const chosen = rules && new Set(groups.flatMap((group, number) => (isWanted(group) ? [number] : [])));
        const wanted = list.filter(isWanted);
        const reader = await opened(blob);
        for (const from of [skip, Math.max(0, wanted.length - take), wanted.length])
          expect(await reader.page(chosen, from, take)).toEqual(wanted.slice(from, from + take));
        expect(await everything(reader, chosen)).toEqual(wanted);
      },
    ),
    { numRuns: 60 },
  );
});

describe('300,000 findings', () => {
  const all = Array.from({ length: 300_000 }, (_, at) =>
    finding(at % 8, Math.floor(at / 8), `value ${at}`, at % 5 ? undefined : 'more'),
  );

  test.each([
    ['zlib', zlibDeflate, zlibInflate],
    ['web streams', deflateRaw, inflateRaw],
  ])('by %s: pages at the edges of blocks, in the middle and at the end are right', async (_name, deflate, inflate) => {
    const { blob, groups } = await written(all, deflate);
    expect(blob.size / all.length).toBeLessThan(10);
    const reader = await opened(blob, inflate);
    for (const skip of [0, BLOCK_SIZE - 50, BLOCK_SIZE - 1, BLOCK_SIZE, 149_975, 299_950, 299_999, 300_000])
      expect(await reader.page(undefined, skip, 50)).toEqual(all.slice(skip, skip + 50));
    const errors = all.filter(({ severity }) => severity === 'error');
    const chosen = new Set(groups.flatMap(({ severity }, number) => (severity === 'error' ? [number] : [])));
    for (const skip of [0, 12_345, errors.length - 20])
      expect(await reader.page(chosen, skip, 50)).toEqual(errors.slice(skip, skip + 50));
  });

  test('what one codec wrote the other reads', async () => {
    const some = all.slice(0, 10_000);
    expect(await everything(await opened((await written(some, deflateRaw)).blob, zlibInflate), undefined)).toEqual(
      some,
    );
    expect(await everything(await opened((await written(some, zlibDeflate)).blob, inflateRaw), undefined)).toEqual(
      some,
    );
  });
});

test('no findings are a file too', async () => {
  const reader = await opened((await written([])).blob);
  expect(await reader.page(undefined, 0, 50)).toEqual([]);
  expect(await everything(reader, undefined)).toEqual([]);
  expect(reader.groups).toEqual([]);
});

test('more groups than a block has findings, each with its own number', async () => {
  const all = Array.from({ length: 10_000 }, (_, at) => ({ ...finding(0, at, ''), rule: `rule.${at}` }));
  const reader = await opened((await written(all)).blob);
  expect(await reader.page(new Set([9999]), 0, 5)).toEqual([all[9999]]);
  expect(await reader.page(new Set([5, 7000]), 1, 5)).toEqual([all[7000]]);
});

test('offsets in files of many gigabytes and the longest values', async () => {
  const long = 'ü'.repeat(199);
  const all = [2 ** 40, 5, 2 ** 45, 0].map((offset) => ({
    ...finding(4, 1, `${long}…`, long),
    offset,
    length: 2 ** 33,
  }));
  expect(await everything(await opened((await written(all)).blob), undefined)).toEqual(all);
});

test('a file of the first version is read as before', async () => {
  const all = Array.from({ length: 5000 }, (_, at) => finding(at % 8, at, `välue ${at}`, at % 5 ? undefined : 'more'));
  const reader = await opened(firstVersion(all, 2048));
  expect(await everything(reader, undefined)).toEqual(all);
  expect(await reader.page(undefined, 2040, 20)).toEqual(all.slice(2040, 2060));
  expect(await reader.page(new Set([3]), 300, 10)).toEqual(all.filter((_, at) => at % 8 === 3).slice(300, 310));
});

/** Findings as the first version wrote them: eight groups, in turn. */
function firstVersion(all: readonly Finding[], blockSize: number): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const blocks: unknown[] = [];
  let at = 0;
  for (let from = 0; from < all.length; from += blockSize) {
    const some = all.slice(from, from + blockSize);
    const packed = deflateRawSync(
      JSON.stringify(
        some.map(({ rule, row, cell, offset, length, value, detail }) => {
          const start = [Number(rule.slice(5)), row, cell.replace(/\d+$/, ''), offset, length, value];
          return detail === undefined ? start : [...start, detail];
        }),
      ),
    );
    const counts = Array.from({ length: 8 }, (_, group) => [
      group,
      some.filter(({ rule }) => rule === `rule.${group}`).length,
    ]);
    blocks.push({ at, length: packed.length, counts });
    parts.push(packed);
    at += packed.length;
  }
  const groups = all
    .slice(0, 8)
    .map(({ rule, column, severity, message, help }) => ({ rule, column, severity, message, help }));
  const index = deflateRawSync(JSON.stringify({ groups, blocks }));
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(index.length, 0);
  tail.write('GRNF', 4, 'latin1');
  return new Blob([...parts, index, tail]);
}

test('any bytes are findings or a FindingsFileError', async () => {
  const sound = new Uint8Array(
    await (await written(Array.from({ length: 50 }, (_, at) => finding(at % 8, at, 'v')))).blob.arrayBuffer(),
  );
  const spoilt = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.tuple(fc.nat(sound.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([at, bytes]) => {
      const copy = sound.slice();
      copy.set(bytes.subarray(0, copy.length - at), at);
      return copy;
    }),
    fc.nat(sound.length).map((length) => sound.slice(0, length)),
  );
  await fc.assert(
    fc.asyncProperty(spoilt, async (bytes) => {
      try {
        const reader = await opened(new Blob([bytes as Uint8Array<ArrayBuffer>]));
        expect(await reader.page(undefined, 0, 50)).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(FindingsFileError);
      }
    }),
    { numRuns: 500 },
  );
});
