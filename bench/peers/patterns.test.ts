import { expect, test } from 'vitest';
import { bytesSource, check, type Template } from '../../packages/validate/src/index.ts';
import { NaiveCsv } from '../naive-csv.ts';
import { FAULT_KINDS } from '../ptq-faults.ts';
import { ptqChunks } from '../ptq-generator.ts';
import { CONTEXT, RETURN } from '../ptq-return.ts';
import { COLUMN, type ColumnName, ptqTemplate } from '../ptq-template.ts';
import { FieldCounter } from './field-counter.ts';
import { columnChecks, columnRegExp } from './patterns.ts';

const template = ptqTemplate();
const expressions = columnChecks(template, 'javascript').map(columnRegExp);

function accepts(column: ColumnName, text: string): boolean {
  return expressions[COLUMN[column]]!.test(text);
}

test('a date is a real day of the century, and nothing else', () => {
  const two = (number: number) => String(number).padStart(2, '0');
  for (let year = 1999; year <= 2100; year++) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const date = new Date(Date.UTC(year, month - 1, day));
        const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 1999 && year < 2100;
        const text = `${year}-${two(month)}-${two(day)}`;
        if (accepts('AssessmentDate', text) !== isReal) expect.fail(`${text} is ${isReal ? '' : 'not '}a day`);
      }
    }
  }
  expect(
    ['2023-06-14 ', '2023-6-14', '', '-2', '٢٠٢٣-06-14'].map((text) => accepts('ReportingDate', text)),
  ).not.toContain(true);
});

test('lengths count code points, and no line break or NUL is one', () => {
  expect(accepts('UniqueCandidateIdentifier', '𝌠'.repeat(13))).toBe(true);
  expect(accepts('UniqueCandidateIdentifier', '𝌠'.repeat(14))).toBe(false);
  for (const character of ['\n', '\r', '\u2028', '\u2029', '\0'])
    expect(accepts('AssessmentCode', `U${character}1`)).toBe(false);
});

test('-2 is right only where the column says so', () => {
  const right = Object.keys(COLUMN).filter((column) => accepts(column as ColumnName, '-2'));
  expect(right).toEqual(template.fields.filter(({ notApplicable }) => notApplicable === '-2').map(({ name }) => name));
  expect(['-22', 'x-2', '-2x'].map((text) => accepts('AwardingOrganisation', text))).not.toContain(false);
});

test('each grade is right, and no other text that its signs would match', () => {
  const grades = template.fields[COLUMN.AssessmentGrade]!.constraints!.enum!;
  expect(grades.filter((grade) => !accepts('AssessmentGrade', grade))).toEqual([]);
  expect(
    ['', 'AA*A', 'DD', 'a', 'A '].filter((text) => !grades.includes(text) && accepts('AssessmentGrade', text)),
  ).toEqual([]);
});

test.each([1, 2])('they call a fault what the engine does, column by column (seed %i)', async (seed) => {
  const rules = [...new Set(FAULT_KINDS.map(({ rule }) => rule))].filter(
    (rule) => (rule.startsWith('value.') && rule !== 'value.scientific-text') || rule.startsWith('PTQ-'),
  );
  const bytes = Buffer.concat([...ptqChunks({ ...RETURN, rows: 4000, seed, faults: 0.5, rules, quoted: 'some' })]);
  const counter = new FieldCounter(template);
  const [, ...rows] = new NaiveCsv().feed(bytes.toString());
  for (const cells of rows) counter.take(cells);
  const { byRule } = await check(bytesSource(bytes), template, { context: CONTEXT }).summary();
  const byColumn = template.fields.map(({ name }) =>
    byRule
      .filter(({ rule, column }) => column === name && rule.startsWith('value.'))
      .reduce((sum, { count }) => sum + count, 0),
  );
  expect(counter.counted).toEqual({
    rows: 4000,
    faults: byColumn.reduce((sum, count) => sum + count),
    faultsByColumn: byColumn,
  });
  expect(counter.counted.faults).toBeGreaterThan(1000);
});

test('the other dialect says the same without what RE2 does not have', () => {
  const javascript = columnChecks(template, 'javascript');
  for (const [at, { pattern, refused }] of columnChecks(template, 're2').entries()) {
    expect(pattern).not.toMatch(/\\[du]|\(\?[^:]/);
    expect(pattern.replaceAll(/\\x\{(\d+)\}/g, '\\u$1')).toBe(javascript[at]!.pattern);
    expect(refused).toBe(javascript[at]!.refused);
  }
});

test('what they cannot say is refused', () => {
  const one = (field: object): Template => ({ ...template, fields: [{ ...template.fields[0]!, ...field }] });
  const of = (field: object) => () => columnChecks(one(field), 're2');
  expect(of({ constraints: { minimum: '2000-01-01', maximum: '2098-12-31' } })).toThrow('No whole century');
  expect(of({ type: 'string', constraints: { pattern: '[a-z]' } })).toThrow('Too much');
  expect(of({ type: 'integer', lexical: '\\d{1,3}', constraints: { minimum: 0, maximum: 10 } })).toThrow(
    'No regular expression',
  );
});
