import type { Template } from '@garner/validate';
import { expect, test } from 'vitest';
import { readTemplates } from './files.ts';
import { formatCsv, headerCsv } from './format-csv.ts';

const field = { type: 'string', description: 'What Garner says', accepts: 'What Garner accepts' } as const;
const template = {
  name: 'small',
  edition: '2026-01',
  title: 'Small',
  fields: [
    {
      ...field,
      name: 'First',
      published: {
        description: 'The publisher’s words',
        position: 7,
        pattern: '^[A-Z]{2,3}$',
        words: 'Two or, "three" letters',
      },
    },
    { ...field, name: 'Second', constraints: { pattern: '\\d+' } },
    { ...field, name: 'Third' },
  ],
} as unknown as Template;

test('the header row is the names, ready to be filled below', () => {
  expect(headerCsv(template)).toBe('First,Second,Third\r\n');
});

test('the format has the publisher’s five columns; what was not published comes from the template', () => {
  expect(formatCsv(template).split('\r\n')).toEqual([
    'Name,Description,Position,Validation Regular Expression,Description of Regular Expression',
    'First,The publisher’s words,7,"^[A-Z]{2,3}$","Two or, ""three"" letters"',
    'Second,What Garner says,2,\\d+,What Garner accepts',
    'Third,What Garner says,3,,What Garner accepts',
    '',
  ]);
});

test('every published template gives a header of all its columns and a format row for each', async () => {
  const templates = await readTemplates();
  expect(templates.length).toBeGreaterThan(5);
  for (const { template: one } of templates) {
    expect(headerCsv(one).trimEnd().split(',')).toHaveLength(one.fields.length);
    for (const { name } of one.fields) expect(formatCsv(one)).toMatch(new RegExp(`^"?${name}"?,`, 'm'));
  }
});
