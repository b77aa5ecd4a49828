import { type Automaton, minimised, STATE_LIMIT, TooManyStatesError } from './automaton.ts';
import type { PatternNode } from './syntax.ts';
import { type ByteRanges, utf8Ranges } from './utf8.ts';

type Step = readonly [first: number, last: number, to: number];

/** Most parts of a pattern, repeats written out. */
const PART_LIMIT = 60_000;

/** The minimal automaton of a pattern over UTF-8 bytes. Throws TooManyStatesError where it would be too large. */
export function automatonOfPattern(node: PatternNode): Automaton {
  const parts = new Parts();
  const end = parts.add([], []);
  const start = parts.node(node, end);
  return minimised(determined(parts, start, end));
}

/** A nondeterministic automaton, built from its end to its start; equal parts are made once. */
class Parts {
  readonly steps: (readonly Step[])[] = [];
  readonly free: (readonly number[])[] = [];
  readonly #known: Map<string, number> = new Map();

  add(steps: readonly Step[], free: readonly number[]): number {
    if (this.steps.length >= PART_LIMIT) throw new TooManyStatesError('The pattern has too many parts');
    this.free.push(free);
    return this.steps.push(steps) - 1;
  }

  /** Where a value must begin so that the node leads to `to`. */
  node(node: PatternNode, to: number): number {
    switch (node.kind) {
      case 'set':
        return this.#ways(
          node.set.flatMap(([first, last]) => utf8Ranges(first, last)),
          to,
        );
      case 'sequence':
        return node.nodes.reduceRight((next, each) => this.node(each, next), to);
      case 'choice':
        return this.add(
          [],
          node.nodes.map((each) => this.node(each, to)),
        );
      case 'repeat':
        return this.#repeat(node, to);
    }
  }

  #repeat({ node, least, most }: PatternNode & { kind: 'repeat' }, to: number): number {
    let next = to;
    if (most === Number.POSITIVE_INFINITY) {
      const free = [to];
      next = this.add([], free);
      free.push(this.node(node, next));
    } else for (let count = least; count < most; count++) next = this.add([], [to, this.node(node, next)]);
    for (let count = 0; count < least; count++) next = this.node(node, next);
    return next;
  }

  /** The first bytes of several sequences; what follows them is shared where it is equal. */
  #ways(sequences: readonly ByteRanges[], to: number): number {
    const steps = sequences.map((ranges) => [...ranges[0]!, this.#rest(ranges.slice(1), to)] as const);
    return this.#once(steps);
  }

  #rest(ranges: ByteRanges, to: number): number {
    return ranges.reduceRight((next, [first, last]) => this.#once([[first, last, next]]), to);
  }

  #once(steps: readonly Step[]): number {
    const key = steps.join(';');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.add(steps, []);
    this.#known.set(key, made);
    return made;
  }
}

/** Subset construction over classes of bytes. */
function determined({ steps, free }: Parts, start: number, end: number): Automaton {
  const { classes, width, bytes } = byteClasses(steps);
  const sets: (readonly number[])[] = [[]];
  const numbers = new Map<string, number>([['', 0]]);
  const number = (members: Iterable<number>): number => {
    const closed = closure(members, free);
    const key = closed.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (sets.length >= STATE_LIMIT) throw new TooManyStatesError('The automaton has too many states');
    numbers.set(key, sets.length);
    return sets.push(closed) - 1;
  };
  const first = number([start]);
  const rows: number[][] = [];
  for (let state = 0; state < sets.length; state++) {
    const all = sets[state]!.flatMap((member) => steps[member]!);
    rows.push(
      bytes.map((byte) => number(all.filter(([from, to]) => byte >= from && byte <= to).map((step) => step[2]))),
    );
  }
  return {
    start: first,
    classes,
    width,
    table: Uint16Array.from(rows.flat()),
    accepts: Uint8Array.from(sets, (set) => (set.includes(end) ? 1 : 0)),
  };
}

/** All parts that are reached without a byte; only those with steps, and the end, matter. */
function closure(members: Iterable<number>, free: readonly (readonly number[])[]): readonly number[] {
  const seen = new Set(members);
  for (const member of seen) for (const next of free[member]!) seen.add(next);
  return [...seen].filter((member) => free[member]!.length === 0).sort((a, b) => a - b);
}

/** Bytes that no step tells apart. */
function byteClasses(all: readonly (readonly Step[])[]): { classes: Uint8Array; width: number; bytes: number[] } {
  const begins = new Set([0]);
  for (const steps of all) {
    for (const [first, last] of steps) {
      begins.add(first);
      begins.add(last + 1);
    }
  }
  const bytes: number[] = [];
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    if (begins.has(byte)) bytes.push(byte);
    classes[byte] = bytes.length - 1;
  }
  return { classes, width: bytes.length, bytes };
}
