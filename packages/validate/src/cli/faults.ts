import { CliError } from './command.ts';

/** Thrown where what comes out cannot be written, so that nothing more is worth doing. */
export class OutputError extends CliError {
  override name = 'OutputError';
}

/** The reader of our output has gone, as `head` goes when it has seen enough. There is nothing to say, and nobody to say it to. */
export class ReaderGone extends Error {
  override name = 'ReaderGone';
}

const WHILE_READING: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOENT: ['There is no file {path}.', 'Check the name and the folder.'],
  ENOTDIR: ['There is no file {path}: a part of its path is not a folder.', 'Check the name and the folder.'],
  EISDIR: ['{path} is a folder, not a file.', 'Name a file, or files: folder/*.csv.'],
  EACCES: ['{path} may not be read by you.', 'Ask its owner for permission to read it, or copy it somewhere you may.'],
  EPERM: ['{path} may not be read by you.', 'Ask its owner for permission to read it, or copy it somewhere you may.'],
  ELOOP: ['{path} is a link that leads back to itself.', 'Name the file itself.'],
  ENAMETOOLONG: ['The name {path} is too long.', 'Move the file to a folder with a shorter path.'],
  EMFILE: ['Too many files are open.', 'Name fewer files at a time.'],
};

const WHILE_WRITING: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOENT: ['{path} cannot be written: its folder is not there.', 'Make the folder first, or write to another.'],
  ENOTDIR: ['{path} cannot be written: a part of its path is not a folder.', 'Check the path.'],
  EISDIR: ['{path} cannot be written: it is a folder.', 'Name a file.'],
  EACCES: ['{path} may not be written by you.', 'Write to a folder of your own.'],
  EPERM: ['{path} may not be written by you.', 'Write to a folder of your own.'],
  EROFS: ['{path} cannot be written: the disk is read-only.', 'Write to another disk.'],
  ENOSPC: ['{path} cannot be written: the disk is full.', 'Make room or write to another disk, then run this again.'],
  EDQUOT: ['{path} cannot be written: your share of the disk is used up.', 'Make room, then run this again.'],
  EFBIG: ['{path} cannot be written: the file would be too large for this disk.', 'Write to another disk.'],
};

const CLOSED: readonly string[] = ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'];

/** An error of the file system while reading, in words; anything else is thrown on as it is. */
export function readingFault(cause: unknown, path: string): CliError {
  if (cause instanceof CliError) return cause;
  const code = errorCode(cause);
  if (code === undefined) throw cause;
  const [message, remedy] = WHILE_READING[code] ?? [
    `{path} cannot be read (${code}).`,
    'Copy it elsewhere, and try that.',
  ];
  return new CliError(
    message.replace('{path}', () => path),
    remedy,
    { cause },
  );
}

/** The same while writing. */
export function writingFault(cause: unknown, path: string): Error {
  if (cause instanceof CliError) return cause;
  const code = errorCode(cause);
  if (code === undefined) throw cause;
  if (CLOSED.includes(code)) return new ReaderGone();
  const [message, remedy] = WHILE_WRITING[code] ?? [`{path} cannot be written (${code}).`, 'Write somewhere else.'];
  return new OutputError(
    message.replace('{path}', () => path),
    remedy,
    { cause },
  );
}

/** The code of an error of the system (ENOENT) or of a stream that was closed; undefined for faults of the program. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return undefined;
  return /^E[A-Z0-9]+$/.test(code) || CLOSED.includes(code) ? code : undefined;
}
