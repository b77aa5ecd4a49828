import type { Matcher } from '../lint/reading/matcher.ts';

/** The dates that a pattern takes: from when to when, and in which ways of writing. */
export interface DatesTaken {
  readonly least: string;
  readonly most: string;
  readonly forms: readonly ('%Y-%m-%d' | '%d/%m/%Y')[];
}

const FORMS = ['%Y-%m-%d', '%d/%m/%Y'] as const;
/** A year of each century that publishers write, and then some. */
const PROBES = [1999, 2001, 2019, 2023, 2024, 2031];
const [FIRST, LAST] = [1800, 2999];

/** What dates a pattern takes, found by trying; undefined for a pattern that is of something else. */
export function datesOf({ takes }: Matcher): DatesTaken | undefined {
  const forms = FORMS.filter(
    (form) => PROBES.some((year) => takes(written(form, year, '01', '15'))) && !takes(written(form, 2023, '99', '99')),
  );
  const form = forms[0];
  if (!form) return undefined;
  const years = Array.from({ length: LAST - FIRST + 1 }, (_, at) => FIRST + at).filter((year) =>
    takes(written(form, year, '01', '15')),
  );
  return { least: `${years[0]}-01-01`, most: `${years.at(-1)}-12-31`, forms };
}

function written(form: (typeof FORMS)[number], year: number, month: string, day: string): string {
  return form === '%Y-%m-%d' ? `${year}-${month}-${day}` : `${day}/${month}/${year}`;
}
