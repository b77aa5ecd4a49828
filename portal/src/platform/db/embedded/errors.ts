import { userInfo } from 'node:os';

/** Refused to start, with a sentence a person can act on. */
export class CannotStartError extends Error {
  override name = 'CannotStartError';
}

const elsewhere = 'set GARNER_DATA to another folder.';

/** The system's code of a failed call (`EACCES`, `ENOENT` and so on), or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Says in words why a folder could not be made or written.
 * An error that has nothing to do with the file system comes back as it is.
 */
export function folderFault(error: unknown, folder: string): unknown {
  if (error instanceof CannotStartError) return error;
  const sentence = folderSentence(codeOf(error), folder);
  return sentence === undefined ? error : new CannotStartError(sentence, { cause: error });
}

function folderSentence(code: string, folder: string): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `The user ${userInfo().username} may not write in the folder ${folder}. Give that user the right to, or ${elsewhere}`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no room left on the disk for the folder ${folder}. Make room, or ${elsewhere}`;
    case 'EROFS':
      return `The folder ${folder} is on a disk that can be read but not written. Make it writable, or ${elsewhere}`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${folder} cannot be a folder, because a file is in its place or in its path. Move that file away, or ${elsewhere}`;
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return `The path of the folder ${folder} cannot be used (${code}). Give it a shorter, plainer path: ${elsewhere}`;
    default:
      return undefined;
  }
}
