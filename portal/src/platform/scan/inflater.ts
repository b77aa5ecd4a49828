import { createInflateRaw } from 'node:zlib';
import type { Ledger } from './ledger.ts';

/** `open` until the compressed data ends by itself, turns out not to be deflate data, or is closed by us. */
type InflaterState = 'open' | 'ended' | 'corrupt' | 'closed';

/** Takes a stream of bytes. Chunks may be kept only by copying them. */
export interface ByteTarget {
  write(chunk: Buffer): Promise<void>;
  /** Called once, after the last chunk. */
  end(): Promise<void>;
}

/**
 * One raw deflate stream (RFC 1951), fed in chunks that may run on past its end. What comes out goes to the target
 * before `write` returns, so no more than one output buffer waits in memory.
 */
export class Inflater {
  readonly #stream = createInflateRaw({ chunkSize: 65_536 });
  readonly #ledger: Ledger;
  readonly #target: Pick<ByteTarget, 'write'>;
  #fed = 0;
  #flushed = false;
  #wake: () => void = () => undefined;
  state: InflaterState = 'open';

  private constructor(ledger: Ledger, target: Pick<ByteTarget, 'write'>) {
    this.#ledger = ledger;
    this.#target = target;
    this.#stream.on('readable', () => this.#wake());
    this.#stream.on('end', () => {
      this.#flushed = true;
      this.#wake();
    });
    this.#stream.on('error', () => {
      this.#settle('corrupt');
      this.#wake();
    });
  }

  /** Undefined when too many streams are open already. */
  static open(ledger: Ledger, target: Pick<ByteTarget, 'write'>): Inflater | undefined {
    const inflater = new Inflater(ledger, target);
    if (ledger.hold(inflater)) return inflater;
    inflater.close();
    return undefined;
  }

  /** Bytes of compressed data used so far; after the end, its exact length. */
  get consumed(): number {
    return this.#stream.bytesWritten;
  }

  /** Errors of the target come through; faults of the data only change `state`. */
  async write(chunk: Uint8Array): Promise<void> {
    if (this.state !== 'open') return;
    this.#fed += chunk.length;
    let taken = false;
    this.#stream.write(chunk, (error) => {
      taken = true;
      if (error) this.#settle('corrupt');
      this.#wake();
    });
    await this.#drain(() => taken);
    // zlib leaves bytes untouched only when the deflate data is over.
    if (this.#stream.bytesWritten < this.#fed) this.#settle('ended');
  }

  /** No more data: `ended` if the deflate data was whole, else `corrupt`. */
  async finish(): Promise<void> {
    if (this.state !== 'open') return;
    this.#stream.end();
    await this.#drain(() => this.#flushed);
    this.#settle('ended');
  }

  close(): void {
    this.#settle('closed');
    this.#wake();
  }

  async #drain(done: () => boolean): Promise<void> {
    while (this.state === 'open') {
      const out: Buffer | null = this.#stream.read();
      if (out !== null) {
        this.#ledger.spend(out.length);
        await this.#target.write(out);
        if (this.#ledger.over) this.close();
        continue;
      }
      if (done()) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #settle(state: InflaterState): void {
    if (this.state !== 'open') return;
    this.state = state;
    this.#stream.destroy();
    this.#ledger.release(this);
  }
}
