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
  return {
    source: {
      size: source.size,
      async *chunks() {
        let at = 0;
        for await (const chunk of source.chunks()) {
          // Whoever reads a second time from the front gets the same bytes, hashed once.
          if (at + chunk.length > done) hash.update(chunk.subarray(done - at));
          at += chunk.length;
          done = Math.max(done, at);
          yield chunk;
        }
      },
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
