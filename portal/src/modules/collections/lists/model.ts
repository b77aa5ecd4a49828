import type { Clock } from '../../../platform/clock.ts';
import type { Asker } from '../../../platform/http/asker.ts';
import { isDay } from '../../../platform/london.ts';
import type { ListKind } from './kinds.ts';

/** One code of a list. Days are `2026-09-01`; absent: always was, no end is known. */
export interface Entry {
  readonly code: string;
  readonly title: string;
  readonly since: string | null;
  readonly until: string | null;
}

export interface KeptEntry extends Entry {
  readonly id: number;
  readonly version: number;
}

/** What somebody typed. */
export type EntryInput = Readonly<Record<keyof Entry, string>>;

/** Something to mend in a form; `field` is empty where it is about none of them. */
export interface Fault {
  readonly field: keyof Entry | '';
  readonly text: string;
}

/** Who changes something, and when. */
export interface Doing {
  readonly clock: Clock;
  readonly asker: Asker;
}

/** The most codes of one list. */
export const MOST_ENTRIES = 50_000;
export const MOST_CODE = 50;
export const MOST_TITLE = 200;

/** `2026-09-01` or `1/9/2026` as `2026-09-01`; undefined where it is no day of this century. */
export function readDay(typed: string): string | undefined {
  const iso = /^(20\d\d)-(\d\d?)-(\d\d?)$/.exec(typed);
  const local = /^(\d\d?)\/(\d\d?)\/(20\d\d)$/.exec(typed);
  const [year, month, day] = iso ? iso.slice(1) : local ? local.slice(1).reverse() : [];
  if (year === undefined) return undefined;
  const written = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return isDay(written, /^20/) ? written : undefined;
}

/** What was typed as it is kept, or everything that has to be mended. */
export function readEntry(
  kind: ListKind,
  input: EntryInput,
): { readonly entry: Entry } | { readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const code = input.code.trim().normalize('NFC');
  const fault = codeFault(kind, code);
  if (fault !== undefined) faults.push({ field: 'code', text: fault });
  const title = input.title.trim().normalize('NFC');
  if (title.length > MOST_TITLE)
    faults.push({ field: 'title', text: `The title must have ${MOST_TITLE} characters or fewer` });
  else if (!isPlain(title)) faults.push({ field: 'title', text: 'The title must be one line of plain text' });
  const day = (field: 'since' | 'until', name: string): string | null => {
    const typed = input[field].trim();
    if (typed === '') return null;
    const read = readDay(typed);
    if (read === undefined) faults.push({ field, text: `${name} must be a real date, such as 2026-09-01 or 1/9/2026` });
    return read ?? null;
  };
  const since = day('since', 'The first day');
  const until = day('until', 'The last day');
  if (since !== null && until !== null && until < since)
    faults.push({ field: 'until', text: 'The last day must not be before the first day' });
  return faults.length > 0 ? { faults } : { entry: { code: kind.kept(code), title, since, until } };
}

function codeFault(kind: ListKind, code: string): string | undefined {
  if (code === '') return `Enter the ${kind.one}`;
  if (code.length > MOST_CODE) return `The ${kind.one} must have ${MOST_CODE} characters or fewer`;
  if (!isPlain(code)) return `The ${kind.one} must be one line of plain text`;
  if (new RegExp(`^(?:${kind.pattern})$`, 'v').test(code)) return undefined;
  return `Check the ${kind.one}: ${kind.accepts.charAt(0).toLowerCase()}${kind.accepts.slice(1, -1)}`;
}

/** Neither control characters nor half a character, which PostgreSQL and CSV files could not carry. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text);
}

/** The days that a return is about. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** An academic year by its name, 1 September to 31 August; for any other period, the twelve months to the due date. */
export function daysOf({ period, dueDate }: { readonly period: string; readonly dueDate: string }): Span {
  const [, first, second] = /^(20\d\d)-(20\d\d)$/.exec(period) ?? [];
  if (first !== undefined && Number(second) === Number(first) + 1)
    return { from: `${first}-09-01`, to: `${second}-08-31` };
  const before = new Date(`${dueDate}T00:00:00Z`);
  before.setUTCFullYear(before.getUTCFullYear() - 1);
  return { from: before.toISOString().slice(0, 10), to: dueDate };
}
