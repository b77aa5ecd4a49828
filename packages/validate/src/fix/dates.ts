import { isRealIso } from '../fields/dates.ts';
import type { Field } from '../fields/field.ts';

/** Which of day and month comes first. */
export type DateOrder = 'day first' | 'month first';

/** A value written as numbers in which day and month may stand in either order. */
interface Turned {
  readonly separator: string;
  readonly dayFirst: string;
  readonly monthFirst: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMES =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const NUMBERS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;
const YEAR_FIRST = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/;
const WORDED = new RegExp(`^(\\d{1,2})[- ]${NAMES}[- ](\\d{4})$`, 'i');
const SHORT_YEAR = new RegExp(`^\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2}$|^\\d{1,2}[- ]${NAMES}[- ]\\d{2}$`, 'i');
const DAY_NUMBER = /^[2-7]\d{4}(\.\d+)?$/;
const TIME = /[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.0+)?)?$/;

/**
 * Learns in which order the dates of a column have day and month. Only dates that can be read in one way alone tell
 * anything, and they prove an order only where none of the column speaks for the other.
 */
export class ColumnOrders {
  /** By separator: what speaks for each order, and what only speaks against the other. */
  readonly #proofs: Map<string, Record<DateOrder, { for: boolean; seen: boolean }>> = new Map();

  /**
   * Takes note of a value of the column; `counts` is false where the value will not be repaired, so that it can only
   * speak against an order: what proves must be gone after the repair, or a second repair would find other proof.
   */
  note(field: Field, text: string, counts: boolean): void {
    const { day, hasTime } = withoutTime(text.trim());
    const turned = turnedDate(day);
    if (!turned) return;
    const order = onlyOrder(turned);
    if (!order) return;
    const { separator, dayFirst, monthFirst } = turned;
    const proof = this.#proofs.get(separator) ?? {
      'day first': { for: false, seen: false },
      'month first': { for: false, seen: false },
    };
    this.#proofs.set(separator, proof);
    proof[order].seen = true;
    const iso = order === 'day first' ? dayFirst : monthFirst;
    if (counts && !hasTime && !field.accepts(text) && field.accepts(iso)) proof[order].for = true;
  }

  /** The order that the column proves for dates with this separator; `both` where it has dates of either. */
  of(separator: string): DateOrder | 'both' | undefined {
    const proof = this.#proofs.get(separator);
    if (!proof) return undefined;
    const { 'day first': day, 'month first': month } = proof;
    if (day.seen && month.seen) return 'both';
    return day.for ? 'day first' : month.for ? 'month first' : undefined;
  }
}

/** The numbers read in both ways, whether or not there are such dates. */
function turnedDate(text: string): Turned | undefined {
  const match = NUMBERS.exec(text);
  if (!match) return undefined;
  const [, a = '', separator = '', b = '', year = ''] = match;
  return { separator, dayFirst: iso(year, b, a), monthFirst: iso(year, a, b) };
}

/** The one order in which the numbers are a date of the calendar; undefined where both are, or neither. */
function onlyOrder({ dayFirst, monthFirst }: Turned): DateOrder | undefined {
  const [day, month] = [isRealIso(dayFirst), isRealIso(monthFirst)];
  return day === month ? undefined : day ? 'day first' : 'month first';
}

/**
 * The year-month-day spelling of a date that a spreadsheet turned, or why it is left alone; undefined where the
 * text is no date at all. `text` has no blanks around it and is refused by the field.
 */
export function turnedBack(
  field: Field,
  text: string,
  orders: ColumnOrders,
): { iso: string } | { why: string } | undefined {
  if (DAY_NUMBER.test(text)) {
    return {
      why: 'It is a number of days. Spreadsheets count them from 1900 or from 1904, and the file does not say which.',
    };
  }
  if (SHORT_YEAR.test(text)) return { why: 'Its year has two digits.' };
  const { day, hasTime } = withoutTime(text);
  const found = read(day, orders);
  if (!found || 'why' in found) return found;
  if (hasTime) return { why: 'It holds a time of day, which would be lost.' };
  if (!isRealIso(found.iso)) return { why: 'There is no such date in the calendar.' };
  return field.accepts(found.iso) ? found : { why: `The column does not accept ${found.iso}.` };
}

function read(text: string, orders: ColumnOrders): { iso: string } | { why: string } | undefined {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return { iso: iso(yearFirst[1]!, yearFirst[3]!, yearFirst[4]!) };
  const worded = WORDED.exec(text);
  if (worded) {
    const month = MONTHS.indexOf(worded[2]!.slice(0, 3).toLowerCase()) + 1;
    return { iso: iso(worded[3]!, String(month), worded[1]!) };
  }
  const turned = turnedDate(text);
  if (!turned) return undefined;
  const { separator, dayFirst, monthFirst } = turned;
  if (dayFirst === monthFirst) return { iso: dayFirst };
  const order = onlyOrder(turned) ?? (isRealIso(dayFirst) ? orders.of(separator) : 'day first');
  if (order === 'day first') return { iso: dayFirst };
  if (order === 'month first') return { iso: monthFirst };
  const either = `It may be ${dayFirst} or ${monthFirst}`;
  return {
    why:
      order === 'both'
        ? `${either}, and the column has dates with the day first and others with the month first.`
        : `${either}, and no other date of the column tells which.`,
  };
}

/** The text without a time of day; `hasTime` where that is another than midnight. */
function withoutTime(text: string): { day: string; hasTime: boolean } {
  const match = TIME.exec(text);
  if (!match) return { day: text, hasTime: false };
  const hasTime = match.slice(1).some((part) => part !== undefined && Number(part) !== 0);
  return { day: text.slice(0, match.index), hasTime };
}

function iso(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
