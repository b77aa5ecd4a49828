import type { Kernel, KernelName } from './kernel.ts';
import { TableKernel } from './table-kernel.ts';
import { openWasmKernel } from './wasm-kernel.ts';

/** One of each kind that nobody uses: small files are checked faster than a kernel's memory is made. */
const idle: Map<KernelName, Kernel> = new Map();
let hasWasm = true;

/** Opens the kernel wanted; without a wish the one in WebAssembly, or the one in JavaScript where there is none. */
export async function openKernel(name?: KernelName): Promise<Kernel> {
  const wanted = name ?? (hasWasm ? 'wasm' : 'js');
  const kept = idle.get(wanted);
  idle.delete(wanted);
  if (kept) return kept;
  if (wanted === 'js') return new TableKernel();
  try {
    return await openWasmKernel();
  } catch (error) {
    if (name === 'wasm') throw error;
    hasWasm = false;
    return new TableKernel();
  }
}

/** Gives a kernel back; it must not be used any more. */
export function closeKernel(kernel: Kernel): void {
  idle.set(kernel.name, kernel);
}
