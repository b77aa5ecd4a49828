import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline as join, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';

interface Running {
  readonly hash: Hash;
  position: number;
}

/** Uploads whose hash is kept going; others are hashed from disk at the end. */
const MOST_RUNNING = 200;

/** The library's file store, with the SHA-256 worked out while the bytes come in. */
export class HashingStore extends FileStore {
  readonly #running: Map<string, Running> = new Map();

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const running = this.#resume(id, offset);
    if (!running) return await super.write(readable, id, offset);
    const tap = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        running.hash.update(chunk);
        running.position += chunk.length;
        done(null, chunk);
      },
    });
    // Whichever end breaks takes the other with it, also where a sender goes without a word; the write tells of it.
    join(readable, tap, () => undefined);
    return await super.write(tap, id, offset);
  }

  /** The SHA-256 of the finished file in hexadecimal; read from disk where it was not kept going to the end. */
  async sha256(id: string, path: string, size: number): Promise<string> {
    const running = this.#running.get(id);
    if (running?.position === size) return running.hash.copy().digest('hex');
    const hash = createHash('sha256');
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
    return hash.digest('hex');
  }

  forget(id: string): void {
    this.#running.delete(id);
  }

  /** The hash so far, if it ends exactly where the bytes go on. */
  #resume(id: string, offset: number): Running | undefined {
    const running = this.#running.get(id);
    if (running?.position === offset) return running;
    this.#running.delete(id);
    if (offset !== 0) return undefined;
    if (this.#running.size >= MOST_RUNNING) this.#running.delete(this.#running.keys().next().value!);
    const fresh = { hash: createHash('sha256'), position: 0 };
    this.#running.set(id, fresh);
    return fresh;
  }
}
