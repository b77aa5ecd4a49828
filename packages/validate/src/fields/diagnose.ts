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
const FORMATTED_NUMBER = /^[£$€]?\s?[+-]?\d{1,3}(,\d{3})*(\.\d+)?\s?%?$/;

/**
 * Says what is wrong with a value that its field refused: the most telling code, so that a person knows what happened
 * to it. `sentinels` are the values that stand for "not applicable" somewhere in the template.
 */
export function diagnose(field: Field, text: string, sentinels: ReadonlySet<string>): Code {
  const { template } = field;
  if (text === '') return 'value.required';
  if (sentinels.has(text)) return 'value.not-applicable';
  if (text.includes('\0')) return 'value.nul';
  if (/[\n\r\u2028\u2029]/.test(text)) return 'value.line-break';
  if (text.trim() === '') return 'value.required';
  if (text !== text.trim() && field.accepts(text.trim())) return 'value.blanks';
  if (sentinels.has(text.trim())) return 'value.not-applicable';
  if (SPREADSHEET_ERROR.test(text)) return 'value.spreadsheet-error';
  if (SCIENTIFIC.test(text)) return 'value.scientific';
  return template.type === 'date' ? diagnoseDate(field, text) : diagnoseOther(field, text);
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
  const { constraints = {}, lexical, type } = field.template;
  const pattern = constraints.pattern ?? lexical ?? '';
  if (constraints.enum ? anotherCase(constraints.enum, text) : isOtherSpelling(field, pattern, text))
    return 'value.case';
  if (BECAME_DATE.test(text)) return 'value.became-date';
  if (constraints.enum) return 'value.list';
  if (wantsDigits(pattern) && FORMATTED_NUMBER.test(text) && /[£$€%,]/.test(text)) return 'value.formatted-number';
  if (lostZeros(field, pattern, text)) return 'value.lost-zeros';
  const most = constraints.maxLength ?? Number(/^\.\{\d+,(\d+)\}$/.exec(pattern)?.[1] ?? Number.POSITIVE_INFINITY);
  if ([...text].length > most) return 'value.too-long';
  return type === 'string' ? 'value.pattern' : 'value.number';
}

function anotherCase(members: readonly string[], text: string): boolean {
  return members.some((member) => member.toLowerCase() === text.toLowerCase());
}

/** `(January|June)…`: a pattern that lists words, one of which is there in other letters. */
function isOtherSpelling(field: Field, pattern: string, text: string): boolean {
  return /[A-Za-z]{2,}\|/.test(pattern) && field.accepts(swapCase(text, pattern));
}

/** The text with its first word spelt as the pattern spells it. */
function swapCase(text: string, pattern: string): string {
  for (const word of pattern.match(/[A-Za-z]{2,}/g) ?? []) {
    const at = text.toLowerCase().indexOf(word.toLowerCase());
    if (at >= 0) return text.slice(0, at) + word + text.slice(at + word.length);
  }
  return text;
}

function wantsDigits(pattern: string): boolean {
  return /^\\d/.test(pattern);
}

/** Digits of fixed number, and zeros at the front make the value right. */
function lostZeros(field: Field, pattern: string, text: string): boolean {
  const fixed = /^\\d\{(\d+)\}$/.exec(pattern);
  if (!fixed || !/^\d+$/.test(text)) return false;
  const length = Number(fixed[1]);
  // Shorter codes than five digits rarely begin with zeros: "23" for a year has lost something else.
  return length >= 5 && text.length < length && field.accepts(text.padStart(length, '0'));
}
