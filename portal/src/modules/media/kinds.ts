import type { FileKindId } from '../../platform/scan/index.ts';
import type { ComponentRules, FileRole } from './model.ts';

/** Endings of names that hold sound or moving pictures. */
const SOUND = ['.mp3', '.wav', '.m4a', '.aac', '.ogg', '.oga', '.opus', '.wma', '.amr', '.flac'];
const PICTURES = ['.mp4', '.m4v', '.mov', '.avi', '.webm', '.3gp', '.mkv', '.wmv', '.mpg', '.mpeg'];

/** What the bytes of documents of each ending may be. */
const DOCUMENTS: Readonly<Record<string, readonly FileKindId[]>> = {
  '.pdf': ['pdf'],
  '.docx': ['docx', 'zip'],
  '.dotx': ['docx', 'zip'],
  '.xlsx': ['xlsx', 'zip'],
  '.pptx': ['pptx', 'zip'],
  '.odt': ['odt', 'zip'],
  '.ods': ['ods', 'zip'],
  '.doc': ['ole'],
  '.xls': ['ole'],
  '.ppt': ['ole'],
  '.jpg': ['jpeg'],
  '.jpeg': ['jpeg'],
  '.png': ['png'],
  '.txt': ['text', 'csv', 'json', 'xml', 'empty'],
  '.csv': ['csv', 'text'],
};

/** What a component may ask for, by ending. */
export const EVERY_ENDING: readonly string[] = [...SOUND, ...PICTURES, ...Object.keys(DOCUMENTS)];

export function endingOf(name: string): string {
  return /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? '';
}

/** Whether a file of this name is to be played. */
export function isMedia(name: string): boolean {
  const ending = endingOf(name);
  return SOUND.includes(ending) || PICTURES.includes(ending);
}

/** Whether the bytes of a document are what its name says; a kind that was not kept is taken. */
export function fitsName(name: string, kind: FileKindId | null): boolean {
  const kinds = DOCUMENTS[endingOf(name)];
  return kind === null || kinds === undefined || kinds.includes(kind);
}

/** What a file is to its candidates where nobody says: a recording is to be played, anything else are notes or a form. */
export function usualRole(name: string, { roles }: ComponentRules): Exclude<FileRole, 'document'> {
  if (isMedia(name)) return 'recording';
  return roles.find((role) => role !== 'recording') ?? 'recording';
}
