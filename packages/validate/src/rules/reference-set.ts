/** Regions of the set, by the upper byte of the hash; each grows by itself, so that little is ever held twice. */
const REGIONS = 256;
const FIRST_SLOTS = 4;
const GROWTH = 1.5;
/** Share of the slots taken where their number was foreseen, and at most. */
const FORESEEN = 0.75;
const FULLEST = 0.85;

/**
 * A set of 64-bit hashes in flat arrays, lower and upper half side by side: about 11 bytes for each where their number was
 * foreseen, else 9.4 to 14.2, while it grows too.
 */
export class HashSet {
  readonly #regions: Uint32Array[] = Array.from({ length: REGIONS }, () => new Uint32Array(2 * FIRST_SLOTS));
  readonly #counts: Uint32Array = new Uint32Array(REGIONS);
  size = 0;

  /** Makes room for so many hashes. */
  reserve(hashes: number): void {
    const each = Math.ceil(hashes / REGIONS / FORESEEN);
    for (const [at, slots] of this.#regions.entries()) {
      if (2 * each > slots.length) this.#regions[at] = resized(slots, each);
    }
  }

  /** Takes a hash; false where it was there before. */
  add(low: number, high: number): boolean {
    const region = high >>> 24;
    const known = nonZero(low, high);
    const slots = this.#regions[region]!;
    const at = slotOf(slots, known, high);
    if (slots[at] === known && slots[at + 1] === high) return false;
    slots[at] = known;
    slots[at + 1] = high;
    this.size++;
    const count = this.#counts[region]! + 1;
    this.#counts[region] = count;
    if (2 * count > slots.length * FULLEST) {
      this.#regions[region] = resized(slots, Math.ceil((slots.length / 2) * GROWTH));
    }
    return true;
  }

  has(low: number, high: number): boolean {
    const slots = this.#regions[high >>> 24]!;
    const known = nonZero(low, high);
    const at = slotOf(slots, known, high);
    return slots[at] === known && slots[at + 1] === high;
  }

  /** Bytes that the hashes take. */
  get bytes(): number {
    return this.#regions.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}

/** Two zeros mark a free slot. */
function nonZero(low: number, high: number): number {
  return low === 0 && high === 0 ? 1 : low;
}

/** Where a hash is, or the free slot where it belongs; there is always a free one. */
function slotOf(slots: Uint32Array, low: number, high: number): number {
  const each = slots.length / 2;
  let at = 2 * Math.floor((low / 0x100000000) * each);
  while ((slots[at] !== low || slots[at + 1] !== high) && (slots[at] !== 0 || slots[at + 1] !== 0)) {
    at += 2;
    if (at === slots.length) at = 0;
  }
  return at;
}

function resized(slots: Uint32Array, each: number): Uint32Array {
  const larger = new Uint32Array(2 * each);
  for (let at = 0; at < slots.length; at += 2) {
    if (slots[at] === 0 && slots[at + 1] === 0) continue;
    const to = slotOf(larger, slots[at]!, slots[at + 1]!);
    larger[to] = slots[at]!;
    larger[to + 1] = slots[at + 1]!;
  }
  return larger;
}
