import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { FindingsReader, type FindingsSource } from '@garner/validate/findings-file';
import type { Blobs } from '../../platform/blobs/index.ts';

const inflate = promisify(inflateRaw);

/** Readers kept with their indexes: the pages of one file are often asked for in a row. */
const KEPT = 32;
const keptOf = new WeakMap<Blobs, Map<string, FindingsReader>>();

/** Opens the findings kept under a key. Throws BlobMissingError, or FindingsFileError where they are damaged. */
export async function openFindings(blobs: Blobs, key: string): Promise<FindingsReader> {
  const kept = keptOf.get(blobs) ?? new Map<string, FindingsReader>();
  keptOf.set(blobs, kept);
  const known = kept.get(key);
  if (known) return known;
  const reader = await FindingsReader.open(await sourceOf(blobs, key), (bytes) => inflate(bytes));
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
  kept.set(key, reader);
  return reader;
}

async function sourceOf(blobs: Blobs, key: string): Promise<FindingsSource> {
  return {
    name: key,
    size: await blobs.size(key),
    read: async (start, end) => await buffer(await blobs.read(key, { start, end })),
  };
}
