import { type CodeSet, codeSet } from './code-set.ts';
import { PatternError } from './syntax.ts';

const OF_STRINGS =
  /\\q\{|\\p\{(Basic_Emoji|Emoji_Keycap_Sequence|RGI_(Modifier|Flag|Emoji_Tag|ZWJ|Emoji_Modifier|Emoji_Flag|Emoji_ZWJ|Emoji)(_Sequence)?)\}/;

const known: Map<string, CodeSet> = new Map();

/**
 * The code points of a class that is more than a list (`\p{L}`, `[\p{L}--[aeiou]]`), by asking the regular
 * expression itself about each of them; some tens of milliseconds the first time.
 */
export function classCodes(source: string, at: number): CodeSet {
  const kept = known.get(source);
  if (kept) return kept;
  if (OF_STRINGS.test(source)) {
    throw new PatternError(
      'unsupported',
      'It has a class of texts of several characters. Write them as alternatives.',
      at,
    );
  }
  const expression = new RegExp(`^${source}$`, 'v');
  const ranges: [number, number][] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code === 0xd800) code = 0xe000;
    if (!expression.test(String.fromCodePoint(code))) continue;
    const last = ranges.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  const set = codeSet(ranges);
  known.set(source, set);
  return set;
}
