/** Hashes of 64 bits in the order they came, 8 bytes each. */
export class HashList {
  #words: Uint32Array = new Uint32Array(2048);
  count = 0;

  add(low: number, high: number): void {
    if (this.count * 2 === this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.count * 2] = low;
    this.#words[this.count * 2 + 1] = high;
    this.count++;
  }

  low(index: number): number {
    return this.#words[index * 2]!;
  }

  high(index: number): number {
    return this.#words[index * 2 + 1]!;
  }
}

/** Whole numbers below 2^53 in the order they came, 8 bytes each. */
export class NumberList {
  #numbers: Float64Array = new Float64Array(1024);
  count = 0;

  add(number: number): void {
    if (this.count === this.#numbers.length) {
      const larger = new Float64Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.count++] = number;
  }

  at(index: number): number {
    return this.#numbers[index]!;
  }
}

const FREE = -1;
const TAKEN = -2;

/** Finds entries of a list by hash and takes each out once, the first of equal ones first. 12 to 20 bytes an entry. */
export class HashIndex {
  readonly #list: HashList;
  /** The first entry left with each hash. */
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  /** Entries that are still in it. */
  readonly #left: Uint8Array;

  /** Holds the entries that `isIn` says, or all of them. */
  constructor(list: HashList, isIn: (index: number) => boolean = () => true) {
    this.#list = list;
    let slots = 1024;
    while (slots < list.count * 1.5) slots *= 2;
    this.#heads = new Int32Array(slots).fill(FREE);
    this.#next = new Int32Array(list.count);
    this.#left = new Uint8Array(list.count);
    for (let index = list.count - 1; index >= 0; index--) {
      if (!isIn(index)) continue;
      const slot = this.#slot(list.low(index), list.high(index));
      this.#next[index] = this.#heads[slot]!;
      this.#heads[slot] = index;
      this.#left[index] = 1;
    }
  }

  /** Takes the first entry with this hash; -1 where none is left. */
  take(low: number, high: number): number {
    const slot = this.#slot(low, high);
    const index = this.#heads[slot]!;
    if (index < 0) return -1;
    const next = this.#next[index]!;
    this.#heads[slot] = next < 0 ? TAKEN : next;
    this.#left[index] = 0;
    return index;
  }

  /** Whether an entry has not been taken. */
  has(index: number): boolean {
    return this.#left[index] === 1;
  }

  /** Whether more than one entry with this hash is left. */
  hasSeveral(low: number, high: number): boolean {
    const index = this.#heads[this.#slot(low, high)]!;
    return index >= 0 && this.#next[index]! >= 0;
  }

  #slot(low: number, high: number): number {
    const mask = this.#heads.length - 1;
    const [wantedLow, wantedHigh] = [low >>> 0, high >>> 0];
    let slot = Math.imul(wantedLow ^ wantedHigh, 0x9e3779b1) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const head = this.#heads[slot]!;
      if (head === FREE) return slot;
      if (head !== TAKEN && this.#list.low(head) === wantedLow && this.#list.high(head) === wantedHigh) return slot;
    }
  }
}
