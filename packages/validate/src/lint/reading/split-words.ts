const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const MONTH = new RegExp(`\\b(?:${MONTHS.map((month) => [...month].join(' ?')).join('|')})\\b`, 'g');

/** The text with words joined that a line break split: two parts that together are a known word. */
export function joinSplitWords(text: string, isKnown: (word: string) => boolean): string {
  const tokens = text.replace(/^- (?=\d)/, '-').split(' ');
  for (let at = 0; at + 1 < tokens.length; ) {
    const joined = tokens[at]! + tokens[at + 1]!;
    const areWords = isKnown(tokens[at]!) && isKnown(tokens[at + 1]!);
    if (joined.length > 2 && isKnown(joined) && !areWords) tokens.splice(at, 2, joined);
    else at++;
  }
  return joinSplitMonths(tokens.join(' '));
}

/** For each of several texts, whether a word is known by itself or stands in another of them. */
export function knownElsewhere(
  texts: readonly string[],
  known: ReadonlySet<string>,
): (text: string) => (word: string) => boolean {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of new Set(text.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (text) => {
    const own = new Set(text.split(' '));
    return (word) => known.has(word) || (counts.get(word) ?? 0) > (own.has(word) ? 1 : 0);
  };
}

/** The text with `Novem ber` written as `November`. */
export function joinSplitMonths(text: string): string {
  return text.replace(MONTH, (month) => month.replaceAll(' ', ''));
}

/** The words of texts, as they can be told from what surrounds them. */
export function knownWords(texts: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const text of texts) for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) words.add(word);
  return words;
}
