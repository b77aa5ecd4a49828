import { automatonOfPattern, parsePattern } from '../pattern/index.ts';

/** States of a fused table: the value is refused, or it ended where it may end. Others are places in the table. */
export const REFUSED = 0;
export const ENDED = 1;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** First bytes of U+00A0, U+1680, U+2000 to U+205F, U+3000 and U+FEFF. */
export const MAY_BE_BLANK: readonly number[] = [0xc2, 0xe1, 0xe2, 0xe3, 0xef];

/** Text in UTF-8 without control characters, fused with the bytes that end a value: for each state the next for each byte. */
class TextTable {
  readonly next: Uint16Array;
  readonly start: number;

  constructor(ends: readonly number[]) {
    const { table, classes, width, accepts, start } = automatonOfPattern(parsePattern('.*'));
    const place = (state: number): number => (state === 0 ? REFUSED : 256 * state);
    this.start = place(start);
    this.next = new Uint16Array(256 * accepts.length);
    for (let state = 1; state < accepts.length; state++) {
      for (let byte = 0x20; byte < 256; byte++) {
        this.next[256 * state + byte] = place(table[state * width + classes[byte]!]!);
      }
      this.next[256 * state + QUOTE] = REFUSED;
      for (const byte of ends) this.next[256 * state + byte] = accepts[state] ? ENDED : REFUSED;
    }
  }
}

let plain: TextTable | undefined;
let quoted: TextTable | undefined;

/** What was found out about a text in UTF-8. */
export interface FoundText {
  /** Where it ends: at a comma or a line end, in quotation marks at the closing one; -1 where it is to be looked at closely. */
  end: number;
  characters: number;
  /** Whether it holds bytes above ASCII. */
  high: boolean;
}

/** Looks for the end of a text from `from` on, which is just inside its quotation marks if it has any. */
export function findText(bytes: Uint8Array, from: number, isQuoted: boolean, found: FoundText): void {
  plain ??= new TextTable([COMMA, LF, CR]);
  quoted ??= new TextTable([QUOTE]);
  const { next, start } = isQuoted ? quoted : plain;
  let state = start;
  let at = from;
  let seen = 0;
  let followers = 0;
  do {
    const byte = bytes[at++]!;
    seen |= byte;
    // Bytes of which the first bit is set and the second is not go on with a character.
    followers += (byte >> 7) & ~(byte >> 6);
    state = next[state + byte]!;
  } while (state > ENDED);
  const end = at - 1;
  found.end = state === ENDED && !endsInBlank(bytes, from, end) ? end : -1;
  found.characters = end - from - followers;
  found.high = seen >= 0x80;
}

/** Whether a blank stands at either end, or what may be one beyond ASCII. */
function endsInBlank(bytes: Uint8Array, from: number, end: number): boolean {
  if (from === end) return false;
  let last = end - 1;
  while (last > from && (bytes[last]! & 0xc0) === 0x80) last--;
  return mayBeBlank(bytes[from]!) || mayBeBlank(bytes[last]!);
}

function mayBeBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0xc2 && MAY_BE_BLANK.includes(byte));
}
