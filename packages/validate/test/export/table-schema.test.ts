import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TableSchemaField, toTableSchema } from '../../src/export/index.ts';
import { engineFields, TEMPLATES, templateOf, valuesFor } from './fields.ts';
import { TABLE_SCHEMA_PROFILE } from './table-schema-profile.ts';

const valid = new Ajv2020({
  strict: true,
  formats: { regex: (text: string) => new RegExp(text, 'u') instanceof RegExp },
}).compile(TABLE_SCHEMA_PROFILE);

/** What a tool that knows the standard and nothing of Garner says of a value. */
function accepts(field: TableSchemaField, missingValues: readonly string[], text: string): boolean {
  const { required = false, pattern, minimum, maximum, ...rest } = field.constraints ?? {};
  if ((field.missingValues ?? missingValues).includes(text)) return !required;
  if (field.type === 'date') {
    const iso = field.format === '%d/%m/%Y' || text.includes('/') ? text.split('/').reverse().join('-') : text;
    const date = new Date(`${iso}T00:00:00Z`);
    if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return false;
    return iso >= String(minimum ?? iso) && iso <= String(maximum ?? iso);
  }
  if (field.type !== 'string') {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    return number >= Number(minimum ?? number) && number <= Number(maximum ?? number);
  }
  if (rest.enum && !rest.enum.includes(text)) return false;
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(text);
}

describe.each(TEMPLATES)('%s', (_place, template) => {
  const schema = toTableSchema(template);

  test('is a Table Schema of Data Package v2 and holds no key of ours', () => {
    expect(valid(schema) ? [] : valid.errors).toEqual([]);
  });

  test('has every column, in order, with its title, words and example', () => {
    expect(
      schema.fields.map(({ name, title, description, example }) => ({ name, title, description, example })),
    ).toEqual(template.fields.map(({ name, title, description, example }) => ({ name, title, description, example })));
  });

  test('refuses nothing that the engine accepts, and refuses what is missing', () => {
    for (const [at, engine] of engineFields(template).entries()) {
      const field = schema.fields[at]!;
      const missing = schema.missingValues;
      expect([field.name, accepts(field, missing, '')]).toEqual([field.name, engine.accepts('')]);
      expect([field.name, accepts(field, missing, template.fields[at]!.example)]).toEqual([field.name, true]);
      fc.assert(
        fc.property(valuesFor(template.fields[at]!), (text) => {
          if (engine.accepts(text)) expect([text, accepts(field, missing, text)]).toEqual([text, true]);
        }),
        { numRuns: 200 },
      );
    }
  });
});

test('rows that may not repeat are said where they are an error', () => {
  const find = (name: string) => toTableSchema(TEMPLATES.find(([, template]) => template.name === name)![1]);
  const ptq = find('ptq-assessment-outcomes');
  expect(ptq.uniqueKeys).toEqual([ptq.fields.map(({ name }) => name)]);
  expect(find('specification-codes').uniqueKeys).toBeUndefined();
});

test('keys into other files are kept', () => {
  const foreignKeys = [{ fields: ['Code'], reference: { resource: 'codes', fields: ['Code'] } }];
  const schema = toTableSchema(templateOf({}, { foreignKeys }));
  expect(schema.foreignKeys).toEqual(foreignKeys);
  expect(valid(schema)).toBe(true);
});

test.each([
  [['%Y-%m-%d'], 'default'],
  [['%d/%m/%Y'], '%d/%m/%Y'],
  [['%Y-%m-%d', '%d/%m/%Y'], 'any'],
] as const)('dates written %j have the format %s', (dateFormats, format) => {
  const schema = toTableSchema(templateOf({ type: 'date', format: 'any', dateFormats, example: '2023-06-14' }));
  expect(schema.fields[0]?.format).toBe(format);
  expect(valid(schema)).toBe(true);
});

test('what is not a Table Schema is found out', () => {
  const [[, template]] = TEMPLATES as [(typeof TEMPLATES)[0]];
  expect(valid(template)).toBe(false);
  expect(valid({ ...toTableSchema(template), fields: [] })).toBe(false);
});
