import { sameBytes, utf8Length } from '../bytes.ts';
import { ESCAPED, HIGH, LINE_BREAK, NUL, STRAY_QUOTE } from '../csv/record.ts';
import { type Answer, type ColumnPlan, KIND, RIGHT, UNSURE, WRONG } from './plan.ts';
import { MAY_BE_BLANK } from './table-text.ts';

const NOT_PLAIN = -1;

/** What is known of a value of a column in any bytes, with what the reader noticed about it. */
export function answer(plan: ColumnPlan, bytes: Uint8Array, from: number, to: number, flags: number): Answer {
  const { kind, automaton, refused } = plan;
  if (kind === KIND.any) return RIGHT;
  if (flags & (ESCAPED | STRAY_QUOTE | NUL)) return UNSURE;
  if (kind === KIND.text) return ofText(plan, bytes, from, to, flags);
  if (!automaton) return UNSURE;
  const { start, classes, width, table, accepts } = automaton;
  let state = start;
  for (let at = from; at < to; at++) state = table[state * width + classes[bytes[at]!]!]!;
  if (accepts[state]) return RIGHT;
  // What is not UTF-8 may be right as Windows-1252.
  return flags & HIGH ? UNSURE : refused;
}

/** Free text, as kernel/fields.ts looks at it. */
function ofText(plan: ColumnPlan, bytes: Uint8Array, from: number, to: number, flags: number): Answer {
  const { least, most, word, unsureLengths, refused } = plan;
  const length = to - from;
  if (word && length === word.bytes.length && sameBytes(word.bytes, bytes, from, to)) return word.answer;
  if (length < 32 && (unsureLengths >>> length) & 1) return UNSURE;
  if (flags & LINE_BREAK) return refused;
  const characters = flags & HIGH ? countCharacters(bytes, from, to) : length;
  if (characters === NOT_PLAIN) return UNSURE;
  if (characters < least || characters > most) return WRONG;
  if (length > 0 && (bytes[from]! <= 0x20 || bytes[to - 1]! <= 0x20)) return UNSURE;
  return looksScientific(bytes, from, to) ? UNSURE : RIGHT;
}

/** `1.1E+08`: a plus sign second, third or fourth from the end. */
function looksScientific(bytes: Uint8Array, from: number, to: number): boolean {
  for (let back = 2; back <= 4; back++) if (to - back > from && bytes[to - back] === 0x2b) return true;
  return false;
}

/** Characters of UTF-8; NOT_PLAIN where it is not UTF-8, or where blanks or line breaks beyond ASCII may be at stake. */
function countCharacters(bytes: Uint8Array, from: number, to: number): number {
  let characters = 0;
  for (let at = from; at < to; characters++) {
    const byte = bytes[at]!;
    if (byte < 0x80) {
      if (byte < 0x20) return NOT_PLAIN;
      at++;
      continue;
    }
    const length = utf8Length(bytes, at, byte);
    if (length === 0 || at + length > to) return NOT_PLAIN;
    if (byte === 0xe2 && bytes[at + 1] === 0x80 && (bytes[at + 2]! & 0xfe) === 0xa8) return NOT_PLAIN;
    if ((at === from || at + length === to) && MAY_BE_BLANK.includes(byte)) return NOT_PLAIN;
    at += length;
  }
  return characters;
}
