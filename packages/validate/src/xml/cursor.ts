import {
  CR,
  FORBIDDEN,
  HIGH,
  INCOMPLETE,
  LF,
  LINE_FEED,
  NAME_BYTE,
  PLAIN,
  RETURN,
  SEMICOLON,
  SPACE,
  STOP,
  TAB,
} from './bytes.ts';
import { BROKEN, characterEnd, NO_CHARACTER, nameLength } from './characters.ts';
import { type XmlCode, XmlError } from './fault.ts';
import { NAME_LIMIT, NAMES_LIMIT, TOKEN_LIMIT } from './limits.ts';
import { type Name, Names, step } from './names.ts';
import { BARE, NO_SUCH_CHARACTER, referenceEnd, referenceName, UNDECLARED } from './references.ts';

/**
 * So many bytes in hand decide whether a token is too long: there is room for what a token may look ahead, so that
 * a fault in its first `TOKEN_LIMIT` bytes always wins over its length.
 */
export const MOST_IN_HAND = TOKEN_LIMIT + 4 * NAME_LIMIT;
/** Bytes after the last one that may be read, never judged: the sentinel and the rest of a word. */
const SLACK = 8;
const windows1252 = new TextDecoder('windows-1252');
const FOUR_BLANKS = 0x20202020;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The bytes in hand and the scanning of what all tokens are made of. A token is read again from its start when the
 * bytes end inside it, so every method answers INCOMPLETE rather than judge by a byte that may yet follow: what is
 * found cannot depend on how the file was cut.
 */
export class Cursor {
  bytes: Uint8Array = new Uint8Array(1024);
  view: DataView = new DataView(this.bytes.buffer);
  /** How many of them are there; the byte after the last is 0. */
  limit = 0;
  /** Offset in the file of `bytes[0]`. */
  base = 0;
  /** No byte will follow. */
  last = false;
  /** Where the token begins in `bytes`, and in which line. */
  start = 0;
  line = 1;
  /** Line breaks met so far in the token. */
  breaks = 0;
  /** Something in the text just scanned is not the byte it stands for: a carriage return or a reference. */
  altered = false;
  /** Every byte of it is below 0x80. */
  ascii = true;
  readonly names: Names = new Names();

  append(chunk: Uint8Array): void {
    const needed = this.limit + chunk.length;
    if (needed + SLACK > this.bytes.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(this.bytes.subarray(0, this.limit));
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    this.bytes.set(chunk, this.limit);
    this.limit = needed;
    this.bytes[needed] = 0;
  }

  /** Forgets the bytes before `start`. */
  drop(): void {
    this.bytes.copyWithin(0, this.start, this.limit);
    this.limit -= this.start;
    this.base += this.start;
    this.start = 0;
    this.bytes[this.limit] = 0;
  }

  /** What is scanned from here on is one text. */
  beginText(): void {
    this.altered = false;
    this.ascii = true;
  }

  /** Refuses a token that is too long; to be asked before anybody is told of it. */
  measure(end: number): void {
    if (end - this.start > TOKEN_LIMIT) this.fail('xml.too-long', this.start);
  }

  /** The token ends at `end`, where the next begins. */
  commit(end: number): void {
    this.start = end;
    this.line += this.breaks;
    this.breaks = 0;
  }

  /** The token is not complete: it will be read again when there are more bytes. */
  wait(): void {
    if (this.limit - this.start >= MOST_IN_HAND) this.fail('xml.too-long', this.start);
    this.breaks = 0;
  }

  /** Goes on to the next byte that `table` marks as a stop. */
  skip(from: number, table: Uint8Array): number {
    const bytes = this.bytes;
    for (let at = from; ; ) {
      let kind = table[bytes[at]!]!;
      while (kind === PLAIN) kind = table[bytes[++at]!]!;
      if (at >= this.limit) return INCOMPLETE;
      if (kind === STOP) return at;
      if (kind === LINE_FEED) {
        this.breaks++;
        at++;
        continue;
      }
      if (kind === HIGH) this.ascii = false;
      const end = kind === HIGH ? characterEnd(bytes, at, this.limit) : 0;
      at = end > 0 ? end : this.#unusual(at, kind);
      if (at === INCOMPLETE) return INCOMPLETE;
    }
  }

  #unusual(at: number, kind: number): number {
    if (kind === FORBIDDEN) return this.fail('xml.character', at, `It is ${hexadecimal(this.bytes[at]!)}.`);
    if (kind === HIGH) return this.#character(at, this.limit);
    if (kind !== RETURN) throw new Error(`No such kind of byte: ${kind}`);
    return this.#return(at);
  }

  /** Carriage return, with or without a line feed: one line break. */
  #return(at: number): number {
    if (at + 1 >= this.limit && !this.last) return INCOMPLETE;
    this.breaks++;
    this.altered = true;
    return this.bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  /** Where the character at `at` ends, which must lie before `limit`; INCOMPLETE where its bytes are still to come. */
  #character(at: number, limit: number): number {
    const end = characterEnd(this.bytes, at, limit);
    if (end === NO_CHARACTER) {
      const code = 0xff40 + this.bytes[at + 2]!;
      this.fail('xml.character', at, `It is ${hexadecimal(code)}.`);
    }
    if (end === BROKEN || (end === INCOMPLETE && (this.last || limit < this.limit))) this.#notUtf8(at);
    return end;
  }

  #notUtf8(at: number): never {
    const byte = this.bytes[at]!;
    const letter = windows1252.decode(Uint8Array.of(byte));
    const code = byte.toString(16).toUpperCase();
    const guess = /[\p{L}\p{P}\p{S}]/u.test(letter) ? `; in Windows-1252 it would be “${letter}”` : '';
    return this.fail('xml.utf-8', at, `The first is ${code} (hexadecimal)${guess}.`);
  }

  /** As `white`, quick where a line end and blanks are all there is. */
  indent(from: number): number {
    const { bytes, view } = this;
    let at = from;
    if (bytes[at] === CR && bytes[at + 1] === LF) {
      this.altered = true;
      at++;
    }
    if (bytes[at] !== LF) return bytes[at]! > SPACE ? at : this.white(at);
    at++;
    while (view.getInt32(at) === FOUR_BLANKS) at += 4;
    while (bytes[at] === SPACE) at++;
    this.breaks++;
    return bytes[at]! > SPACE ? at : this.white(at);
  }

  /** Goes past white space; INCOMPLETE where it may go on. */
  white(from: number): number {
    const bytes = this.bytes;
    for (let at = from; ; ) {
      const byte = bytes[at]!;
      if (byte === SPACE || byte === TAB) at++;
      else if (byte === LF) {
        this.breaks++;
        at++;
      } else if (byte === CR) {
        at = this.#return(at);
        if (at === INCOMPLETE) return INCOMPLETE;
      } else return at < this.limit ? at : INCOMPLETE;
    }
  }

  /** Where the reference that begins at `at` ends. Only the five entities and character references are allowed. */
  reference(at: number): number {
    this.altered = true;
    const end = referenceEnd(this.bytes, at, this.limit);
    if (end === BARE) this.fail('xml.reference', at);
    if (end === NO_SUCH_CHARACTER) this.fail('xml.character-reference', at);
    if (end === UNDECLARED) this.fail('xml.entity', at, `It is &${this.#entity(at)};.`);
    return end;
  }

  #entity(at: number): string {
    return referenceName(this.bytes, at, this.bytes.indexOf(SEMICOLON, at));
  }

  /** Where the name bytes that begin at `from` end. */
  nameEnd(from: number): number {
    const bytes = this.bytes;
    let at = from;
    while (NAME_BYTE[bytes[at]!] === 1) at++;
    return at < this.limit ? at : this.nameCut(from, at);
  }

  /** The bytes in hand end inside a name: INCOMPLETE, unless it is too long already. */
  nameCut(from: number, to: number): typeof INCOMPLETE {
    return to - from > NAME_LIMIT ? this.fail('xml.name-too-long', from) : INCOMPLETE;
  }

  /** The name whose bytes are known to end at `to`. */
  name(from: number, to: number): Name {
    const bytes = this.bytes;
    let hash = this.names.seed;
    for (let at = from; at < to; at++) hash = step(hash, bytes[at]!);
    return this.names.find(this.view, from, to, hash) ?? this.newName(from, to, hash);
  }

  /** Judges and keeps a name that is met for the first time. */
  newName(from: number, to: number, hash: number): Name {
    if (to - from > NAME_LIMIT) this.fail('xml.name-too-long', from);
    for (let at = from; at < to; ) at = this.bytes[at]! < 0x80 ? at + 1 : this.#character(at, to);
    const text = strict.decode(this.bytes.subarray(from, to));
    const good = nameLength(text);
    if (good < text.length || good === 0) this.#noName(text, good, from);
    if (!/^[^:]+(:[^:]+)?$/.test(text) || nameLength(text.slice(text.indexOf(':') + 1)) === 0) {
      this.fail('xml.colon', from, `It is ${text}.`);
    }
    if (this.names.count >= NAMES_LIMIT) this.fail('xml.too-many-names', from);
    return this.names.add(text, this.bytes.slice(from, to), hash);
  }

  #noName(text: string, good: number, from: number): never {
    const at = from + new TextEncoder().encode(text.slice(0, good)).length;
    const wrong = text.codePointAt(good) ?? this.bytes[at]!;
    const shown = wrong > SPACE && wrong < 0x7f ? `“${String.fromCodePoint(wrong)}”` : hexadecimal(wrong);
    return this.fail('xml.name', at, `It has ${shown} where a ${good === 0 ? 'letter' : 'letter or digit'} should be.`);
  }

  /** Ends the reading. */
  fail(code: XmlCode, at: number, detail = ''): never {
    const tooFar = at - this.start > TOKEN_LIMIT;
    if (tooFar) throw new XmlError('xml.too-long', this.base + this.start, this.line);
    throw new XmlError(code, this.base + at, this.line + breaksBetween(this.bytes, this.start, at), detail);
  }
}

function breaksBetween(bytes: Uint8Array, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) breaks++;
  }
  return breaks;
}

function hexadecimal(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
