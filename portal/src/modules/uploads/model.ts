import { type RequestError, refused } from '../../platform/http/errors.ts';
import { sizeInWords } from '../../ui/words.ts';

/** What a collection takes. */
export interface UploadLimits {
  readonly bytes: number;
  /** Endings of the names, in small letters: `.csv`. */
  readonly types: readonly string[];
  /** How many uploads of an organisation may be unfinished; MOST_UNFINISHED where absent. */
  readonly unfinished?: number;
  /** How many bytes an organisation may send in a day; MOST_BYTES_A_DAY where absent. */
  readonly bytesADay?: number;
}

/** What an upload's id looks like in an address. */
export const UPLOAD_ID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** So that one organisation cannot fill the disk or stop the others. */
export const MOST_UNFINISHED = 20;
export const MOST_BYTES_A_DAY: number = 50 * 1000 ** 3;
/** Room that is left for the database and for work under way. */
export const RESERVED_BYTES: number = 1000 ** 3;
/** In UTF-16 units. */
export const LONGEST_NAME = 150;
/** Unfinished uploads are kept so long. */
export const UNFINISHED_DAYS = 7;

/** Why a file of this name and size is refused before any of it is sent; undefined when it may come. */
export function refusal(name: string, size: number | undefined, limits: UploadLimits): RequestError | undefined {
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? '';
  if (!limits.types.includes(ending)) {
    const wanted = limits.types.join(' or ');
    return refused(
      415,
      `The file must be a ${wanted} file`,
      `You chose “${name}”. Save it as ${wanted} in the program that made it, then choose it again.`,
    );
  }
  if (size === 0) return emptyFile(name);
  if (size !== undefined && size > limits.bytes) {
    return refused(
      413,
      'The file is too large',
      `“${name}” is ${sizeInWords(size)}; the most is ${sizeInWords(limits.bytes)}.`,
    );
  }
  return undefined;
}

/** The refusal of a file with nothing in it. */
export function emptyFile(name: string): RequestError {
  return refused(422, 'The file is empty', `“${name}” has nothing in it. Export it again, then choose it.`);
}

/** The name as kept and shown: without folders, control or direction characters, and of bounded length. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const visible = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, '').trim();
  if (visible.length <= LONGEST_NAME) return visible || 'unnamed';
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(visible)?.[0] ?? '';
  // Cut between characters: half of one could not be written in an address or a header.
  return `${visible.slice(0, LONGEST_NAME - ending.length).replace(/[\uD800-\uDBFF]$/, '')}${ending}`;
}
