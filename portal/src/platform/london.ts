/** Days and times of day as people in London type and read them. */

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const PARTS = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** A moment as its day (`2027-06-04`) and time (`17:00`) in London. */
export function londonTime(moment: Date): { readonly day: string; readonly time: string } {
  const part = Object.fromEntries(PARTS.formatToParts(moment).map(({ type, value }) => [type, value]));
  return { day: `${part['year']}-${part['month']}-${part['day']}`, time: `${part['hour']}:${part['minute']}` };
}

/** The day it is in London, as `2027-06-04`. */
export function londonDay(moment: Date): string {
  return londonTime(moment).day;
}

/**
 * The moment of a day (`2027-06-04`) and time (`17:00`, `9:05`) in London; undefined where it is none. Of an hour that comes twice in
 * autumn the first is meant; one that is left out in spring is an hour later by the clock.
 */
export function londonMoment(day: string, time: string): Date | undefined {
  if (!isDay(day) || !/^([01]?\d|2[0-3]):[0-5]\d$/.test(time)) return undefined;
  const wanted = time.padStart(5, '0');
  const winter = new Date(`${day}T${wanted}:00Z`);
  const summer = new Date(winter.getTime() - HOUR_MS);
  const is = (moment: Date): boolean => {
    const found = londonTime(moment);
    return found.day === day && found.time === wanted;
  };
  return is(summer) ? summer : winter;
}

/** Whether this is a real day written `2026-11-22`, of years that begin as `years` says: by default 2000 to 2199. */
export function isDay(text: string, years: RegExp = /^2[01]/): boolean {
  if (!years.test(text) || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whole days from one day to another, both as `2026-11-22`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((new Date(`${to}T00:00:00Z`).getTime() - new Date(`${from}T00:00:00Z`).getTime()) / DAY_MS);
}
