import { Attributes } from './attributes.ts';
import {
  AMPERSAND,
  BANG,
  CLOSE_BRACKET,
  GREATER,
  INCOMPLETE,
  LESS,
  NAME_BYTE,
  QUESTION,
  SLASH,
  TEXT,
} from './bytes.ts';
import { Cursor, MOST_IN_HAND } from './cursor.ts';
import { checkDeclaration, markLength } from './declaration.ts';
import { Elements } from './elements.ts';
import { bangAt, cdataEnd, commentEnd, instructionEnd } from './markup.ts';
import type { XmlName } from './names.ts';
import { plainText, resolve, withLineFeeds } from './references.ts';

/**
 * What is called as the file is read, in its order. A call may ask the reader for places and texts; what it gets from
 * it holds only until it returns. An error that it throws ends the reading and passes through.
 */
export interface XmlHandler {
  /** A start tag, or an empty-element tag, for which `endElement` follows at once. */
  startElement(name: XmlName, reader: XmlReader): void;
  /** The element that is open innermost ends. */
  endElement(name: XmlName, reader: XmlReader): void;
  /** Text inside an element, never empty, white space too (`reader.blank`). A comment, instruction or CDATA section divides it. */
  text(reader: XmlReader): void;
  comment?(reader: XmlReader): void;
  /** A processing instruction; `reader.text()` is what follows its target. */
  instruction?(target: string, reader: XmlReader): void;
}

/** Bytes taken in at once: small enough to stay in a processor's cache. */
const PIECE = 64 * 1024;

/**
 * Reads XML 1.0 (fifth edition, with namespaces) from chunks of any size and refuses whatever is not well formed, any
 * DOCTYPE and any encoding but UTF-8. Makes no string unless asked. The calls, and the XmlError that may end them,
 * do not depend on how the bytes were cut.
 */
export class XmlReader {
  /** Where the text, or what is inside the comment, CDATA section or instruction, lies in `bytes`. */
  from = 0;
  to = 0;
  /** The text is white space only. */
  blank = false;
  readonly #cursor: Cursor = new Cursor();
  readonly #handler: XmlHandler;
  readonly #attributes: Attributes = new Attributes();
  readonly #elements: Elements = new Elements();
  /** Ampersands in the text are only characters. */
  #raw = false;
  /** There was something other than white space. */
  #markupMet = false;
  /** Where the file begins behind a byte order mark; -1 until that is known. */
  #first = -1;
  /** Bytes in hand that make it worth while to try again, so that a long token costs no square of its length. */
  #worthwhile = 0;
  #stopped = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** Takes the next bytes and makes the calls that they complete. Throws XmlError; nothing can be fed after that. */
  feed(chunk: Uint8Array): void {
    this.#start();
    for (let at = 0; at < chunk.length; at += PIECE) {
      this.#cursor.append(chunk.subarray(at, at + PIECE));
      if (this.#cursor.limit >= this.#worthwhile) this.#read();
    }
    this.#stopped = false;
  }

  /** Says that the file ends here. Throws XmlError where it is not complete. */
  end(): void {
    this.#start();
    const cursor = this.#cursor;
    cursor.last = true;
    this.#read();
    if (cursor.limit > 0 && cursor.bytes[0] === LESS) cursor.fail('xml.cut-off', 0);
    if (this.depth > 0) cursor.fail('xml.unclosed', cursor.limit, this.#elements.told);
    if (!this.#elements.rootMet) cursor.fail(this.#markupMet ? 'xml.no-root' : 'xml.empty', cursor.limit);
  }

  /** Until a call comes back without an error the reader counts as stopped. */
  #start(): void {
    if (this.#stopped) throw new Error('This reader has come to its end or to a fault; make a new one.');
    this.#stopped = true;
  }

  /** Elements open, the one that begins or ends counted. */
  get depth(): number {
    return this.#elements.depth;
  }

  /** The bytes that `from` and `to` and those of attributes point into. */
  get bytes(): Uint8Array {
    return this.#cursor.bytes;
  }

  /** Offset in the file of the tag, text or other piece that is told of. */
  get offset(): number {
    return this.#cursor.base + this.#cursor.start;
  }

  /** The line in which that begins, from 1. */
  get line(): number {
    return this.#cursor.line;
  }

  /** The bytes from `from` to `to` are the value: no reference and no carriage return is among them. */
  get plain(): boolean {
    return !this.#cursor.altered;
  }

  /** Every byte from `from` to `to` is ASCII, so that where it is also plain, bytes count characters. */
  get ascii(): boolean {
    return this.#cursor.ascii;
  }

  /** The text (comment, instruction): references put in, each line end a line feed. */
  text(): string {
    const decode = this.plain ? plainText : this.#raw ? withLineFeeds : resolve;
    return decode(this.bytes, this.from, this.to);
  }

  /** The namespace of the element that begins or ends; empty where it has none. */
  get namespace(): string {
    return this.#elements.namespaces.of(this.#elements.innermost?.prefix ?? '') ?? '';
  }

  /** How many attributes the element that begins has, namespace declarations counted. */
  get attributeCount(): number {
    return this.#attributes.count;
  }

  /** The name of attribute `index`, from 0 in order of the file. */
  attributeName(index: number): XmlName {
    return this.#attributes.names[this.#attribute(index)]!;
  }

  /** Its namespace; empty where it has none. */
  attributeNamespace(index: number): string {
    return this.#elements.namespaces.ofAttribute(this.attributeName(index));
  }

  /** Its value, normalised: references put in, tabs and line ends made blanks. */
  attributeText(index: number): string {
    return this.#attributes.value(this.bytes, this.#attribute(index));
  }

  /** Where its value, as written, begins in `bytes`. */
  attributeFrom(index: number): number {
    return this.#attributes.from[this.#attribute(index)]!;
  }

  /** Where its value, as written, ends in `bytes`. */
  attributeTo(index: number): number {
    return this.#attributes.to[this.#attribute(index)]!;
  }

  #attribute(index: number): number {
    if (index >= 0 && index < this.#attributes.count) return index;
    throw new RangeError(`The element has no attribute ${index}.`);
  }

  #read(): void {
    const cursor = this.#cursor;
    if (this.#first < 0 && !this.#begin()) return;
    while (cursor.start < cursor.limit) {
      const end = this.#token(cursor.start);
      if (end === INCOMPLETE) {
        cursor.wait();
        break;
      }
      cursor.commit(end);
    }
    cursor.drop();
    this.#worthwhile = Math.min(2 * cursor.limit, MOST_IN_HAND);
  }

  /** Looks at the first bytes; false while there are too few. */
  #begin(): boolean {
    const cursor = this.#cursor;
    if (cursor.limit < 4 && !cursor.last) return false;
    const skip = markLength(cursor.bytes, cursor.limit);
    if (skip === undefined) return cursor.fail('xml.utf-16', 0);
    this.#first = cursor.start = skip;
    return true;
  }

  /** Reads one tag, text or other piece; where it ends, or INCOMPLETE. */
  #token(start: number): number {
    const bytes = this.#cursor.bytes;
    if (bytes[start] !== LESS) return this.depth > 0 ? this.#text(start) : this.#outside(start);
    const second = bytes[start + 1];
    if (second === SLASH) return this.#endTag(start);
    if (second === BANG) return this.#bang(start);
    if (second === QUESTION) return this.#instruction(start);
    return this.#startTag(start);
  }

  #text(start: number): number {
    const cursor = this.#cursor;
    const { bytes } = cursor;
    cursor.beginText();
    const word = cursor.indent(start);
    if (word === INCOMPLETE) return INCOMPLETE;
    const end = bytes[word] === LESS ? word : this.#textEnd(start, word);
    if (end === INCOMPLETE) return INCOMPLETE;
    this.from = start;
    this.to = end;
    this.blank = end === word;
    this.#raw = false;
    cursor.measure(end);
    this.#handler.text(this);
    return end;
  }

  #textEnd(start: number, from: number): number {
    const cursor = this.#cursor;
    const { bytes } = cursor;
    for (let at = from; ; ) {
      at = cursor.skip(at, TEXT);
      if (at === INCOMPLETE) return INCOMPLETE;
      const byte = bytes[at];
      if (byte === LESS) return at;
      if (byte === AMPERSAND) {
        at = cursor.reference(at);
        if (at === INCOMPLETE) return INCOMPLETE;
        continue;
      }
      const closes = at - 2 >= start && bytes[at - 1] === CLOSE_BRACKET && bytes[at - 2] === CLOSE_BRACKET;
      if (closes) cursor.fail('xml.cdata-end', at - 2);
      at++;
    }
  }

  /** White space before or after the root element. */
  #outside(start: number): number {
    const cursor = this.#cursor;
    const at = cursor.white(start);
    if (at !== INCOMPLETE) cursor.measure(at);
    if (at === INCOMPLETE || cursor.bytes[at] === LESS) return at;
    return cursor.fail(this.#markupMet ? 'xml.text-outside' : 'xml.not-xml', at);
  }

  #startTag(start: number): number {
    const cursor = this.#cursor;
    const { bytes } = cursor;
    const attributes = this.#attributes;
    let name = this.#elements.guess;
    let at = start + 1;
    if (name?.isAt(cursor.view, at)) at += name.bytes.length;
    else name = undefined;
    if (name === undefined || NAME_BYTE[bytes[at]!] === 1 || at >= cursor.limit) {
      at = cursor.nameEnd(start + 1);
      if (at === INCOMPLETE) return INCOMPLETE;
      name = cursor.name(start + 1, at);
    }
    attributes.count = 0;
    if (bytes[at] !== GREATER) {
      at = attributes.read(cursor, at);
      if (at === INCOMPLETE) return INCOMPLETE;
    }
    cursor.measure(at);
    this.#markupMet = true;
    this.#elements.enter(cursor, start, name, attributes);
    this.#handler.startElement(name, this);
    if (bytes[at] === GREATER) return at + 1;
    this.#leave(name);
    return at + 2;
  }

  #leave(name: XmlName): void {
    this.#attributes.count = 0;
    this.#handler.endElement(name, this);
    this.#elements.leave();
  }

  #endTag(start: number): number {
    const cursor = this.#cursor;
    const { bytes } = cursor;
    const name = this.#elements.innermost;
    if (name === undefined) return cursor.fail('xml.end-tag', start, 'No element is open here.');
    let at = start + 2;
    if (!name.isAt(cursor.view, at)) return this.#wrongEndTag(start);
    at += name.bytes.length;
    if (bytes[at] !== GREATER) {
      if (NAME_BYTE[bytes[at]!] === 1) return this.#wrongEndTag(start);
      at = cursor.white(at);
      if (at === INCOMPLETE) return INCOMPLETE;
      if (bytes[at] !== GREATER) cursor.fail('xml.tag', at, 'Only the name can stand in an end tag.');
    }
    cursor.measure(at);
    this.#leave(name);
    return at + 1;
  }

  #wrongEndTag(start: number): number {
    const cursor = this.#cursor;
    const end = cursor.nameEnd(start + 2);
    if (end === INCOMPLETE) return INCOMPLETE;
    const name = cursor.name(start + 2, end).qualified;
    return cursor.fail('xml.end-tag', start, `It is </${name}>, while ${this.#elements.told}`);
  }

  /** What begins with `<!`. */
  #bang(start: number): number {
    const cursor = this.#cursor;
    this.#markupMet = true;
    const kind = bangAt(cursor, start);
    if (kind === INCOMPLETE) return INCOMPLETE;
    if (kind === '<!DOCTYPE') return cursor.fail('xml.doctype', start);
    if (kind === undefined) return cursor.fail('xml.markup', start);
    cursor.beginText();
    const from = start + kind.length;
    const comment = kind === '<!--';
    if (!comment && this.depth === 0) return cursor.fail('xml.text-outside', start, 'It is a CDATA section.');
    const end = comment ? commentEnd(cursor, from) : cdataEnd(cursor, from);
    if (end === INCOMPLETE) return INCOMPLETE;
    this.#setRaw(from, end);
    if (comment) this.#handler.comment?.(this);
    else if (end > from) this.#handler.text(this);
    return end + 3;
  }

  #instruction(start: number): number {
    const cursor = this.#cursor;
    const targetEnd = cursor.nameEnd(start + 2);
    if (targetEnd === INCOMPLETE) return INCOMPLETE;
    const target = cursor.name(start + 2, targetEnd);
    const xml = target.qualified.toLowerCase() === 'xml';
    if (xml && cursor.base + start !== this.#first) cursor.fail('xml.declaration-place', start);
    if (target.prefixed) cursor.fail('xml.colon', start + 2, `It is ${target.qualified}.`);
    this.#markupMet = true;
    const from = cursor.white(targetEnd);
    if (from === INCOMPLETE || from + 1 >= cursor.limit) return INCOMPLETE;
    const closed = cursor.bytes[from] === QUESTION && cursor.bytes[from + 1] === GREATER;
    if (from === targetEnd && !closed) cursor.fail(xml ? 'xml.declaration' : 'xml.instruction', xml ? start : from);
    cursor.beginText();
    const end = instructionEnd(cursor, from);
    if (end === INCOMPLETE) return INCOMPLETE;
    this.#setRaw(from, end);
    if (xml) {
      checkDeclaration(cursor, start, end + 2);
      return end + 2;
    }
    this.#handler.instruction?.(target.qualified, this);
    return end + 2;
  }

  #setRaw(from: number, end: number): void {
    this.#cursor.measure(end);
    this.from = from;
    this.to = end;
    this.#raw = true;
    this.blank = isBlank(this.bytes, from, end);
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at]! > 0x20) return false;
  return true;
}
