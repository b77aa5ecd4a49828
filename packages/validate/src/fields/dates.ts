/** The calendar date `day.month.year` exists. */
export function isRealDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}

const SHAPES = { '%Y-%m-%d': /^(\d{4})-(\d\d)-(\d\d)$/, '%d/%m/%Y': /^(\d\d)\/(\d\d)\/(\d{4})$/ } as const;

/** The date a text spells in one of the formats, as `yyyy-mm-dd`; undefined where it has another shape. May not exist. */
export function isoSpelling(text: string, formats: readonly (keyof typeof SHAPES)[]): string | undefined {
  for (const format of formats) {
    const match = SHAPES[format].exec(text);
    if (!match) continue;
    return format === '%Y-%m-%d' ? text : `${match[3]}-${match[2]}-${match[1]}`;
  }
  return undefined;
}

/** Whether a text is a date of the calendar, written `yyyy-mm-dd`. */
export function isIsoDate(text: string): boolean {
  return isoSpelling(text, ['%Y-%m-%d']) !== undefined && isRealIso(text);
}

/** Whether an ISO-shaped text is a date of the calendar. */
export function isRealIso(iso: string): boolean {
  return isRealDate(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10)));
}
