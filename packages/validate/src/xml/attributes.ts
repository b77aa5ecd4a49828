import {
  AMPERSAND,
  DOUBLE,
  EQUALS,
  GREATER,
  IN_DOUBLE,
  IN_SINGLE,
  INCOMPLETE,
  LESS,
  LF,
  SINGLE,
  SLASH,
} from './bytes.ts';
import type { Cursor } from './cursor.ts';
import { ATTRIBUTES_LIMIT, NAME_LIMIT } from './limits.ts';
import type { Name } from './names.ts';
import type { Namespaces } from './namespaces.ts';
import { plainText, resolveAttribute } from './references.ts';

/** The attributes of one start tag: names and places of values in the cursor's bytes. */
export class Attributes {
  count = 0;
  readonly names: Name[] = [];
  /** Where each value lies, without its quotation marks. */
  readonly from: Int32Array = new Int32Array(ATTRIBUTES_LIMIT);
  readonly to: Int32Array = new Int32Array(ATTRIBUTES_LIMIT);
  readonly #places: Int32Array = new Int32Array(ATTRIBUTES_LIMIT);
  readonly #altered: Uint8Array = new Uint8Array(ATTRIBUTES_LIMIT);
  /** Some of them declare a namespace or have a prefix. */
  #namespaced = false;
  /** How many tags with attributes were read, this one counted. */
  #tag = 0;

  /** Reads them from the end of the element's name; gives the place of the `>` or `/>` after them. */
  read(cursor: Cursor, from: number): number {
    const { bytes } = cursor;
    this.#tag++;
    this.#namespaced = false;
    for (let at = from; ; ) {
      const next = cursor.white(at);
      if (next === INCOMPLETE) return INCOMPLETE;
      if (bytes[next] === GREATER) return next;
      if (bytes[next] === SLASH) return this.#slash(cursor, next);
      at = this.#attribute(cursor, next, next === at);
      if (at === INCOMPLETE) return INCOMPLETE;
    }
  }

  #slash(cursor: Cursor, at: number): number {
    if (at + 1 >= cursor.limit) return INCOMPLETE;
    return cursor.bytes[at + 1] === GREATER ? at : cursor.fail('xml.tag', at, 'It is “/” without “>”.');
  }

  #attribute(cursor: Cursor, from: number, touching: boolean): number {
    const { bytes } = cursor;
    const nameEnd = cursor.nameEnd(from);
    if (nameEnd === INCOMPLETE) return INCOMPLETE;
    if (nameEnd === from) cursor.fail('xml.tag', from);
    if (touching) cursor.fail('xml.attribute-gap', from);
    const name = cursor.name(from, nameEnd);
    this.#add(cursor, name, from);
    const equals = cursor.white(nameEnd);
    if (equals === INCOMPLETE) return INCOMPLETE;
    if (bytes[equals] !== EQUALS) cursor.fail('xml.attribute-value', equals, `It is ${name.qualified}.`);
    const quote = cursor.white(equals + 1);
    if (quote === INCOMPLETE) return INCOMPLETE;
    if (bytes[quote] !== DOUBLE && bytes[quote] !== SINGLE) {
      cursor.fail('xml.attribute-value', quote, `It is ${name.qualified}.`);
    }
    cursor.altered = false;
    const end = valueEnd(cursor, quote + 1, bytes[quote]!);
    if (end === INCOMPLETE) return INCOMPLETE;
    const index = this.count - 1;
    this.from[index] = quote + 1;
    this.to[index] = end;
    this.#altered[index] = cursor.altered ? 1 : 0;
    return end + 1;
  }

  #add(cursor: Cursor, name: Name, place: number): void {
    if (name.attributeOf === this.#tag) cursor.fail('xml.attribute-twice', place, `It is ${name.qualified}.`);
    if (this.count === ATTRIBUTES_LIMIT) cursor.fail('xml.too-many-attributes', place);
    name.attributeOf = this.#tag;
    if (name.prefixed || name.declares) this.#namespaced = true;
    this.names[this.count] = name;
    this.#places[this.count++] = place;
  }

  /** The value of one, its references put in and its white space made blanks. */
  value(bytes: Uint8Array, index: number): string {
    const decode = this.#altered[index] === 1 ? resolveAttribute : plainText;
    return decode(bytes, this.from[index]!, this.to[index]!);
  }

  /** Puts the declarations in force and checks the prefixes of the others, as namespaces ask. */
  bind(cursor: Cursor, namespaces: Namespaces, depth: number): void {
    if (!this.#namespaced) return;
    for (let index = 0; index < this.count; index++) {
      if (this.names[index]!.declares) this.#declare(cursor, namespaces, depth, index);
    }
    const met = new Set<string>();
    for (let index = 0; index < this.count; index++) {
      const name = this.names[index]!;
      if (name.declares || !name.prefixed) continue;
      const place = this.#places[index]!;
      const address = namespaces.of(name.prefix);
      if (address === undefined) cursor.fail('xml.prefix', place, `It is ${name.prefix}.`);
      const expanded = `${name.local} ${address}`;
      if (met.has(expanded)) {
        cursor.fail('xml.attribute-twice', place, `It is ${name.local} of ${address}, under two prefixes.`);
      }
      met.add(expanded);
    }
  }

  #declare(cursor: Cursor, namespaces: Namespaces, depth: number, index: number): void {
    const place = this.#places[index]!;
    if (this.to[index]! - this.from[index]! > NAME_LIMIT) cursor.fail('xml.name-too-long', place);
    if (namespaces.full) cursor.fail('xml.too-many-namespaces', place);
    const wrong = namespaces.declare(this.names[index]!, this.value(cursor.bytes, index), depth);
    if (wrong !== undefined) cursor.fail('xml.namespace', place, wrong);
  }
}

function valueEnd(cursor: Cursor, from: number, quote: number): number {
  const { bytes } = cursor;
  const table = quote === DOUBLE ? IN_DOUBLE : IN_SINGLE;
  for (let at = from; ; ) {
    at = cursor.skip(at, table);
    if (at === INCOMPLETE) return INCOMPLETE;
    const byte = bytes[at]!;
    if (byte === quote) return at;
    if (byte === LESS) cursor.fail('xml.attribute-less-than', at);
    if (byte === AMPERSAND) {
      at = cursor.reference(at);
      if (at === INCOMPLETE) return INCOMPLETE;
    } else {
      cursor.altered = true;
      if (byte === LF) cursor.breaks++;
      at++;
    }
  }
}
