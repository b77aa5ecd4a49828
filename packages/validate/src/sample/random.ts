/** A small seeded source of numbers (sfc32): the same seed gives the same numbers on every machine. */
export class Random {
  readonly #state: Uint32Array<ArrayBuffer>;

  constructor(seed: string) {
    let hash = 0x811c9dc5;
    this.#state = Uint32Array.from([1, 2, 3, 4], (salt) => {
      for (const letter of `${salt}${seed}`) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
      return hash;
    });
    for (let warm = 0; warm < 16; warm++) this.next();
  }

  /** A number from 0 up to but not including 1. */
  next(): number {
    const s = this.#state;
    const sum = (s[0]! + s[1]! + s[3]!) >>> 0;
    s[3] = s[3]! + 1;
    s[0] = s[1]! ^ (s[1]! >>> 9);
    s[1] = s[2]! + (s[2]! << 3);
    s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + sum;
    return sum / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True in this share of the cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One member of a list that is not empty. */
  pick<T>(members: readonly T[]): T {
    return members[this.between(0, members.length - 1)]!;
  }

  /** The members in another order. */
  shuffled<T>(members: readonly T[]): T[] {
    const all = [...members];
    for (let at = all.length - 1; at > 0; at--) {
      const other = this.between(0, at);
      [all[at], all[other]] = [all[other]!, all[at]!];
    }
    return all;
  }
}
