import { Worker } from 'node:worker_threads';
import type { KernelName } from '../kernel/kernel.ts';
import type { KernelPlan } from '../kernel/plan.ts';
import { wasmModule } from '../kernel/wasm-kernel.ts';
import type { ChunkResult, ChunkScanner, ChunkScans, ScanOrder } from '../parallel/chunk.ts';
import { inOrder, type PartScanner } from '../parallel/in-order.ts';
import type { ChunkJob, ReadAt } from '../parallel/scan-chunk.ts';
import { OwnScan } from './own-scan.ts';

/** What a thread is given when it starts; it adds one to `ready` when it can begin. */
export interface Opening {
  readonly path: string;
  readonly ready: Int32Array;
}

export type ToWorker =
  /** First of all: the kernel's code; undefined where there is no WebAssembly. */
  | { readonly code: WebAssembly.Module | undefined }
  | { readonly plan: KernelPlan; readonly kernel: KernelName }
  | { readonly test: number; readonly texts: readonly Uint8Array[] }
  | { readonly job: ChunkJob };

/** Bytes of one part. */
export const PART = 4 * 1024 * 1024;

export interface PoolOptions {
  readonly path: string;
  readonly size: number;
  /** Reads the same file in this thread. */
  readonly read: ReadAt;
  /** The one that asks included. */
  readonly threads: number;
  /** Bytes of one part. */
  readonly part: number;
}

/** Threads that scan one file, in parts and in order (parallel/in-order.ts), with the one that asks among them. */
export class ScanPool implements ChunkScanner, AsyncDisposable {
  readonly #options: PoolOptions;
  readonly #ready: Int32Array = new Int32Array(new SharedArrayBuffer(4));
  #workers: readonly ScanWorker[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#workers.length > 0) return;
    const { path, threads } = this.#options;
    const opening = { path, ready: this.#ready };
    this.#workers = Array.from({ length: threads - 1 }, () => new ScanWorker(opening));
    this.#tellCode();
  }

  /** Compiled once for all threads. */
  async #tellCode(): Promise<void> {
    const code = await wasmModule().catch(() => undefined);
    for (const worker of this.#workers) worker.tell({ code });
  }

  /** Told by shared memory: who scans meanwhile does not wait for messages. */
  get ready(): boolean {
    return this.#workers.length > 0 && Atomics.load(this.#ready, 0) === this.#workers.length;
  }

  scan({ plan, kernel, from }: ScanOrder): ChunkScans {
    const { size, part, read } = this.#options;
    for (const worker of this.#workers) worker.tell({ plan, kernel });
    const own = new OwnScan(plan, kernel, read);
    return {
      results: own.during(inOrder(this.#workers, { from, size, part, own })),
      setTexts: (test, texts) => {
        own.setTexts(test, texts);
        for (const worker of this.#workers) worker.tell({ test, texts });
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()));
  }
}

/** One thread; its answers come in the order of what it was asked. */
class ScanWorker implements PartScanner {
  readonly #worker: Worker;
  readonly #asked: { resolve(result: ChunkResult): void; reject(error: Error): void }[] = [];
  #fault: Error | undefined;

  constructor(opening: Opening) {
    this.#worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { workerData: opening, execArgv: [] });
    // Only while an answer is waited for does it keep the process alive.
    this.#worker.unref();
    this.#worker.on('message', (result: ChunkResult) => {
      this.#asked.shift()?.resolve(result);
      if (this.#asked.length === 0) this.#worker.unref();
    });
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error('A thread that scans the file ended before its time')));
  }

  tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  scan(job: ChunkJob): Promise<ChunkResult> {
    const answer = new Promise<ChunkResult>((resolve, reject) => {
      if (this.#fault) reject(this.#fault);
      else this.#asked.push({ resolve, reject });
    });
    // Not each answer is waited for when the check is given up.
    answer.catch(() => undefined);
    this.#worker.ref();
    this.tell({ job });
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#fault ??= error;
    for (const asked of this.#asked.splice(0)) asked.reject(this.#fault);
  }
}
