import type { TableRow } from './table-row.ts';

/** Most bytes that are remembered. */
const MEMO_BYTES = 256;
/** How often the leading columns that rows have in common are looked for anew, in rows. */
const LEARN_EVERY = 256;

/**
 * The leading columns that the last rows had in common, byte for byte: their values are right, and so are the rules that
 * ask of no other column, so that a row which begins with them need not be looked at before its first other column.
 */
export class RowMemo {
  readonly #view: DataView;
  readonly #bytes: Uint8Array = new Uint8Array(MEMO_BYTES + 8);
  readonly #words: DataView = new DataView(this.#bytes.buffer);
  /** For each column where what follows its comma begins, counted from the start of the row. */
  readonly #after: Int32Array = new Int32Array(64);
  #columns = 0;
  #length = 0;
  /** A row is kept, to be compared with the next one that is right. */
  #kept = 0;
  #since = 0;

  /** The view of the kernel's bytes. */
  constructor(view: DataView) {
    this.#view = view;
  }

  /** Nothing is known any more: the columns or the rules are others. */
  forget(): void {
    this.#columns = 0;
    this.#length = 0;
    this.#kept = 0;
    this.#since = 0;
  }

  /** How many leading columns of the row at `start` are known; notes in `ends` where they end. */
  known(start: number, ends: Int32Array): number {
    if (this.#columns === 0) return 0;
    if (!this.#isAt(start, this.#length)) this.#shorten(start);
    const columns = this.#columns;
    const after = this.#after;
    for (let column = 1; column <= columns; column++) ends[column] = start + after[column]! - 1;
    return columns;
  }

  /** Takes note of a row without broken rules, of which `right` leading columns are certainly right. */
  see(row: TableRow, right: number): void {
    if (this.#kept === 0 && ++this.#since < LEARN_EVERY) return;
    if (this.#kept === 0) this.#keep(row, right);
    else this.#learn(row.ends[0]! + 1);
  }

  #keep({ bytes, ends, flags }: TableRow, right: number): void {
    const start = ends[0]! + 1;
    this.#since = 0;
    this.#columns = 0;
    let column = 0;
    // Only fields as they stand: no quotation marks, nothing but ASCII.
    for (; column < right && flags[column] === 0 && ends[column + 1]! + 1 - start <= MEMO_BYTES; column++) {
      this.#after[column + 1] = ends[column + 1]! + 1 - start;
    }
    this.#kept = column;
    this.#bytes.set(bytes.subarray(start, start + this.#after[column]!));
  }

  /** Compares a row with the one kept. */
  #learn(start: number): void {
    this.#columns = this.#kept;
    this.#kept = 0;
    this.#length = this.#after[this.#columns]!;
    if (!this.#isAt(start, this.#length)) this.#shorten(start);
  }

  /** Gives up the columns that the row at `start` does not begin with. */
  #shorten(start: number): void {
    while (this.#columns > 0 && !this.#isAt(start, this.#after[this.#columns]!)) this.#columns--;
    this.#length = this.#after[this.#columns]!;
  }

  #isAt(start: number, length: number): boolean {
    const view = this.#view;
    const words = this.#words;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      if (view.getInt32(start + at, true) !== words.getInt32(at, true)) return false;
    }
    // The last one to three bytes, those beyond pushed out.
    const beyond = 8 * (4 - (length & 3));
    return beyond === 32 || (view.getInt32(start + at, true) ^ words.getInt32(at, true)) << beyond === 0;
  }
}
