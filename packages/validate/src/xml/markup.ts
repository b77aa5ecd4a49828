import { CLOSE_BRACKET, GREATER, HYPHEN, IN_CDATA, IN_COMMENT, IN_INSTRUCTION, INCOMPLETE } from './bytes.ts';
import type { Cursor } from './cursor.ts';

/** Where the `-->` of a comment stands, looked for from the byte after `<!--`. */
export function commentEnd(cursor: Cursor, from: number): number {
  const { bytes } = cursor;
  for (let at = from; ; at++) {
    at = cursor.skip(at, IN_COMMENT);
    if (at === INCOMPLETE || at + 2 >= cursor.limit) return INCOMPLETE;
    if (bytes[at + 1] !== HYPHEN) continue;
    return bytes[at + 2] === GREATER ? at : cursor.fail('xml.comment', at);
  }
}

/** Where the `]]>` of a CDATA section stands. */
export function cdataEnd(cursor: Cursor, from: number): number {
  const { bytes } = cursor;
  for (let at = from; ; at++) {
    at = cursor.skip(at, IN_CDATA);
    if (at === INCOMPLETE || at + 2 >= cursor.limit) return INCOMPLETE;
    if (bytes[at + 1] === CLOSE_BRACKET && bytes[at + 2] === GREATER) return at;
  }
}

/** Where the `?>` of a processing instruction stands. */
export function instructionEnd(cursor: Cursor, from: number): number {
  const { bytes } = cursor;
  for (let at = from; ; at++) {
    at = cursor.skip(at, IN_INSTRUCTION);
    if (at === INCOMPLETE || at + 1 >= cursor.limit) return INCOMPLETE;
    if (bytes[at + 1] === GREATER) return at;
  }
}

const COMMENT = '<!--';
const CDATA = '<![CDATA[';
const DOCTYPE = '<!DOCTYPE';
export type Bang = typeof COMMENT | typeof CDATA | typeof DOCTYPE;

/** What begins with the `<!` at `at`; INCOMPLETE where more bytes are needed to tell, undefined where none of them. */
export function bangAt({ bytes, limit }: Cursor, at: number): Bang | typeof INCOMPLETE | undefined {
  let open = false;
  for (const kind of [COMMENT, CDATA, DOCTYPE] as const) {
    let matched = 2;
    while (matched < kind.length && at + matched < limit && bytes[at + matched] === kind.charCodeAt(matched)) matched++;
    if (matched === kind.length) return kind;
    if (at + matched >= limit) open = true;
  }
  return open ? INCOMPLETE : undefined;
}
