/** Parts of the table, each of which grows by itself: by the upper byte of the hash. */
const PARTS = 256;
const FIRST_SLOTS = 8;

/**
 * Rows by a 64-bit hash of their key, in flat arrays: 8 bytes a slot, between half and three quarters of them taken, so
 * 11 to 16 bytes a row. The upper byte chooses a part, and the lower half, which is kept, the place in it: 40 bits
 * are compared. Equal ones are only a suspicion, which is followed up by comparing the values themselves.
 */
export class KeyTable {
  /** Row and lower half of the hash side by side, so that one look at memory finds both; row 0 is a free slot. */
  readonly #parts: (Uint32Array | undefined)[] = new Array(PARTS).fill(undefined);
  readonly #counts: Uint32Array = new Uint32Array(PARTS);

  /** Notes the row under the hash; gives the row already there, or 0. */
  note(low: number, high: number, row: number): number {
    const part = high >>> 24;
    const slots = (this.#parts[part] ??= new Uint32Array(2 * FIRST_SLOTS));
    const at = slotOf(slots, low);
    const found = slots[at]!;
    if (found !== 0) return found;
    slots[at] = row;
    slots[at + 1] = low;
    const filled = this.#counts[part]! + 1;
    this.#counts[part] = filled;
    if (filled * 8 > slots.length * 3) this.#parts[part] = grown(slots);
    return 0;
  }
}

/** A table of rows, and those whose hash was taken by a row with another key. */
export class KeyRows {
  readonly #table: KeyTable = new KeyTable();
  readonly #others: Map<number, number[]> = new Map();

  /** Notes the row under the hash; gives the row already there, or 0. */
  note(low: number, high: number, row: number): number {
    return this.#table.note(low, high, row);
  }

  /** Further rows under the hash, whose first row has another key; only chance brings them here. */
  others(low: number, high: number): readonly number[] {
    return this.#others.get(mapKey(low, high)) ?? [];
  }

  /** Keeps a row aside that has another key than those under its hash. */
  keepAside(low: number, high: number, row: number): void {
    const others = this.others(low, high);
    if (!others.includes(row)) this.#others.set(mapKey(low, high), [...others, row]);
  }
}

/** The part of a hash that is compared, as one exact number. */
function mapKey(low: number, high: number): number {
  return low + (high >>> 24) * 0x100000000;
}

/** Where a hash is, or the free slot where it belongs. Places are in the order of the hashes, so growing copies on. */
function slotOf(slots: Uint32Array, low: number): number {
  const count = slots.length >>> 1;
  let slot = Math.floor((low / 0x100000000) * count);
  while (slots[2 * slot] !== 0 && slots[2 * slot + 1] !== low) if (++slot === count) slot = 0;
  return 2 * slot;
}

/** The same with half as many slots again. */
function grown(slots: Uint32Array): Uint32Array {
  const larger = new Uint32Array(2 * Math.ceil(slots.length * 0.75));
  for (let at = 0; at < slots.length; at += 2) {
    if (slots[at] === 0) continue;
    const to = slotOf(larger, slots[at + 1]!);
    larger[to] = slots[at]!;
    larger[to + 1] = slots[at + 1]!;
  }
  return larger;
}
