import type { Template, TemplateField } from '../template.ts';
import { type DateFormat, datePatterns } from './date-pattern.ts';
import { literalPattern, portablePattern } from './portable-pattern.ts';
import { uniqueColumns } from './table-schema.ts';

/** The description of a table in W3C's vocabulary for tabular data (CSVW); only what a template can say. */
export interface CsvwTable {
  readonly '@context': readonly [string, { readonly '@language': string }];
  readonly url: string;
  readonly 'dc:title': string;
  readonly 'dc:description': string;
  readonly 'dc:publisher': string;
  readonly 'dc:modified': { readonly '@value': string; readonly '@type': 'date' };
  readonly dialect: CsvwDialect;
  readonly tableSchema: { readonly columns: readonly CsvwColumn[]; readonly primaryKey?: readonly string[] };
}

export interface CsvwDialect {
  readonly encoding: 'utf-8';
  readonly delimiter: ',';
  readonly quoteChar: '"';
  readonly doubleQuote: true;
  readonly header: true;
  readonly skipBlankRows: true;
  readonly trim: false;
}

export interface CsvwColumn {
  /** The name as CSVW allows it: all but letters, digits and `_` percent-encoded. */
  readonly name: string;
  /** The heading in the file, to the letter. */
  readonly titles: string;
  readonly 'dc:title'?: string;
  readonly 'dc:description': string;
  readonly datatype: CsvwDatatype;
  readonly required: boolean;
  readonly null: readonly string[];
}

export interface CsvwDatatype {
  readonly base: 'string' | 'integer' | 'decimal' | 'date';
  /** A regular expression of ECMAScript for text, a pattern such as `yyyy-MM-dd` for dates. */
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
}

const DIALECT: CsvwDialect = {
  encoding: 'utf-8',
  delimiter: ',',
  quoteChar: '"',
  doubleQuote: true,
  header: true,
  skipBlankRows: true,
  trim: false,
};

/**
 * A template as CSVW metadata (JSON-LD) of the table at `url`, by default a file named as the template beside the
 * metadata. Lists of values become regular expressions. Not said, because CSVW has no words for it: the spelling of
 * numbers (`lexical`), "not applicable" in fields that do not name it, and the rules, but for the first that makes
 * equal rows an error, which is the primary key. Throws PatternError where a pattern cannot be read.
 */
export function toCsvw(
  template: Template,
  { url = `${template.name}.csv` }: { readonly url?: string } = {},
): CsvwTable {
  const primaryKey = template.primaryKey ?? uniqueColumns(template)[0];
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    url,
    'dc:title': template.title,
    'dc:description': template.description,
    'dc:publisher': template.publisher,
    'dc:modified': { '@value': template.updated, '@type': 'date' },
    dialect: DIALECT,
    tableSchema: {
      columns: template.fields.map((field) => column(field, template.missingValues ?? [''])),
      ...(primaryKey && { primaryKey: primaryKey.map(columnName) }),
    },
  };
}

/** A column's name as a variable of RFC 6570 that does not begin with `_`, which CSVW keeps for itself. */
export function columnName(name: string): string {
  const encoded = [...new TextEncoder().encode(name)].map((byte) => {
    const letter = String.fromCharCode(byte);
    return /\w/.test(letter) ? letter : percent(byte);
  });
  return encoded.join('').replace(/^_/, percent(0x5f));
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function column(field: TemplateField, missingValues: readonly string[]): CsvwColumn {
  return {
    name: columnName(field.name),
    titles: field.name,
    ...(field.title !== undefined && { 'dc:title': field.title }),
    'dc:description': field.description,
    datatype: datatype(field),
    required: field.constraints?.required === true,
    null: field.missingValues ?? missingValues,
  };
}

function datatype(field: TemplateField): CsvwDatatype {
  const { type, constraints = {}, dateFormats = ['%Y-%m-%d'] } = field;
  const { minimum, maximum, minLength, maxLength } = constraints;
  const bounds = { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  if (type === 'integer') return { base: 'integer', ...bounds };
  if (type === 'number') return { base: 'decimal', ...bounds };
  if (type === 'date') {
    const [format, ...others] = dateFormats;
    // A datatype has one format, so that dates written in several ways are texts that look like dates.
    if (others.length > 0)
      return { base: 'string', format: anchored(dateFormats.map((each) => dateText(field, each)).join('|')) };
    return { base: 'date', format: format === '%Y-%m-%d' ? 'yyyy-MM-dd' : 'dd/MM/yyyy', ...bounds };
  }
  const format = textFormat(field);
  return {
    base: 'string',
    ...(format !== undefined && { format: anchored(format) }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

/** All the patterns of a date have to match, each but the last without moving on. */
function dateText({ constraints }: TemplateField, format: DateFormat): string {
  const [calendar, ...bounds] = datePatterns(format, constraints);
  return `${bounds.map((pattern) => `(?=(?:${pattern})$)`).join('')}(?:${calendar})`;
}

/** CSVW has no list of accepted values: it is written as a choice. */
function textFormat({ constraints = {} }: TemplateField): string | undefined {
  if (constraints.enum) return constraints.enum.map(literalPattern).join('|');
  return constraints.pattern === undefined ? undefined : portablePattern(constraints.pattern, 'javascript');
}

function anchored(pattern: string): string {
  return `^(?:${pattern})$`;
}
