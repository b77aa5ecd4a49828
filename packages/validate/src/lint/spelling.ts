/** The words of a name such as `TypeOfPenalty`, `Centre No.` or `centre_name`, in small letters. */
export function wordsOf(name: string): string[] {
  return (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? []).map((word) => word.toLowerCase());
}

/** Whether two texts differ by one letter: wrong, missing, added, or two swapped. */
export function isOneLetterOff(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const swapped = a[from] === b[from + 1] && a[from + 1] === b[from] && a.slice(from + 2) === b.slice(from + 2);
  if (a.length === b.length) return swapped || a.slice(from + 1) === b.slice(from + 1);
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.slice(from) === long.slice(from + 1);
}
