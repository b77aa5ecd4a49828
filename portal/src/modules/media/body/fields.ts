/** Reading what somebody typed: values as they are kept, faults in words with the field they are about. */

export interface Fault {
  /** The field's name in the form. */
  readonly field: string;
  readonly text: string;
}

export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

// What cannot be seen, turns the direction of writing, or has no place in text.
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** One line as it is kept: nothing that cannot be seen, single blanks. */
export function tidy(value: string): string {
  return value.normalize('NFC').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** Reads the fields of a form one by one and gathers what is wrong with them. */
export class FieldReader {
  readonly faults: Fault[] = [];
  readonly #typed: Typed;

  constructor(typed: Typed) {
    this.#typed = typed;
  }

  fault(field: string, text: string): void {
    this.faults.push({ field, text });
  }

  raw(field: string): string {
    const value = this.#typed[field];
    return typeof value === 'string' ? value.trim() : '';
  }

  /** One line of text that must be there. `what` begins the sentence: "Name". */
  line(field: string, what: string, longest: number): string {
    const value = tidy(this.raw(field));
    if (value === '') this.fault(field, `Enter the ${what.charAt(0).toLowerCase()}${what.slice(1)}`);
    else if ([...value].length > longest) this.fault(field, `${what} must be ${longest} characters or fewer`);
    return value;
  }

  /** A text of a certain form. */
  fitting(field: string, pattern: RegExp, text: string): string {
    const value = tidy(this.raw(field));
    if (!pattern.test(value)) this.fault(field, text);
    return value;
  }

  /** A whole number within limits. */
  number(field: string, what: string, least: number, most: number): number {
    const value = /^\d{1,9}$/.test(this.raw(field)) ? Number(this.raw(field)) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.fault(field, `${what} must be a whole number from ${least} to ${most.toLocaleString('en-GB')}`);
    return least;
  }

  /** Several of a list, in its order. */
  chosen<T extends string>(field: string, list: readonly T[]): T[] {
    const value = this.#typed[field];
    const given = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    return list.filter((one) => given.includes(one));
  }

  is(field: string): boolean {
    return this.chosen(field, ['yes']).length > 0;
  }

  /** Lines of text, each once. */
  lines(field: string, what: string, most: number, longest: number): string[] {
    const lines = [
      ...new Set(
        this.raw(field)
          .split('\n')
          .map(tidy)
          .filter((line) => line !== ''),
      ),
    ];
    if (lines.length > most) this.fault(field, `${what} must be ${most} lines or fewer`);
    if (lines.some((line) => [...line].length > longest))
      this.fault(field, `Each line of ${what.toLowerCase()} must be ${longest} characters or fewer`);
    return lines;
  }
}
