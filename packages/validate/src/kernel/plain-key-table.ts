import { FORESEEN, FULLEST, type KeyTable, REGIONS } from './key-table.ts';

const FIRST_SLOTS = 4;
/** How many places are asked for at once. */
const AHEAD = 64;

/** One flat array of 8 bytes a slot, in JavaScript. */
export class PlainKeyTable implements KeyTable {
  /** Row and lower half of the hash side by side, so that one look at memory finds both; row 0 is a free slot. */
  #slots: Uint32Array = new Uint32Array(2 * REGIONS * FIRST_SLOTS);
  /** Slots of one region. */
  #each = FIRST_SLOTS;
  #count = 0;
  #touched = 0;
  #most = Math.floor(REGIONS * FIRST_SLOTS * 0.5);

  reserve(rows: number): void {
    const each = Math.ceil(rows / FORESEEN / REGIONS);
    if (each > this.#each) this.#resize(each);
  }

  note(low: number, high: number, row: number): number {
    let slots = this.#slots;
    let at = slotOf(slots, this.#each, high >>> 24, low);
    // A region is full though the table is not: hashes that are not spread as they should be.
    while (at < 0) {
      this.#resize(this.#each * 2);
      slots = this.#slots;
      at = slotOf(slots, this.#each, high >>> 24, low);
    }
    const found = slots[at]!;
    if (found !== 0) return found;
    slots[at] = row;
    slots[at + 1] = low;
    if (++this.#count > this.#most) this.#resize(Math.ceil(this.#each * 1.5));
    return 0;
  }

  noteAll(hashes: Uint32Array, from: number, to: number, row: number, repeats: number[]): void {
    for (let at = from, asked = from; at < to; at++) {
      if (at >= asked) {
        asked = Math.min(at + AHEAD, to);
        // Memory is slow to answer: all places are asked for at once before each is used.
        this.#touched += touch(this.#slots, hashes, at, asked, this.#each);
      }
      const stopped = fill(this.#slots, hashes, at, Math.min(asked, at + this.#most - this.#count), row, this.#each);
      this.#count += stopped - at;
      at = stopped;
      if (at === to) return;
      const first = this.note(hashes[2 * at]!, hashes[2 * at + 1]!, row + at);
      if (first !== 0) repeats.push(at, first);
    }
  }

  #resize(each: number): void {
    const before = this.#slots;
    const slots = new Uint32Array(2 * REGIONS * each);
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] === 0) continue;
      const to = slotOf(slots, each, Math.floor(at / 2 / this.#each), before[at + 1]!);
      slots[to] = before[at]!;
      slots[to + 1] = before[at + 1]!;
    }
    this.#slots = slots;
    this.#each = each;
    this.#most = Math.floor(REGIONS * each * FULLEST);
  }
}

/**
 * Where a hash is, or the free slot where it belongs, in a region of `each` slots; -1 where there is neither. Places in a
 * region are in the order of the hashes.
 */
function slotOf(slots: Uint32Array, each: number, region: number, low: number): number {
  const from = region * each;
  const first = from + Math.floor((low / 0x100000000) * each);
  let slot = first;
  while (slots[2 * slot] !== 0 && slots[2 * slot + 1] !== low) {
    if (++slot === from + each) slot = from;
    if (slot === first) return -1;
  }
  return 2 * slot;
}

/** Looks at the places of some hashes; what is there does not matter. */
function touch(slots: Uint32Array, hashes: Uint32Array, from: number, to: number, each: number): number {
  const scale = each / 0x100000000;
  let seen = 0;
  for (let at = from; at < to; at++) {
    seen |= slots[2 * ((hashes[2 * at + 1]! >>> 24) * each + Math.floor(hashes[2 * at]! * scale))]!;
  }
  return seen & 1;
}

/** Puts rows in free places; stops at a hash that is there already, or whose place is beyond the end of its region. */
function fill(slots: Uint32Array, hashes: Uint32Array, from: number, to: number, row: number, each: number): number {
  const scale = each / 0x100000000;
  for (let at = from; at < to; at++) {
    const low = hashes[2 * at]!;
    const region = (hashes[2 * at + 1]! >>> 24) * each;
    let slot = 2 * (region + Math.floor(low * scale));
    const last = 2 * (region + each);
    while (slot < last && slots[slot] !== 0 && slots[slot + 1] !== low) slot += 2;
    if (slot === last || slots[slot] !== 0) return at;
    slots[slot] = row + at;
    slots[slot + 1] = low;
  }
  return to;
}
