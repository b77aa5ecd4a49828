import { isRealIso } from '../../fields/dates.ts';
import { clauseAt, forbids } from './clauses.ts';

/** Ways of writing a date that prose names, such as dd/mm/yyyy. */
export function dateForms(prose: string): ('%Y-%m-%d' | '%d/%m/%Y')[] {
  const names = (form: RegExp): boolean =>
    [...prose.matchAll(form)].some(({ index }) => !forbids(clauseAt(prose, index)));
  return [
    ...(names(/\byyyy-mm-dd\b/gi) ? (['%Y-%m-%d'] as const) : []),
    ...(names(/\bdd\/mm\/yyyy\b/gi) ? (['%d/%m/%Y'] as const) : []),
  ];
}

/** Dates of the calendar that prose gives as values, in either form. */
export function datesNamed(prose: string): string[] {
  const found = [...prose.matchAll(/(?<![\w/-])(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)\/(\d\d)\/(\d{4}))(?![\w/-])/g)];
  return found.flatMap((match) => {
    const [text, year, month, day, slashedDay, slashedMonth, slashedYear] = match;
    const iso = `${year ?? slashedYear}-${month ?? slashedMonth}-${day ?? slashedDay}`;
    return isRealIso(iso) && !forbids(clauseAt(prose, match.index)) ? [text] : [];
  });
}

/** A year that no learner's work is dated with: the date stands for something else. */
export function isSentinelDate(date: string): boolean {
  const year = Number(/\d{4}/.exec(date)?.[0]);
  return year >= 2100 || year <= 1900;
}
