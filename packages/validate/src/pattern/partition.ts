/** What a partition is made from: see Automaton. */
interface Graph {
  readonly width: number;
  readonly table: Uint16Array;
  readonly accepts: Uint8Array;
}

/**
 * Groups states that no value tells apart, by Hopcroft's refinement: about width × states × log states steps, however long
 * the way is by which two states are told apart.
 */
export function partition(graph: Graph): Int32Array {
  const count = graph.accepts.length;
  const from = inverse(graph);
  const groups = new Groups(graph.accepts);
  for (let splitter = groups.next(); splitter !== undefined; splitter = groups.next()) {
    for (let index = 0; index < graph.width; index++) {
      for (const state of splitter) {
        const cell = index * count + state;
        for (let at = from.first[cell]!; at < from.first[cell + 1]!; at++) groups.mark(from.sources[at]!);
      }
      groups.split();
    }
  }
  return groups.of;
}

/** For each class and state, one after the other, the states that lead there. */
function inverse({ width, table, accepts }: Graph): { readonly first: Int32Array; readonly sources: Int32Array } {
  const count = accepts.length;
  const first = new Int32Array(width * count + 1);
  const cellOf = (at: number): number => (at % width) * count + table[at]!;
  for (let at = 0; at < table.length; at++) first[cellOf(at) + 1]! += 1;
  for (let cell = 0; cell < width * count; cell++) first[cell + 1]! += first[cell]!;
  const free = first.slice();
  const sources = new Int32Array(table.length);
  for (let at = 0; at < table.length; at++) sources[free[cellOf(at)]!++] = Math.floor(at / width);
  return { first, sources };
}

/** States in groups, and which groups are still to split others. */
class Groups {
  /** The group of each state. */
  readonly of: Int32Array;
  /** All states, those of a group side by side, the marked ones first. */
  readonly #order: Int32Array;
  readonly #place: Int32Array;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #marked: number[] = [];
  #touched: number[] = [];
  readonly #waiting: number[] = [];
  readonly #isWaiting: boolean[] = [];

  constructor(accepts: Uint8Array) {
    const count = accepts.length;
    this.of = new Int32Array(count);
    this.#place = new Int32Array(count);
    const refusing = [...accepts.keys()].filter((state) => accepts[state] === 0);
    const accepting = [...accepts.keys()].filter((state) => accepts[state] === 1);
    this.#order = Int32Array.from([...refusing, ...accepting]);
    for (const [place, state] of this.#order.entries()) this.#place[state] = place;
    if (refusing.length > 0) this.#add(0, refusing.length);
    if (accepting.length > 0) this.#add(refusing.length, count);
    this.#wait(refusing.length > 0 && refusing.length < accepting.length ? 0 : this.#starts.length - 1);
  }

  /** The states of the next group that is to split others. */
  next(): Int32Array | undefined {
    const group = this.#waiting.pop();
    if (group === undefined) return undefined;
    this.#isWaiting[group] = false;
    return this.#order.slice(this.#starts[group], this.#ends[group]);
  }

  /** Puts a state among the marked ones of its group. */
  mark(state: number): void {
    const group = this.of[state]!;
    const place = this.#place[state]!;
    const to = this.#starts[group]! + this.#marked[group]!;
    if (place < to) return;
    const other = this.#order[to]!;
    this.#order[to] = state;
    this.#order[place] = other;
    this.#place[state] = to;
    this.#place[other] = place;
    if (this.#marked[group] === 0) this.#touched.push(group);
    this.#marked[group]! += 1;
  }

  /** Parts the marked states of each group from the others. */
  split(): void {
    for (const group of this.#touched) {
      const middle = this.#starts[group]! + this.#marked[group]!;
      this.#marked[group] = 0;
      const end = this.#ends[group]!;
      if (middle === end) continue;
      // The larger part keeps the number: fewer states are renamed.
      const larger = middle - this.#starts[group]! < end - middle;
      const fresh = larger ? this.#add(this.#starts[group]!, middle) : this.#add(middle, end);
      if (larger) this.#starts[group] = middle;
      else this.#ends[group] = middle;
      // Where the group waits, both parts must; else the smaller one is enough.
      this.#wait(fresh);
    }
    this.#touched = [];
  }

  #add(start: number, end: number): number {
    const group = this.#starts.push(start) - 1;
    this.#ends.push(end);
    this.#marked.push(0);
    this.#isWaiting.push(false);
    for (let place = start; place < end; place++) this.of[this.#order[place]!] = group;
    return group;
  }

  #wait(group: number): void {
    if (this.#isWaiting[group]) return;
    this.#isWaiting[group] = true;
    this.#waiting.push(group);
  }
}
