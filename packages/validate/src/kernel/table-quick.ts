import { HIGH, QUOTED } from '../csv/record.ts';
import { wordHalves } from './members.ts';
import { type ColumnPlan, KIND, RIGHT } from './plan.ts';
import type { TableRow } from './table-row.ts';
import { ENDED, type FoundText, findText, REFUSED } from './table-text.ts';
import { digitsEnd, hasPlus, plainEnd, yearOf } from './table-words.ts';

/** Given where a quick look does not find a right value. */
export const DOUBT = -1;

/** Bytes that may be read past the end of a value, and before the buffer's first. */
export const SLACK = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

// A column's description: places of its parts in `#about`.
const ABOUT = 16;
const KIND_AT = 0;
const LEAST = 1;
/** Most less least. */
const SPAN = 2;
const UNSURE_LENGTHS = 3;
const WORD_LENGTH = 4;
const WORD_LOW = 5;
const WORD_HIGH = 6;
const MASK_LOW = 7;
const MASK_HIGH = 8;
const MEMBERS = 9;
const MULTIPLIER = 10;
const MULTIPLIER_HIGH = 11;
const SHIFT = 12;
const START = 13;

/** Larger tables are not copied together: their values are looked at closely. */
const LARGEST_TABLE = 65_536;

/** For a length up to eight, which bits of two words belong to the value. */
const LOW_BITS: Int32Array = Int32Array.from({ length: 9 }, (_, length) => bits(length));
const HIGH_BITS: Int32Array = Int32Array.from({ length: 9 }, (_, length) => bits(length - 4));

function bits(length: number): number {
  return length >= 4 ? -1 : length <= 0 ? 0 : (1 << (8 * length)) - 1;
}

/** A quick look at values as they usually are, in quotation marks or not: finds a value's end and whether it is certainly right at the same time. */
export class QuickColumns {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** A place in it is four bytes before the same place in `#view`. */
  readonly #behind: DataView;
  readonly #about: Int32Array;
  readonly #members: Int32Array;
  readonly #table: Int32Array;
  readonly #classes: Uint8Array;
  readonly #last: number;
  readonly #found: FoundText = { end: 0, characters: 0, high: false };

  /** `bytes` must have `SLACK` more before and behind it in its buffer. */
  constructor(bytes: Uint8Array, plans: readonly ColumnPlan[]) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset);
    this.#behind = new DataView(bytes.buffer, bytes.byteOffset - 4);
    this.#last = plans.length - 1;
    this.#about = new Int32Array(ABOUT * plans.length);
    this.#classes = new Uint8Array(256 * plans.length);
    this.#members = new Int32Array(plans.reduce((sum, { members }) => sum + (members?.words.length ?? 0), 0));
    let members = 0;
    const table: number[] = [REFUSED, REFUSED];
    for (const [column, plan] of plans.entries()) {
      const about = this.#about.subarray(column * ABOUT, (column + 1) * ABOUT);
      describe(plan, about);
      if (plan.kind === KIND.member) {
        about[MEMBERS] = members;
        this.#members.set(plan.members!.words, members);
        members += plan.members!.words.length;
      } else if (plan.kind === KIND.automaton) {
        const classes = this.#classes.subarray(256 * column, 256 * (column + 1));
        about[START] = fuse(plan, classes, table);
        if (about[START] === REFUSED) about[KIND_AT] = KIND.ask;
      }
    }
    this.#table = Int32Array.from(table);
  }

  /**
   * Goes over the fields of a row from column `first` on as long as their values are certainly right, and notes what ends
   * each in the row, where what ends the column before is noted. Gives the first column of which that is not so. One long
   * loop, as calls and fields of objects would take as long as the looks themselves.
   */
  pass(first: number, row: TableRow): number {
    const bytes = this.#bytes;
    const view = this.#view;
    const about = this.#about;
    const last = this.#last;
    const { ends } = row;
    let end = ends[first]!;
    for (let column = first; column <= last; column++) {
      const base = column * ABOUT;
      let from = end + 1;
      const quoted = bytes[from] === QUOTE;
      if (quoted) from++;
      switch (about[base]) {
        case KIND.text: {
          end = plainEnd(view, from);
          const length = end - from;
          if ((length - about[base + LEAST]!) >>> 0 > about[base + SPAN]! >>> 0) return column;
          if (length < 32 && (about[base + UNSURE_LENGTHS]! >>> length) & 1) return column;
          if (length > 0 && this.#hasOddEnds(from, end)) return column;
          break;
        }
        case KIND.digits:
          end = digitsEnd(view, from);
          if ((end - from - about[base + LEAST]!) >>> 0 > about[base + SPAN]! >>> 0) end = this.#word(base, from);
          break;
        case KIND.date:
          end = from + 10;
          if ((yearOf(view, from) - about[base + LEAST]!) >>> 0 > about[base + SPAN]! >>> 0) {
            end = this.#word(base, from);
          }
          break;
        case KIND.member: {
          end = plainEnd(view, from);
          const length = end - from;
          if ((length - 1) >>> 0 >= 8) return column;
          const low = view.getInt32(from, true) & LOW_BITS[length]!;
          const high = view.getInt32(from + 4, true) & HIGH_BITS[length]!;
          const mixed = Math.imul(low ^ Math.imul(high, about[base + MULTIPLIER_HIGH]!), about[base + MULTIPLIER]!);
          const place = about[base + MEMBERS]! + 2 * (mixed >>> about[base + SHIFT]!);
          if (this.#members[place] !== low || this.#members[place + 1] !== high) return column;
          break;
        }
        case KIND.automaton:
          end = this.#accepted(column, from);
          break;
        case KIND.any:
          end = plainEnd(view, from);
          break;
        default:
          return column;
      }
      if (end === DOUBT) return column;
      if (quoted && bytes[end++] !== QUOTE) return column;
      if (!isEnd(bytes[end]!, column === last)) return column;
      if (quoted) row.flag(column, QUOTED);
      ends[column + 1] = end;
    }
    return last + 1;
  }

  /** Blanks at the ends of a text, or what a spreadsheet may have spoilt: 1.1E+08. */
  #hasOddEnds(from: number, end: number): boolean {
    const bytes = this.#bytes;
    return bytes[from] === 0x20 || bytes[end - 1] === 0x20 || hasPlus(this.#behind.getInt32(end, true));
  }

  /** Where a value ends that the column's automaton takes. */
  #accepted(column: number, from: number): number {
    const bytes = this.#bytes;
    const table = this.#table;
    const classes = this.#classes;
    const classesAt = 256 * column;
    let at = from;
    let state = this.#about[column * ABOUT + START]!;
    do state = table[state + classes[classesAt + bytes[at++]!]!]!;
    while (state > ENDED);
    return state === ENDED ? at - 1 : DOUBT;
  }

  /**
   * Text that may hold bytes above ASCII, or commas in quotation marks. Gives what ends the field that begins at `from`, or
   * DOUBT; notes what is special about it in the row.
   */
  passText(column: number, row: TableRow): number {
    const bytes = this.#bytes;
    const about = this.#about;
    const base = column * ABOUT;
    if (about[base] !== KIND.text) return DOUBT;
    const start = row.ends[column]! + 1;
    const quoted = bytes[start] === QUOTE ? 1 : 0;
    const from = start + quoted;
    const found = this.#found;
    findText(bytes, from, quoted === 1, found);
    const { end, characters, high } = found;
    if (end === DOUBT || (characters - about[base + LEAST]!) >>> 0 > about[base + SPAN]! >>> 0) return DOUBT;
    if (end - from < 32 && (about[base + UNSURE_LENGTHS]! >>> (end - from)) & 1) return DOUBT;
    if (hasPlus(this.#behind.getInt32(end, true)) || !isEnd(bytes[end + quoted]!, column === this.#last)) return DOUBT;
    row.flag(column, (high ? HIGH : 0) | (quoted ? QUOTED : 0));
    return end + quoted;
  }

  /** The word that is right besides; what follows it shows whether the value ends there. */
  #word(base: number, from: number): number {
    const about = this.#about;
    const low = this.#view.getInt32(from, true) & about[base + MASK_LOW]!;
    if (low !== about[base + WORD_LOW]!) return DOUBT;
    const high = this.#view.getInt32(from + 4, true) & about[base + MASK_HIGH]!;
    return high === about[base + WORD_HIGH]! ? from + about[base + WORD_LENGTH]! : DOUBT;
  }
}

function describe({ kind, least, most, unsureLengths, word, members }: ColumnPlan, about: Int32Array): void {
  about[KIND_AT] = kind;
  about[LEAST] = least;
  about[SPAN] = most - least;
  about[UNSURE_LENGTHS] = unsureLengths;
  // No four bytes without a bit are this.
  about[WORD_LOW] = 1;
  if (kind === KIND.text && word) about[UNSURE_LENGTHS] = unsureLengths | (1 << word.bytes.length);
  else if (word?.answer === RIGHT && word.bytes.every(isPlain)) {
    const { length } = word.bytes;
    [about[WORD_LOW], about[WORD_HIGH]] = wordHalves(word.bytes);
    about[WORD_LENGTH] = length;
    about[MASK_LOW] = LOW_BITS[length]!;
    about[MASK_HIGH] = HIGH_BITS[length]!;
  }
  if (!members) return;
  about[MULTIPLIER] = members.multiplier;
  about[MULTIPLIER_HIGH] = members.multiplierHigh;
  about[SHIFT] = members.shift;
}

function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte < 0x80 && byte !== COMMA && byte !== QUOTE;
}

/** Adds a column's automaton to the table, fused with the bytes that end a value; gives its first state. */
function fuse({ automaton }: ColumnPlan, into: Uint8Array, table: number[]): number {
  if (!automaton || automaton.start === 0) return REFUSED;
  const { start, classes, width, accepts } = automaton;
  // Two further classes: what ends a value, and what is looked at closely.
  const wide = width + 2;
  if (wide > 256 || accepts.length * wide > LARGEST_TABLE) return REFUSED;
  for (let byte = 0; byte < 256; byte++) {
    const ends = byte === COMMA || byte === LF || byte === CR || byte === QUOTE;
    into[byte] = ends ? width : byte === 0 || byte >= 0x80 ? width + 1 : classes[byte]!;
  }
  const first = table.length;
  const placeOf = (state: number): number => (state === 0 ? REFUSED : first + (state - 1) * wide);
  for (let state = 1; state < accepts.length; state++) {
    for (let each = 0; each < width; each++) table.push(placeOf(automaton.table[state * width + each]!));
    table.push(accepts[state] ? ENDED : REFUSED, REFUSED);
  }
  return placeOf(start);
}

/** Whether this byte ends a field: a comma, the last one a line end. */
export function isEnd(byte: number, last: boolean): boolean {
  return last ? byte === LF || byte === CR : byte === COMMA;
}
