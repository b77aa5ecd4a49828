import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { CliError, type Io } from './command.ts';
import { writingFault } from './faults.ts';

const BUFFER = 64 * 1024;

/** Where a command's result goes: standard output, or the file of `--out`. */
export interface Output extends AsyncDisposable {
  readonly toTerminal: boolean;
  write(part: string | Uint8Array): Promise<void>;
  /** Sends on what was gathered, so that a person sees it now. */
  flush(): Promise<void>;
  /** Everything has been written: makes it the file. A file that is disposed before is not touched. */
  commit(): Promise<void>;
}

/**
 * Opens standard output, or `path`. A file is written beside its place and moved there at the end, so that no half
 * result ever has its name; devices and pipes are written directly. Refuses to write over one of the `inputs`, and over any
 * file unless it `replaces`. Throws OutputError, or ReaderGone where nobody reads standard output any more.
 */
export async function openOutput(
  io: Io,
  path?: string,
  inputs: readonly string[] = [],
  { replaces = true }: { readonly replaces?: boolean } = {},
): Promise<Output> {
  if (path === undefined || path === '-') {
    return new Buffered(io.signal, (bytes) => writeTo(io.stdout, bytes), undefined, io.isTTY.stdout);
  }
  const full = resolve(io.cwd, path);
  const target = await realpath(full).catch(() => full);
  for (const input of inputs) {
    if ((await realpath(resolve(io.cwd, input)).catch(() => undefined)) !== target) continue;
    throw new CliError(`${path} is the file that is read.`, 'Write to another file.');
  }
  try {
    const there = await stat(target).catch(() => undefined);
    if (there?.isFile() && !replaces) {
      throw new CliError(`${path} is there already.`, 'Give another name, or move it away first.');
    }
    if (there?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return there && !there.isFile()
      ? fileOutput(io.signal, await open(target, 'w'), path)
      : await replacing(io.signal, target, path, there?.mode);
  } catch (cause) {
    throw writingFault(cause, path);
  }
}

async function replacing(signal: AbortSignal, target: string, path: string, mode: number | undefined): Promise<Output> {
  const part = `${target}.${crypto.randomUUID().slice(0, 8)}.part`;
  const handle = await open(part, 'wx', mode ?? 0o666);
  return fileOutput(signal, handle, path, {
    keep: () => rename(part, target),
    drop: () => rm(part, { force: true }),
  });
}

function fileOutput(
  signal: AbortSignal,
  handle: FileHandle,
  path: string,
  { keep, drop }: { keep?: () => Promise<void>; drop?: () => Promise<void> } = {},
): Output {
  return new Buffered(
    signal,
    async (bytes) => {
      try {
        for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
      } catch (cause) {
        throw writingFault(cause, path);
      }
    },
    async (whole) => {
      try {
        await handle.close();
        await (whole ? keep : drop)?.();
      } catch (cause) {
        throw writingFault(cause, path);
      }
    },
  );
}

/** Gathers small parts into larger writes. */
class Buffered implements Output {
  readonly toTerminal: boolean;
  readonly #signal: AbortSignal;
  readonly #send: (bytes: Uint8Array) => Promise<void>;
  readonly #close: (whole: boolean) => Promise<void>;
  #parts: Uint8Array[] = [];
  #waiting = 0;
  #text = '';
  #closed = false;

  constructor(
    signal: AbortSignal,
    send: (bytes: Uint8Array) => Promise<void>,
    close: (whole: boolean) => Promise<void> = async () => {},
    toTerminal: boolean = false,
  ) {
    this.#signal = signal;
    this.#send = send;
    this.#close = close;
    this.toTerminal = toTerminal;
  }

  async write(part: string | Uint8Array): Promise<void> {
    if (typeof part === 'string') this.#text += part;
    else {
      this.#encode();
      this.#parts.push(part.slice());
      this.#waiting += part.length;
    }
    if (this.#waiting + this.#text.length >= BUFFER) await this.flush();
  }

  async commit(): Promise<void> {
    await this.flush();
    this.#closed = true;
    await this.#close(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#close(false);
  }

  #encode(): void {
    if (this.#text === '') return;
    const bytes = new TextEncoder().encode(this.#text);
    this.#text = '';
    this.#parts.push(bytes);
    this.#waiting += bytes.length;
  }

  async flush(): Promise<void> {
    this.#signal.throwIfAborted();
    this.#encode();
    const parts = this.#parts;
    this.#parts = [];
    this.#waiting = 0;
    for (const part of parts) await this.#send(part);
  }
}

/** Writes to a stream and waits until it has taken it. */
export async function writeTo(stream: Writable, part: string | Uint8Array): Promise<void> {
  try {
    await new Promise<void>((done, fail) => stream.write(part, (error) => (error ? fail(error) : done())));
  } catch (cause) {
    throw writingFault(cause, 'Standard output');
  }
}
