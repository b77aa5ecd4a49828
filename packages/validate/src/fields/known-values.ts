import { sameBytes } from '../bytes.ts';
import type { Group } from '../ledger.ts';

/** What the exact check made of a value. */
export interface Known {
  readonly text: string;
  /** Where what is to be said of it is counted, if anything is. */
  readonly group: Group | undefined;
  /** Whether rules may be asked about it. */
  readonly sound: 0 | 1;
}

/** Places for values, a power of two, and the most bytes of a value that has one. */
const PLACES = 512;
const ROOM = 32;
/** How many bytes of a value choose its place. */
const PROBES_SHIFT = 3;
const PROBES = 1 << PROBES_SHIFT;

/**
 * The exact check's answers for values of one column, by their bytes: the same values often come again, right or wrong.
 * Takes the same room however many values there are, as one is forgotten where another takes its place.
 */
export class KnownValues {
  readonly #bytes: Uint8Array = new Uint8Array(PLACES * ROOM);
  readonly #lengths: Uint8Array = new Uint8Array(PLACES);
  readonly #answers: (Known | undefined)[] = new Array<Known | undefined>(PLACES).fill(undefined);
  /** The last right value that has no place: neighbours are often equal. */
  #long: Uint8Array | undefined;
  #longAnswer: Known | undefined;

  /** The answer for the value `bytes[from, to)`, where it is known. */
  find(bytes: Uint8Array, from: number, to: number): Known | undefined {
    const length = to - from;
    if (length > ROOM) return sameBytes(this.#long, bytes, from, to) ? this.#longAnswer : undefined;
    const place = placeOf(bytes, from, length);
    if (this.#lengths[place] !== length) return undefined;
    const kept = this.#bytes;
    for (let at = 0, own = place * ROOM; at < length; at++) if (kept[own + at] !== bytes[from + at]) return undefined;
    return this.#answers[place];
  }

  /** Keeps the answer for a value. */
  keep(bytes: Uint8Array, from: number, to: number, answer: Known): void {
    const length = to - from;
    if (length <= ROOM) {
      const place = placeOf(bytes, from, length);
      for (let at = 0, own = place * ROOM; at < length; at++) this.#bytes[own + at] = bytes[from + at]!;
      this.#lengths[place] = length;
      this.#answers[place] = answer;
    } else if (answer.group === undefined) {
      this.#long = bytes.slice(from, to);
      this.#longAnswer = answer;
    }
  }
}

/** Where a value belongs, by its length and some of its bytes: as many for each, which is quicker than all of them. */
function placeOf(bytes: Uint8Array, from: number, length: number): number {
  if (length === 0) return 0;
  let hash = length;
  for (let probe = 0; probe < PROBES; probe++) {
    hash = (Math.imul(hash, 31) + bytes[from + ((probe * length) >>> PROBES_SHIFT)]!) | 0;
  }
  return (hash ^ (hash >>> 9)) & (PLACES - 1);
}
