/** What each byte means to the scanner, as tables of 256 entries: one load tells plain bytes from the few that matter. */

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const BANG = 0x21;
export const DOUBLE = 0x22;
export const AMPERSAND = 0x26;
export const SINGLE = 0x27;
export const HYPHEN = 0x2d;
export const SLASH = 0x2f;
export const SEMICOLON = 0x3b;
export const LESS = 0x3c;
export const EQUALS = 0x3d;
export const GREATER = 0x3e;
export const QUESTION = 0x3f;
export const CLOSE_BRACKET = 0x5d;

/** The scanner needs bytes that are not there yet. */
export const INCOMPLETE = -1;

/** Nothing to do. */
export const PLAIN = 0;
/** Where the caller takes over. */
export const STOP = 1;
export const LINE_FEED = 2;
export const RETURN = 3;
/** The first byte of a character beyond ASCII, or no UTF-8. */
export const HIGH = 4;
/** A control character that XML forbids; also the sentinel after the last byte. */
export const FORBIDDEN = 5;

function stopAt(stops: string): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(FORBIDDEN, 0, SPACE);
  table.fill(HIGH, 0x80);
  table[TAB] = PLAIN;
  table[LF] = LINE_FEED;
  table[CR] = RETURN;
  for (const stop of stops) table[stop.charCodeAt(0)] = STOP;
  return table;
}

export const TEXT: Uint8Array = stopAt('<&>');
export const IN_DOUBLE: Uint8Array = stopAt('"<&\t\n');
export const IN_SINGLE: Uint8Array = stopAt("'<&\t\n");
export const IN_COMMENT: Uint8Array = stopAt('-');
export const IN_CDATA: Uint8Array = stopAt(']');
export const IN_INSTRUCTION: Uint8Array = stopAt('?');

/** 1 where a byte can be part of a name; whether the name is right is asked once, when it is first met. */
export const NAME_BYTE: Uint8Array = new Uint8Array(256).fill(1, 0x80);
for (const letter of '-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz') {
  NAME_BYTE[letter.charCodeAt(0)] = 1;
}
