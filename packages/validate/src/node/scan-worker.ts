/** A thread that scans parts of a file: is told of a plan, then of texts and jobs; answers each job with a ChunkResult. */
import { openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openKernel } from '../kernel/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type ChunkJob, scanChunk } from '../parallel/scan-chunk.ts';
import type { Opening, ToWorker } from './scan-pool.ts';

const { path, ready }: Opening = workerData;
const port = parentPort!;
const file = openSync(path, 'r');
const kernels = { wasm: await openKernel(), js: await openKernel('js') };
let kernel: Kernel = kernels.wasm;
let hashed = false;

port.on('message', (message: ToWorker) => {
  if ('plan' in message) {
    kernel = kernels[message.kernel];
    kernel.prepare(message.plan);
    hashed = message.plan.key.length > 0;
  } else if ('texts' in message) kernel.setTexts(message.test, message.texts);
  else answer(message.job);
});
Atomics.add(ready, 0, 1);

function answer(job: ChunkJob): void {
  const read = (target: Uint8Array, at: number): number => readSync(file, target, 0, target.length, at);
  const result = scanChunk(kernel, read, job, hashed);
  const { starts, hashes, looks, bytes } = result;
  port.postMessage(result, [starts.buffer, hashes.buffer, looks.buffer, bytes.buffer] as ArrayBuffer[]);
}
