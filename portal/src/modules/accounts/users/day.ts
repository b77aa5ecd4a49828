import { isDay as isRealDay, londonDay } from '../../../platform/london.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date as a form's three fields say it. */
export interface DayParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** The moment at which a day (`2027-03-31`) ends in London. */
export function endOfDay(iso: string): Date {
  const midnight = Date.parse(`${iso}T24:00:00Z`);
  const summer = new Date(midnight - 60 * 60 * 1000);
  // An hour earlier in summer: then that moment is already the next day.
  return londonDay(summer) > iso ? summer : new Date(midnight);
}

/** The last day on which access that ends at this moment can be used. */
export function lastDay(endsAt: Date): string {
  return londonDay(new Date(endsAt.getTime() - 1));
}

/** `{ day: '3', month: 'March', year: '2027' }` → `2027-03-03`; undefined where there is no such day. */
export function isoDay({ day, month, year }: DayParts): string | undefined {
  const named = MONTHS.indexOf(month.trim().slice(0, 3).toLowerCase()) + 1;
  const iso = [year.trim(), String(named || month.trim()).padStart(2, '0'), day.trim().padStart(2, '0')].join('-');
  return isDay(iso) ? iso : undefined;
}

/** Whether it is a day of the calendar, written `2027-03-31`, in this century. */
export function isDay(iso: string): boolean {
  return isRealDay(iso, /^20/);
}
