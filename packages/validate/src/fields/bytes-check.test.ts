import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadTemplate, templatePlaces } from '../../test/run.ts';
import { compileTemplate } from '../compile.ts';
import type { TemplateField } from '../template.ts';
import { decode } from '../text.ts';
import { listCheck } from './bytes-check.ts';
import { compileField, type Field } from './field.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Bytes near what the field wants: its example, list and sentinels, changed a little; or anything. */
function bytesFor({ template }: Field): fc.Arbitrary<Uint8Array> {
  const seeds = [
    template.example,
    '-2',
    '',
    ' ',
    '0',
    '2023-10-31',
    '31/10/2023',
    '1.5E+08',
    '1E+1',
    ...(template.constraints?.enum ?? []),
  ];
  const sign = fc.oneof(fc.constantFrom(...encode('0123456789-/+E.* AZaz"\0\n')), fc.nat(255));
  const near = fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(30), fc.nat(2), sign), { maxLength: 2 }))
    .map(([seed, changes]) =>
      changes.reduce(
        (bytes, [at, removed, put]) => bytes.toSpliced(at % (bytes.length + 1), removed, put),
        [...encode(seed)],
      ),
    );
  const repeated = fc.tuple(sign, fc.nat(160)).map(([byte, length]) => new Array<number>(length).fill(byte));
  return fc
    .oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: repeated })
    .map((bytes) => Uint8Array.from(bytes));
}

/** Quick and exact check of the bytes, which lie inside a larger buffer. */
function both(field: Field, bytes: Uint8Array): { quick: boolean; exact: boolean } {
  const buffer = Uint8Array.from([0x31, ...bytes, 0x31]);
  const { text } = decode(bytes, 0, bytes.length);
  const odd = text.includes('\0') || /^\d+([.,]\d+)?E\+\d{1,3}$/i.test(text);
  return { quick: field.quick(buffer, 1, 1 + bytes.length), exact: field.accepts(text) && !odd };
}

const fields = templatePlaces().flatMap((place) =>
  compileTemplate(loadTemplate(place)).fields.map((field) => [place, field.name, field] as const),
);

test.each(fields)('%s, %s: what is quickly accepted is right', (_place, _name, field) => {
  fc.assert(
    fc.property(bytesFor(field), (bytes) => {
      const { quick, exact } = both(field, bytes);
      return exact || !quick;
    }),
    { numRuns: 400 },
  );
});

test('most columns have a quick check that knows their example', () => {
  const idle = fields.filter(
    ([, , field]) => !field.quick(encode(field.template.example), 0, encode(field.template.example).length),
  );
  // Patterns of several parts, and members of lists longer than six bytes, are left to the exact check.
  expect(idle.map(([, name]) => name).sort()).toEqual([
    'AcademicYear',
    'AssessmentTitle',
    'Exam Series',
    'Exam series',
    'Qualification',
    'Standard Qualification Fee',
    'StandardQualificationFee',
  ]);
});

describe('templates as others may write them', () => {
  const base = { name: 'C', description: '', example: '1', accepts: '', mend: '' };
  const made = (field: Partial<TemplateField>, missing = ['']) =>
    compileField({ ...base, type: 'string', ...field } as TemplateField, missing, new Set(['-2']));

  test.each<[string, Field, string]>([
    ['a missing value where one is needed', made({ constraints: { required: true, pattern: '.{0,9}' } }), ''],
    ['another missing value', made({ constraints: { required: true, pattern: '.{1,9}' } }, ['', 'NA']), 'NA'],
    [
      'a missing value of the field',
      made({ missingValues: ['0'], constraints: { required: true, pattern: '\\d{1,2}' } }),
      '0',
    ],
    ['pattern and lexical form', made({ lexical: '\\d+', constraints: { pattern: '.{1,9}' } }), 'ab'],
    ['a lexical form of a date', made({ type: 'date', lexical: '2023.*' }), '2022-01-01'],
    ['a least length', made({ constraints: { pattern: '.{1,9}', minLength: 3 } }), 'ab'],
    ['a greatest number', made({ type: 'integer', lexical: '\\d{1,3}', constraints: { maximum: 500 } }), '501'],
    ['a least number', made({ type: 'integer', lexical: '\\d{1,3}', constraints: { minimum: 5 } }), '4'],
    [
      'a bound inside a year',
      made({ type: 'date', constraints: { minimum: '2023-09-01', maximum: '2024-08-31' } }),
      '2023-08-31',
    ],
    [
      'the other bound',
      made({ type: 'date', constraints: { minimum: '2023-09-01', maximum: '2024-08-31' } }),
      '2024-09-01',
    ],
    ['a sentinel that the pattern matches', made({ constraints: { pattern: '.{1,9}' } }), '-2'],
    ['a list and a pattern', made({ constraints: { enum: ['a', 'b'], pattern: 'a' } }), 'b'],
  ])('%s', (_what, field, text) => {
    expect(field.accepts(text)).toBe(false);
    expect(field.quick(encode(text), 0, encode(text).length)).toBe(false);
  });
});

test('members of a list are told apart by length and bytes', () => {
  const check = listCheck(['A', 'AA', 'é', 'abcdef', 'longer one']);
  const said = (text: string) => check(encode(text), 0, encode(text).length);
  expect(['A', 'AA', 'é', 'abcdef'].map(said)).toEqual([true, true, true, true]);
  expect(['', 'AAA', '\0A', 'A\0', 'e', 'abcdeg', 'longer one', 'longer'].map(said)).not.toContain(true);
});
