/** A length that prose gives. */
export interface LengthClaim {
  /** NaN where only the most is given. */
  readonly least: number;
  readonly most: number;
  /** The words, as they stand. */
  readonly said: string;
}

const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const NUMBER = `(\\d[\\d,]*|${WORDS.join('|')})`;
const UNIT = '(?:alpha-?\\s?numeric\\s+|numeric\\s+)?(?:characters?|digits?|letters?)\\b';
const RANGE = new RegExp(`\\b${NUMBER}\\s*(?:to|-|–)\\s*${NUMBER}\\s+${UNIT}`, 'gi');
const AT_MOST = new RegExp(
  `\\b(?:up to|at most|no more than|not more than|maximum(?: of)?|max\\.?)\\s+${NUMBER}\\s+${UNIT}|\\b${NUMBER}\\s+${UNIT}\\s+(?:maximum|max\\b|or fewer|or less)`,
  'gi',
);
const EXACT = new RegExp(`\\b${NUMBER}\\s+${UNIT}`, 'gi');

/** The one length that prose gives for the whole value; undefined where it gives none, or several. */
export function lengthClaim(prose: string): LengthClaim | undefined {
  const claims: LengthClaim[] = [];
  // Each form takes its words away, so that "1 to 10 digits" is not read again as "10 digits".
  const withoutRanges = prose.replace(RANGE, (said, least: string, most: string) => {
    claims.push({ least: numberOf(least), most: numberOf(most), said });
    return ';';
  });
  const rest = withoutRanges.replace(AT_MOST, (said, before: string | undefined, after: string | undefined) => {
    claims.push({ least: Number.NaN, most: numberOf(before ?? after), said });
    return ';';
  });
  for (const [said, count] of rest.matchAll(EXACT))
    claims.push({ least: numberOf(count), most: numberOf(count), said });
  return claims.length === 1 ? claims[0] : undefined;
}

function numberOf(written: string | undefined): number {
  const word = WORDS.indexOf((written ?? '').toLowerCase());
  return word >= 0 ? word : Number((written ?? '').replaceAll(',', ''));
}

/** Whether lengths agree with a claim; a claim of "up to" says nothing of the least. */
export function fitsClaim({ least, most }: { least: number; most: number }, claim: LengthClaim): boolean {
  return most === claim.most && (Number.isNaN(claim.least) || least === claim.least);
}
