/** CSVW metadata, held against what W3C's "Metadata Vocabulary for Tabular Data" asks of it (sections in brackets). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnName } from '../../src/export/csvw.ts';
import { type CsvwColumn, toCsvw } from '../../src/export/index.ts';
import { engineFields, TEMPLATES, templateOf, valuesFor } from './fields.ts';

/** Keys of a table, a dialect, a column and a datatype that the vocabulary has (5.4, 5.9, 5.6, 5.11.1), or `dc:` terms. */
const KEYS = {
  table: /^(@context|url|dialect|tableSchema|dc:.+)$/,
  dialect: /^(encoding|delimiter|quoteChar|doubleQuote|header|skipBlankRows|trim)$/,
  schema: /^(columns|primaryKey|foreignKeys)$/,
  column: /^(name|titles|datatype|required|null|dc:.+)$/,
  datatype: /^(base|format|minLength|maxLength|minimum|maximum)$/,
};
/** A name is a variable of RFC 6570 that does not begin with `_` (5.6). */
const NAME = /^(?!_)(\w|%[0-9A-F]{2})+$/;

const strange = (object: object, known: RegExp): string[] => Object.keys(object).filter((key) => !known.test(key));

/** What a validator of CSVW says of a cell: first what stands for null, then the datatype (tabular data model, 6.4). */
function accepts({ datatype, required, null: missing }: CsvwColumn, text: string): boolean {
  if (missing.includes(text)) return !required;
  const { base, format, minimum, maximum, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = datatype;
  if (base === 'string') {
    const { length } = [...text];
    return length >= minLength && length <= maxLength && (format === undefined || new RegExp(format, 'u').test(text));
  }
  if (base === 'date') {
    const iso = format === 'yyyy-MM-dd' ? text : text.split('/').reverse().join('-');
    const date = new Date(`${iso}T00:00:00Z`);
    if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return false;
    return iso >= String(minimum ?? iso) && iso <= String(maximum ?? iso);
  }
  const spelling = base === 'integer' ? /^[+-]?\d+$/ : /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
  return spelling.test(text) && Number(text) >= Number(minimum ?? text) && Number(text) <= Number(maximum ?? text);
}

describe.each(TEMPLATES)('%s', (_place, template) => {
  const table = toCsvw(template);
  const { columns, primaryKey = [] } = table.tableSchema;

  test('uses the words of the vocabulary only', () => {
    expect(table['@context']).toEqual(['http://www.w3.org/ns/csvw', { '@language': 'en' }]);
    expect(table.url).toBe(`${template.name}.csv`);
    expect(strange(table, KEYS.table)).toEqual([]);
    expect(strange(table.dialect, KEYS.dialect)).toEqual([]);
    expect(strange(table.tableSchema, KEYS.schema)).toEqual([]);
    for (const column of columns) {
      expect(strange(column, KEYS.column)).toEqual([]);
      expect(strange(column.datatype, KEYS.datatype)).toEqual([]);
      expect(column.name).toMatch(NAME);
    }
  });

  test('has the headings to the letter, names that differ, and keys that name columns', () => {
    const names = columns.map(({ name }) => name);
    expect(columns.map(({ titles }) => titles)).toEqual(template.fields.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...primaryKey]));
  });

  test('refuses nothing that the engine accepts; texts and dates are judged as the engine does, blanks and -2 aside', () => {
    for (const [at, engine] of engineFields(template).entries()) {
      const column = columns[at]!;
      expect([column.name, accepts(column, '')]).toEqual([column.name, engine.accepts('')]);
      fc.assert(
        fc.property(valuesFor(template.fields[at]!), (text) => {
          const ours = engine.accepts(text);
          const exact = template.fields[at]!.lexical === undefined && !/^\s*(-2)?\s*$/.test(text);
          if (ours || exact) expect([text, accepts(column, text)]).toEqual([text, ours]);
        }),
        { numRuns: 200 },
      );
    }
  });
});

test('the table may have another name, and a key of its own', () => {
  const table = toCsvw(templateOf({}, { primaryKey: ['Code'] }), { url: 'https://example.org/codes.csv' });
  expect(table.url).toBe('https://example.org/codes.csv');
  expect(table.tableSchema.primaryKey).toEqual(['Code']);
});

test('dates have CSVW’s own patterns; those written in two ways are texts', () => {
  const of = (dateFormats: readonly ('%Y-%m-%d' | '%d/%m/%Y')[]) =>
    toCsvw(templateOf({ type: 'date', format: 'any', dateFormats, constraints: { minimum: '2023-02-28' } })).tableSchema
      .columns[0]!;
  expect(of(['%d/%m/%Y']).datatype).toEqual({ base: 'date', format: 'dd/MM/yyyy', minimum: '2023-02-28' });
  const both = of(['%Y-%m-%d', '%d/%m/%Y']);
  expect(both.datatype.base).toBe('string');
  const said = ['2023-02-28', '28/02/2023', '2023-02-27', '27/02/2023', '2023-02-29', '29/02/2024'];
  expect(said.filter((text) => accepts(both, text))).toEqual(['2023-02-28', '28/02/2023', '29/02/2024']);
});

test.each([
  ['Centre No.', 'Centre%20No%2E'],
  ['_id', '%5Fid'],
  ['Größe', 'Gr%C3%B6%C3%9Fe'],
  ['A_1', 'A_1'],
])('the column %s is named %s', (heading, name) => {
  expect(columnName(heading)).toBe(name);
  expect(name).toMatch(NAME);
});
