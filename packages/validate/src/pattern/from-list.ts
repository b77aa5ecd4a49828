import { isRealDate } from '../fields/dates.ts';
import { type Automaton, minimised, TooManyStatesError } from './automaton.ts';

/** A tree of values that is shared where its ends are equal. */
interface Tree {
  readonly number: number;
  readonly ends: boolean;
  readonly next: ReadonlyMap<number, Tree>;
}

/** Makes each distinct tree once, so that the automaton comes out minimal. */
class Forest {
  readonly #known: Map<string, Tree> = new Map();

  tree(ends: boolean, next: ReadonlyMap<number, Tree>): Tree {
    const key = `${ends};${[...next].map(([byte, { number }]) => `${byte}:${number}`).join()}`;
    const known = this.#known.get(key);
    if (known) return known;
    const made = { number: this.#known.size + 1, ends, next };
    this.#known.set(key, made);
    return made;
  }

  /** A text, then a tree. */
  prefix(text: string, then: Tree): Tree {
    return [...new TextEncoder().encode(text)].reduceRight(
      (tree, byte) => this.tree(false, new Map([[byte, tree]])),
      then,
    );
  }

  automaton(root: Tree): Automaton {
    const count = this.#known.size + 1;
    if (count > 65_000) throw new TooManyStatesError('The list has too many values');
    const used = new Set<number>();
    for (const { next } of this.#known.values()) for (const byte of next.keys()) used.add(byte);
    const classes = new Uint8Array(256);
    [...used]
      .sort((a, b) => a - b)
      .forEach((byte, at) => {
        classes[byte] = at + 1;
      });
    const width = used.size + 1;
    const table = new Uint16Array(count * width);
    const accepts = new Uint8Array(count);
    for (const { number, ends, next } of this.#known.values()) {
      accepts[number] = ends ? 1 : 0;
      for (const [byte, { number: to }] of next) table[number * width + classes[byte]!] = to;
    }
    return minimised({ start: root.number, classes, width, table, accepts });
  }
}

/** The minimal automaton of a list of values. */
export function automatonOfTexts(texts: Iterable<string>): Automaton {
  const forest = new Forest();
  const encoder = new TextEncoder();
  const grown = (values: readonly Uint8Array[], at: number): Tree => {
    const branches = new Map<number, Uint8Array[]>();
    let ends = false;
    for (const value of values) {
      if (value.length === at) ends = true;
      else {
        const branch = branches.get(value[at]!);
        if (branch) branch.push(value);
        else branches.set(value[at]!, [value]);
      }
    }
    const sorted = [...branches].sort((a, b) => a[0] - b[0]);
    return forest.tree(ends, new Map(sorted.map(([byte, branch]) => [byte, grown(branch, at + 1)])));
  };
  return forest.automaton(
    grown(
      Array.from(texts, (text) => encoder.encode(text)),
      0,
    ),
  );
}

/** The minimal automaton of the real dates from `least` to `most` (both `yyyy-mm-dd`), written year-month-day. */
export function automatonOfDates(least: string, most: string): Automaton {
  const forest = new Forest();
  const end = forest.tree(true, new Map());
  const two = (number: number): string => String(number).padStart(2, '0');
  const choice = (texts: readonly (readonly [string, Tree])[]): Tree => {
    const next = new Map<number, [string, Tree][]>();
    for (const [text, then] of texts) {
      const byte = text.charCodeAt(0);
      next.set(byte, [...(next.get(byte) ?? []), [text.slice(1), then]]);
    }
    const branch = (rest: readonly (readonly [string, Tree])[]): Tree =>
      rest[0]![0] === '' ? rest[0]![1] : choice(rest);
    return forest.tree(false, new Map([...next].map(([byte, rest]) => [byte, branch(rest)])));
  };
  const daysOf = (year: number, inside: (date: string) => boolean): Tree => {
    const months: [string, Tree][] = [];
    for (let month = 1; month <= 12; month++) {
      const days: [string, Tree][] = [];
      for (let day = 1; day <= 31; day++) {
        const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
        if (isRealDate(year, month, day) && inside(date)) days.push([two(day), end]);
      }
      if (days.length > 0) months.push([two(month), forest.prefix('-', choice(days))]);
    }
    return months.length === 0 ? forest.tree(false, new Map()) : forest.prefix('-', choice(months));
  };
  const [first, last] = [Number(least.slice(0, 4)), Number(most.slice(0, 4))];
  const whole = [daysOf(2001, () => true), daysOf(2000, () => true)] as const;
  const years: [string, Tree][] = [];
  for (let year = first; year <= last; year++) {
    const partial = year === first || year === last;
    const days = partial
      ? daysOf(year, (date) => date >= least && date <= most)
      : whole[isRealDate(year, 2, 29) ? 1 : 0];
    years.push([String(year).padStart(4, '0'), days]);
  }
  return forest.automaton(years.length === 0 ? forest.tree(false, new Map()) : choice(years));
}
