/** The JSON Schema of a row, run by another program than ours, says of every value what the engine says. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toRowSchema } from '../../src/export/index.ts';
import type { Template, TemplateField } from '../../src/template.ts';
import { engineFields, TEMPLATES, templateOf, valuesFor } from './fields.ts';

/** `strict`, so that a keyword or a format that a validator would pass over is a failure here. */
const validatorOf = (schema: object): ValidateFunction =>
  new Ajv2020({ strict: true, strictTypes: false, strictRequired: true }).compile(schema);

/** Each column's name, its own schema as a validator, and what the engine says of a text. */
function columnsOf(template: Template) {
  const schema = toRowSchema(template);
  return engineFields(template).map((field, at) => ({
    field: template.fields[at]!,
    engine: field.accepts,
    schema: validatorOf(schema.properties[field.name]!),
  }));
}

function expectAgreement(template: Template, runs: number): void {
  for (const { field, engine, schema } of columnsOf(template)) {
    const agree = (text: string): void => {
      expect([field.name, text, schema(text)]).toEqual([field.name, text, engine(text)]);
    };
    for (const text of ['', ' ', '-2', ' -2', '-2 ', field.example, ...(field.constraints?.enum ?? [])]) agree(text);
    fc.assert(fc.property(valuesFor(field), agree), { numRuns: runs });
  }
}

describe.each(TEMPLATES)('%s', (_place, template) => {
  const row = Object.fromEntries(template.fields.map(({ name, example }) => [name, example]));

  test('says of every value what the engine says', () => expectAgreement(template, 300));

  test('takes the row of examples, with every column and no other', () => {
    const valid = validatorOf(toRowSchema(template));
    expect(valid(row) ? [] : valid.errors).toEqual([]);
    for (const { name } of template.fields) {
      const { [name]: _, ...rest } = row;
      expect(valid(rest)).toBe(false);
    }
    expect(valid({ ...row, Remarks: 'none' })).toBe(false);
    expect(valid({ ...row, [template.fields[0]!.name]: 7 })).toBe(false);
  });

  test('explains every column and gives its example', () => {
    const { properties, description } = toRowSchema(template);
    expect(description).toBe(template.description);
    for (const { name, description, accepts, example } of template.fields)
      expect(properties[name]).toMatchObject({ description: `${description} ${accepts}`, examples: [example] });
  });
});

const DATES: Partial<TemplateField> = { type: 'date', example: '2023-06-14', format: 'any' };
const MADE_UP: Readonly<Record<string, Template>> = {
  'no constraint at all': templateOf({}),
  'a pattern that takes nothing and blanks': templateOf({ constraints: { pattern: '\\s*|x*' } }),
  'a pattern with a dollar, a stroke and a bracket': templateOf({
    constraints: { required: true, pattern: '[\\$\\/\\]]+|\\$x' },
  }),
  'characters outside the first plane': templateOf({
    constraints: { required: true, pattern: '[\\u{1F600}-\\u{1F64F}]{1,2}|[^\\w]' },
  }),
  'lengths in characters': templateOf({ constraints: { required: true, minLength: 2, maxLength: 3 } }),
  'a list and a pattern': templateOf({ constraints: { required: true, enum: ['A1', 'A2', 'B'], pattern: 'A.' } }),
  'a list that holds the word for not applicable': templateOf(
    { constraints: { required: true, enum: ['-2', 'A'] } },
    { notApplicableValues: ['-2'] },
  ),
  'several words for no value': templateOf({
    missingValues: ['', 'n/a', '-2'],
    notApplicable: '-2',
    constraints: { pattern: '[a-z]+' },
  }),
  'a word for no value that is refused where a value is required': templateOf({
    missingValues: ['x'],
    constraints: { required: true, pattern: '.*' },
  }),
  'integers as they come': templateOf({ type: 'integer', example: '7', constraints: { required: true } }),
  'numbers as they come': templateOf({ type: 'number', example: '7.5', constraints: { required: true } }),
  'numbers spelt in a way their type is not': templateOf({
    type: 'integer',
    example: '7',
    lexical: '[0-9.]+',
    constraints: { required: true },
  }),
  'a number for not applicable': templateOf(
    { type: 'integer', example: '7', constraints: { required: true } },
    { notApplicableValues: ['-2'] },
  ),
  'dates between two days': templateOf({
    ...DATES,
    constraints: { required: true, minimum: '1999-02-28', maximum: '2023-11-05' },
  }),
  'dates from one day of a month on': templateOf({ ...DATES, constraints: { required: true, minimum: '2023-06-14' } }),
  'British dates': templateOf({
    ...DATES,
    example: '14/06/2023',
    dateFormats: ['%d/%m/%Y'],
    constraints: { required: true, maximum: '2023-06-14' },
  }),
  'dates in two ways, one of them not applicable': templateOf(
    { ...DATES, dateFormats: ['%Y-%m-%d', '%d/%m/%Y'], constraints: { required: true } },
    { notApplicableValues: ['1900-01-01'] },
  ),
  'no date at all': templateOf({
    ...DATES,
    constraints: { required: true, minimum: '2024-01-01', maximum: '2023-12-31' },
  }),
};

test.each(Object.entries(MADE_UP))('%s', (_what, template) => expectAgreement(template, 500));

test('the bounds of numbers are the one thing it cannot say', () => {
  const template = templateOf({
    type: 'integer',
    example: '7',
    constraints: { required: true, minimum: 5, maximum: 9 },
  });
  const [{ engine, schema } = { engine: undefined, schema: undefined }] = columnsOf(template);
  expect([engine?.('4'), schema?.('4')]).toEqual([false, true]);
  expect([engine?.('x'), schema?.('x')]).toEqual([false, false]);
});

test('a column may be named as anything', () => {
  const { properties, required } = toRowSchema(templateOf({ name: '__proto__' }));
  expect(required).toEqual(['__proto__']);
  expect(Object.hasOwn(properties, '__proto__')).toBe(true);
});
