import { type CsvRecord, ESCAPED, HIGH, LINE_BREAK, NUL, QUOTED, STRAY_QUOTE } from '../csv/record.ts';
import { BUFFER_BYTES, FULL, isDoubted, type Kernel, MORE, ODD, ROWS_LIMIT, type Suspect } from './kernel.ts';
import type { KeyTable } from './key-table.ts';
import { PlainKeyTable } from './plain-key-table.ts';
import { type ColumnPlan, type KernelPlan, RIGHT, UNSURE } from './plan.ts';
import { answer } from './table-column.ts';
import { hashInto } from './table-hash.ts';
import { RowMemo } from './table-memo.ts';
import { DOUBT, isEnd, QuickColumns, SLACK } from './table-quick.ts';
import { TableRow } from './table-row.ts';
import { TableRules } from './table-rules.ts';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SUSPECT_WORDS = 16 * 1024;
/** What is told of a suspect before its columns. */
const HEAD_WORDS = 6;
const NOTHING = -1;
/** Longest row that is dealt with here, as in kernel/index.ts. */
const ROW_BYTES = 65_536;

/** A kernel in JavaScript: plain tables and loops, to be read, and where there is no WebAssembly. */
export class TableKernel implements Kernel {
  readonly name = 'js';
  /** With room before and behind, so that whole words may be read at either end. */
  readonly bytes: Uint8Array = new Uint8Array(new ArrayBuffer(BUFFER_BYTES + SLACK), SLACK, BUFFER_BYTES - SLACK);
  readonly starts: Uint32Array = new Uint32Array(ROWS_LIMIT);
  readonly hashes: Uint32Array = new Uint32Array(2 * ROWS_LIMIT);
  readonly wrong: Uint32Array = new Uint32Array(64);
  rows = 0;
  stopped: number = MORE;
  suspectCount = 0;
  /** The same bytes, with room for one more where the input ends. */
  readonly #bytes: Uint8Array = new Uint8Array(this.bytes.buffer, SLACK);
  #columns: readonly ColumnPlan[] = [];
  #quick: QuickColumns = new QuickColumns(this.#bytes, []);
  #rules: TableRules = new TableRules({ tests: [], rules: [] });
  #key: readonly number[] = [];
  #countsOnly = false;
  #seeds: Uint32Array = new Uint32Array(2);
  #suspectWords = HEAD_WORDS;
  readonly #suspects: Uint32Array = new Uint32Array(SUSPECT_WORDS);
  readonly #row: TableRow = new TableRow(this.#bytes);
  readonly #view: DataView = new DataView(this.bytes.buffer, SLACK);
  readonly #memo: RowMemo = new RowMemo(this.#view);
  /** Columns whose values are not certainly right: the first 32, and the others; zero unless there are `#doubts`. */
  readonly #faulty: Uint32Array = new Uint32Array(2);
  readonly #doubtful: Uint32Array = new Uint32Array(2);
  /** How many of them, and the first. */
  #doubts = 0;
  #firstDoubt = 0;

  prepare(plan: KernelPlan): void {
    if (!isSame(plan.columns, this.#columns)) this.#quick = new QuickColumns(this.#bytes, plan.columns);
    this.#columns = plan.columns;
    this.#rules = new TableRules(plan);
    this.#key = plan.key;
    this.#countsOnly = plan.countsOnly;
    this.#seeds = new Uint32Array(plan.seed.slice(0, 8).buffer);
    this.#suspectWords = HEAD_WORDS + 3 * plan.columns.length;
    this.#memo.forget();
    this.wrong.fill(0);
  }

  scan(from: number, limit: number, most: number): number {
    const bytes = this.#bytes;
    this.rows = 0;
    this.suspectCount = 0;
    this.stopped = MORE;
    // A line end where the input ends, so that no loop need look for it.
    const kept = bytes[limit]!;
    bytes[limit] = LF;
    const end = this.#scan(from, limit, most);
    bytes[limit] = kept;
    return end;
  }

  #scan(from: number, limit: number, most: number): number {
    const bytes = this.#bytes;
    const room = Math.min(most, ROWS_LIMIT, Math.floor(SUSPECT_WORDS / this.#suspectWords));
    for (let at = from; ; ) {
      if (this.rows === most || this.rows === ROWS_LIMIT || this.suspectCount === room) {
        this.stopped = FULL;
        return at;
      }
      const end = this.#scanRow(at, limit);
      if (end === NOTHING) return at;
      at = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
    }
  }

  /** One row; gives where it ends, or NOTHING where it is not complete or not for a kernel (`stopped` says which). */
  #scanRow(start: number, limit: number): number {
    const bytes = this.#bytes;
    const quick = this.#quick;
    const row = this.#row;
    const { ends } = row;
    const last = this.#columns.length - 1;
    row.begin(start);
    if (this.#doubts > 0) this.#forgetDoubts();
    const known = this.#memo.known(start, ends);
    for (let column = quick.pass(known, row); column <= last; column = quick.pass(column + 1, row)) {
      const end = this.#closely(column, limit);
      if (end === NOTHING || end >= limit) return NOTHING;
      if (!isEnd(bytes[end]!, column === last)) return this.#odd();
      ends[column + 1] = end;
    }
    const end = ends[last + 1]!;
    if (end >= limit || (bytes[end] === CR && end + 1 >= limit)) return NOTHING;
    // Nothing but commas, or nothing at all; and very long ones.
    if (end - start <= last || end - start >= ROW_BYTES) return this.#odd();
    for (const column of this.#key) if (this.#isOtherwise(column)) return this.#odd();
    this.#finish(start, end, known);
    return end;
  }

  /** Whether a value's bytes may differ from those of the same text: doubled marks, other encodings. */
  #isOtherwise(column: number): boolean {
    const flags = this.#row.flags[column]!;
    // What is not doubted is UTF-8.
    return (flags & ESCAPED) !== 0 || ((flags & HIGH) !== 0 && this.#isFaulty(column));
  }

  #isFaulty(column: number): boolean {
    return ((this.#faulty[column >> 5]! >>> (column & 31)) & 1) === 1;
  }

  #forgetDoubts(): void {
    this.#faulty[0] = this.#faulty[1] = 0;
    this.#doubtful[0] = this.#doubtful[1] = 0;
    this.#doubts = 0;
  }

  /** A field that the quick look does not pass: notes what is known of it and gives what ends it, or NOTHING. */
  #closely(column: number, limit: number): number {
    const end = this.#quick.passText(column, this.#row);
    return end === DOUBT ? this.#split(column, this.#row.ends[column]! + 1, limit) : end;
  }

  /** A field of any kind. */
  #split(column: number, from: number, limit: number): number {
    const end = this.#special(column, from, limit);
    if (end === NOTHING) return NOTHING;
    const flags = this.#row.flags[column]!;
    const inside = flags & QUOTED;
    const known = answer(this.#columns[column]!, this.#bytes, from + inside, end - inside, flags);
    if (known !== RIGHT) this.#doubt(column, known);
    return end;
  }

  #odd(): typeof NOTHING {
    this.stopped = ODD;
    return NOTHING;
  }

  #doubt(column: number, known: number): void {
    if (this.#doubts++ === 0) this.#firstDoubt = column;
    const bit = 1 << (column & 31);
    this.#faulty[column >> 5] = this.#faulty[column >> 5]! | bit;
    if (known === UNSURE) this.#doubtful[column >> 5] = this.#doubtful[column >> 5]! | bit;
  }

  /** Notes what is special about a field; gives what ends it, or NOTHING where that is not there yet. */
  #special(column: number, from: number, limit: number): number {
    const bytes = this.#bytes;
    let flags = 0;
    if (bytes[from] !== QUOTE) {
      let to = from;
      for (; ; to++) {
        const byte = bytes[to]!;
        if (byte === COMMA || byte === LF || byte === CR) break;
        if (byte >= 0x80) flags |= HIGH;
        else if (byte === QUOTE) flags |= STRAY_QUOTE;
        else if (byte === 0) flags |= NUL;
      }
      this.#row.flag(column, flags);
      return to;
    }
    flags = QUOTED;
    for (let to = from + 1; to < limit; to++) {
      const byte = bytes[to]!;
      if (byte >= 0x80) flags |= HIGH;
      else if (byte === LF || byte === CR) flags |= LINE_BREAK;
      else if (byte === 0) flags |= NUL;
      if (byte !== QUOTE) continue;
      if (to + 1 >= limit) return NOTHING;
      if (bytes[to + 1] !== QUOTE) {
        this.#row.flag(column, flags);
        return to + 1;
      }
      flags |= ESCAPED;
      to++;
    }
    return NOTHING;
  }

  /** What is left to do once the fields of a row are known; of the first `known` everything is. */
  #finish(start: number, end: number, known: number): void {
    const broken = this.#rules.broken(this.#row, this.#faulty, known);
    this.starts[this.rows] = start;
    if (this.#key.length > 0) this.#hashRow();
    if (broken === 0) this.#memo.see(this.#row, this.#doubts > 0 ? this.#firstDoubt : this.#columns.length - 1);
    if (this.#doubts > 0 || broken !== 0) this.#note(start, end, broken);
    this.rows++;
  }

  /** Counts or keeps what is wrong in a row that is known to be complete. */
  #note(start: number, end: number, broken: number): void {
    if (this.#countsOnly) this.#countWrong();
    const asked = this.#countsOnly ? this.#doubtful : this.#faulty;
    if (asked[0] !== 0 || asked[1] !== 0 || broken !== 0) this.#keep(start, end, asked, broken);
  }

  #countWrong(): void {
    for (let column = 0; column < this.#columns.length; column++) {
      const wrong = this.#faulty[column >> 5]! & ~this.#doubtful[column >> 5]!;
      if ((wrong >>> (column & 31)) & 1) this.wrong[column] = this.wrong[column]! + 1;
    }
  }

  #hashRow(): void {
    const { hashes } = this;
    const row = this.#row;
    const key = this.#key;
    const at = 2 * this.rows;
    hashes[at] = this.#seeds[0]!;
    hashes[at + 1] = this.#seeds[1]!;
    for (let place = 0; place < key.length; place++) {
      hashInto(hashes, at, this.#view, row.from(key[place]!), row.to(key[place]!));
    }
  }

  #keep(start: number, end: number, asked: Uint32Array, broken: number): void {
    const words = this.#suspects;
    let at = this.suspectCount++ * this.#suspectWords;
    for (const word of [this.rows, start, end, asked[0]!, asked[1]!, broken]) words[at++] = word;
    for (let column = 0; column < this.#columns.length; column++) {
      words[at++] = this.#row.from(column);
      words[at++] = this.#row.to(column);
      words[at++] = this.#row.flags[column]!;
    }
  }

  suspect(index: number, suspect: Suspect, record: CsvRecord): void {
    const words = this.#suspects;
    const at = index * this.#suspectWords;
    suspect.row = words[at]!;
    record.start = words[at + 1]!;
    record.end = words[at + 2]!;
    suspect.faulty = words[at + 3]!;
    suspect.faultyHigh = words[at + 4]!;
    suspect.broken = words[at + 5]!;
    record.count = this.#columns.length;
    for (let column = 0; column < record.count; column++) {
      if (isDoubted(suspect, column)) this.#column(at, column, record);
    }
  }

  allColumns(index: number, record: CsvRecord): void {
    const at = index * this.#suspectWords;
    for (let column = 0; column < this.#columns.length; column++) this.#column(at, column, record);
  }

  #column(suspectAt: number, column: number, record: CsvRecord): void {
    const at = suspectAt + HEAD_WORDS + 3 * column;
    record.from[column] = this.#suspects[at]!;
    record.to[column] = this.#suspects[at + 1]!;
    record.flags[column] = this.#suspects[at + 2]!;
  }

  hash(values: readonly Uint8Array[], into: Uint32Array): void {
    into.set(this.#seeds);
    for (const { buffer, byteOffset, length } of values) {
      hashInto(into, 0, new DataView(buffer, byteOffset, length), 0, length);
    }
  }

  keyTable(): KeyTable {
    return new PlainKeyTable();
  }

  setTexts(test: number, texts: readonly Uint8Array[]): void {
    this.#rules.setTexts(test, texts);
    this.#memo.forget();
  }
}

/** Whether these are the columns of the file before, so that their tables may be used again. */
function isSame(columns: readonly ColumnPlan[], before: readonly ColumnPlan[]): boolean {
  return columns.length === before.length && columns.every((column, at) => column === before[at]);
}
