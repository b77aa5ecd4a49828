import type { FileKind } from './file-kind.ts';
import { Layer } from './layer.ts';
import { DEFAULT_LIMITS, Ledger, type ScanLimits } from './ledger.ts';
import { asBuffer } from './matcher.ts';
import type { ScanWarning } from './warnings.ts';

/** What looking through a file found. */
export interface Inspection {
  /** Name of the first malware signature met. */
  readonly signature: string | undefined;
  readonly kind: FileKind;
  readonly warnings: readonly ScanWarning[];
  /** Bytes of the largest thing that was unpacked from it, as far as it was looked into; 0 when nothing was. */
  readonly largestUnpacked: number;
}

/** Small chunks are gathered to a block, large ones cut to blocks: each block costs some fixed work at every level. */
const SMALLEST_BLOCK = 64 * 1024;
const LARGEST_BLOCK = 256 * 1024;

/**
 * Looks through a file as its bytes go by: signatures, archives, kind, warnings. Made to be fed alongside another
 * engine that reads the same stream. `write` one chunk at a time, then `end`, and always `close`.
 * Nothing about the bytes makes it throw; an aborted signal does, with the signal's reason.
 */
export class Inspector {
  readonly #ledger: Ledger;
  readonly #layer: Layer;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #bytes = 0;

  constructor(options: { limits?: Partial<ScanLimits>; signal?: AbortSignal } = {}) {
    this.#ledger = new Ledger({ ...DEFAULT_LIMITS, ...options.limits }, options.signal);
    this.#layer = new Layer(this.#ledger, { depth: 0, quiet: false });
  }

  /** Malware was found: no need to go on. */
  get decided(): boolean {
    return this.#ledger.hit !== undefined;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#ledger.throwIfAborted();
    this.#bytes += chunk.length;
    if (this.#waitingBytes + chunk.length < SMALLEST_BLOCK) {
      this.#waiting.push(Buffer.from(chunk)); // A copy: the giver may fill its buffer anew.
      this.#waitingBytes += chunk.length;
      return;
    }
    const bytes = this.#waitingBytes === 0 ? asBuffer(chunk) : Buffer.concat([...this.#waiting, chunk]);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.#blocks(bytes);
  }

  /** Call after the last chunk; `size` is how many bytes the file is said to have. */
  async end(size: number): Promise<Inspection> {
    await this.#blocks(Buffer.concat(this.#waiting));
    if (!this.decided) {
      await this.#layer.end();
      if (this.#bytes !== size) this.#ledger.warn('incomplete');
    }
    const { hit, warnings, largestUnpacked } = this.#ledger;
    return { signature: hit, kind: this.#layer.kind, warnings, largestUnpacked };
  }

  /** Frees native memory, whether the end was reached or not. */
  close(): void {
    this.#ledger.close();
  }

  async #blocks(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !this.decided; at += LARGEST_BLOCK) {
      this.#ledger.throwIfAborted();
      const block = bytes.subarray(at, at + LARGEST_BLOCK);
      this.#ledger.rawBytes += block.length;
      await this.#layer.write(block);
    }
  }
}
