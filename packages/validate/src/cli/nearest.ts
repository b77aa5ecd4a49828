/** The candidates most like a mistyped word, best first: a few letters off, or one within the other. At most three. */
export function nearest(word: string, candidates: readonly string[]): string[] {
  const typed = word.toLowerCase();
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, off: unlikeness(typed, candidate.toLowerCase()) }))
    .filter(({ off }) => off <= 0.4)
    .sort((a, b) => a.off - b.off)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** “Did you mean …?”, or the given sentence where nothing is alike. */
export function didYouMean(word: string, candidates: readonly string[], otherwise: string): string {
  const close = nearest(word, candidates);
  return close.length === 0 ? otherwise : `Did you mean ${close.join(' or ')}?`;
}

/** 0 for equal words, 1 for words with nothing in common. */
function unlikeness(typed: string, candidate: string): number {
  if (typed.length >= 3 && (candidate.includes(typed) || typed.includes(candidate))) return 0.2;
  return distance(typed, candidate) / Math.max(typed.length, candidate.length, 1);
}

/** Letters to change, add, take away or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? before[j - 2]! + 1 : change;
      row.push(Math.min(change, swap, above[j]! + 1, row[j - 1]! + 1));
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}
