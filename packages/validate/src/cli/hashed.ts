import { createHash } from 'node:crypto';
import type { Source } from '../source.ts';

const PIECE = 1024 * 1024;

/** A source whose bytes are hashed while they are checked, so that a large file is read once. */
export interface HashedSource {
  readonly source: Source;
  /** Hashes what the check did not want to see, and gives size and SHA-256 of all the bytes. */
  finish(signal?: AbortSignal): Promise<{ readonly size: number; readonly sha256: string }>;
}

export function hashed(source: Source): HashedSource {
  const hash = createHash('sha256');
  let done = 0;
  // Whoever reads a second time from the front gets the same bytes, hashed once.
  const take = (bytes: Uint8Array, at: number): void => {
    if (at <= done && at + bytes.length > done) hash.update(bytes.subarray(done - at));
    if (at <= done) done = Math.max(done, at + bytes.length);
  };
  const { readInto, scanner } = source;
  return {
    source: {
      size: source.size,
      async *chunks() {
        let at = 0;
        for await (const chunk of source.chunks()) {
          take(chunk, at);
          at += chunk.length;
          yield chunk;
        }
      },
      ...(readInto && {
        async readInto(target: Uint8Array, at: number) {
          const count = await readInto.call(source, target, at);
          take(target.subarray(0, count), at);
          return count;
        },
      }),
      ...(scanner && { scanner }),
      slice: (start, end) => source.slice(start, end),
    },
    async finish(signal) {
      while (done < source.size) {
        signal?.throwIfAborted();
        const piece = await source.slice(done, Math.min(done + PIECE, source.size));
        if (piece.length === 0) break;
        hash.update(piece);
        done += piece.length;
      }
      return { size: done, sha256: hash.digest('hex') };
    },
  };
}
