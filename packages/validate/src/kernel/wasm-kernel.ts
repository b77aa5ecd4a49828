import type { CsvRecord } from '../csv/record.ts';
import { KERNEL_BASE64 } from './kernel.generated.ts';
import { BUFFER_BYTES, type Kernel, ROWS_LIMIT, type Suspect } from './kernel.ts';
import { LAYOUT } from './layout.ts';
import { type KernelPlan, SEED_BYTES } from './plan.ts';
import { type Placed, writePlan } from './wasm-plan.ts';

/** What kernel/index.ts exports. */
interface Exports {
  prepare(
    columns: number,
    rules: number,
    keyColumns: number,
    countsOnly: number,
    input: number,
    starts: number,
    hashes: number,
    suspects: number,
    suspectsEnd: number,
  ): void;
  scan(from: number, limit: number, most: number): number;
  forget(): void;
  hashValue(place: number, from: number, length: number): bigint;
  finishHash(sum: bigint): bigint;
  readonly rows: WebAssembly.Global;
  readonly suspects: WebAssembly.Global;
  readonly stopped: WebAssembly.Global;
}

const PAGE = 65_536;
const SUSPECT_BYTES = 256 * 1024;
const STARTS = LAYOUT.HEAP;
const HASHES = STARTS + 4 * ROWS_LIMIT;
const SUSPECTS = HASHES + 8 * ROWS_LIMIT;
const INPUT = SUSPECTS + SUSPECT_BYTES;
/** Where a value is put whose hash the host asks for; what is longer than any value of a kernel's row is cut. */
const SCRATCH = INPUT + BUFFER_BYTES;
const SCRATCH_BYTES = 64 * 1024 + 64;
const TABLES = SCRATCH + SCRATCH_BYTES;
/** Room for tables and texts; memory that is not written to costs nothing. It must not grow: views of it would be void. */
const TABLES_BYTES = 8 * 1024 * 1024;

let compiled: Promise<WebAssembly.Module> | undefined;

/** A kernel in WebAssembly. Rejects where the browser or its rules (`wasm-unsafe-eval`) have none, or no SIMD. */
export async function openWasmKernel(): Promise<Kernel> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(KERNEL_BASE64), (letter) => letter.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((TABLES + TABLES_BYTES) / PAGE) });
  const instance = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return new WasmKernel(memory, instance.exports as unknown as Exports);
}

class WasmKernel implements Kernel {
  readonly name = 'wasm';
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly hashes: Uint32Array;
  readonly wrong: Uint32Array;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  readonly #words: Uint32Array;
  #placed: Placed | undefined;
  #columns = 0;
  #suspectWords = 0;

  constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
    const { buffer } = memory;
    this.bytes = new Uint8Array(buffer, INPUT, BUFFER_BYTES - 64);
    this.starts = new Uint32Array(buffer, STARTS, ROWS_LIMIT);
    this.hashes = new Uint32Array(buffer, HASHES, 2 * ROWS_LIMIT);
    this.wrong = new Uint32Array(buffer, LAYOUT.WRONG, 64);
    this.#words = new Uint32Array(buffer);
  }

  prepare(plan: KernelPlan): void {
    this.#placed = writePlan(this.#memory, TABLES, plan);
    this.#columns = plan.columns.length;
    this.#suspectWords = 6 + 3 * this.#columns;
    this.wrong.fill(0);
    new Uint8Array(this.#memory.buffer, LAYOUT.KEYS, SEED_BYTES).set(plan.seed);
    this.#exports.prepare(
      this.#columns,
      plan.rules.length,
      plan.key.length,
      plan.countsOnly ? 1 : 0,
      INPUT,
      STARTS,
      HASHES,
      SUSPECTS,
      SUSPECTS + SUSPECT_BYTES,
    );
  }

  scan(from: number, limit: number, most: number): number {
    return this.#exports.scan(INPUT + from, INPUT + limit, Math.min(most, ROWS_LIMIT)) - INPUT;
  }

  get rows(): number {
    return this.#exports.rows.value;
  }

  get stopped(): number {
    return this.#exports.stopped.value;
  }

  get suspectCount(): number {
    return (this.#exports.suspects.value - SUSPECTS) / 4 / this.#suspectWords;
  }

  suspect(index: number, suspect: Suspect, record: CsvRecord): void {
    const words = this.#words;
    let at = SUSPECTS / 4 + index * this.#suspectWords;
    suspect.row = words[at]!;
    record.start = words[at + 1]! - INPUT;
    record.end = words[at + 2]! - INPUT;
    suspect.faulty = words[at + 3]!;
    suspect.faultyHigh = words[at + 4]!;
    suspect.broken = words[at + 5]!;
    record.count = this.#columns;
    at += 6;
    for (let column = 0; column < this.#columns; column++, at += 3) {
      record.from[column] = words[at]! - INPUT;
      record.to[column] = words[at + 1]! - INPUT;
      record.flags[column] = words[at + 2]!;
    }
  }

  hash(values: readonly Uint8Array[], into: Uint32Array): void {
    let sum = 0n;
    for (const [place, value] of values.entries()) {
      const part = value.subarray(0, SCRATCH_BYTES - 64);
      new Uint8Array(this.#memory.buffer, SCRATCH, part.length).set(part);
      sum += this.#exports.hashValue(place, SCRATCH, part.length);
    }
    const hash = BigInt.asUintN(64, this.#exports.finishHash(BigInt.asIntN(64, sum)));
    into[0] = Number(hash & 0xffffffffn);
    into[1] = Number(hash >> 32n);
  }

  setTexts(test: number, texts: readonly Uint8Array[]): void {
    this.#placed!.setTexts(test, texts);
    this.#exports.forget();
  }
}
