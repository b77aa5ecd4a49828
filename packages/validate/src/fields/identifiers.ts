/** Check digits of the identifiers that returns carry. Each takes the identifier as sent and says whether it can be real. */

/**
 * Unique Learner Number: ten digits; the sum of digit × weight (10 down to 1), mod 11, is 10
 * (ILR rule DD01). 9999999999 is the placeholder that the rule lets through.
 */
export function isUln(text: string): boolean {
  if (!/^[1-9]\d{9}$/.test(text)) return false;
  if (text === '9999999999') return true;
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += (10 - i) * (text.charCodeAt(i) - 48);
  return sum % 11 === 10;
}

const UCI_LETTERS = 'ABCDEFGHKLMRTVWXY';

/**
 * Unique Candidate Identifier: centre (5), board (1), year (2), candidate (4), check letter; weights 16 down to 5,
 * mod 17. A letter in the board's place counts A = 1 … P = 16; sources differ beyond P, so Q to Z pass unchecked.
 */
export function isUci(text: string): boolean {
  if (!/^\d{5}[0-9A-Z]\d{6}[A-Z]$/.test(text)) return false;
  let sum = 0;
  for (let i = 0; i < 12; i++) {
    const code = text.charCodeAt(i);
    if (code > 80) return UCI_LETTERS.includes(text[12]!);
    sum += (16 - i) * (code >= 65 ? code - 64 : code - 48);
  }
  return text[12] === UCI_LETTERS[sum % 17];
}

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * Unique Pupil Number: check letter, then twelve characters (the last a letter in a temporary UPN); the
 * sum of value × position (2 to 13), mod 23, picks the letter.
 */
export function isUpn(text: string): boolean {
  if (!/^[A-Z]\d{11}[0-9A-Z]$/.test(text)) return false;
  let sum = 0;
  for (let i = 1; i < 13; i++) {
    const code = text.charCodeAt(i);
    const value = code >= 65 ? UPN_LETTERS.indexOf(text[i]!) : code - 48;
    if (value < 0) return false;
    sum += value * (i + 1);
  }
  return text[0] === UPN_LETTERS[sum % 23];
}
