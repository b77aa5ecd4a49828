import { isUtf8 } from '../bytes.ts';
import type { Source } from '../source.ts';

/** How the bytes of a file stand for letters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Thrown where a file begins as UTF-16 does and goes on otherwise. */
export class BrokenUtf16Error extends Error {
  override name = 'BrokenUtf16Error';
}

/** The encoding of a file, by its first bytes: a byte order mark, or every other byte zero. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  let [even, odd] = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) at % 2 === 0 ? even++ : odd++;
  // The same limits by which the engine calls a file without a mark UTF-16.
  const isUtf16 = Math.min(even, odd) * 20 <= Math.max(even, odd) && (even + odd) * 3 > head.length;
  return isUtf16 ? (odd > even ? 'utf-16le' : 'utf-16be') : 'utf-8';
}

/** The same text in UTF-8, without a byte order mark. `slice` serves the beginning of the file only. */
export function asUtf8(source: Source, encoding: Encoding): Source {
  if (encoding === 'utf-8') return source;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const encoder = new TextEncoder();
    try {
      for await (const chunk of source.chunks()) yield encoder.encode(decoder.decode(chunk, { stream: true }));
      yield encoder.encode(decoder.decode());
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new BrokenUtf16Error('The file begins in UTF-16, and not all of it is.', { cause });
    }
  }
  return {
    size: source.size,
    chunks,
    async slice(start, end) {
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of chunks()) {
        parts.push(chunk.slice());
        if ((size += chunk.length) >= end) break;
      }
      const joined = new Uint8Array(size);
      let at = 0;
      for (const part of parts) {
        joined.set(part, at);
        at += part.length;
      }
      return joined.slice(start, end);
    },
  };
}

const windows1252 = new TextDecoder('windows-1252');
/** Letters of UTF-8 as they look when read as Windows-1252 byte by byte. */
const PARTS_OF_UTF8 = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/;
/** Bytes that are no letter in Windows-1252. */
const NO_LETTER = /[\x81\x8d\x8f\x90\x9d]/;

/** What to do about the bytes of a value that hold more than ASCII. */
export type Reading = { readonly text: string } | { readonly why: string };

/** Undefined where the bytes are UTF-8; else their text in Windows-1252, or why that cannot be told. */
export function windowsText(bytes: Uint8Array): Reading | undefined {
  if (isUtf8(bytes, 0, bytes.length)) return undefined;
  const raw = byteByByte(bytes);
  if (NO_LETTER.test(raw)) return { why: 'It holds a byte that is no letter in Windows-1252, nor in UTF-8.' };
  if (PARTS_OF_UTF8.test(raw)) return { why: 'A part of it is in UTF-8 and a part is not.' };
  return { text: windows1252.decode(bytes) };
}

/** A character for each byte, of the same number. */
function byteByByte(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
