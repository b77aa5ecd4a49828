import type { DefectKind } from '../defects.ts';
import { plainList } from './plain-list.ts';
import { repaired } from './repairs.ts';

/** A fault of a pattern's text, and the part that has it. */
export interface Defect {
  readonly kind: DefectKind;
  readonly part: string;
}

/** What a pattern as printed says once its faults are mended. */
export interface PatternReading {
  readonly defects: readonly Defect[];
  /** The values, where it plainly is a list. */
  readonly list?: readonly string[];
  /** The mended pattern for a whole value, without `^` and `$`, in the publisher's dialect; absent for lists, and where nothing can be made of it. */
  readonly body?: string;
}

const NO_PATTERN =
  /^(not set|not applicable|not specified|not validated|see\b.*|none|n\/?a|tbc|tbd|free ?text|accepted values\b.*|any( value)?|no (validation|regex|regular expression|pattern)\b.*)\.?$/i;
/** Two patterns with the English word between; a value of a list has no such neighbours. */
const JOINED = /(?<=[$)\]}*+]|\\[dws])\s+or\s+(?=[\^(\\[])/;

/**
 * Reads a pattern as it is printed, faults and all (reference: defect classes 1, 2, 5 to 13, 16, 18, 19, 26, 27).
 * `known` are words that are whole for certain, such as those beside the pattern. Blanks round the pattern are the
 * printer's, unless it `isRun`.
 */
export function readPattern(printed: string, known: ReadonlySet<string> = new Set(), isRun = false): PatternReading {
  const text = isRun ? printed : printed.trim();
  if (text === '') return { defects: [] };
  if (/^`|`$/.test(text)) return withDefect('backticks', text, readPattern(text.replace(/^`+|`+$/g, ''), known));
  if (!text.includes('|') && NO_PATTERN.test(text.replace(/^\^|\$$/g, '')))
    return { defects: [{ kind: 'not-a-pattern', part: text }] };
  const unquoted = withoutLostQuotes(text);
  if (unquoted !== text) return withDefect('lost-quotes', text, readPattern(unquoted, known));
  const parts = text.split(JOINED);
  return parts.length > 1 ? readJoined(text, parts, known) : readOne(text, known);
}

/** The text without curly quotation marks round it or in it, or what became of them: `?…?` and U+FFFD. */
function withoutLostQuotes(text: string): string {
  const isInside = text.startsWith('?') && text.endsWith('?');
  const inside = isInside ? text.replace(/^\?+/, '').replace(/\?+$/, '') : text;
  const plain = inside.replaceAll('\uFFFD', '');
  return /^[\^(]*[“‘]/.test(plain) ? plain.replaceAll(/[“”‘’]/g, '') : plain;
}

function withDefect(kind: DefectKind, part: string, reading: PatternReading): PatternReading {
  return { ...reading, defects: [{ kind, part }, ...reading.defects] };
}

function readJoined(text: string, parts: readonly string[], known: ReadonlySet<string>): PatternReading {
  const readings = parts.map((part) => readOne(part.trim(), known));
  const bodies = readings.flatMap(({ body, list }) => body ?? list?.join('|') ?? []);
  const defects: Defect[] = [{ kind: 'joined-by-or', part: text }, ...readings.flatMap((reading) => reading.defects)];
  return bodies.length === parts.length ? { defects, body: bodies.join('|') } : { defects };
}

function readOne(text: string, known: ReadonlySet<string>): PatternReading {
  const defects: Defect[] = [];
  const body = text.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const trimmed = body.trim();
  if (trimmed !== body) defects.push({ kind: 'blank-at-end', part: text });
  const barred = trimmed.replace(/(?<!\\)\\\|/g, '|');
  if (barred !== trimmed && !isInClass(trimmed)) defects.push({ kind: 'escaped-bar', part: trimmed });
  const source = isInClass(trimmed) ? trimmed : barred;
  const list = plainList(source, known);
  if (list) return { defects: [...defects, ...list.defects], list: list.members };
  const mended = repaired(source);
  return { defects: [...defects, ...mended.defects], body: mended.text };
}

/** Every escaped bar stands inside a class, where the backslash is right. */
function isInClass(text: string): boolean {
  return !text.replace(/\[(?:\\.|[^\]\\])*\]/g, '').includes('\\|');
}
