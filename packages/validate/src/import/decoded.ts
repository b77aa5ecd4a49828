import { decode } from '../text.ts';

/** A file's text, and the encoding it had to be read in where that was not UTF-8. */
export interface DecodedFile {
  readonly text: string;
  readonly otherThanUtf8?: 'Windows-1252' | 'UTF-16';
}

/** Reads a small file in whatever encoding: by its byte order mark, as UTF-8, or else as Windows-1252. */
export function decodedFile(file: string | Uint8Array): DecodedFile {
  if (typeof file === 'string') return { text: file.replace(/^\uFEFF/, '') };
  const utf16 =
    file[0] === 0xff && file[1] === 0xfe ? 'utf-16le' : file[0] === 0xfe && file[1] === 0xff ? 'utf-16be' : undefined;
  if (utf16) return { text: new TextDecoder(utf16).decode(file), otherThanUtf8: 'UTF-16' };
  const hasMark = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf;
  const { text, fellBack } = decode(file, hasMark ? 3 : 0, file.length);
  return fellBack ? { text, otherThanUtf8: 'Windows-1252' } : { text };
}
