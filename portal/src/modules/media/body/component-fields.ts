import { londonMoment, londonTime } from '../../../platform/london.ts';
import { EVERY_ENDING } from '../kinds.ts';
import { type ComponentRules, NOTICE_CODES } from '../model.ts';
import { FieldReader, type Typed } from './fields.ts';
import type { ComponentFacts } from './queries.ts';

const MB = 1_000_000;
/** Ten times what the longest exam needs. */
const MOST_MB = 10_000;
const MOST_SECONDS = 12 * 60 * 60;
const OTHER_ROLES = ['notes', 'form'] as const;

export type ComponentInput = Pick<
  ComponentFacts,
  'code' | 'name' | 'qualification' | 'subject' | 'opensAt' | 'closesAt' | 'rules'
>;

/** Reads the form of a component, rules and all. */
export function readComponent(typed: Typed) {
  const reader = new FieldReader(typed);
  const code = reader.fitting(
    'code',
    /^[A-Za-z0-9][A-Za-z0-9/.-]{0,19}$/,
    'Enter the code as printed, such as 8638/SF: at most 20 letters, digits, strokes, points and hyphens',
  );
  const named = {
    name: reader.line('name', 'Name', 150),
    qualification: reader.line('qualification', 'Qualification', 100),
    subject: reader.line('subject', 'Subject', 100),
  };
  const opensAt = readMoment(reader, 'opens', 'opening');
  const closesAt = readMoment(reader, 'closes', 'closing');
  if (reader.faults.every(({ field }) => !/^(opens|closes)/.test(field)) && closesAt <= opensAt)
    reader.fault('closesDay', 'The closing must come after the opening');
  const input: ComponentInput = { code, ...named, opensAt, closesAt, rules: readRules(reader) };
  return { input, faults: reader.faults };
}

function readRules(reader: FieldReader): ComponentRules {
  const types = reader.chosen('types', EVERY_ENDING);
  if (types.length === 0) reader.fault('types', 'Choose at least one type of file');
  const leastSeconds = readLength(reader, 'least', 'The shortest length');
  const mostSeconds = readLength(reader, 'most', 'The longest length');
  if (leastSeconds !== undefined && mostSeconds !== undefined && leastSeconds >= mostSeconds)
    reader.fault('most', 'The longest length must be more than the shortest');
  return {
    types,
    bytes: reader.number('megabytes', 'The most megabytes of a file', 1, MOST_MB) * MB,
    atOnce: reader.number('atOnce', 'Files at a time', 1, 50),
    ...(leastSeconds !== undefined && { leastSeconds }),
    ...(mostSeconds !== undefined && { mostSeconds }),
    filesEach: reader.number('filesEach', 'Files for a candidate', 1, 50),
    shared: reader.is('shared'),
    roles: ['recording', ...reader.chosen('roles', OTHER_ROLES)],
    reasons: reader.lines('reasons', 'Reasons', 20, 100),
    documents: readDocuments(reader),
    unscanned: reader.chosen('unscanned', ['taken', 'held'])[0] ?? 'held',
    blocking: reader.chosen('blocking', NOTICE_CODES),
  };
}

function readDocuments(reader: FieldReader): ComponentRules['documents'] {
  const documents = {
    types: reader.chosen('documentTypes', EVERY_ENDING),
    bytes: reader.number('documentMegabytes', 'The most megabytes of a document', 1, MOST_MB) * MB,
    atOnce: reader.number('documentsAtOnce', 'Documents at a time', 1, 50),
    nameLength: reader.number('nameLength', 'The longest name', 10, 150),
    wanted: reader.lines('wanted', 'Documents asked for', 10, 100),
    required: reader.is('required'),
  };
  if (documents.types.length === 0 && (documents.required || documents.wanted.length > 0))
    reader.fault('documentTypes', 'Choose at least one type of document, or ask for none');
  return documents;
}

/** "4:30" or "5" minutes, in seconds; undefined where nothing is typed. */
function readLength(reader: FieldReader, field: string, what: string): number | undefined {
  const text = reader.raw(field);
  if (text === '') return undefined;
  const [, minutes, seconds = '0'] = /^(\d{1,3})(?::([0-5]\d))?$/.exec(text) ?? [];
  const all = Number(minutes) * 60 + Number(seconds);
  if (all >= 1 && all <= MOST_SECONDS) return all;
  reader.fault(field, `${what} must be in minutes and seconds, such as 4:30, and at most 12 hours`);
  return undefined;
}

function readMoment(reader: FieldReader, name: 'opens' | 'closes', words: string): Date {
  const moment = londonMoment(reader.raw(`${name}Day`), reader.raw(`${name}Time`));
  if (!moment) {
    const isTime = /^([01]?\d|2[0-3]):[0-5]\d$/.test(reader.raw(`${name}Time`));
    if (isTime) reader.fault(`${name}Day`, `Enter the day of the ${words} as year-month-day, such as 2027-06-04`);
    else reader.fault(`${name}Time`, `Enter the time of the ${words} in 24 hours, such as 17:00`);
  }
  return moment ?? new Date(0);
}

/** What the form of a component shows before anything is typed. */
export function componentValues(component: ComponentInput): Typed {
  const { code, name, qualification, subject, opensAt, closesAt, rules } = component;
  const [opens, closes] = [londonTime(opensAt), londonTime(closesAt)];
  const { documents } = rules;
  return {
    code,
    name,
    qualification,
    subject,
    opensDay: opens.day,
    opensTime: opens.time,
    closesDay: closes.day,
    closesTime: closes.time,
    types: rules.types,
    megabytes: megabytes(rules.bytes),
    atOnce: String(rules.atOnce),
    least: lengthTyped(rules.leastSeconds),
    most: lengthTyped(rules.mostSeconds),
    filesEach: String(rules.filesEach),
    shared: rules.shared ? ['yes'] : [],
    roles: rules.roles,
    reasons: rules.reasons.join('\n'),
    documentTypes: documents.types,
    documentMegabytes: megabytes(documents.bytes),
    documentsAtOnce: String(documents.atOnce),
    nameLength: String(documents.nameLength),
    wanted: documents.wanted.join('\n'),
    required: documents.required ? ['yes'] : [],
    unscanned: rules.unscanned,
    blocking: rules.blocking,
  };
}

/** What the form cannot show, seconds of a moment and parts of a megabyte, stays where what it shows was left alone. */
export function keepUnshown(before: ComponentInput, input: ComponentInput): ComponentInput {
  const sameMinute = (a: Date, b: Date): boolean => JSON.stringify(londonTime(a)) === JSON.stringify(londonTime(b));
  const bytes = (was: number, is: number): number => (megabytes(was) === megabytes(is) ? was : is);
  const { rules } = input;
  return {
    ...input,
    opensAt: sameMinute(before.opensAt, input.opensAt) ? before.opensAt : input.opensAt,
    closesAt: sameMinute(before.closesAt, input.closesAt) ? before.closesAt : input.closesAt,
    rules: {
      ...rules,
      bytes: bytes(before.rules.bytes, rules.bytes),
      documents: { ...rules.documents, bytes: bytes(before.rules.documents.bytes, rules.documents.bytes) },
    },
  };
}

/** What a new component begins with. */
export const NEW_COMPONENT: Typed = {
  opensTime: '09:00',
  closesTime: '17:00',
  types: ['.mp3', '.wav', '.m4a', '.mp4'],
  megabytes: '500',
  atOnce: '10',
  filesEach: '4',
  reasons: 'Absent\nSubmitted on another platform\nMissing submission\nExempt\nMarks carried forward',
  documentTypes: ['.pdf', '.docx', '.jpg', '.png'],
  documentMegabytes: '20',
  documentsAtOnce: '5',
  nameLength: '50',
  wanted: 'Attendance register',
  required: ['yes'],
  unscanned: 'taken',
};

function megabytes(bytes: number): string {
  return String(Math.max(1, Math.ceil(bytes / MB)));
}

function lengthTyped(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
