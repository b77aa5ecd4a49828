import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Context } from '../../../../context.ts';
import { conflict } from '../../../../platform/http/errors.ts';
import type { ComponentFacts } from '../queries.ts';
import { type ZipEntry, ZipLayout } from '../zip.ts';
import { sumFiles } from './checksums.ts';
import { manifestCsv, manifestJson } from './manifest.ts';
import { materialNames } from './names.ts';
import { materialsOf, nonSubmissionsOf } from './queries.ts';

/** More than this is not summed up while somebody waits for the first byte. */
const MOST_BYTES_AT_ONCE = 2_000_000_000;

/** A component's files as one zip: the same bytes each time, as long as nothing of them changes. */
export interface Archive {
  readonly layout: ZipLayout;
  /** A hash of everything that is in it. */
  readonly etag: string;
  /** Organisations whose files are in it. */
  readonly centreIds: readonly number[];
  readonly files: number;
  /** The bytes from `start` up to but not including `end`. */
  read(start: number, end: number): Readable;
}

/** Lays out the zip of a component, of one centre or of all. Throws, in words, where it is still being prepared. */
export async function archiveOf(
  context: Pick<Context, 'db' | 'blobs' | 'log' | 'config'>,
  component: ComponentFacts,
  centreId: number | undefined,
): Promise<Archive> {
  const { db, blobs, config } = context;
  const materials = await materialsOf(db, component.id, centreId);
  const nonSubmissions = await nonSubmissionsOf(db, component.id, centreId);
  const unknown = materials.filter((material) => material.crc32 === null);
  if (unknown.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES_AT_ONCE) {
    throw conflict(
      'The zip is being prepared',
      'Many files came in lately. Try again in a few minutes, or fetch the files of one centre at a time.',
    );
  }
  const sums = await sumFiles(context, unknown);
  const names = materialNames(component.code, materials);
  const manifest = { component, materials, names, nonSubmissions, baseUrl: config.baseUrl };
  const own = [
    { name: 'manifest.csv', bytes: Buffer.from(manifestCsv(manifest)) },
    { name: 'manifest.json', bytes: Buffer.from(manifestJson(manifest)) },
  ];
  const at = new Date(Math.max(0, ...materials.map(({ submittedAt }) => submittedAt.getTime())));
  const entries: ZipEntry[] = [
    ...own.map(({ name, bytes }) => ({ name, size: bytes.length, crc32: crc32(bytes), at })),
    ...materials.map(({ id, size, crc32: known, submittedAt }, index) => ({
      name: names[index]!,
      size,
      crc32: known ?? sums.get(id)!,
      at: submittedAt,
    })),
  ];
  const hash = createHash('sha256').update(JSON.stringify(entries));
  for (const { sha256 } of materials) hash.update(sha256);
  for (const { bytes } of own) hash.update(bytes);
  const layout = new ZipLayout(entries);
  async function* pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (const part of layout.parts(start, end)) {
      if ('bytes' in part) yield part.bytes;
      else if (part.entry < own.length) yield own[part.entry]!.bytes.subarray(part.start, part.end);
      else yield* await blobs.read(materials[part.entry - own.length]!.blobKey, part);
    }
  }
  return {
    layout,
    etag: hash.digest('hex'),
    centreIds: [...new Set(materials.map((material) => material.centreId))],
    files: materials.length,
    read: (start, end) => Readable.from(pieces(start, end), { objectMode: false }),
  };
}
