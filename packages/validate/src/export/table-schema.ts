import type { ForeignKey, Template, TemplateField } from '../template.ts';
import { portablePattern } from './portable-pattern.ts';

/** A Table Schema as Data Package v2 defines it; only what a template can say. */
export interface TableSchema {
  readonly $schema: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly contributors: readonly { readonly title: string; readonly roles: readonly string[] }[];
  readonly fields: readonly TableSchemaField[];
  readonly missingValues: readonly string[];
  readonly primaryKey?: readonly string[];
  readonly uniqueKeys?: readonly (readonly string[])[];
  readonly foreignKeys?: readonly ForeignKey[];
}

export interface TableSchemaField {
  readonly name: string;
  readonly title?: string;
  readonly type: TemplateField['type'];
  readonly format: string;
  readonly description: string;
  readonly example: string;
  readonly missingValues?: readonly string[];
  readonly constraints?: TemplateField['constraints'];
}

/** The profile of Data Package v2 that a schema keeps to. */
export const TABLE_SCHEMA_PROFILE = 'https://datapackage.org/profiles/2.0/tableschema.json';

/**
 * A template as a plain Frictionless Table Schema, without Garner's own keys. Two things are stricter than in Garner: tools
 * want the columns in this order, and see no difference between `7` and `07` when they look for repeated rows. It is laxer
 * where a Table Schema has no words: the spelling of numbers (`lexical`), "not applicable" in fields that do not name it,
 * blanks, rules.
 * Throws PatternError where a pattern cannot be read.
 */
export function toTableSchema(template: Template): TableSchema {
  const { name, title, description, edition, publisher, primaryKey, foreignKeys } = template;
  const uniqueKeys = uniqueColumns(template);
  return {
    $schema: TABLE_SCHEMA_PROFILE,
    name,
    title,
    description,
    version: edition,
    contributors: [{ title: publisher, roles: ['publisher'] }],
    fields: template.fields.map(field),
    missingValues: template.missingValues ?? [''],
    ...(primaryKey && { primaryKey }),
    ...(uniqueKeys.length > 0 && { uniqueKeys }),
    ...(foreignKeys && { foreignKeys }),
  };
}

/** The columns of each rule that makes equal rows an error. */
export function uniqueColumns({ rules = [], fields }: Template): (readonly string[])[] {
  return rules
    .filter((rule) => rule.kind === 'unique')
    .filter(({ severity }) => severity === 'error')
    .map(({ columns }) => columns ?? fields.map(({ name }) => name));
}

function field(given: TemplateField): TableSchemaField {
  const { name, title, type, description, example, missingValues, constraints } = given;
  return {
    name,
    ...(title !== undefined && { title }),
    type,
    format: formatOf(given),
    description,
    example,
    ...(missingValues && { missingValues }),
    ...(constraints && {
      constraints: {
        ...constraints,
        ...(constraints.pattern !== undefined && { pattern: portablePattern(constraints.pattern, 'xml-schema') }),
      },
    }),
  };
}

/** One way of writing dates is named; several can only be `any`. */
function formatOf({ type, format = 'default', dateFormats }: TemplateField): string {
  if (type !== 'date' || !dateFormats) return format;
  const [only, ...others] = dateFormats;
  if (others.length > 0) return 'any';
  return only === '%Y-%m-%d' ? 'default' : only!;
}
