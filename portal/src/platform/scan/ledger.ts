import { type ScanWarning, type ScanWarningCode, scanWarning } from './warnings.ts';

/** Bounds on the work one file may cause. Going over one is told in the verdict and never called clean. */
export interface ScanLimits {
  /** Levels of packing that are opened; 4 reaches a file in a ZIP in a ZIP in a ZIP in a ZIP. */
  readonly depth: number;
  /** Bytes unpacked from one file, all levels together. */
  readonly unpackedBytes: number;
  /** Unpacked bytes per byte of the file, once more than `ratioFromBytes` were unpacked. Real returns stay under 60. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  /** Entries of ZIP archives and members of gzip files, all levels together. */
  readonly entries: number;
  /** Compressed streams open at one time (about 200 KB of memory each). Honest archives need one per level. */
  readonly openStreams: number;
}

export const DEFAULT_LIMITS: ScanLimits = Object.freeze({
  depth: 4,
  unpackedBytes: 2 * 1024 ** 3,
  ratio: 100,
  ratioFromBytes: 64 * 1024 ** 2,
  entries: 10_000,
  openStreams: 32,
});

/** What is shared by all levels of one file's inspection: what was found, and how much work is left. */
export class Ledger {
  readonly limits: ScanLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #warnings = new Map<ScanWarningCode, ScanWarning>();
  readonly #open = new Set<{ close(): void }>();
  /** The first malware signature met. */
  hit: string | undefined;
  /** Bytes of the file itself so far. */
  rawBytes = 0;
  /** Bytes of the largest thing that was unpacked, at any level. */
  largestUnpacked = 0;
  #unpackedBytes = 0;
  #entries = 0;
  #spent = false;

  constructor(limits: ScanLimits, signal?: AbortSignal) {
    this.limits = limits;
    this.#signal = signal;
  }

  get warnings(): readonly ScanWarning[] {
    return [...this.#warnings.values()];
  }

  /** Nothing more need be unpacked: malware was found, or the work is used up. */
  get over(): boolean {
    return this.#spent || this.hit !== undefined;
  }

  /** The first of each code is kept, so that an archive cannot fill the memory with warnings. */
  warn(code: ScanWarningCode, entry?: string): void {
    if (!this.#warnings.has(code)) this.#warnings.set(code, scanWarning(code, entry));
  }

  /** Throws the signal's reason when the scan was called off. */
  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** Counts unpacked bytes; afterwards `over` may be true. */
  spend(bytes: number): void {
    this.throwIfAborted();
    this.#unpackedBytes += bytes;
    const { unpackedBytes, ratio, ratioFromBytes } = this.limits;
    const bomb = this.#unpackedBytes > ratioFromBytes && this.#unpackedBytes > ratio * this.rawBytes;
    if (bomb || this.#unpackedBytes > unpackedBytes) this.#stop('too-big-unpacked');
  }

  /** Counts an entry; false when there were too many, and then it must be left alone. */
  takeEntry(): boolean {
    if (++this.#entries > this.limits.entries) this.#stop('too-many-entries');
    return !this.over;
  }

  /** Registers something that holds native memory until `release`; false when too many are open. */
  hold(stream: { close(): void }): boolean {
    if (this.#open.size >= this.limits.openStreams) return false;
    this.#open.add(stream);
    return true;
  }

  release(stream: { close(): void }): void {
    this.#open.delete(stream);
  }

  /** Frees whatever is still open. */
  close(): void {
    for (const stream of [...this.#open]) stream.close();
  }

  #stop(code: ScanWarningCode): void {
    this.#spent = true;
    this.warn(code);
  }
}
