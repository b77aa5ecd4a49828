import type { CsvRecord } from '../csv/record.ts';
import { KERNEL_BASE64 } from './kernel.generated.ts';
import { BUFFER_BYTES, type Kernel, newSuspect, ROWS_LIMIT, type Suspect } from './kernel.ts';
import type { KeyTable } from './key-table.ts';
import { LAYOUT } from './layout.ts';
import { type KernelPlan, SEED_BYTES } from './plan.ts';
import { WasmKeyTable } from './wasm-key-table.ts';
import { type Placed, writePlan } from './wasm-plan.ts';

/** What kernel/index.ts exports. */
interface Exports {
  prepare(
    columns: number,
    rules: number,
    tests: number,
    keyColumns: number,
    countsOnly: number,
    input: number,
    starts: number,
    hashes: number,
    suspects: number,
    suspectsEnd: number,
  ): void;
  scan(from: number, limit: number, most: number, again: number): number;
  forget(): void;
  addToHash(place: number, from: number, length: number): void;
  takeHash(into: number): void;
  readonly rows: WebAssembly.Global;
  readonly suspects: WebAssembly.Global;
  readonly stopped: WebAssembly.Global;
}

const PAGE = 65_536;
/** What is told of a suspect before its columns. */
const HEAD_WORDS = 7;
/** So few that they are still in the nearest caches when the host looks at them. */
const SUSPECT_BYTES = 64 * 1024;
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

/**
 * The kernel's code, compiled once. Rejects where the browser or its rules (`wasm-unsafe-eval`) have no WebAssembly, or
 * no SIMD. `decode` is the platform's own where it has one: a loop over so many bytes wakes the optimising compiler, and
 * its memory.
 */
export function wasmModule(decode: Decode = decodePlainly): Promise<WebAssembly.Module> {
  compiled ??= compile(decode);
  return compiled;
}

async function compile(decode: Decode): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(decode(KERNEL_BASE64));
}

/** Bytes of a text in base64. */
export type Decode = (base64: string) => Uint8Array<ArrayBuffer>;

const decodePlainly: Decode = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** A kernel in WebAssembly. Rejects as `wasmModule` does. */
export async function openWasmKernel(): Promise<Kernel> {
  const module = await wasmModule();
  const memory = newMemory();
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return new WasmKernel(module, memory, instance.exports as unknown as Exports);
}

/** A kernel at once, for threads that may be kept waiting. */
export function wasmKernelOf(module: WebAssembly.Module): Kernel {
  const memory = newMemory();
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return new WasmKernel(module, memory, instance.exports as unknown as Exports);
}

function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil((TABLES + TABLES_BYTES) / PAGE) });
}

class WasmKernel implements Kernel {
  readonly name = 'wasm';
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly hashes: Uint32Array;
  readonly wrong: Uint32Array;
  readonly #module: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  readonly #words: Uint32Array;
  readonly #scratch: Uint8Array;
  #placed: Placed | undefined;
  /** Columns of which a value was doubted in the last scan. */
  readonly #doubted: Suspect = newSuspect();
  #columns = 0;
  #suspectWords = 0;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, exports: Exports) {
    this.#module = module;
    this.#memory = memory;
    this.#exports = exports;
    const { buffer } = memory;
    this.bytes = new Uint8Array(buffer, INPUT, BUFFER_BYTES - 64);
    this.starts = new Uint32Array(buffer, STARTS, ROWS_LIMIT);
    this.hashes = new Uint32Array(buffer, HASHES, 2 * ROWS_LIMIT);
    this.wrong = new Uint32Array(buffer, LAYOUT.WRONG, 64);
    this.#words = new Uint32Array(buffer);
    this.#scratch = new Uint8Array(buffer, SCRATCH, SCRATCH_BYTES - 64);
  }

  prepare(plan: KernelPlan): void {
    this.#placed = writePlan(this.#memory, TABLES, plan);
    this.#columns = plan.columns.length;
    this.#doubted.faulty = 0;
    this.#doubted.faultyHigh = 0;
    this.#suspectWords = HEAD_WORDS + 3 * this.#columns;
    this.wrong.fill(0);
    new Uint8Array(this.#memory.buffer, LAYOUT.KEYS, SEED_BYTES).set(plan.seed);
    this.#exports.prepare(
      this.#columns,
      plan.rules.length,
      this.#placed.tests,
      plan.key.length,
      plan.countsOnly ? 1 : 0,
      INPUT,
      STARTS,
      HASHES,
      SUSPECTS,
      // A little more than the last one has may be written.
      SUSPECTS + SUSPECT_BYTES - 16,
    );
  }

  scan(from: number, limit: number, most: number, again: boolean): number {
    this.#writeDoubted();
    return this.#exports.scan(INPUT + from, INPUT + limit, Math.min(most, ROWS_LIMIT), again ? 1 : 0) - INPUT;
  }

  /** Automata are made once a value was not passed without them; till then the host decided. */
  #writeDoubted(): void {
    const doubted = this.#doubted;
    if ((doubted.faulty | doubted.faultyHigh) === 0) return;
    if (this.#placed!.writeAutomata(doubted)) this.#exports.forget();
    doubted.faulty = 0;
    doubted.faultyHigh = 0;
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
    const at = SUSPECTS / 4 + index * this.#suspectWords;
    suspect.row = words[at]!;
    record.start = words[at + 1]! - INPUT;
    record.end = words[at + 2]! - INPUT;
    suspect.faulty = words[at + 3]!;
    suspect.faultyHigh = words[at + 4]!;
    suspect.broken = words[at + 5]!;
    this.#doubted.faulty |= suspect.faulty;
    this.#doubted.faultyHigh |= suspect.faultyHigh;
    record.count = this.#columns;
    // Bit by bit: there may be a suspect in every row.
    for (let left = suspect.faulty; left !== 0; left &= left - 1) {
      this.#column(at, 31 - Math.clz32(left & -left), record);
    }
    for (let left = suspect.faultyHigh; left !== 0; left &= left - 1) {
      this.#column(at, 63 - Math.clz32(left & -left), record);
    }
  }

  allColumns(index: number, record: CsvRecord): void {
    const at = SUSPECTS / 4 + index * this.#suspectWords;
    for (let column = 0; column < this.#columns; column++) this.#column(at, column, record);
  }

  #column(suspectAt: number, column: number, record: CsvRecord): void {
    const words = this.#words;
    if (words[suspectAt + HEAD_WORDS - 1] === 1) {
      // The start of the row is where the comma before it would end.
      const at = suspectAt + HEAD_WORDS + column;
      record.from[column] = (column === 0 ? words[suspectAt + 1]! : words[at - 1]! + 1) - INPUT;
      record.to[column] = words[at]! - INPUT;
      record.flags[column] = 0;
      return;
    }
    const at = suspectAt + HEAD_WORDS + 3 * column;
    record.from[column] = words[at]! - INPUT;
    record.to[column] = words[at + 1]! - INPUT;
    record.flags[column] = words[at + 2]!;
  }

  hash(values: readonly Uint8Array[], into: Uint32Array): void {
    for (let place = 0; place < values.length; place++) {
      const value = values[place]!;
      const length = Math.min(value.length, SCRATCH_BYTES - 64);
      this.#scratch.set(length < value.length ? value.subarray(0, length) : value);
      this.#exports.addToHash(place, SCRATCH, length);
    }
    this.#exports.takeHash(SCRATCH);
    into[0] = this.#words[SCRATCH / 4]!;
    into[1] = this.#words[SCRATCH / 4 + 1]!;
  }

  keyTable(): KeyTable {
    return new WasmKeyTable(this.#module);
  }

  setTexts(test: number, texts: readonly Uint8Array[]): void {
    this.#placed!.setTexts(test, texts);
    this.#exports.forget();
  }
}
