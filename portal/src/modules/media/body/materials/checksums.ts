import { crc32 } from 'node:zlib';
import type { Context } from '../../../../context.ts';
import { BlobMissingError } from '../../../../platform/blobs/index.ts';

type Needs = Pick<Context, 'db' | 'blobs' | 'log'>;

/** Files of one run of the job; the next run takes the rest. */
const BATCH = 100;
/** Reading several at a time keeps a network store busy. */
const AT_ONCE = 4;

export interface ToSum {
  readonly id: string;
  readonly blobKey: string;
}

/** Works out and keeps the CRC-32 of files; gives them by their ids. Throws BlobMissingError. */
export async function sumFiles({ db, blobs }: Needs, files: readonly ToSum[]): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  const waiting = [...files];
  const work = async (): Promise<void> => {
    for (let file = waiting.pop(); file; file = waiting.pop()) {
      let sum = 0;
      for await (const piece of await blobs.read(file.blobKey)) sum = crc32(piece as Buffer, sum);
      await db.updateTable('media_file').set({ crc32: sum }).where('id', '=', file.id).execute();
      sums.set(file.id, sum);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sums;
}

/** Works out what is missing of settled files, the oldest first, so that a zip can begin at once when it is asked for. */
export async function sumSettled(needs: Needs, signal: AbortSignal): Promise<void> {
  const rows = await needs.db
    .selectFrom('media_file')
    .innerJoin('file', 'file.id', 'media_file.id')
    .select(['media_file.id', 'file.blob_key as blobKey'])
    .where('crc32', 'is', null)
    .where('status', '=', 'uploaded')
    .where('deleted_at', 'is', null)
    .where('destroyed_at', 'is', null)
    .orderBy('settled_at')
    .limit(BATCH)
    .execute();
  for (const row of rows) {
    if (signal.aborted) return;
    try {
      await sumFiles(needs, [row]);
    } catch (error) {
      // One file whose bytes are gone must not hold up the others.
      if (!(error instanceof BlobMissingError)) throw error;
      needs.log.error({ file: row.id }, 'the bytes of a recording are missing');
    }
  }
}
