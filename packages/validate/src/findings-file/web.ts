/** A findings file where there are web streams and Blobs: browsers, their workers, and Node. */
import type { Codec, FindingsSink, FindingsSource } from './format.ts';

/** Written bytes are handed to a Blob in pieces of this size, so that the browser can keep them out of memory. */
const PIECE = 1024 * 1024;

export const deflateRaw: Codec = (bytes) => through(new CompressionStream('deflate-raw'), bytes);
export const inflateRaw: Codec = (bytes) => through(new DecompressionStream('deflate-raw'), bytes);

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // Bytes that are no DEFLATE fail on both sides of the stream; it is told once, by the side that is read.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => {});
  writer.close().catch(() => {});
  return new Uint8Array(await new Response(stream.readable).arrayBuffer());
}

/** Gathers what is written in Blobs, which a browser keeps on disk where they are large. */
export class BlobSink implements FindingsSink {
  readonly #blobs: Blob[] = [];
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes.slice());
    this.#size += bytes.length;
    if (this.#size >= PIECE) this.#gather();
  }

  /** All that was written. */
  blob(): Blob {
    this.#gather();
    return new Blob(this.#blobs);
  }

  #gather(): void {
    this.#blobs.push(new Blob(this.#waiting));
    this.#waiting = [];
    this.#size = 0;
  }
}

export function blobFindings(blob: Blob, name: string = 'These findings'): FindingsSource {
  return {
    name,
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}
