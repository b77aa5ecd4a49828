import { BLANKS } from '../pattern/code-set.ts';
import { type CodeSet, hasCode, type PatternNode, parsePattern } from '../pattern/index.ts';

/** How groups are written: `(?:…)` in JavaScript and its kin, `(…)` in XML Schema, which knows no other. */
export type PatternStyle = 'javascript' | 'xml-schema';

/**
 * The same pattern in the part of the syntax that all languages share: `\d` is written `[0-9]`, which elsewhere would be
 * the digits of every script. A full match, without `^` and `$`. Throws PatternError where the pattern cannot be read.
 */
export function portablePattern(source: string, style: PatternStyle): string {
  return written(parsePattern(source), style);
}

/** A text as a pattern that matches it alone. */
export function literalPattern(text: string): string {
  return [...text].map((letter) => character(letter.codePointAt(0)!, OUTSIDE)).join('');
}

/** Whether a text with a blank in it might match; false only where none can. */
export function mayHoldBlanks(source: string): boolean {
  const anyIn = (node: PatternNode): boolean => {
    if (node.kind === 'set') return node.set.some(meetsBlanks);
    if (node.kind === 'repeat') return anyIn(node.node);
    return node.nodes.some(anyIn);
  };
  return anyIn(parsePattern(source));
}

function meetsBlanks([first, last]: readonly [number, number]): boolean {
  return BLANKS.some(([from, to]) => first <= to && from <= last);
}

const LAST = 0x10ffff;
const OUTSIDE = /[\\^.*+?()[\]{}|]/;
const INSIDE = /[\\^[\]-]/;
const BREAKS: readonly number[] = [0x0a, 0x0d, 0x2028, 0x2029];
const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r' };
/** `$` alone is an anchor in some languages, and `\$` no escape in others. */
const DOLLAR = 0x24;

function written(node: PatternNode, style: PatternStyle): string {
  switch (node.kind) {
    case 'set':
      return writtenSet(node.set);
    case 'sequence':
      return node.nodes.map((part) => (part.kind === 'choice' ? group(part, style) : written(part, style))).join('');
    case 'choice':
      return node.nodes.map((part) => written(part, style)).join('|');
    case 'repeat':
      return `${node.node.kind === 'set' ? written(node.node, style) : group(node.node, style)}${times(node)}`;
  }
}

function group(node: PatternNode, style: PatternStyle): string {
  return `${style === 'javascript' ? '(?:' : '('}${written(node, style)})`;
}

function times({ least, most }: { readonly least: number; readonly most: number }): string {
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

function writtenSet(set: CodeSet): string {
  const [first] = set;
  if (set.length === 1 && first![0] === first![1]) return character(first![0], OUTSIDE);
  const gaps = gapsOf(set);
  if (gaps.length === 0) return '[\\s\\S]';
  if (gaps.flat().every((code) => BREAKS.includes(code)) && BREAKS.every((code) => !hasCode(set, code))) return '.';
  // What reaches the last character of all is said by what it leaves out.
  return set.at(-1)?.[1] === LAST ? `[^${ranges(gaps)}]` : set.length === 0 ? '[^\\s\\S]' : `[${ranges(set)}]`;
}

/** The code points left out; surrogates stand on no side, as no text of characters has them. */
function gapsOf(set: CodeSet): CodeSet {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [first, last] of [...set, [LAST + 1, LAST + 1] as const]) {
    if (first > next && !(next === 0xd800 && first === 0xe000)) gaps.push([next, first - 1]);
    next = last + 1;
  }
  return gaps;
}

function ranges(set: CodeSet): string {
  return set
    .map(([first, last]) => {
      const from = character(first, INSIDE);
      if (first === last) return from;
      return `${from}${last === first + 1 ? '' : '-'}${character(last, INSIDE)}`;
    })
    .join('');
}

function character(code: number, special: RegExp): string {
  const letter = String.fromCodePoint(code);
  if (code === DOLLAR && special === OUTSIDE) return '[$]';
  return NAMED[code] ?? (special.test(letter) ? `\\${letter}` : letter);
}
