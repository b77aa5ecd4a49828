import type { DefectKind } from '../defects.ts';
import { joinSplitMonths } from './split-words.ts';

/** How one kind of fault is found in a pattern, and what is written instead. */
interface Repair {
  readonly kind: DefectKind;
  readonly find: RegExp;
  readonly mend: (...match: string[]) => string;
}

/** A number of so many digits was never a number of repeats. */
const isRange = (number: string): boolean => number.length >= 6 || /^0\d\d/.test(number);

const digitsBetween = (least: string, most: string): string => {
  if (least.length !== most.length) return `\\d{${least.length},${most.length}}`;
  return least.startsWith('0') ? `\\d{${most.length}}` : `[1-9]\\d{${most.length - 1}}`;
};

/** In this order: what one mends, the next may need. */
const REPAIRS: readonly Repair[] = [
  { kind: 'blank-inside', find: /\{(?=[\d,]*\s)[\d,\s]+\}/g, mend: (count) => count.replaceAll(/\s/g, '') },
  { kind: 'blank-inside', find: /\[- \]/g, mend: () => '-' },
  {
    kind: 'blank-inside',
    find: /(?<=[[0-9A-Za-z])([0-9A-Za-z])- (?=[0-9A-Za-z])(?=[^[\]]*\])/g,
    mend: (_, from) => `${from}-`,
  },
  { kind: 'blank-inside', find: /(?<=^|[(|])- (?=\d)/g, mend: () => '-' },
  { kind: 'blank-inside', find: /^[\s\S]+$/, mend: (whole) => joinSplitMonths(whole) },
  { kind: 'empty-class', find: /\[\]/g, mend: () => ' ' },
  { kind: 'lost-character', find: /(?<=^|[(|])\{(\d+,?\d*)\}/g, mend: (_, count) => `.{${count}}` },
  { kind: 'lost-character', find: /\\\{(\d+,?\d*)\}/g, mend: (_, count) => `.{${count}}` },
  { kind: 'lost-character', find: /(?<![\\A-Za-z[-])d(?=\{\d)/g, mend: () => '\\d' },
  { kind: 'lost-character', find: /\(([0-9A-Za-z]-[0-9A-Za-z])\]/g, mend: (_, range) => `[${range}]` },
  { kind: 'round-brackets', find: /(\.|\\[dws]|\])\((\d+,\d*)\)/g, mend: (_, before, count) => `${before}{${count}}` },
  {
    kind: 'hyphen-in-count',
    find: /\{(\d{1,3})\s?[-–]\s?(\d{1,3})\}/g,
    mend: (whole, least, most) => (Number(least) <= Number(most) ? `{${least},${most}}` : whole!),
  },
  {
    kind: 'range-as-count',
    find: /(?:\.|\\d|\[0-9\])\{(\d{4,})\s?[-–]\s?(\d{4,})\}/g,
    mend: (_, least, most) => digitsBetween(least!, most!),
  },
  {
    kind: 'range-in-class',
    find: /\[(\d+)-(\d+)\]/g,
    mend: (whole, least, most) =>
      Number(most) > 9 && Number(least) < Number(most) ? `\\d{${least!.length},${most!.length}}` : whole!,
  },
  {
    kind: 'range-as-count',
    find: /(?:\.|\\d|\[0-9\])\{(\d+),(\d+)\}/g,
    mend: (whole, least, most) => (isRange(least!) || isRange(most!) ? digitsBetween(least!, most!) : whole!),
  },
  { kind: 'lost-bar', find: /0\[1-9\](?=\[12\]\[0-9\]|1\[0)|\[12\]\[0-9\](?=3\[01\])/g, mend: (day) => `${day}|` },
  { kind: 'year-without-zero', find: /(20\)?)\[\d-9\]\[1-9\]/g, mend: (_, century) => `${century}\\d\\d` },
];

/** What was mended in a pattern, and the pattern that came of it. */
export interface Repaired {
  readonly text: string;
  readonly defects: readonly { readonly kind: DefectKind; readonly part: string }[];
}

/** Mends what is wrong in the text of a pattern that is no plain list. */
export function repaired(pattern: string): Repaired {
  const defects: { kind: DefectKind; part: string }[] = [];
  let text = pattern;
  for (const { kind, find, mend } of REPAIRS) {
    text = text.replace(find, (...match: string[]) => {
      const mended = mend(...match);
      if (mended !== match[0]) defects.push({ kind, part: match[0]! });
      return mended;
    });
  }
  const trimmed = withoutBlanksAroundAlternatives(text);
  if (trimmed.part !== undefined) defects.push({ kind: 'blank-around', part: trimmed.part });
  return { text: trimmed.text, defects };
}

/**
 * Groups in which some alternatives begin or end with a blank and others do not. Where all do, the blank parts the
 * group from its neighbour and is meant.
 */
function withoutBlanksAroundAlternatives(text: string): { text: string; part?: string } {
  let part: string | undefined;
  const mended = text.replace(/(?<=(?<!\\)\((?:\?:)?)[^()[\]]*\|[^()[\]]*(?=\))/g, (inside) => {
    const alternatives = inside.split('|');
    const uneven = (has: (alternative: string) => boolean): boolean => {
      const found = alternatives.filter((alternative) => alternative !== '' && has(alternative));
      return found.length > 0 && found.length < alternatives.filter((alternative) => alternative !== '').length;
    };
    if (!uneven((alternative) => /^\s/.test(alternative)) && !uneven((alternative) => /\s$/.test(alternative)))
      return inside;
    part ??= inside;
    return alternatives.map((alternative) => alternative.trim()).join('|');
  });
  return part === undefined ? { text } : { text: mended, part };
}
