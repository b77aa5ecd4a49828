import { FORESEEN, FULLEST, type KeyTable, REGIONS } from './key-table.ts';
import { LAYOUT } from './layout.ts';

/** What kernel/key-table.ts exports. */
interface Exports {
  noteKey(table: number, each: number, low: number, high: number, row: number): number;
  noteKeys(table: number, each: number, hashes: number, repeats: number, count: number, row: number): number;
  readonly repeatCount: WebAssembly.Global;
}

const PAGE = 65_536;
const SYSTEM_PAGE = 4096;
/** Most bytes that are had at once, and most that are foreseen: the first rows may be much shorter than all others. */
const AT_ONCE = 128 * 1024 * 1024;
const FORESEEN_BYTES = 2 * 1024 * 1024 * 1024;
const BUCKET_BYTES = 64;
const BUCKET_ROWS = 8;
const FIRST_BUCKETS = 2;
/** Hashes taken over at once. */
const LIST_ROWS = 1024;
const LIST = LAYOUT.HEAP;
const REPEATS = LIST + 8 * LIST_ROWS;
const TABLE = Math.ceil((REPEATS + 8 * LIST_ROWS) / BUCKET_BYTES) * BUCKET_BYTES;
/** A region is full though the table is not: hashes that are not spread as they should be. */
const NO_ROOM = 0xffffffff;

/** Buckets in a memory of their own, which the kernel's code fills: it takes one look at memory for a row. */
export class WasmKeyTable implements KeyTable {
  readonly #module: WebAssembly.Module;
  /** Buckets of one region. */
  #each = FIRST_BUCKETS;
  #count = 0;
  #most = 0;
  #exports!: Exports;
  #list!: Uint32Array;
  #repeats!: Uint32Array;
  #words!: Uint32Array;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.#open(FIRST_BUCKETS);
  }

  reserve(rows: number): void {
    const wanted = Math.ceil(rows / FORESEEN / REGIONS / BUCKET_ROWS);
    const each = Math.min(wanted, FORESEEN_BYTES / REGIONS / BUCKET_BYTES);
    if (each > this.#each) this.#resize(each);
  }

  note(low: number, high: number, row: number): number {
    const found = this.#noteOne(low, high, row);
    if (found === 0 && ++this.#count > this.#most) this.#resize(Math.ceil(this.#each * 1.5));
    return found;
  }

  noteAll(hashes: Uint32Array, from: number, to: number, row: number, repeats: number[]): void {
    for (let at = from; at < to; ) {
      if (this.#count >= this.#most) this.#resize(Math.ceil(this.#each * 1.5));
      const end = Math.min(at + LIST_ROWS, to, at + this.#most - this.#count);
      const noted = this.#noteList(hashes.subarray(2 * at, 2 * end), row + at, at, repeats);
      at += noted;
      if (at < end) this.#resize(this.#each * 2);
    }
  }

  /** Notes a short list, the first of which is that of `row` and stands `at` in the whole; gives how many it noted. */
  #noteList(hashes: Uint32Array, row: number, at: number, repeats: number[]): number {
    this.#list.set(hashes);
    const noted = this.#exports.noteKeys(TABLE, this.#each, LIST, REPEATS, hashes.length / 2, row);
    const count = this.#exports.repeatCount.value as number;
    for (let repeat = 0; repeat < 2 * count; repeat += 2) {
      repeats.push(at + this.#repeats[repeat]!, this.#repeats[repeat + 1]!);
    }
    this.#count += noted - count;
    return noted;
  }

  #noteOne(low: number, high: number, row: number): number {
    for (;;) {
      const found = this.#exports.noteKey(TABLE, this.#each, low, high, row) >>> 0;
      if (found !== NO_ROOM) return found;
      this.#resize(this.#each * 2);
    }
  }

  #resize(each: number): void {
    const before = this.#words;
    const regionWords = (this.#each * BUCKET_BYTES) / 4;
    this.#open(each);
    for (let bucket = TABLE / 4; bucket < before.length; bucket += BUCKET_BYTES / 4) {
      const high = Math.floor((bucket - TABLE / 4) / regionWords) << 24;
      for (let place = bucket; place < bucket + BUCKET_ROWS && before[place + BUCKET_ROWS] !== 0; place++) {
        this.#noteOne(before[place]!, high, before[place + BUCKET_ROWS]!);
      }
    }
  }

  /** A new memory: the one before can be let go. */
  #open(each: number): void {
    const end = TABLE + REGIONS * each * BUCKET_BYTES;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
    const instance = new WebAssembly.Instance(this.#module, { env: { memory } });
    this.#exports = instance.exports as unknown as Exports;
    this.#list = new Uint32Array(memory.buffer, LIST, 2 * LIST_ROWS);
    this.#repeats = new Uint32Array(memory.buffer, REPEATS, 2 * LIST_ROWS);
    this.#words = new Uint32Array(memory.buffer, 0, end / 4);
    // Memory is had page by page when first written to, which costs less than half as much in order as here and there.
    if (end <= AT_ONCE) for (let at = TABLE / 4; at < end / 4; at += SYSTEM_PAGE / 4) this.#words[at] = 0;
    this.#each = each;
    this.#most = Math.floor(REGIONS * each * BUCKET_ROWS * FULLEST);
  }
}
