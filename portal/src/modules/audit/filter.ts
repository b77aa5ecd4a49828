import type { HistoryFilter } from './queries.ts';

/** What somebody typed into the filter, as it came. */
export type FilterInput = { readonly [Name in keyof HistoryFilter]?: string };

export interface ReadFilter {
  readonly filter: HistoryFilter;
  /** As typed, to be shown again. */
  readonly typed: HistoryFilter;
  readonly faults: readonly { readonly field: 'from' | 'to'; readonly message: string }[];
}

/** Reads the filter; a date that is none is told and asks for nothing. */
export function readFilter(input: FilterInput): ReadFilter {
  const clean = (text: string | undefined): string => (text ?? '').replaceAll('\0', '').trim();
  const typed = {
    person: clean(input.person),
    action: clean(input.action),
    from: clean(input.from),
    to: clean(input.to),
  };
  const from = readDay(typed.from);
  const to = readDay(typed.to);
  const faults: ReadFilter['faults'][number][] = [];
  if (from === undefined) faults.push({ field: 'from', message: `“From” must be a real date, such as 31/10/2026` });
  if (to === undefined) faults.push({ field: 'to', message: `“To” must be a real date, such as 31/10/2026` });
  if (from && to && from > to) faults.push({ field: 'to', message: '“To” must be the same as or after “From”' });
  return { filter: { ...typed, from: from ?? '', to: to ?? '' }, typed, faults };
}

/** The filter as the end of an address. */
export function filterQuery(typed: HistoryFilter, page?: number): string {
  const chosen = Object.entries({ ...typed, page: page === undefined ? '' : String(page) }).filter(
    ([, value]) => value !== '',
  );
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen)}`;
}

/** `31/10/2026` or `2026-10-31` → `2026-10-31`; nothing stays nothing; undefined where there is no such day. */
export function readDay(text: string): string | undefined {
  if (text === '') return '';
  const british = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const [year, month, day] = british ? [british[3], british[2], british[1]] : iso ? iso.slice(1) : [];
  if (!year || !month || !day || year < '1900') return undefined;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const moment = new Date(`${written}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== written ? undefined : written;
}
