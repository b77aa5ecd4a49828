import { type Automaton, minimised, TooManyStatesError } from './automaton.ts';

/** A tree of values that is shared where its ends are equal. */
export interface Tree {
  readonly number: number;
  readonly ends: boolean;
  readonly next: ReadonlyMap<number, Tree>;
}

/** Makes each distinct tree once, so that the automaton comes out minimal. */
export class Forest {
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
