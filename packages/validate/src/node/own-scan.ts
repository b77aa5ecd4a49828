import { closeKernel, openKernel } from '../kernel/index.ts';
import type { Kernel, KernelName } from '../kernel/kernel.ts';
import type { KernelPlan } from '../kernel/plan.ts';
import type { ChunkResult } from '../parallel/chunk.ts';
import type { OwnScanner } from '../parallel/in-order.ts';
import { type ChunkJob, PartScan, type ReadAt } from '../parallel/scan-chunk.ts';

/** Scans parts in the calling thread, with a kernel beside the one that began the file, whose counts must stay. */
export class OwnScan implements OwnScanner {
  readonly #plan: KernelPlan;
  readonly #name: KernelName;
  readonly #read: ReadAt;
  /** Told before the kernel was opened. */
  readonly #texts: Map<number, readonly Uint8Array[]> = new Map();
  #kernel: Kernel | undefined;
  #scan: PartScan | undefined;

  constructor(plan: KernelPlan, name: KernelName, read: ReadAt) {
    this.#plan = plan;
    this.#name = name;
    this.#read = read;
  }

  /** Gives the results on, with a kernel open until they end or nobody wants more of them. */
  async *during(results: AsyncIterable<ChunkResult>): AsyncGenerator<ChunkResult> {
    const kernel = await openKernel(this.#name);
    try {
      kernel.prepare(this.#plan);
      for (const [test, texts] of this.#texts) kernel.setTexts(test, texts);
      this.#kernel = kernel;
      this.#scan = new PartScan(kernel, this.#read, this.#plan.key.length > 0);
      yield* results;
    } finally {
      this.#kernel = undefined;
      closeKernel(kernel);
    }
  }

  setTexts(test: number, texts: readonly Uint8Array[]): void {
    if (this.#kernel) this.#kernel.setTexts(test, texts);
    else this.#texts.set(test, texts);
  }

  scan(job: ChunkJob): ChunkResult {
    return this.#scan!.scan(job);
  }

  /** Messages of threads, signals and timers. */
  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}
