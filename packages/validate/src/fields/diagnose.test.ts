import { describe, expect, test } from 'vitest';
import { loadTemplate, PTQ } from '../../test/run.ts';
import { type CompiledTemplate, compileTemplate } from '../compile.ts';
import { diagnose } from './diagnose.ts';

const REFERRALS = compileTemplate(loadTemplate('access-arrangements-referrals/2021-03'));
const CODES = compileTemplate(loadTemplate('specification-codes/2023-09'));
const FEES = compileTemplate(loadTemplate('standard-qualification-fee/2025-02'));

function codeOf({ fields, sentinels }: CompiledTemplate, name: string, value: string): string {
  const field = fields.find((each) => each.name === name)!;
  expect(field.accepts(value) && !value.includes('\0')).toBe(false);
  return diagnose(field, value, sentinels);
}

describe('a date', () => {
  test.each([
    ['', 'value.required'],
    ['   ', 'value.required'],
    ['-2', 'value.not-applicable'],
    ['2023-10-31\0', 'value.nul'],
    ['2023-10-31\n', 'value.line-break'],
    [' 2023-10-31', 'value.blanks'],
    ['#REF!', 'value.spreadsheet-error'],
    ['4.5E+04', 'value.scientific'],
    ['2023-02-29', 'value.no-such-date'],
    ['2023-13-01', 'value.no-such-date'],
    ['2023-00-10', 'value.no-such-date'],
    ['1999-12-31', 'value.date-range'],
    ['2100-01-01', 'value.date-range'],
    ['1900-02-29', 'value.no-such-date'],
    ['31/10/2023', 'value.turned-date'],
    ['31.10.23', 'value.turned-date'],
    ['2023/10/31', 'value.turned-date'],
    ['2023-10-31 00:00', 'value.turned-date'],
    ['2023-10-31T00:00:00', 'value.turned-date'],
    ['31-Oct-23', 'value.turned-date'],
    ['31 October 2023', 'value.turned-date'],
    ['Oct-23', 'value.turned-date'],
    ['45230', 'value.date-number'],
    ['45230.5', 'value.date-number'],
    ['20231031', 'value.date'],
    ['tomorrow', 'value.date'],
  ])('%j: %s', (value, code) => expect(codeOf(PTQ, 'ReportingDate', value)).toBe(code));
});

describe('a date that may be written day/month/year', () => {
  test.each([
    ['31/09/2021', 'value.no-such-date'],
    ['09/30/2021', 'value.no-such-date'],
    ['30/09/1999', 'value.date-range'],
    ['30/9/2021', 'value.turned-date'],
    ['30/09/21', 'value.turned-date'],
  ])('%j: %s', (value, code) => expect(codeOf(REFERRALS, 'Reporting date', value)).toBe(code));
});

describe('digits', () => {
  test.each([
    ['', 'value.required'],
    [' 12', 'value.blanks'],
    ['-2 ', 'value.blanks'],
    ['9.9E+09', 'value.scientific'],
    ['1e5', 'value.scientific'],
    ['#N/A', 'value.spreadsheet-error'],
    ['85%', 'value.formatted-number'],
    ['£ 85', 'value.formatted-number'],
    ['1,000', 'value.formatted-number'],
    ['2-Mar', 'value.became-date'],
    ['01/02/2003', 'value.became-date'],
    ['1000', 'value.number'],
    ['+5', 'value.number'],
    ['-1', 'value.number'],
    ['12.0', 'value.number'],
    ['１２', 'value.number'],
  ])('%j: %s', (value, code) => expect(codeOf(PTQ, 'AssessmentRawMark', value)).toBe(code));

  test.each([
    ['£84.50', 'value.formatted-number'],
    ['1,200.00', 'value.formatted-number'],
    ['84.505', 'value.number'],
    ['84.', 'value.number'],
    ['free', 'value.number'],
  ])('%j in a price: %s', (value, code) => expect(codeOf(FEES, 'StandardQualificationFee', value)).toBe(code));

  test('text digits are a matter of form', () => {
    expect(codeOf(PTQ, 'UniqueLearnerNumber', '12345678901')).toBe('value.pattern');
    expect(codeOf(CODES, 'Year', '23')).toBe('value.pattern');
  });

  test('zeros lost at the front of a fixed number of digits', () => {
    const [first] = PTQ.template.fields;
    const field = { ...first!, type: 'string' as const, constraints: { required: true, pattern: '\\d{5}' } };
    const centre = compileTemplate({ ...PTQ.template, fields: [field], rules: [] });
    expect(codeOf(centre, field.name, '9901')).toBe('value.lost-zeros');
    expect(codeOf(centre, field.name, '099011')).toBe('value.pattern');
    expect(codeOf(centre, field.name, '99A1')).toBe('value.pattern');
  });
});

describe('a list', () => {
  test.each([
    ['m', 'value.case'],
    ['a*', 'value.case'],
    ['fail', 'value.case'],
    [' M', 'value.blanks'],
    ['M\u00a0', 'value.blanks'],
    ['PASS', 'value.list'],
    ['D * D', 'value.list'],
    ['2-Mar', 'value.became-date'],
    ['', 'value.required'],
    ['1E1', 'value.scientific'],
  ])('%j: %s', (value, code) => expect(codeOf(PTQ, 'AssessmentGrade', value)).toBe(code));
});

describe('words in a pattern', () => {
  test.each([
    ['june 2021', 'value.case'],
    ['JUNE 2021', 'value.case'],
    ['Jun-21', 'value.became-date'],
    ['May 2021', 'value.pattern'],
    ['June 21', 'value.pattern'],
    ['June  2021', 'value.pattern'],
    ['01/06/2021', 'value.became-date'],
    [' June 2021', 'value.blanks'],
  ])('%j: %s', (value, code) => expect(codeOf(REFERRALS, 'Exam series', value)).toBe(code));
});

describe('text', () => {
  test.each([
    ['x'.repeat(51), 'value.too-long'],
    ['💡'.repeat(51), 'value.too-long'],
    ['a\nb', 'value.line-break'],
    ['a\u2028b', 'value.line-break'],
    ['a\0b', 'value.nul'],
    ['-2', 'value.not-applicable'],
  ])('%j: %s', (value, code) => expect(codeOf(PTQ, 'AssessmentCode', value)).toBe(code));

  test('too short is not too long', () => {
    const [first] = PTQ.template.fields;
    const field = { ...first!, type: 'string' as const, constraints: { required: true, pattern: '.{3,5}' } };
    const compiled = compileTemplate({ ...PTQ.template, fields: [field], rules: [] });
    expect(codeOf(compiled, field.name, 'ab')).toBe('value.pattern');
    expect(codeOf(compiled, field.name, 'abcdef')).toBe('value.too-long');
  });
});
