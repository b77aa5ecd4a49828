/** What the engine offers in Node besides its main entry: files on disk, scanned by several threads where they are large. */
import { read, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { wasmModule } from './kernel/wasm-kernel.ts';
import { PART, ScanPool } from './node/scan-pool.ts';
import type { Source } from './source.ts';

const CHUNK = 256 * 1024;
/** From this size on, in bytes, starting threads pays. */
const LARGE = 100 * 1024 * 1024;

export interface FileOptions {
  /** Threads that share a file: 1 scans in the calling one, which is one of them. Two where absent, for files of 100 MiB and more, if there are two cores. */
  readonly workers?: number;
  /** Bytes that a thread scans at a time; 4 MiB where absent. */
  readonly part?: number;
}

/**
 * A file on disk, open until disposed. A check reads it straight into its own memory, a megabyte at a time, the
 * next piece while it looks at the last; others have their turn between them. Errors of the file system (ENOENT, EACCES, EIO) pass through.
 */
export async function fileSource(path: string, options: FileOptions = {}): Promise<Source & AsyncDisposable> {
  // Compiled by another thread while the file is opened; where there is no WebAssembly, the check finds out.
  wasmModule((base64) => Buffer.from(base64, 'base64')).catch(() => undefined);
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  const threads = options.workers ?? (size >= LARGE ? Math.min(2, availableParallelism()) : 1);
  const readAt = (target: Uint8Array, at: number): number => readSync(handle.fd, target, 0, target.length, at);
  const readInto = (target: Uint8Array, at: number): Promise<number> =>
    new Promise((resolve, reject) => {
      read(handle.fd, target, 0, target.length, at, (error, count) => (error ? reject(error) : resolve(count)));
    });
  const pool =
    threads > 1 ? new ScanPool({ path, size, read: readAt, threads, part: options.part ?? PART }) : undefined;
  return {
    size,
    chunks: () => inTurns(readInto),
    readInto,
    ...(pool && { scanner: pool }),
    async slice(start, end) {
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    },
    async [Symbol.asyncDispose]() {
      await pool?.[Symbol.asyncDispose]();
      await handle.close();
    },
  };
}

/** Reads to the end in two buffers by turns, one while whoever asked looks at the other. */
async function* inTurns(readInto: (target: Uint8Array, at: number) => Promise<number>): AsyncGenerator<Uint8Array> {
  let [buffer, other] = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)];
  let ahead = readInto(buffer, 0);
  try {
    for (let at = 0, count = await ahead; count > 0; count = await ahead) {
      at += count;
      ahead = readInto(other, at);
      // Where the rest is not wanted nobody waits for it.
      ahead.catch(() => undefined);
      yield buffer.subarray(0, count);
      [buffer, other] = [other, buffer];
    }
  } finally {
    // The file may be closed once this ends.
    await ahead.catch(() => undefined);
  }
}
