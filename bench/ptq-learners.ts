import { Random } from './random.ts';

/** The three identifiers of a learner, `-2` where there is none; at least one is there. */
export interface Learner {
  readonly uln: string;
  readonly uci: string;
  readonly other: string;
}

/** ULNs that differ before the check digit. */
const ULNS = 90_000_000;
/** Coprime to `ULNS`, so that no ULN comes twice before all have come. */
const STRIDE = 40_000_003;
const CENTRES = 89_000;
const CANDIDATES_PER_CENTRE = 400;
const UCI_LETTERS = 'ABCDEFGHKLMRTVWXY';
const GIVEN_NAMES = ['Zoë', 'Łukasz', 'Siân', 'Renée', 'Chloé', 'Anaïs', 'Jürgen', 'Gwenhwyfar'];

/**
 * Makes up learners that all differ (up to 35 million): most have a ULN and a UCI, some only one of them, a few only
 * the awarding organisation's own number. `year` is the last two digits of the academic year's end.
 */
export class Learners {
  readonly #random: Random;
  readonly #offset: number;
  readonly #year: string;
  readonly #prefix: string;
  #count = 0;

  constructor(seed: number, year: string, prefix: string) {
    this.#random = new Random(seed ^ 0x1ea2_4e25);
    this.#offset = this.#random.below(ULNS);
    this.#year = year;
    this.#prefix = prefix;
  }

  next(): Learner {
    const number = this.#count++;
    const kind = this.#random.below(100);
    return {
      uln: kind < 92 ? uln((this.#offset + number * STRIDE) % ULNS) : '-2',
      uci: kind < 80 || (kind >= 92 && kind < 97) ? uci(number, this.#year) : '-2',
      other: kind >= 97 || kind < 5 ? this.#other(number) : '-2',
    };
  }

  #other(number: number): string {
    const digits = String(number).padStart(6, '0');
    return this.#random.below(4) > 0 ? `${this.#prefix}-${digits}` : `${this.#random.pick(GIVEN_NAMES)}-${digits}`;
  }
}

/**
 * A ULN with a right check digit (ILR rule DD01: digits × weights 10 down to 1, mod 11, is 10). Where the ninth digit
 * 0 would need the check digit 10, it is 1 instead.
 */
function uln(number: number): string {
  const eight = String(10_000_000 + number);
  let sum = 0;
  for (let at = 0; at < 8; at++) sum += (10 - at) * (eight.charCodeAt(at) - 48);
  const check = 10 - (sum % 11);
  return check < 10 ? `${eight}0${check}` : `${eight}18`;
}

/** A UCI with a right check letter (weights 16 down to 5, mod 17). */
function uci(number: number, year: string): string {
  const place = Math.floor(number / CANDIDATES_PER_CENTRE);
  const centre = 10_001 + (place % CENTRES);
  const candidate = 1 + (number % CANDIDATES_PER_CENTRE) + CANDIDATES_PER_CENTRE * Math.floor(place / CENTRES);
  const twelve = `${centre}0${year}${String(candidate).padStart(4, '0')}`;
  let sum = 0;
  for (let at = 0; at < 12; at++) sum += (16 - at) * (twelve.charCodeAt(at) - 48);
  return twelve + UCI_LETTERS[sum % 17];
}

/** The same UCI with a letter that does not fit. */
export function withWrongLetter(right: string): string {
  const letter = UCI_LETTERS.indexOf(right[12]!);
  return right.slice(0, 12) + UCI_LETTERS[(letter + 1) % 17];
}

/** The same ULN with a digit that does not fit. */
export function withWrongDigit(right: string): string {
  return right.slice(0, 9) + ((Number(right[9]) + 1) % 10);
}
