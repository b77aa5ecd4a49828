import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The columns of the PTQ assessment outcomes of August 2023, in the order published. */
export const COLUMNS: readonly string[] = [
  'ReportingDate',
  'AcademicYear',
  'AwardingOrganisation',
  'AssessmentCode',
  'MaxMarkAndBoundaryID',
  'UniqueLearnerNumber',
  'UniqueCandidateIdentifier',
  'CandidateIdentifierOther',
  'AssessmentDate',
  'AssessmentRawMark',
  'AssessmentScaledScore',
  'AssessmentGrade',
];

const SHAPES: Readonly<Record<string, RegExp>> = {
  ReportingDate: /^20\d\d-\d\d-\d\d$/,
  AcademicYear: /^20\d\d-20\d\d$/,
  AwardingOrganisation: /^(?!-2$).{1,100}$/u,
  AssessmentCode: /^(?!-2$).{1,50}$/u,
  MaxMarkAndBoundaryID: /^.{1,50}$/u,
  UniqueLearnerNumber: /^(-2|\d{1,10})$/,
  UniqueCandidateIdentifier: /^.{1,13}$/u,
  CandidateIdentifierOther: /^.{1,20}$/u,
  AssessmentDate: /^20\d\d-\d\d-\d\d$/,
  AssessmentRawMark: /^(-2|\d{1,3})$/,
  AssessmentScaledScore: /^(-2|\d{1,3})$/,
  AssessmentGrade: /^.*$/,
};

/** The list of grades as the publisher printed it, -2 included. */
const GRADES: ReadonlySet<string> = new Set(
  readFileSync(join(import.meta.dirname, '../../../collections/templates/ptq-assessment-outcomes/2023-08.yaml'), 'utf8')
    .match(/"\^\((FAIL\|.*)\)\$"/)![1]!
    .split('|'),
);

/** Whether the column accepts the text. */
export function isRight(column: string, text: string): boolean {
  if (text !== text.trim() && ['', '-2'].includes(text.trim())) return false;
  if (!SHAPES[column]!.test(text)) return false;
  if (column === 'AssessmentGrade') return GRADES.has(text);
  return !column.endsWith('Date') || isCalendarDate(text);
}

function isCalendarDate(text: string): boolean {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year!, month! - 1, day));
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
}

const MONTHS = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
const MESSAGES = ['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!', '#CALC!'];
const TURNED = [
  /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}([ T]\d{1,2}:\d\d(:\d\d)?)?$/,
  new RegExp(`^(\\d{1,2}[- ])?${MONTHS}[a-z]*[- ]\\d{2,4}$`, 'i'),
  new RegExp(`^\\d{1,2}[- ]${MONTHS}$`, 'i'),
];
const BECAME = [
  /^\d\d?\/\d\d?\/\d{4}$/,
  new RegExp(`^(\\d\\d?-)?${MONTHS}[a-z]*-\\d{2,4}$`, 'i'),
  new RegExp(`^\\d\\d?-${MONTHS}$`, 'i'),
];

/** The code for a text that the column refuses. */
export function whatIsWrong(column: string, text: string): string {
  if (text === '') return 'value.required';
  if (text === '-2') return 'value.not-applicable';
  if (text.includes('\0')) return 'value.nul';
  if (['\n', '\r', '\u2028', '\u2029'].some((mark) => text.includes(mark))) return 'value.line-break';
  if (text.trim() === '') return 'value.required';
  if (text.trim() !== text && isRight(column, text.trim())) return 'value.blanks';
  if (text.trim() === '-2') return 'value.not-applicable';
  if (MESSAGES.includes(text.toUpperCase())) return 'value.spreadsheet-error';
  if (/^[+-]?\d+([.,]\d+)?e[+-]?\d+$/i.test(text)) return 'value.scientific';
  return column.endsWith('Date') ? wrongDate(text) : wrongOther(column, text);
}

function wrongDate(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    return isCalendarDate(text) && !text.startsWith('20') ? 'value.date-range' : 'value.no-such-date';
  }
  if (TURNED.some((form) => form.test(text))) return 'value.turned-date';
  return /^[2-7]\d{4}(\.\d+)?$/.test(text) ? 'value.date-number' : 'value.date';
}

function wrongOther(column: string, text: string): string {
  const isGrade = column === 'AssessmentGrade';
  if (isGrade && [...GRADES].some((grade) => grade.toLowerCase() === text.toLowerCase())) return 'value.case';
  if (BECAME.some((form) => form.test(text))) return 'value.became-date';
  if (isGrade) return 'value.list';
  const isNumber = column === 'AssessmentRawMark' || column === 'AssessmentScaledScore';
  if (isNumber || column === 'UniqueLearnerNumber') {
    const formatted = /^[£$€]?\s?[+-]?\d{1,3}(,\d{3})*(\.\d+)?\s?%?$/.test(text);
    if (formatted && /[£$€%,]/.test(text)) return 'value.formatted-number';
    return isNumber ? 'value.number' : 'value.pattern';
  }
  return column === 'AcademicYear' ? 'value.pattern' : 'value.too-long';
}

/** An accepted text that looks like a long number after a spreadsheet had it. */
export function looksScientific(column: string, text: string): boolean {
  return column !== 'AssessmentGrade' && !column.endsWith('Date') && /^\d+([.,]\d+)?e\+\d{1,3}$/i.test(text);
}

/** ULN by the HESA form of the rule. */
export function ulnHolds(text: string): boolean {
  if (text === '9999999999') return true;
  if (!/^[1-9]\d{9}$/.test(text)) return false;
  return [...text].map((digit, i) => Number(digit) * (10 - i)).reduce((a, b) => a + b) % 11 === 10;
}

/** UCI by the printed table of letters; a board letter beyond P is not worked out. */
export function uciHolds(text: string): boolean {
  if (!/^\d{5}[\dA-Z]\d{6}[ABCDEFGHKLMRTVWXY]$/.test(text)) return false;
  if (/^\d{5}[Q-Z]/.test(text)) return true;
  const worth = [...text.slice(0, 12)].map((sign) => Number.parseInt(sign, 36) - (sign >= 'A' ? 9 : 0));
  const sum = worth.reduce((total, each, i) => total + each * (16 - i), 0);
  return text.at(-1) === 'A B C D E F G H K L M R T V W X Y'.split(' ')[sum % 17];
}
