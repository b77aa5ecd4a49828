import { BlobReader, configure, type Entry, ZipReader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { sizeInWords } from '../../words.ts';

// The page's policy allows neither workers made of text nor WebAssembly; the browser's own inflating needs neither.
configure({ useWebWorkers: false, useCompressionStream: true });

/** More files than any drop has, and few enough to list. */
const MOST_ENTRIES = 5000;
const STORED = 0;
const DEFLATED = 8;

/** A file in an archive, before it is unpacked. */
export interface ZipItem {
  /** Where it is in the archive's list. */
  readonly index: number;
  /** With its folders, as the archive has it. */
  readonly path: string;
  /** Unpacked, as the archive says; unpack() holds it to that. */
  readonly size: number;
  readonly lastModified: number;
  /** Why it cannot be taken, in words. */
  readonly refusal?: string;
}

/** An archive that could not be read, in words. */
export class ZipFault extends Error {
  override name = 'ZipFault';
}

/** Lists an archive and unpacks from it, one file at a time and never the whole. */
export class Zip {
  readonly items: readonly ZipItem[];
  readonly #entries: readonly Entry[];
  readonly #most: number;

  private constructor(entries: readonly Entry[], most: number) {
    this.#entries = entries;
    this.#most = most;
    this.items = entries.flatMap((entry, index) => (entry.directory ? [] : [itemOf(entry, index, most)]));
  }

  /** Reads the list of an archive; `most` are the bytes that one file in it may unpack to. Throws ZipFault. */
  static async open(archive: Blob, most: number): Promise<Zip> {
    const entries: Entry[] = [];
    const reader = new ZipReader(new BlobReader(archive));
    try {
      for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
        if (entries.length === MOST_ENTRIES) throw new ZipFault(`It holds more than ${MOST_ENTRIES} files.`);
        entries.push(entry);
      }
    } catch (error) {
      if (error instanceof ZipFault) throw error;
      throw new ZipFault('It is damaged, or is not a zip file. Make it again, or choose the files themselves.');
    }
    return new Zip(entries, most);
  }

  /** The bytes of one file. Throws ZipFault where it is not what the archive says, before more than its limit is unpacked. */
  async unpack(index: number): Promise<Blob> {
    const entry = this.#entries[index];
    if (!entry || entry.directory) throw new ZipFault('It is not in the zip file.');
    const { refusal, size } = itemOf(entry, index, this.#most);
    if (refusal !== undefined) throw new ZipFault(refusal);
    let bytes = 0;
    const limited = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > size) throw new ZipFault('It unpacks to more than the zip file says.');
        controller.enqueue(chunk);
      },
    });
    const { readable, writable } = limited;
    const kept = new Response(readable).blob();
    kept.catch(() => undefined);
    try {
      await entry.getData(writable, { checkSignature: true, checkOverlappingEntry: true });
    } catch (error) {
      if (error instanceof ZipFault) throw error;
      throw new ZipFault('It is damaged in the zip file, or is not what the zip file says.');
    }
    if (bytes !== size) throw new ZipFault('It unpacks to less than the zip file says.');
    return await kept;
  }
}

function itemOf(entry: Entry, index: number, most: number): ZipItem {
  const refusal = refusalOf(entry, most);
  return {
    index,
    path: entry.filename.replaceAll('\\', '/'),
    size: entry.uncompressedSize,
    lastModified: entry.lastModDate?.getTime() || 0,
    ...(refusal !== undefined && { refusal }),
  };
}

function refusalOf({ filename, encrypted, uncompressedSize, compressionMethod }: Entry, most: number) {
  const parts = filename.split(/[/\\]/);
  if (/^([/\\]|[A-Za-z]:)/.test(filename) || parts.includes('..') || filename.includes('\0'))
    return 'Its name in the zip file points outside of it.';
  if (encrypted) return 'It is locked with a password. Make the zip file again without one.';
  if (/\.(zip|7z|rar)$/i.test(filename)) return 'It is an archive in an archive. Unpack it, then choose what is in it.';
  if (uncompressedSize > most)
    return `It unpacks to ${sizeInWords(uncompressedSize)}; the most is ${sizeInWords(most)}.`;
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    return 'It is packed in a way that browsers cannot read. Make the zip file again, or choose the file itself.';
  return undefined;
}
