import type { UniqueRule } from '../template.ts';

/**
 * The keys of a unique rule seen so far, as 53-bit hashes in a flat array: 8 to 16 bytes a row. Two keys that hash
 * alike count as one, which costs a sample another try and nothing else.
 */
export class UniqueKeys {
  readonly rule: UniqueRule;
  readonly columns: readonly number[];
  #slots: Float64Array = new Float64Array(1024);
  #count = 0;
  /** The row asked about last and its hash; it is often asked again, then noted. */
  #last: readonly string[] = [];
  #lastHash = 0;

  constructor(rule: UniqueRule, columns: readonly number[]) {
    this.rule = rule;
    this.columns = columns;
  }

  has(values: readonly string[]): boolean {
    return this.#slots[slotOf(this.#hash(values), this.#slots)] !== 0;
  }

  add(values: readonly string[]): void {
    if (this.#count * 2 > this.#slots.length) this.#grow();
    const hash = this.#hash(values);
    const at = slotOf(hash, this.#slots);
    if (this.#slots[at] === 0) this.#count++;
    this.#slots[at] = hash;
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2);
    for (const hash of this.#slots) if (hash !== 0) larger[slotOf(hash, larger)] = hash;
    this.#slots = larger;
  }

  #hash(values: readonly string[]): number {
    if (values === this.#last) return this.#lastHash;
    this.#last = values;
    return (this.#lastHash = this.#hashOf(values));
  }

  #hashOf(values: readonly string[]): number {
    let [low, high] = [0x2545f491, 0x9e3779b9];
    for (const column of this.columns) {
      const text = values[column]!;
      for (let at = 0; at <= text.length; at++) {
        // Past the end of each value stands a mark that no value holds.
        const unit = at === text.length ? 0x1f : text.charCodeAt(at);
        low = Math.imul(low ^ unit, 0x85ebca6b);
        low ^= low >>> 15;
        high = Math.imul(high ^ unit, 0xc2b2ae35);
        high ^= high >>> 13;
      }
    }
    return (high >>> 11) * 2 ** 32 + (low >>> 0) + 1;
  }
}

/** Where the hash is, or the free slot where it belongs. */
function slotOf(hash: number, slots: Float64Array): number {
  const mask = slots.length - 1;
  let at = hash % slots.length;
  while (slots[at] !== 0 && slots[at] !== hash) at = (at + 1) & mask;
  return at;
}
