import { sameBytes } from '../bytes.ts';
import { ESCAPED, HIGH, LINE_BREAK, NUL, STRAY_QUOTE } from '../csv/record.ts';
import { type ColumnPlan, KIND, RIGHT, UNSURE } from './plan.ts';

/** Given where a field holds a quotation mark, NUL or a byte above ASCII, so that it must be looked at more closely. */
export const STOP = 3;

/** Bytes that end a plain field, or make it one that is not plain. */
const ENDS = [0x2c, 0x0a, 0x0d, 0x22, 0x00];
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** Looks at the values of one column: its automaton fused with the bytes that end a field. */
export class ColumnTable {
  /** Where the field that was looked at last ends. */
  end = 0;
  readonly #plan: ColumnPlan;
  /** For each byte its class; at least `#width` where the field ends or is not plain. */
  readonly #classes: Uint16Array;
  readonly #width: number;
  readonly #table: Uint32Array;
  readonly #accepts: Uint8Array;
  readonly #start: number;

  constructor(plan: ColumnPlan) {
    this.#plan = plan;
    const { classes, width, table, accepts, start } = plan.automaton ?? {
      classes: new Uint8Array(256),
      width: 1,
      table: new Uint16Array([0]),
      accepts: new Uint8Array(1),
      start: 0,
    };
    this.#width = width;
    // States are places in the table, so that a step is one addition and one look.
    this.#table = Uint32Array.from(table, (next) => next * width);
    this.#start = start * width;
    this.#accepts = accepts;
    this.#classes = Uint16Array.from(classes, (index, byte) => (byte >= 0x80 || ENDS.includes(byte) ? width : index));
  }

  /** Looks at the field that begins at `from`: what is known of its value, and where it ends; STOP where it is not plain. */
  startAt(from: number, bytes: Uint8Array): number {
    const classes = this.#classes;
    const width = this.#width;
    let state = this.#start;
    let at = from;
    if (this.#plan.automaton === undefined) {
      // Nothing to tell apart: only the end is looked for.
      while (classes[bytes[at]!] === 0) at++;
    } else {
      const table = this.#table;
      for (let index = classes[bytes[at]!]!; index !== width; index = classes[bytes[at]!]!) {
        state = table[state + index]!;
        at++;
      }
    }
    this.end = at;
    const stop = bytes[at]!;
    if (stop !== COMMA && stop !== LF && stop !== CR) return STOP;
    return this.#known(bytes, from, at, state);
  }

  /** What is known of a value in any bytes, with what the reader noticed about it. */
  answer(bytes: Uint8Array, from: number, to: number, flags: number): number {
    const { kind, automaton, refused } = this.#plan;
    if (kind === KIND.any) return RIGHT;
    if (flags & (ESCAPED | STRAY_QUOTE | NUL)) return UNSURE;
    if (kind === KIND.text) return flags & LINE_BREAK ? UNSURE : this.#text(bytes, from, to, (flags & HIGH) !== 0);
    if (!automaton) return UNSURE;
    let state = automaton.start;
    for (let at = from; at < to; at++)
      state = automaton.table[state * automaton.width + automaton.classes[bytes[at]!]!]!;
    if (automaton.accepts[state]) return RIGHT;
    // What is not UTF-8 may be right as Windows-1252.
    return flags & HIGH ? UNSURE : refused;
  }

  #known(bytes: Uint8Array, from: number, to: number, state: number): number {
    const { kind, automaton, refused } = this.#plan;
    if (kind === KIND.any) return RIGHT;
    if (kind === KIND.text) return this.#text(bytes, from, to, false);
    if (!automaton) return UNSURE;
    return this.#accepts[state / this.#width] ? RIGHT : refused;
  }

  /** Free text, as kernel/fields.ts looks at it. */
  #text(bytes: Uint8Array, from: number, to: number, high: boolean): number {
    const { least, most, word, unsureLengths } = this.#plan;
    const length = to - from;
    if (word && length === word.bytes.length && sameBytes(word.bytes, bytes, from, to)) return word.answer;
    const characters = high ? countCharacters(bytes, from, to) : length;
    if (characters < least || characters > most || (length < 32 && (unsureLengths >>> length) & 1)) return UNSURE;
    if (length > 0 && (bytes[from]! <= 0x20 || bytes[to - 1]! <= 0x20)) return UNSURE;
    return looksScientific(bytes, from, to) ? UNSURE : RIGHT;
  }
}

/** `1.1E+08`: a plus sign second, third or fourth from the end. */
function looksScientific(bytes: Uint8Array, from: number, to: number): boolean {
  for (let back = 2; back <= 4; back++) if (to - back > from && bytes[to - back] === 0x2b) return true;
  return false;
}

/** Characters of UTF-8; -1 where it is not UTF-8, or where blanks or line breaks beyond ASCII may be at stake. */
function countCharacters(bytes: Uint8Array, from: number, to: number): number {
  let characters = 0;
  for (let at = from; at < to; characters++) {
    const byte = bytes[at]!;
    if (byte < 0x80) {
      if (byte < 0x20) return -1;
      at++;
      continue;
    }
    const length = sequence(bytes, at, byte);
    if (length === 0 || at + length > to) return -1;
    if (byte === 0xe2 && bytes[at + 1] === 0x80 && (bytes[at + 2]! & 0xfe) === 0xa8) return -1;
    if ((at === from || at + length === to) && MAY_BE_BLANK.includes(byte)) return -1;
    at += length;
  }
  return characters;
}

/** First bytes of U+00A0, U+1680, U+2000 to U+205F, U+3000 and U+FEFF. */
const MAY_BE_BLANK = [0xc2, 0xe1, 0xe2, 0xe3, 0xef];

/** Length in bytes of the character that begins with `byte`; 0 where it is not UTF-8. */
function sequence(bytes: Uint8Array, at: number, byte: number): number {
  const second = bytes[at + 1]!;
  const follows = (place: number): boolean => (bytes[at + place]! & 0xc0) === 0x80;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  if (byte < 0xe0) return follows(1) ? 2 : 0;
  if (!follows(1) || !follows(2)) return 0;
  if (byte < 0xf0) return (byte === 0xe0 && second < 0xa0) || (byte === 0xed && second > 0x9f) ? 0 : 3;
  if (!follows(3)) return 0;
  return (byte === 0xf0 && second < 0x90) || (byte === 0xf4 && second > 0x8f) ? 0 : 4;
}
