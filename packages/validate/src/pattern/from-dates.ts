import { isRealDate } from '../fields/dates.ts';
import type { Automaton } from './automaton.ts';
import { Forest, type Tree } from './from-list.ts';

const made: Map<string, Automaton> = new Map();
const KEPT = 64;

/** The minimal automaton of the real dates from `least` to `most` (both `yyyy-mm-dd`), written year-month-day. */
export function automatonOfDates(least: string, most: string): Automaton {
  const key = `${least} ${most}`;
  const known = made.get(key);
  if (known) return known;
  const automaton = new Dates(least, most).automaton();
  if (made.size >= KEPT) made.clear();
  made.set(key, automaton);
  return automaton;
}

class Dates {
  readonly #least: string;
  readonly #most: string;
  readonly #forest: Forest = new Forest();
  readonly #end: Tree = this.#forest.tree(true, new Map());

  constructor(least: string, most: string) {
    this.#least = least;
    this.#most = most;
  }

  automaton(): Automaton {
    const first = Number(this.#least.slice(0, 4));
    const last = Number(this.#most.slice(0, 4));
    const whole = [this.#year(2001), this.#year(2000)] as const;
    const years: [string, Tree][] = [];
    for (let year = first; year <= last; year++) {
      const cut =
        (year === first && !this.#least.endsWith('-01-01')) || (year === last && !this.#most.endsWith('-12-31'));
      years.push([digits(year, 4), cut ? this.#cutYear(year) : whole[isRealDate(year, 2, 29) ? 1 : 0]]);
    }
    return this.#forest.automaton(this.#choice(years));
  }

  /** The days of a whole year, after its number. */
  #year(year: number): Tree {
    return this.#months(year, () => true);
  }

  /** The days of a year that lie within the bounds. */
  #cutYear(year: number): Tree {
    return this.#months(year, (month, day) => {
      const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
      return date >= this.#least && date <= this.#most;
    });
  }

  #months(year: number, inside: (month: number, day: number) => boolean): Tree {
    const months: [string, Tree][] = [];
    for (let month = 1; month <= 12; month++) {
      const days: [string, Tree][] = [];
      for (let day = 1; day <= 31; day++) {
        if (isRealDate(year, month, day) && inside(month, day)) days.push([digits(day, 2), this.#end]);
      }
      if (days.length > 0) months.push([digits(month, 2), this.#forest.prefix('-', this.#choice(days))]);
    }
    return this.#forest.prefix('-', this.#choice(months));
  }

  /** Texts of one length, each with what follows it. */
  #choice(texts: readonly (readonly [string, Tree])[]): Tree {
    const branches = new Map<number, [string, Tree][]>();
    for (const [text, then] of texts) {
      const byte = text.charCodeAt(0);
      const branch = branches.get(byte);
      if (branch) branch.push([text.slice(1), then]);
      else branches.set(byte, [[text.slice(1), then]]);
    }
    const next = new Map<number, Tree>();
    for (const [byte, rest] of branches) next.set(byte, rest[0]![0] === '' ? rest[0]![1] : this.#choice(rest));
    return this.#forest.tree(false, next);
  }
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
