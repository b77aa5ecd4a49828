/** A thread that scans parts of a file: is told of a plan, then of texts and jobs; answers each job with a ChunkResult. */
import { openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { withRecipe } from '../kernel/column-automaton.ts';
import type { Kernel, KernelName } from '../kernel/kernel.ts';
import type { ColumnPlan } from '../kernel/plan.ts';
import { TableKernel } from '../kernel/table-kernel.ts';
import { wasmKernelOf } from '../kernel/wasm-kernel.ts';
import { type ChunkJob, PartScan } from '../parallel/scan-chunk.ts';
import type { Opening, ToWorker } from './scan-pool.ts';

const { path, ready }: Opening = workerData;
const port = parentPort!;
const file = openSync(path, 'r');
const kernels: Map<KernelName, Kernel> = new Map();
const read = (target: Uint8Array, at: number): number => readSync(file, target, 0, target.length, at);
let kernel: Kernel;
let scan: PartScan;

port.on('message', (message: ToWorker) => {
  if ('code' in message) {
    if (message.code) kernels.set('wasm', wasmKernelOf(message.code));
    Atomics.add(ready, 0, 1);
  } else if ('plan' in message) {
    const { plan } = message;
    kernel = opened(message.kernel);
    kernel.prepare({ ...plan, columns: plan.columns.map(revived) });
    scan = new PartScan(kernel, read, plan.key.length > 0);
  } else if ('texts' in message) kernel.setTexts(message.test, message.texts);
  else answer(message.job);
});

function opened(name: KernelName): Kernel {
  const known = kernels.get(name) ?? new TableKernel();
  kernels.set(name, known);
  return known;
}

/** Recipes are posted, automata are not. */
function revived(column: ColumnPlan): ColumnPlan {
  const { recipe } = column;
  return recipe ? withRecipe({ ...column, recipe }) : column;
}

function answer(job: ChunkJob): void {
  const result = scan.scan(job);
  const { starts, hashes, looks, bytes } = result;
  port.postMessage(result, [starts.buffer, hashes.buffer, looks.buffer, bytes.buffer] as ArrayBuffer[]);
}
