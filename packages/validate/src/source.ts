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
const PIECE = 1024 * 1024;

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

/** How many pieces of a Blob are asked for before the first is used: a browser answers each only after a while. */
const AHEAD = 3;

/** A Blob or File, as a browser gives it; read in pieces, so that its size does not matter. */
export function blobSource(blob: Blob): Source {
  const read = async (start: number, end: number) => new Uint8Array(await blob.slice(start, end).arrayBuffer());
  return {
    size: blob.size,
    async *chunks() {
      const asked: Promise<Uint8Array>[] = [];
      for (let at = 0; at < blob.size || asked.length > 0; at += PIECE) {
        if (at < blob.size) {
          const piece = read(at, Math.min(at + PIECE, blob.size));
          // Not each is waited for when the check is given up.
          piece.catch(() => undefined);
          asked.push(piece);
        }
        if (asked.length === AHEAD || at + PIECE >= blob.size) yield await asked.shift()!;
      }
    },
    slice: read,
  };
}
