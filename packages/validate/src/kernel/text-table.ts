/** Texts by a hash of their bytes, for lists too long to go through; kernel/tests.ts hashes alike. */
export class TextTable {
  readonly #texts: readonly Uint8Array[];
  /** For each slot one more than the number of its text, 0 where there is none; a power of two of them. */
  readonly slots: Uint32Array;

  constructor(texts: readonly Uint8Array[]) {
    this.#texts = texts;
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(texts.length * 2 + 2)));
    for (const [number, text] of texts.entries()) {
      let slot = this.#first(text, 0, text.length);
      while (this.slots[slot] !== 0) slot = this.#next(slot);
      this.slots[slot] = number + 1;
    }
  }

  /** Whether the bytes from `from` up to but not including `to` are one of the texts. */
  has(bytes: Uint8Array, from: number, to: number): boolean {
    for (let slot = this.#first(bytes, from, to); this.slots[slot] !== 0; slot = this.#next(slot)) {
      const text = this.#texts[this.slots[slot]! - 1]!;
      if (text.length === to - from && text.every((byte, at) => bytes[from + at] === byte)) return true;
    }
    return false;
  }

  #first(bytes: Uint8Array, from: number, to: number): number {
    return textHash(bytes, from, to) & (this.slots.length - 1);
  }

  #next(slot: number): number {
    return (slot + 1) & (this.slots.length - 1);
  }
}

/** From how many texts on a table is worth its while. */
export const TABLE_FROM = 8;

/** Mixes the bytes eight at a time, the last of them filled up with zeros. */
function textHash(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at += 8) {
    hash = Math.imul(hash ^ four(bytes, at, to), 0x9e3779b1);
    hash ^= hash >>> 15;
    hash = Math.imul(hash ^ four(bytes, at + 4, to), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

function four(bytes: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let place = 0; place < 4 && at + place < end; place++) word |= bytes[at + place]! << (8 * place);
  return word;
}
