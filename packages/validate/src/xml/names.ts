/** The name of an element or attribute; one object for each spelling in a file, so that names compare by identity. */
export interface XmlName {
  /** Counts from 0 in order of first appearance: an index for a consumer's own table. */
  readonly id: number;
  /** As written, with its prefix. */
  readonly qualified: string;
  readonly prefixed: boolean;
  /** Before the colon; empty where there is none. */
  readonly prefix: string;
  /** After the colon. */
  readonly local: string;
  /** The bytes of `qualified`. */
  readonly bytes: Uint8Array;
  /** It is `xmlns` or begins with `xmlns:`, so that as an attribute it declares a namespace. */
  readonly declares: boolean;
}

/** A name with what the reader keeps of it to find it again. */
export class Name implements XmlName {
  readonly id: number;
  readonly qualified: string;
  readonly prefixed: boolean;
  readonly prefix: string;
  readonly local: string;
  readonly bytes: Uint8Array;
  readonly declares: boolean;
  readonly hash: number;
  /** The bytes four at a time, as `DataView.getInt32` reads them; those of the last word that count are in `mask`. */
  readonly words: Int32Array;
  readonly mask: number;
  /** The name of the start tag that last followed one of this name: most files repeat themselves. */
  next: Name | undefined = undefined;
  /** The last tag that has an attribute of this name, as a running number. */
  attributeOf = 0;

  constructor(id: number, qualified: string, bytes: Uint8Array, hash: number) {
    const colon = qualified.indexOf(':');
    this.id = id;
    this.qualified = qualified;
    this.prefix = qualified.slice(0, Math.max(colon, 0));
    this.prefixed = colon >= 0;
    this.local = qualified.slice(colon + 1);
    this.bytes = bytes;
    this.declares = qualified === 'xmlns' || this.prefix === 'xmlns';
    this.hash = hash;
    const padded = new DataView(new ArrayBuffer(bytes.length + 4));
    for (let at = 0; at < bytes.length; at++) padded.setUint8(at, bytes[at]!);
    this.words = Int32Array.from({ length: (bytes.length + 3) >> 2 }, (_, word) => padded.getInt32(4 * word));
    this.mask = -1 << (8 * (-bytes.length & 3));
  }

  /** Its bytes lie at `at`. The view must go on for at least three bytes after them. */
  isAt(view: DataView, at: number): boolean {
    const words = this.words;
    const last = words.length - 1;
    for (let word = 0; word < last; word++) if (view.getInt32(at + 4 * word) !== words[word]) return false;
    return (view.getInt32(at + 4 * last) & this.mask) === words[last];
  }
}

const FACTOR = 0x01000193;

/**
 * Names by their bytes: an open hash table of Name objects, at most half full. The caller hashes while it scans:
 * `hash = step(hash, byte)` from `names.seed`. The seed differs from table to table, so that no file can be made
 * whose names all fall on one slot.
 */
export class Names {
  readonly seed: number = (Math.random() * 0x100000000) | 0;
  count = 0;
  #slots: (Name | undefined)[] = new Array(256).fill(undefined);
  #mask = 255;

  /** The name whose bytes lie from `from` to `to`, if it was added before. */
  find(view: DataView, from: number, to: number, hash: number): Name | undefined {
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const name = slots[slot];
      if (name === undefined) return undefined;
      if (name.hash === hash && name.bytes.length === to - from && name.isAt(view, from)) return name;
    }
  }

  /** Adds a name that `find` did not find. */
  add(qualified: string, bytes: Uint8Array, hash: number): Name {
    const name = new Name(this.count++, qualified, bytes, hash);
    if (this.count * 2 > this.#slots.length) this.#grow();
    this.#place(name);
    return name;
  }

  #place(name: Name): void {
    let slot = (name.hash ^ (name.hash >>> 15)) & this.#mask;
    while (this.#slots[slot] !== undefined) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = name;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Array(old.length * 2).fill(undefined);
    this.#mask = this.#slots.length - 1;
    for (const name of old) if (name) this.#place(name);
  }
}

export function step(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FACTOR);
}
