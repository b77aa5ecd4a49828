import { type CsvRecord, ESCAPED, HIGH, LINE_BREAK, NUL, QUOTED, STRAY_QUOTE } from '../csv/record.ts';
import { BUFFER_BYTES, FULL, type Kernel, MORE, ODD, ROWS_LIMIT, type Suspect } from './kernel.ts';
import { type ColumnPlan, type KernelPlan, RIGHT, UNSURE } from './plan.ts';
import { ColumnTable, STOP } from './table-column.ts';
import { hashInto } from './table-hash.ts';
import { TableRules } from './table-rules.ts';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SUSPECT_WORDS = 64 * 1024;
const NOTHING = -1;
/** Longest row that is dealt with here, as in kernel/index.ts. */
const ROW_BYTES = 65_536;

const tables: WeakMap<ColumnPlan, ColumnTable> = new WeakMap();

/** The table of a column, made once for all files of its template. */
function tableOf(plan: ColumnPlan): ColumnTable {
  const known = tables.get(plan);
  if (known) return known;
  const table = new ColumnTable(plan);
  tables.set(plan, table);
  return table;
}

/** A kernel in JavaScript: plain tables and loops, to be read, and where there is no WebAssembly. */
export class TableKernel implements Kernel {
  readonly name = 'js';
  readonly bytes: Uint8Array = new Uint8Array(BUFFER_BYTES);
  readonly starts: Uint32Array = new Uint32Array(ROWS_LIMIT);
  readonly hashes: Uint32Array = new Uint32Array(2 * ROWS_LIMIT);
  readonly wrong: Uint32Array = new Uint32Array(64);
  rows = 0;
  stopped: number = MORE;
  suspectCount = 0;
  #columns: readonly ColumnTable[] = [];
  #rules: TableRules = new TableRules({ tests: [], rules: [] });
  #key: readonly number[] = [];
  #countsOnly = false;
  #seeds: Uint32Array = new Uint32Array(2);
  #suspectWords = 6;
  readonly #suspects: Uint32Array = new Uint32Array(SUSPECT_WORDS);
  readonly #from: Int32Array = new Int32Array(64);
  readonly #to: Int32Array = new Int32Array(64);
  readonly #flags: Uint8Array = new Uint8Array(64);
  /** Columns whose values are not certainly right: the first 32, and the others. */
  readonly #faulty: Uint32Array = new Uint32Array(2);
  readonly #doubtful: Uint32Array = new Uint32Array(2);

  prepare(plan: KernelPlan): void {
    this.#columns = plan.columns.map(tableOf);
    this.#rules = new TableRules(plan);
    this.#key = plan.key;
    this.#countsOnly = plan.countsOnly;
    this.#seeds = new Uint32Array(plan.seed.slice(0, 8).buffer);
    this.#suspectWords = 6 + 3 * plan.columns.length;
    this.wrong.fill(0);
  }

  scan(from: number, limit: number, most: number): number {
    const { bytes } = this;
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
    const { bytes } = this;
    const room = Math.min(most, ROWS_LIMIT, Math.floor(SUSPECT_WORDS / this.#suspectWords));
    for (let at = from; ; ) {
      if (this.rows === most || this.rows === ROWS_LIMIT || this.suspectCount === room) {
        this.stopped = FULL;
        return at;
      }
      const end = this.#row(at, limit);
      if (end === NOTHING) return at;
      at = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
    }
  }

  /** One row; gives where it ends, or NOTHING where it is not complete or not for a kernel (`stopped` says which). */
  #row(start: number, limit: number): number {
    const { bytes } = this;
    const columns = this.#columns;
    const last = columns.length - 1;
    this.#faulty.fill(0);
    this.#doubtful.fill(0);
    let at = start;
    for (let column = 0; column <= last; column++) {
      const from = at;
      const table = columns[column]!;
      let known = table.startAt(from, bytes);
      at = table.end;
      if (known === STOP) {
        at = this.#special(column, from, limit);
        if (at < 0) return NOTHING;
        known = table.answer(bytes, this.#from[column]!, this.#to[column]!, this.#flags[column]!);
      } else this.#note(column, from, at, 0);
      if (at >= limit) return NOTHING;
      const stop = bytes[at]!;
      if (column === last ? stop !== LF && stop !== CR : stop !== COMMA) return this.#odd();
      if (known !== RIGHT) this.#doubt(column, known);
      at++;
    }
    const end = at - 1;
    if (bytes[end] === CR && end + 1 >= limit) return NOTHING;
    // Nothing but commas, or nothing at all; and very long ones.
    if (end - start < columns.length || end - start >= ROW_BYTES) return this.#odd();
    this.#finish(start, end);
    return end;
  }

  #odd(): typeof NOTHING {
    this.stopped = ODD;
    return NOTHING;
  }

  #note(column: number, from: number, to: number, flags: number): void {
    this.#from[column] = from;
    this.#to[column] = to;
    this.#flags[column] = flags;
  }

  #doubt(column: number, known: number): void {
    const bit = 1 << (column & 31);
    this.#faulty[column >> 5] = this.#faulty[column >> 5]! | bit;
    if (known === UNSURE) this.#doubtful[column >> 5] = this.#doubtful[column >> 5]! | bit;
  }

  /** A field with a quotation mark or bytes above ASCII; gives where it ends, or -1. */
  #special(column: number, from: number, limit: number): number {
    const { bytes } = this;
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
      this.#note(column, from, to, flags);
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
        this.#note(column, from + 1, to, flags);
        return to + 1;
      }
      flags |= ESCAPED;
      to++;
    }
    return NOTHING;
  }

  #finish(start: number, end: number): void {
    const row = { bytes: this.bytes, from: this.#from, to: this.#to };
    const faulty = this.#faulty;
    const broken = this.#rules.broken(row, faulty);
    this.starts[this.rows] = start;
    if (this.#key.length > 0) this.#hashRow();
    if (this.#countsOnly) this.#countWrong();
    const asked = this.#countsOnly ? this.#doubtful : faulty;
    if (asked[0] !== 0 || asked[1] !== 0 || broken !== 0) this.#keep(start, end, asked, broken);
    this.rows++;
  }

  /** Once the row is known to be complete, so that none is counted twice. */
  #countWrong(): void {
    for (let column = 0; column < this.#columns.length; column++) {
      const wrong = this.#faulty[column >> 5]! & ~this.#doubtful[column >> 5]!;
      if ((wrong >>> (column & 31)) & 1) this.wrong[column] = this.wrong[column]! + 1;
    }
  }

  #hashRow(): void {
    const into = this.hashes.subarray(2 * this.rows, 2 * this.rows + 2);
    into.set(this.#seeds);
    for (const column of this.#key) hashInto(into, this.bytes, this.#from[column]!, this.#to[column]!);
  }

  #keep(start: number, end: number, asked: Uint32Array, broken: number): void {
    const words = this.#suspects;
    let at = this.suspectCount++ * this.#suspectWords;
    for (const word of [this.rows, start, end, asked[0]!, asked[1]!, broken]) words[at++] = word;
    for (let column = 0; column < this.#columns.length; column++) {
      words[at++] = this.#from[column]!;
      words[at++] = this.#to[column]!;
      words[at++] = this.#flags[column]!;
    }
  }

  suspect(index: number, suspect: Suspect, record: CsvRecord): void {
    const words = this.#suspects;
    let at = index * this.#suspectWords;
    suspect.row = words[at++]!;
    record.start = words[at++]!;
    record.end = words[at++]!;
    suspect.faulty = words[at++]!;
    suspect.faultyHigh = words[at++]!;
    suspect.broken = words[at++]!;
    record.count = this.#columns.length;
    for (let column = 0; column < record.count; column++) {
      record.from[column] = words[at++]!;
      record.to[column] = words[at++]!;
      record.flags[column] = words[at++]!;
    }
  }

  hash(values: readonly Uint8Array[], into: Uint32Array): void {
    into.set(this.#seeds);
    for (const value of values) hashInto(into, value, 0, value.length);
  }

  setTexts(test: number, texts: readonly Uint8Array[]): void {
    this.#rules.setTexts(test, texts);
  }
}
