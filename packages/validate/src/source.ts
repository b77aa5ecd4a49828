import { blobChunks, readBlob } from './blob.ts';
import type { ChunkScanner } from './parallel/chunk.ts';

/**
 * Where bytes come from: a file on disk, a Blob in the browser, memory.
 * `slice` lets the engine look again at an earlier row before it calls a later one a duplicate.
 */
export interface Source {
  /** Size in bytes. */
  readonly size: number;
  /** The bytes in order, in chunks of any size. A chunk may be reused after the next is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The bytes from `start` up to but not including `end`. */
  slice(start: number, end: number): Promise<Uint8Array>;
  /** Threads that share the work, where the source has some. */
  readonly scanner?: ChunkScanner;
  /** Quicker than `chunks`, where the source can: fills `target` from offset `at`; gives how many bytes, 0 at the end. */
  readInto?(target: Uint8Array, at: number): number | Promise<number>;
}

const CHUNK = 256 * 1024;

/** Bytes already in memory; `chunk` is the size of the pieces handed out. */
export function bytesSource(bytes: Uint8Array, chunk: number = CHUNK): Source {
  return {
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
    slice: async (start, end) => bytes.subarray(start, end),
  };
}

/** A Blob or File, as a browser gives it; never held as a whole, so that its size does not matter. */
export function blobSource(blob: Blob): Source {
  return {
    size: blob.size,
    chunks: () => blobChunks(blob),
    slice: (start, end) => readBlob(blob, start, end),
  };
}
