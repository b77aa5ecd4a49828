/** A range of whole numbers that prose gives for a value. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

const RANGE =
  /(?<![\d.,-])(\d[\d,]*)\s*(?:-|–|to|and)\s*(\d[\d,]*)(?![\d.,]*\d)(?!\s*(?:alpha-?\s?numeric\s+|numeric\s+)?(?:characters?|digits?|letters?|chars?)\b)/gi;
/** Words beside which such numbers are values, and not a length. */
const OF_NUMBERS = /\b(range|between|from|numbers?|values?|days?|months?|years?|marks?|scores?|percent(?:age)?)\b/i;
const COUNT = /(\.|\\d|\[0-9\])\{(\d+),(\d+)\}/g;

/** A repeat count of a pattern that is a range of numbers in the words beside it: `\d{0,150}` and "values from 0 to 150". */
export function countedRange(pattern: string, prose: string): (NumberRange & { readonly part: string }) | undefined {
  for (const [part, what, least = '', most = ''] of pattern.matchAll(COUNT)) {
    if (what === '.' && !OF_NUMBERS.test(prose)) continue;
    const [from, to] = [Number(least), Number(most)];
    const isNamed = rangesNamed(prose).some((range) => range.least === from && range.most === to);
    if (isNamed && to > 9) return { part, least: from, most: to };
  }
  return undefined;
}

function rangesNamed(prose: string): readonly NumberRange[] {
  const number = (text: string): number => Number(text.replaceAll(',', ''));
  return [...prose.matchAll(RANGE)].map(([, least = '', most = '']) => ({ least: number(least), most: number(most) }));
}
