import type { TemplateField } from '../template.ts';
import type { Code } from './catalogue.ts';
import { isoSpelling, isRealIso } from './dates.ts';
import type { Field } from './field.ts';

const SCIENTIFIC = /^[+-]?\d+([.,]\d+)?E[+-]?\d+$/i;
const SLASHED_DATE = /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}([ T]\d{1,2}:\d\d(:\d\d)?)?$/;
const WORDED_DATE =
  /^(\d{1,2}[- ])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]\d{2,4}$|^\d{1,2}[- ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i;
/** The forms in which spreadsheets show what they took for a date: Jun-21, 2-Mar, 14-Jun-23, 14/06/2023. */
const BECAME_DATE =
  /^((\d{1,2}-)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d{2,4}|\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}\/\d{1,2}\/\d{4})$/i;
const DAY_NUMBER = /^[2-7]\d{4}(\.\d+)?$/;
const SPREADSHEET_ERROR = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$/i;
const FORMATTED_NUMBER = /^[$\u00a3\u20ac]?\s?[+-]?\d{1,3}(,\d{3})*(\.\d+)?\s?%?$/;

/**
 * Says what is wrong with a value that its field refused: the most telling code, so that a person knows what happened
 * to it. `sentinels` are the values that stand for "not applicable" somewhere in the template.
 */
export function diagnose(field: Field, text: string, sentinels: ReadonlySet<string>): Code {
  const { template } = field;
  if (text === '') return 'value.required';
  if (sentinels.has(text)) return 'value.not-applicable';
  const unprinted = findUnprinted(text);
  if (unprinted !== undefined) return unprinted;
  const trimmed = text.trim();
  if (trimmed === '') return 'value.required';
  if (trimmed !== text && field.accepts(trimmed)) return 'value.blanks';
  if (trimmed !== text && sentinels.has(trimmed)) return 'value.not-applicable';
  if (text.startsWith('#') && SPREADSHEET_ERROR.test(text)) return 'value.spreadsheet-error';
  if (!beginsWithLetter(text) && SCIENTIFIC.test(text)) return 'value.scientific';
  return template.type === 'date' ? diagnoseDate(field, text) : diagnoseOther(field, text);
}

/** Looks at each character once, as expressions cost more than that. */
function findUnprinted(text: string): 'value.nul' | 'value.line-break' | undefined {
  let broken = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0) return 'value.nul';
    if (code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029) broken = true;
  }
  return broken ? 'value.line-break' : undefined;
}

/** No number does, however it is written. */
function beginsWithLetter(text: string): boolean {
  const code = text.charCodeAt(0) | 0x20;
  return code >= 0x61 && code <= 0x7a;
}

function diagnoseDate({ template }: Field, text: string): Code {
  const iso = isoSpelling(text, ['%Y-%m-%d', ...(template.dateFormats ?? [])]);
  if (iso !== undefined) return isOutside(template, iso) ? 'value.date-range' : 'value.no-such-date';
  if (SLASHED_DATE.test(text) || WORDED_DATE.test(text)) return 'value.turned-date';
  if (DAY_NUMBER.test(text)) return 'value.date-number';
  return 'value.date';
}

/** A date of the calendar that is before `minimum` or after `maximum`. */
function isOutside({ constraints = {} }: TemplateField, iso: string): boolean {
  return isRealIso(iso) && (iso < String(constraints.minimum ?? iso) || iso > String(constraints.maximum ?? iso));
}

function diagnoseOther(field: Field, text: string): Code {
  const shape = shapeOf(field);
  const { members, most } = shape;
  if (members ? members.has(text.toLowerCase()) : isOtherSpelling(field, shape, text)) return 'value.case';
  if ((text.includes('-') || text.includes('/')) && BECAME_DATE.test(text)) return 'value.became-date';
  if (members) return 'value.list';
  if (!beginsWithLetter(text)) {
    if (shape.wantsDigits && FORMATTED_NUMBER.test(text) && /[£$€%,]/.test(text)) return 'value.formatted-number';
    if (lostZeros(field, shape, text)) return 'value.lost-zeros';
  }
  if (text.length > most && characters(text) > most) return 'value.too-long';
  return field.template.type === 'string' ? 'value.pattern' : 'value.number';
}

/** What a field's template says of the form of its values. */
interface Shape {
  /** The values of a list in small letters. */
  readonly members: ReadonlySet<string> | undefined;
  /** The words of a pattern that lists words, `(January|June)…`; none of any other. */
  readonly words: readonly string[];
  readonly wantsDigits: boolean;
  /** How many digits make a value, where it is always the same number; else 0. */
  readonly digits: number;
  /** Most characters of a value. */
  readonly most: number;
}

const shapes: WeakMap<Field, Shape> = new WeakMap();

/** Made once for each field: millions of its values may be wrong. */
function shapeOf(field: Field): Shape {
  const known = shapes.get(field);
  if (known) return known;
  const { constraints = {}, lexical } = field.template;
  const pattern = constraints.pattern ?? lexical ?? '';
  const shape = {
    members: constraints.enum && new Set(constraints.enum.map((member) => member.toLowerCase())),
    words: /[A-Za-z]{2,}\|/.test(pattern) ? (pattern.match(/[A-Za-z]{2,}/g) ?? []) : [],
    wantsDigits: pattern.startsWith('\\d'),
    digits: Number(/^\\d\{(\d+)\}$/.exec(pattern)?.[1] ?? 0),
    most: constraints.maxLength ?? Number(/^\.\{\d+,(\d+)\}$/.exec(pattern)?.[1] ?? Number.POSITIVE_INFINITY),
  };
  shapes.set(field, shape);
  return shape;
}

/** A pattern's word is there in other letters. */
function isOtherSpelling(field: Field, { words }: Shape, text: string): boolean {
  return words.length > 0 && field.accepts(swapCase(text, words));
}

/** The text with its first word spelt as the pattern spells it. */
function swapCase(text: string, words: readonly string[]): string {
  for (const word of words) {
    const at = text.toLowerCase().indexOf(word.toLowerCase());
    if (at >= 0) return text.slice(0, at) + word + text.slice(at + word.length);
  }
  return text;
}

/** Digits of fixed number, and zeros at the front make the value right. */
function lostZeros(field: Field, { digits }: Shape, text: string): boolean {
  // Shorter codes than five digits rarely begin with zeros: "23" for a year has lost something else.
  if (digits < 5 || text.length >= digits || !/^\d+$/.test(text)) return false;
  return field.accepts(text.padStart(digits, '0'));
}

/** Characters of a text; those beyond U+FFFF count once. */
function characters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count++;
  return count;
}
