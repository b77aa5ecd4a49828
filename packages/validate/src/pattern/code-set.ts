/** Code points as sorted ranges that neither touch nor overlap, both ends included; never surrogates. */
export type CodeSet = readonly (readonly [first: number, last: number])[];

const LAST = 0x10ffff;

/** The set with its ranges sorted and joined, without surrogates, which UTF-8 does not have. */
export function codeSet(ranges: CodeSet): CodeSet {
  const sorted = ranges.flatMap(withoutSurrogates).sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = joined.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** Every code point that is not in the set. */
export function complement(set: CodeSet): CodeSet {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST) gaps.push([next, LAST]);
  return codeSet(gaps);
}

export function hasCode(set: CodeSet, code: number): boolean {
  return set.some(([first, last]) => code >= first && code <= last);
}

/** How many code points are in the set. */
export function sizeOf(set: CodeSet): number {
  return set.reduce((size, [first, last]) => size + last - first + 1, 0);
}

function withoutSurrogates([first, last]: readonly [number, number]): [number, number][] {
  const parts: [number, number][] = [
    [first, Math.min(last, 0xd7ff)],
    [Math.max(first, 0xe000), last],
  ];
  return parts.filter(([from, to]) => from <= to);
}

/** What `.` matches: anything but a line break. */
export const ANY_BUT_BREAKS: CodeSet = complement([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]);
export const DIGITS: CodeSet = [[0x30, 0x39]];
export const WORD: CodeSet = codeSet([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);
/** What `\s` matches and `trim` takes away. */
export const BLANKS: CodeSet = codeSet([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
