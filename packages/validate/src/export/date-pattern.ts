import type { Constraints } from '../template.ts';

export type DateFormat = '%Y-%m-%d' | '%d/%m/%Y';

const LONG = '0[13578]|1[02]';
const SHORT = '0[469]|11';
const LEAP = '[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00';

/**
 * What a date has to match, each a pattern for the whole of it: that the calendar has it and, where they exclude any,
 * that it lies within the bounds.
 */
export function datePatterns(
  format: DateFormat,
  { minimum = '0000-01-01', maximum = '9999-12-31' }: Pick<Constraints, 'minimum' | 'maximum'> = {},
): readonly string[] {
  const bounds = boundsPattern(format, String(minimum), String(maximum));
  return bounds === undefined ? [calendarPattern(format)] : [calendarPattern(format), bounds];
}

/** A pattern (full match) of the dates that the calendar has, leap years and all, written in a format. */
export function calendarPattern(format: DateFormat): string {
  const months = [
    ['[0-9]{4}', LONG, '0[1-9]|[12][0-9]|3[01]'],
    ['[0-9]{4}', SHORT, '0[1-9]|[12][0-9]|30'],
    ['[0-9]{4}', '02', '0[1-9]|1[0-9]|2[0-8]'],
    [LEAP, '02', '29'],
  ] as const;
  return months.map(([year, month, day]) => laidOut(format, group(year), group(month), group(day))).join('|');
}

/**
 * A pattern of the dates from `least` to `most`, both `yyyy-mm-dd` and both included; whether they exist is for
 * `calendarPattern` to say. Undefined where every date lies between them.
 */
export function boundsPattern(format: DateFormat, least: string, most: string): string | undefined {
  const wholeYears = least.endsWith('-01-01') && most.endsWith('-12-31');
  const digits = (date: string): string => date.replaceAll('-', '').slice(0, wholeYears ? 4 : 8);
  const between = digitsBetween(digits(least), digits(most));
  if (between.length === 1 && between[0]!.every((digit) => digit === '[0-9]')) return undefined;
  return between
    .map((some) => {
      const all = [...some, ...Array(8 - some.length).fill('[0-9]')];
      return laidOut(format, joined(all.slice(0, 4)), joined(all.slice(4, 6)), joined(all.slice(6)));
    })
    .join('|');
}

/**
 * The digits from `least` to `most`, which are equally long: alternatives, each a pattern for every digit.
 * No alternative where `least` is the greater.
 */
function digitsBetween(least: string, most: string): string[][] {
  if (least > most) return [];
  if (least === '') return [[]];
  if (/^0+$/.test(least) && /^9+$/.test(most)) return [Array(least.length).fill('[0-9]')];
  const [low, high] = [Number(least[0]), Number(most[0])];
  const [lowRest, highRest] = [least.slice(1), most.slice(1)];
  const all = (digit: string): string => digit.repeat(lowRest.length);
  const with_ = (digit: string, rest: string[][]): string[][] => rest.map((digits) => [digit, ...digits]);
  if (low === high) return with_(`${low}`, digitsBetween(lowRest, highRest));
  const first = /^0*$/.test(lowRest) ? low : low + 1;
  const last = /^9*$/.test(highRest) ? high : high - 1;
  return [
    ...(first > low ? with_(`${low}`, digitsBetween(lowRest, all('9'))) : []),
    ...(first <= last
      ? with_(first === last ? `${first}` : `[${first}-${last}]`, digitsBetween(all('0'), all('9')))
      : []),
    ...(last < high ? with_(`${high}`, digitsBetween(all('0'), highRest)) : []),
  ];
}

function laidOut(format: DateFormat, year: string, month: string, day: string): string {
  return format === '%Y-%m-%d' ? `${year}-${month}-${day}` : `${day}/${month}/${year}`;
}

function group(choice: string): string {
  return choice.includes('|') ? `(?:${choice})` : choice;
}

function joined(digits: readonly string[]): string {
  return digits.join('').replace(/(?:\[0-9\]){2,}/g, (run) => `[0-9]{${run.length / 5}}`);
}
