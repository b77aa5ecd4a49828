import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { fileSource } from '../node.ts';
import type { Source } from '../source.ts';
import { CliError, type Io } from './command.ts';
import { readingFault } from './faults.ts';
import { Scratch } from './scratch.ts';
import { fileName } from './words.ts';

/** A file to work on, open until disposed. */
export interface Input extends Source, AsyncDisposable {
  /** As it was given on the command line. */
  readonly name: string;
}

/**
 * Opens a file, or standard input for `-`. What can be read only once (standard input, a pipe) is first copied to a
 * temporary file, because rows that look alike are looked up again. Throws CliError where there is nothing to read.
 */
export async function openInput(io: Io, path: string): Promise<Input> {
  if (path === '-') {
    if (io.isTTY.stdin) io.stderr.write('Reading what you type. End with Ctrl-D, stop with Ctrl-C.\n');
    return await spooled(io, io.stdin, path);
  }
  const full = resolve(io.cwd, path);
  try {
    const about = await stat(full);
    if (about.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!about.isFile()) return await spooled(io, createReadStream(full), path);
    return { ...(await fileSource(full)), name: path };
  } catch (cause) {
    throw readingFault(cause, path);
  }
}

async function spooled(io: Io, stream: Readable, name: string): Promise<Input> {
  const scratch = await Scratch.open();
  try {
    for await (const chunk of addAbortSignal(io.signal, stream)) await scratch.write(chunk);
  } catch (cause) {
    await scratch[Symbol.asyncDispose]();
    io.signal.throwIfAborted();
    throw readingFault(cause, name);
  }
  return {
    name,
    size: scratch.size,
    chunks: () => scratch.chunks(),
    slice: (start, end) => scratch.slice(start, end),
    [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
  };
}

const MOST_TEXT = 16 * 1024 * 1024;

/** The text of a small file (a template, a context, a file format), UTF-8 with or without a byte order mark. */
export async function readText(io: Io, path: string): Promise<string> {
  const bytes = await readBytes(io, path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(`${fileName(path)} is not in UTF-8.`, 'Save it again as UTF-8.');
  }
}

/** The bytes of a small file, or of standard input for `-`. */
export async function readBytes(io: Io, path: string): Promise<Uint8Array> {
  if (path === '-') return await readTyped(io);
  const full = resolve(io.cwd, path);
  try {
    const about = await stat(full);
    if (about.size > MOST_TEXT) throw tooLarge(path);
    return await readFile(full, { signal: io.signal });
  } catch (cause) {
    io.signal.throwIfAborted();
    throw readingFault(cause, path);
  }
}

async function readTyped(io: Io): Promise<Uint8Array> {
  await using input = await openInput(io, '-');
  if (input.size > MOST_TEXT) throw tooLarge('-');
  return await input.slice(0, input.size);
}

function tooLarge(path: string): CliError {
  return new CliError(`${fileName(path)} is far too large for this.`, 'Check that it is the right file.');
}
