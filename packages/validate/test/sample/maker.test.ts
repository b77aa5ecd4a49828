import { describe, expect, test } from 'vitest';
import { compileTemplate, isUci, isUln, isUpn, type Template, type TemplateField } from '../../src/index.ts';
import { SampleError, sampleFile, sampleRows } from '../../src/sample/index.ts';
import { checkBytes, PTQ } from '../run.ts';

const CONTEXT = { dueDate: '2023-10-31', organisationNames: ['Northern Skills Awards'] };

function field(name: string, more: Partial<TemplateField> = {}): TemplateField {
  const required = { constraints: { required: true } };
  return { name, type: 'string', description: '', example: 'Example 1', accepts: '', mend: '', ...required, ...more };
}

function template(fields: readonly TemplateField[], rules: readonly object[] = []) {
  const words = { severity: 'error', message: '', help: '' };
  const made = rules.map((rule, at) => ({ code: `R${at}`, kind: 'row', ...words, ...rule }));
  return compileTemplate({ ...PTQ.template, notApplicableValues: [], fields, rules: made } as unknown as Template);
}

function bytesOf(...[compiled, options]: Parameters<typeof sampleFile>): Buffer {
  return Buffer.concat([...sampleFile(compiled, options)].map(({ bytes }) => bytes));
}

const rowsOf = (...args: Parameters<typeof sampleRows>) => [...sampleRows(...args)];

describe('the same options', () => {
  test('give the same bytes and the same list', () => {
    const options = { rows: 300, seed: 'a', faults: 0.3, context: CONTEXT };
    expect(bytesOf(PTQ, options).equals(bytesOf(PTQ, options))).toBe(true);
    expect([...sampleFile(PTQ, options)]).toEqual([...sampleFile(PTQ, options)]);
  });

  test('another seed gives others', () => {
    const [a, b] = ['a', 'b'].map((seed) => bytesOf(PTQ, { rows: 5, seed, context: CONTEXT }).toString());
    expect(a).not.toBe(b);
  });

  test('these bytes, on every machine', () => {
    const [, first] = bytesOf(PTQ, { rows: 1, seed: 7, context: CONTEXT }).toString().split('\n');
    expect(first).toMatchInlineSnapshot(
      `"2023-10-31,2021-2022,Northern Skills Awards,JWA-OIP-H74,November 2020,9933257322,993060191098K,VMO-974321,2023-04-20,2,370,*1"`,
    );
  });
});

test('every kind of fault that PTQ outcomes can have', () => {
  const parts = sampleFile(PTQ, { rows: 3000, seed: 2, faults: 0.5, context: CONTEXT });
  let step = parts.next();
  while (!step.done) step = parts.next();
  expect(step.value.kinds.map(({ kind }) => kind)).toMatchInlineSnapshot(`
    [
      "-2 where it is not allowed",
      "blanks around the value",
      "capital and small letters",
      "code in short form",
      "date as a number",
      "date out of range",
      "date turned round",
      "error of a spreadsheet",
      "line break in the value",
      "no such date",
      "no value",
      "not a date",
      "not in the list",
      "not such a number",
      "number in short form",
      "number with formatting",
      "only commas",
      "quotation mark in the value",
      "quotation mark never closed",
      "row twice",
      "rule PTQ-CONSECUTIVE-YEARS broken",
      "rule PTQ-IDENTIFIER broken",
      "rule PTQ-REPORTING-DATE broken",
      "rule PTQ-SAME-LEARNER-ASSESSMENT-DATE broken",
      "rule PTQ-SENDER broken",
      "rule PTQ-UCI-CHECK broken",
      "rule PTQ-ULN-CHECK broken",
      "text after the quotation mark",
      "too few values",
      "too long",
      "too many values",
      "turned into a date",
      "wrong pattern",
    ]
  `);
});

test('a rule cannot be broken where only the context could tell, and is not listed', async () => {
  const faults = [...sampleFile(PTQ, { rows: 500, seed: 1, faults: 1 })].flatMap((part) => part.faults);
  expect(faults.filter(({ rule }) => rule === 'PTQ-SENDER' || rule === 'PTQ-REPORTING-DATE')).toEqual([]);
});

describe('values for any template', () => {
  test('identifiers have right check characters where a rule asks', () => {
    const rule = (call: string, column: string) => ({ expression: `${call}(row['${column}'])`, columns: [column] });
    const compiled = template(
      [field('A b'), field('C'), field('D')],
      [rule('isUln', 'A b'), rule('isUci', 'C'), rule('isUpn', 'D')],
    );
    for (const [uln, uci, upn] of rowsOf(compiled, { rows: 50, seed: 1 })) {
      expect([isUln(uln!), isUci(uci!), isUpn(upn!)]).toEqual([true, true, true]);
      expect([uln!.slice(0, 2), uci!.slice(0, 2), upn!.slice(1, 4)]).toEqual(['99', '99', '999']);
    }
  });

  test.each<[string, Partial<TemplateField>]>([
    ['a pattern', { constraints: { required: true, pattern: '[A-C]{2}-(x|yy)\\d{3,5}[^\\d]?' } }],
    ['a pattern of letters beyond ASCII', { constraints: { required: true, pattern: '[é-ü]{3}' } }],
    ['a list and a pattern', { constraints: { required: true, enum: ['aa', 'b', 'cc'], pattern: '..' } }],
    ['a whole number', { type: 'integer', constraints: { required: true, minimum: -5, maximum: 5 } }],
    ['a number', { type: 'number', lexical: '\\d\\.\\d{3}', constraints: { required: true } }],
    ['a date', { type: 'date', constraints: { required: true, minimum: '2023-06-01', maximum: '2023-06-30' } }],
    ['a date in its own form', { type: 'date', dateFormats: ['%d/%m/%Y'], constraints: { required: true } }],
    ['a length', { example: 'Long example', constraints: { required: true, minLength: 3, maxLength: 12 } }],
    ['only its example', { example: 'x=1', constraints: { required: true, pattern: 'x=1' } }],
    ['nothing at all', { missingValues: ['', 'n/a'], constraints: {} }],
  ])('%s', async (_what, more) => {
    const compiled = template([field('Value', more), field('Number', { example: '12345678' })]);
    const { findings } = await checkBytes(bytesOf(compiled, { rows: 200, seed: 1 }), compiled);
    expect(findings).toEqual([]);
  });

  test('rows keep rules that compare columns', async () => {
    const date = (name: string) => field(name, { type: 'date', example: '2023-05-01' });
    const compiled = template(
      [date('From'), date('To'), field('Kind', { constraints: { enum: ['A', 'B'] } }), field('Code'), field('Copy')],
      [
        { expression: 'From <= To', columns: ['From', 'To'] },
        { expression: "Kind != 'A' || Code.startsWith('Exa')", columns: ['Kind', 'Code'] },
        { expression: 'Copy == Code', columns: ['Copy', 'Code'] },
        { expression: 'To <= context.end', columns: ['To'] },
        { kind: 'constant', columns: ['Kind'] },
      ],
    );
    const context = { end: '2023-06-30' };
    const { findings } = await checkBytes(bytesOf(compiled, { rows: 300, seed: 4, context }), compiled, { context });
    expect(findings).toEqual([]);
  });

  test.each([
    [
      'a rule that nothing satisfies',
      () => template([field('A')], [{ expression: "A == 'x' && A == 'y'", columns: ['A'] }]),
      /satisfy R0/,
    ],
    [
      'more rows than there are',
      () => template([field('A', { constraints: { enum: ['x', 'y'] } })], [{ kind: 'unique' }]),
      /R0 wants/,
    ],
    [
      'no value at all',
      () => template([field('A', { constraints: { required: true, enum: [] } })]),
      /column A accepts/,
    ],
  ])('%s: said in words', (_what, make, message) => {
    const sample = () => bytesOf(make(), { rows: 5, seed: 1 });
    expect(sample).toThrow(SampleError);
    expect(sample).toThrow(message);
  });

  test('a due date that the column refuses: said in words', () => {
    const context = { ...CONTEXT, dueDate: '1990-01-01' };
    expect(() => bytesOf(PTQ, { rows: 1, seed: 1, context })).toThrow(/PTQ-REPORTING-DATE/);
  });
});
