import { clauseAt, forbids } from './clauses.ts';

/**
 * Values that prose gives as examples: "For example, ‘2021-2022’", "e.g. 2012.1". Only what looks like a value, with
 * a digit in it; an example in words may be of anything.
 */
export function examplesNamed(prose: string): string[] {
  const found = [...prose.matchAll(/\b(?:for example|for instance|e\.g\.?|such as|example:)[,:]?\s+([^;\n)]{1,80})/gi)];
  return found.flatMap(({ 0: whole, 1: said, index }) => {
    if (forbids(clauseAt(prose, index + whole.length - said!.length))) return [];
    const first = /^(.*?)(?:[.,](?=\s|$)|\s(?:or|and|is|would|should|where|for)\s|$)/.exec(said!)?.[1] ?? '';
    const value = first.trim().replace(/^["'“”‘’`?\uFFFD]+|["'“”‘’`?\uFFFD]+$/g, '');
    return looksLikeValue(value) ? [value] : [];
  });
}

/** "2012.1", "June 2023", "H/601/8059"; not "section 3". */
function looksLikeValue(text: string): boolean {
  const hasWords = /(?<![\p{L}\p{N}])\p{Ll}{3,}/u.test(text);
  return /\d/.test(text) && !hasWords && text.length <= 30 && text.split(' ').length <= 3;
}
