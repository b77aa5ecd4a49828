import { partition } from './partition.ts';

/**
 * A deterministic finite automaton over bytes. `table[state * width + classes[byte]]` is the next state; state 0 is the
 * trap, which nothing leaves. Two bytes of one class lead to the same states everywhere.
 */
export interface Automaton {
  readonly start: number;
  /** The class of each of the 256 bytes. */
  readonly classes: Uint8Array;
  /** How many classes there are. */
  readonly width: number;
  readonly table: Uint16Array;
  /** For each state 1 where a value may end there. */
  readonly accepts: Uint8Array;
}

/** Most states of an automaton; a pattern that needs more is left to the regular expression. */
export const STATE_LIMIT = 16_000;

/** Thrown where an automaton would pass `STATE_LIMIT`. */
export class TooManyStatesError extends Error {
  override name = 'TooManyStatesError';
}

/** Whether the automaton takes these bytes, all of them. */
export function runs({ start, classes, width, table, accepts }: Automaton, bytes: Uint8Array): boolean {
  let state = start;
  for (const byte of bytes) state = table[state * width + classes[byte]!]!;
  return accepts[state] === 1;
}

/** Whether it takes nothing at all. */
export function isEmpty(automaton: Automaton): boolean {
  return shortest(automaton) === undefined;
}

/** One of the shortest values it takes, in bytes; undefined where it takes none. */
export function shortest({ start, classes, width, table, accepts }: Automaton): Uint8Array | undefined {
  const byteOf = Array.from({ length: width }, (_, index) => classes.indexOf(index));
  const ways = new Map<number, readonly [from: number, byte: number]>();
  const queue = [start];
  for (const state of queue) {
    if (accepts[state]) return wayTo(state, start, ways);
    for (let index = 0; index < width; index++) {
      const next = table[state * width + index]!;
      if (next === 0 || next === start || ways.has(next)) continue;
      ways.set(next, [state, byteOf[index]!]);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(end: number, start: number, ways: ReadonlyMap<number, readonly [number, number]>): Uint8Array {
  const bytes: number[] = [];
  for (let state = end; state !== start; ) {
    const [from, byte] = ways.get(state)!;
    bytes.unshift(byte);
    state = from;
  }
  return Uint8Array.from(bytes);
}

/**
 * Runs two automata side by side: the result takes what `wanted` says of the two answers (both: intersection;
 * either: union; the first but not the second: difference).
 */
export function combine(a: Automaton, b: Automaton, wanted: (a: boolean, b: boolean) => boolean): Automaton {
  const { classes, width, bytes } = jointClasses(a, b);
  // Where one of them refuses for good, the other may not matter any more: no use in following it round its circles.
  const [needsA, needsB] = [!wanted(false, true), !wanted(true, false)];
  const numbers = new Map<number, number>();
  const pairs: (readonly [number, number])[] = [[-1, -1]];
  const number = (left: number, right: number): number => {
    if ((left === 0 && (needsA || right === 0)) || (right === 0 && needsB)) return 0;
    const key = left * 65_536 + right;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (pairs.length >= STATE_LIMIT) throw new TooManyStatesError('The automaton has too many states');
    numbers.set(key, pairs.length);
    return pairs.push([left, right]) - 1;
  };
  const start = number(a.start, b.start);
  const rows: number[][] = [[]];
  for (let state = 1; state < pairs.length; state++) {
    const [left, right] = pairs[state]!;
    rows[state] = bytes.map((byte) =>
      number(a.table[left * a.width + a.classes[byte]!]!, b.table[right * b.width + b.classes[byte]!]!),
    );
  }
  const table = new Uint16Array(pairs.length * width);
  for (let state = 1; state < rows.length; state++) table.set(rows[state]!, state * width);
  const accepts = Uint8Array.from(pairs, ([left, right]) =>
    left >= 0 && wanted(a.accepts[left] === 1, b.accepts[right] === 1) ? 1 : 0,
  );
  return minimised({ start, classes, width, table, accepts });
}

function jointClasses(a: Automaton, b: Automaton): { classes: Uint8Array; width: number; bytes: number[] } {
  const known = new Map<number, number>();
  const bytes: number[] = [];
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const key = a.classes[byte]! * 256 + b.classes[byte]!;
    if (!known.has(key)) known.set(key, bytes.push(byte) - 1);
    classes[byte] = known.get(key)!;
  }
  return { classes, width: bytes.length, bytes };
}

/** The automaton with the fewest states that takes the same values; its classes are as few as can be, too. */
export function minimised(automaton: Automaton): Automaton {
  return fewestClasses(numbered(automaton, partitionFromEnds(automaton) ?? partition(automaton)));
}

/** Groups states in one pass from the ends of values back; undefined where a state can come back to itself. */
function partitionFromEnds({ start, width, table, accepts }: Automaton): Int32Array | undefined {
  const groups = new Int32Array(accepts.length).fill(-1);
  const known = new Map<string, number>();
  const visit = (state: number): boolean => {
    groups[state] = -2;
    let key = accepts[state] ? 'e' : 'n';
    for (let at = state * width; at < (state + 1) * width; at++) {
      const next = table[at]!;
      if (groups[next] === -2 || (groups[next] === -1 && !visit(next))) return false;
      key += String.fromCharCode(groups[next]!);
    }
    groups[state] = known.get(key) ?? known.size + 1;
    known.set(key, groups[state]!);
    return true;
  };
  // The trap leads only to itself: it is the first group, and every other state without a way out joins it.
  groups[0] = 0;
  known.set(`n${'\0'.repeat(width)}`, 0);
  if (!visit(start)) return undefined;
  for (let state = 0; state < groups.length; state++) if (groups[state]! < 0) groups[state] = 0;
  return groups;
}

/** One state for each group that can be reached and leads somewhere; group 0 is the trap. */
function numbered({ start, classes, width, table, accepts }: Automaton, groups: Int32Array): Automaton {
  const members: number[] = [0];
  const numbers = new Map<number, number>([[groups[0]!, 0]]);
  const number = (state: number): number => {
    const known = numbers.get(groups[state]!);
    if (known !== undefined) return known;
    const fresh = members.push(state) - 1;
    numbers.set(groups[state]!, fresh);
    return fresh;
  };
  const first = number(start);
  const cells: number[] = [];
  for (let state = 0; state < members.length; state++) {
    for (let index = 0; index < width; index++) cells.push(number(table[members[state]! * width + index]!));
  }
  return {
    start: first,
    classes,
    width,
    table: Uint16Array.from(cells),
    accepts: Uint8Array.from(members, (member) => accepts[member]!),
  };
}

/** Joins classes whose columns of the table are equal. */
function fewestClasses({ start, classes, width, table, accepts }: Automaton): Automaton {
  const known = new Map<string, number>();
  const kept: number[] = [];
  const renamed = Uint8Array.from({ length: width }, (_, index) => {
    let key = '';
    for (let at = index; at < table.length; at += width) key += String.fromCharCode(table[at]!);
    if (!known.has(key)) known.set(key, kept.push(index) - 1);
    return known.get(key)!;
  });
  const fewer = new Uint16Array(accepts.length * kept.length);
  for (let state = 0; state < accepts.length; state++) {
    for (const [to, from] of kept.entries()) fewer[state * kept.length + to] = table[state * width + from]!;
  }
  return { start, classes: classes.map((index) => renamed[index]!), width: kept.length, table: fewer, accepts };
}
