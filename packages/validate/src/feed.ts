import type { Source } from './source.ts';

const CHUNK = 256 * 1024;

/** Fills a buffer from a source, piece by piece; what has been read of it makes room for what comes. */
export class Feed {
  readonly bytes: Uint8Array;
  /** How many bytes of the buffer are filled. */
  filled = 0;
  /** Offset in the file of `bytes[0]`. */
  base = 0;
  readonly #source: Source;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: Source, bytes: Uint8Array) {
    this.#source = source;
    this.bytes = bytes;
  }

  /** Adds some bytes, at least `least` where the file has them; false when there are no more. */
  async fill(least = 1): Promise<boolean> {
    const wanted = this.filled + least;
    while (this.filled < wanted) {
      const count = this.#source.readInto ? await this.#readInto(this.#source.readInto) : await this.#next();
      if (count === 0) return false;
      this.filled += count;
    }
    return true;
  }

  /** Gives up the bytes before `at`. */
  drop(at: number): void {
    this.bytes.copyWithin(0, at, this.filled);
    this.filled -= at;
    this.base += at;
  }

  #readInto(read: NonNullable<Source['readInto']>): number | Promise<number> {
    const end = Math.min(this.bytes.length, this.filled + CHUNK);
    return read.call(this.#source, this.bytes.subarray(this.filled, end), this.base + this.filled);
  }

  /** A chunk may be larger than the room for it; what does not fit waits. */
  async #next(): Promise<number> {
    this.#chunks ??= this.#source.chunks()[Symbol.asyncIterator]();
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return 0;
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, Math.min(this.bytes.length - this.filled, CHUNK));
    this.bytes.set(part, this.filled);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }

  /** Lets the source go; call it once, whether or not all was read. */
  async close(): Promise<void> {
    await this.#chunks?.return?.();
  }
}
