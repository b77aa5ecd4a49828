import { isRealIso } from '../../fields/dates.ts';
import { type LintPlace, quoted, type Remarks } from '../remark.ts';
import { isOneLetterOff } from '../spelling.ts';

/** Looks at a value and says what is wrong with it. */
export type Shape = (value: unknown, place: LintPlace, remarks: Remarks) => void;

/** Anything written as `key: value`. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The value of a mapping's own key; never what an object inherits. */
export function own(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** The place of a key inside a place. */
export function inside(place: LintPlace, key: string | number): LintPlace {
  const step = typeof key === 'number' ? `[${key}]` : place.path === '' ? key : `.${key}`;
  return { ...place, path: `${place.path}${step}` };
}

/** What kind of thing a value is, in words. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : 'a group of keys';
}

/** Says that a value is of another kind than wanted. */
export function wrongKind(value: unknown, wanted: string, place: LintPlace, remarks: Remarks): void {
  const unquoted = wanted === 'a text' && ['a number', 'a date', 'true or false'].includes(kindOf(value));
  remarks.say('shape.kind', place, {
    message: `This is ${kindOf(value)}, not ${wanted}.`,
    ...(unquoted && { remedy: 'Put it in quotation marks.' }),
  });
}

/** A text, of a form that `wanted` names where it is restricted. */
export function text(form?: RegExp, wanted?: string): Shape {
  return (value, place, remarks) => {
    if (typeof value !== 'string') return wrongKind(value, 'a text', place, remarks);
    if (form && !form.test(value)) {
      remarks.say('shape.value', place, { message: `${quoted(value)} is not ${wanted}.` });
    }
  };
}

const ISO = /^\d{4}-\d\d-\d\d$/;
const isoText = text(ISO, 'a date written year-month-day');

/** A day that is in the calendar. */
export const date: Shape = (value, place, remarks) => {
  isoText(value, place, remarks);
  if (typeof value !== 'string' || !ISO.test(value) || isRealIso(value)) return;
  remarks.say('shape.value', place, { message: `There is no date ${quoted(value)}.` });
};

/** A text for people to read. */
export const words: Shape = (value, place, remarks) => {
  if (typeof value !== 'string') return wrongKind(value, 'a text', place, remarks);
  if (value.trim() === '') return remarks.say('words.missing', place, { message: 'There are no words here.' });
  if (/^\s/.test(value)) remarks.say('shape.value', place, { message: 'The text begins with a blank.' });
};

/** Words in one line. */
export const line: Shape = (value, place, remarks) => {
  words(value, place, remarks);
  if (typeof value !== 'string' || value.trim() === '') return;
  if (value.includes('\n'))
    remarks.say('shape.value', place, { message: 'The text has a line break.', remedy: 'Write it in one line.' });
  else if (/\s$/.test(value)) remarks.say('shape.value', place, { message: 'The text ends with a blank.' });
};

export function oneOf(members: readonly unknown[]): Shape {
  return (value, place, remarks) => {
    if (members.includes(value)) return;
    const shown = typeof value === 'string' ? quoted(value) : `This (${kindOf(value)})`;
    remarks.say('shape.value', place, { message: `${shown} is not one of: ${members.join(', ')}.` });
  };
}

export const number: Shape = (value, place, remarks) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) wrongKind(value, 'a number', place, remarks);
};

/** A whole number from 0. */
export const count: Shape = (value, place, remarks) => {
  if (typeof value !== 'number') return wrongKind(value, 'a number', place, remarks);
  if (!Number.isInteger(value) || value < 0) {
    remarks.say('shape.value', place, { message: `${value} is not a whole number from 0.` });
  }
};

/** A list with at least one member, and none twice where `distinct`. */
export function list(of: Shape, { distinct = true, most = Number.POSITIVE_INFINITY, least = 1 } = {}): Shape {
  return (value, place, remarks) => {
    if (!Array.isArray(value)) return wrongKind(value, 'a list', place, remarks);
    if (value.length < least) remarks.say('shape.value', place, { message: 'The list is empty.' });
    if (value.length > most) remarks.say('shape.value', place, { message: `The list has more than ${most} members.` });
    const seen = new Set<unknown>();
    for (const [at, member] of value.entries()) {
      if (distinct && seen.has(member)) {
        remarks.say('shape.repeated', inside(place, at), {
          message: `${quoted(String(member))} is in the list twice.`,
        });
      }
      if (typeof member === 'string') seen.add(member);
      of(member, inside(place, at), remarks);
    }
  };
}

/** What a group of keys must and may hold. */
export interface Keys {
  readonly required?: Readonly<Record<string, Shape>>;
  readonly optional?: Readonly<Record<string, Shape>>;
}

export function mapping({ required = {}, optional = {} }: Keys): Shape {
  const known = new Map<string, Shape>([...Object.entries(required), ...Object.entries(optional)]);
  return (value, place, remarks) => {
    if (!isMapping(value)) return wrongKind(value, 'a group of keys', place, remarks);
    for (const [key, shape] of Object.entries(required)) {
      if (Object.hasOwn(value, key)) continue;
      const isWords = shape === words || shape === line;
      remarks.say(isWords ? 'words.missing' : 'shape.missing', place, {
        message: `The key ${key} is missing.`,
        remedy: isWords ? `Add ${key}: one or two plain sentences.` : `Add ${key}.`,
      });
    }
    for (const [key, member] of Object.entries(value)) {
      const shape = known.get(key);
      if (shape) shape(member, inside(place, key), remarks);
      else unknownKey(key, [...known.keys()], place, remarks);
    }
  };
}

/** Says that a key is not known, and which one may be meant. */
export function unknownKey(key: string, known: readonly string[], place: LintPlace, remarks: Remarks): void {
  const meant = known.find(
    (each) => isOneLetterOff(each.toLowerCase(), key.toLowerCase()) || each.toLowerCase() === key.toLowerCase(),
  );
  remarks.say('shape.unknown-key', place, {
    message: `The key ${quoted(key)} is not part of the format.`,
    ...(meant && { remedy: `Is ${meant} meant?` }),
  });
}
