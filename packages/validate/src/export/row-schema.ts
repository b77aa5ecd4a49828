import { compileField } from '../fields/field.ts';
import { automatonOfPattern, combine, isEmpty, parsePattern } from '../pattern/index.ts';
import type { Template, TemplateField } from '../template.ts';
import { datePatterns } from './date-pattern.ts';
import { literalPattern, mayHoldBlanks, portablePattern } from './portable-pattern.ts';

/** A JSON Schema (2020-12) of one row as an object: the name of each column with the text in it. */
export interface RowSchema {
  readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'object';
  readonly required: readonly string[];
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, ColumnSchema>>;
}

export interface ColumnSchema extends ValueSchema {
  readonly title?: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly type: 'string';
}

/** What the text must be, in the few words of JSON Schema that are used here. */
export interface ValueSchema {
  readonly const?: string;
  readonly enum?: readonly string[];
  /** Anchored, for the `u` flag as JSON Schema recommends. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly allOf?: readonly ValueSchema[];
  readonly anyOf?: readonly ValueSchema[];
  readonly not?: ValueSchema;
}

/**
 * A template as a JSON Schema of one row whose values are all text, as they stand in the file. It says of every
 * value what the engine says, calendar and "not applicable" included, with one exception: `minimum` and `maximum` of
 * numbers, which JSON Schema knows only of numbers that are not text. Rules are not in it. Throws PatternError where
 * a pattern cannot be read.
 */
export function toRowSchema(template: Template): RowSchema {
  const { name, edition, title, description, fields } = template;
  const sentinels = sentinelsOf(template);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:garner:row:${name}:${edition}`,
    title: `${title}, edition ${edition}: one row`,
    description,
    type: 'object',
    required: fields.map((field) => field.name),
    additionalProperties: false,
    properties: Object.fromEntries(
      fields.map((field) => [field.name, column(field, template.missingValues ?? [''], sentinels)]),
    ),
  };
}

/** The values that stand for "not applicable" in some field: refused in the others. */
function sentinelsOf({ notApplicableValues = [], fields }: Template): ReadonlySet<string> {
  return new Set([...notApplicableValues, ...fields.flatMap((field) => field.notApplicable ?? [])]);
}

function column(field: TemplateField, missingValues: readonly string[], sentinels: ReadonlySet<string>): ColumnSchema {
  const { title, description, accepts, example } = field;
  return {
    ...(title !== undefined && { title }),
    description: `${description} ${accepts}`,
    examples: [example],
    type: 'string',
    ...value(field, missingValues, sentinels),
  };
}

function value(field: TemplateField, missingValues: readonly string[], sentinels: ReadonlySet<string>): ValueSchema {
  const { constraints = {}, notApplicable } = field;
  const { accepts } = compileField(field, missingValues, sentinels);
  const words = [...new Set([...sentinels, ...(field.missingValues ?? missingValues)])];
  const accepted = words.filter(accepts);
  if (constraints.enum) return { enum: [...new Set([...constraints.enum, ...accepted])].filter(accepts) };
  const right = { ...wellFormed(field), ...unless(refusedOf(field, words, accepts), blanksRefused(field, sentinels)) };
  const [only, ...more] = accepted.filter((text) => text === notApplicable || !matches(right, text));
  if (only === undefined) return right;
  return { anyOf: [more.length === 0 ? { const: only } : { enum: [only, ...more] }, right] };
}

/** A value that is no word for having none. */
function wellFormed(field: TemplateField): ValueSchema {
  const { type, constraints = {}, dateFormats = ['%Y-%m-%d'] } = field;
  const { minLength, maxLength } = constraints;
  const dates = type === 'date' ? dateFormats.map((format) => matching(datePatterns(format, constraints))) : [];
  const [date = {}, ...others] = dates;
  return {
    ...both(matching(patternsOf(field)), others.length === 0 ? date : { anyOf: dates }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

const SPELLING = {
  string: undefined,
  date: undefined,
  integer: '[+\\-]?[0-9]+',
  number: '[+\\-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+\\-]?[0-9]+)?',
} as const;

/** The field's own patterns, and how its type is spelt where they do not say so already. */
function patternsOf(field: TemplateField): readonly string[] {
  const own = ownPatterns(field);
  const spelling = SPELLING[field.type];
  const said = spelling === undefined || own.some((pattern) => implies(pattern, spelling));
  return [...own.map((pattern) => portablePattern(pattern, 'javascript')), ...(said ? [] : [spelling])];
}

function ownPatterns({ constraints = {}, lexical }: TemplateField): readonly string[] {
  return [constraints.pattern, lexical].filter((pattern) => pattern !== undefined);
}

/** Whether every text that matches one pattern matches the other. */
function implies(pattern: string, other: string): boolean {
  const [mine, its] = [pattern, other].map((source) => automatonOfPattern(parsePattern(source)));
  return isEmpty(combine(mine!, its!, (a, b) => a && !b));
}

function matching(patterns: readonly string[]): ValueSchema {
  const [only, ...more] = patterns.map((pattern) => ({ pattern: `^(?:${pattern})$` }));
  return only === undefined ? {} : more.length === 0 ? only : { allOf: [only, ...more] };
}

function both(one: ValueSchema, other: ValueSchema): ValueSchema {
  if (Object.keys(one).length === 0) return other;
  return Object.keys(other).length === 0 ? one : { allOf: [one, other] };
}

/** The words for having no value that look like values here, and are refused all the same. */
function refusedOf(field: TemplateField, words: readonly string[], accepts: (text: string) => boolean): string[] {
  const right = wellFormed(field);
  return words.filter((text) => !accepts(text) && matches(right, text));
}

/** Texts of blanks alone, or blanks around a word for "not applicable"; undefined where the field's pattern takes none. */
function blanksRefused(field: TemplateField, sentinels: ReadonlySet<string>): string | undefined {
  if (field.type !== 'string' || !ownPatterns(field).every(mayHoldBlanks)) return undefined;
  const word = [...sentinels].map(literalPattern).join('|');
  return word === '' ? '^\\s+$' : `^(?:\\s+|\\s+(?:${word})\\s*|(?:${word})\\s+)$`;
}

function unless(words: readonly string[], pattern: string | undefined): ValueSchema {
  const refused = [...(words.length > 0 ? [{ enum: words }] : []), ...(pattern === undefined ? [] : [{ pattern }])];
  const [only, ...more] = refused;
  return only === undefined ? {} : { not: more.length === 0 ? only : { anyOf: refused } };
}

/** Whether a text keeps to such a schema. */
function matches(schema: ValueSchema, text: string): boolean {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY, allOf = [], anyOf, not } = schema;
  const { length } = [...text];
  return (
    (pattern === undefined || new RegExp(pattern, 'u').test(text)) &&
    length >= minLength &&
    length <= maxLength &&
    (schema.enum?.includes(text) ?? true) &&
    allOf.every((each) => matches(each, text)) &&
    (anyOf?.some((each) => matches(each, text)) ?? true) &&
    !(not && matches(not, text))
  );
}
