import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from './command.ts';
import { errorCode } from './faults.ts';

const PIECE = 256 * 1024;

/**
 * A temporary file that nobody else sees: written from the front, read anywhere. It loses its name as soon as it is
 * open, so that nothing stays behind even where the program is killed; where the system does not allow that
 * (Windows), it goes when it is disposed.
 */
export class Scratch implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #folder: string | undefined;
  /** Bytes written. */
  size = 0;

  private constructor(handle: FileHandle, folder: string | undefined) {
    this.#handle = handle;
    this.#folder = folder;
  }

  static async open(): Promise<Scratch> {
    try {
      const folder = await mkdtemp(join(tmpdir(), 'garner-'));
      const handle = await open(join(folder, 'scratch'), 'wx+', 0o600);
      const gone = await rm(folder, { recursive: true, force: true }).then(
        () => true,
        () => false,
      );
      return new Scratch(handle, gone ? undefined : folder);
    } catch (cause) {
      throw roomFault(cause);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      try {
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, this.size);
        at += bytesWritten;
        this.size += bytesWritten;
      } catch (cause) {
        throw roomFault(cause);
      }
    }
  }

  /** All that was written; the buffer is used again for each piece. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(PIECE);
    for (let at = 0; at < this.size; ) {
      const { bytesRead } = await this.#handle.read(buffer, 0, PIECE, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }
}

function roomFault(cause: unknown): unknown {
  const code = errorCode(cause);
  if (code === undefined) return cause;
  return new CliError(
    `A temporary file in ${tmpdir()} cannot be written (${code}).`,
    'Make room there, or set TMPDIR to a folder with more.',
    { cause },
  );
}
