import { FORESEEN, FULLEST, type KeyTable, REGIONS } from './key-table.ts';
import { LAYOUT } from './layout.ts';

/** What kernel/key-table.ts exports. */
interface Exports {
  noteKey(table: number, each: number, low: number, high: number, row: number): number;
  noteKeys(table: number, each: number, hashes: number, from: number, to: number, row: number): number;
  touchKeys(table: number, each: number, hashes: number, from: number, to: number): void;
}

const PAGE = 65_536;
const BUCKET_BYTES = 64;
const BUCKET_ROWS = 8;
const FIRST_BUCKETS = 2;
/** Hashes taken over at once. */
const LIST_ROWS = 1024;
const LIST = LAYOUT.HEAP;
const TABLE = Math.ceil((LIST + 8 * LIST_ROWS) / BUCKET_BYTES) * BUCKET_BYTES;
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
  #words!: Uint32Array;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.#open(FIRST_BUCKETS);
  }

  reserve(rows: number): void {
    const each = Math.ceil(rows / FORESEEN / REGIONS / BUCKET_ROWS);
    if (each > this.#each) this.#resize(each);
  }

  note(low: number, high: number, row: number): number {
    const found = this.#noteOne(low, high, row);
    if (found === 0 && ++this.#count > this.#most) this.#resize(Math.ceil(this.#each * 1.5));
    return found;
  }

  noteAll(hashes: Uint32Array, from: number, to: number, row: number): number {
    const end = Math.min(to, from + this.#most - this.#count);
    for (let at = from; at < end; ) {
      const next = Math.min(at + LIST_ROWS, end);
      this.#list.set(hashes.subarray(2 * at, 2 * next));
      const noted = this.#exports.noteKeys(TABLE, this.#each, LIST, 0, next - at, row + at);
      this.#count += noted;
      at += noted;
      if (at < next) return at;
    }
    return end;
  }

  foresee(hashes: Uint32Array, from: number, to: number): number {
    const end = Math.min(to, from + LIST_ROWS);
    this.#list.set(hashes.subarray(2 * from, 2 * end));
    this.#exports.touchKeys(TABLE, this.#each, LIST, 0, end - from);
    return end;
  }

  #noteOne(low: number, high: number, row: number): number {
    for (;;) {
      const found = this.#exports.noteKey(TABLE, this.#each, low, high, row) >>> 0;
      if (found !== NO_ROOM) return found;
      // A region is full though the table is not: hashes that are not spread as they should be.
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
    this.#words = new Uint32Array(memory.buffer, 0, end / 4);
    this.#each = each;
    this.#most = Math.floor(REGIONS * each * BUCKET_ROWS * FULLEST);
  }
}
