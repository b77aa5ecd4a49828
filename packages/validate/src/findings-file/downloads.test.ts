import { expect, test } from 'vitest';
import type { Finding } from '../finding.ts';
import { findingsAsCsv, findingsAsJson } from './downloads.ts';

const finding: Finding = {
  rule: 'value.pattern',
  severity: 'error',
  row: 12,
  column: 'AssessmentGrade',
  cell: 'L12',
  offset: 1034,
  length: 9,
  value: '=HYPERLINK("https://elsewhere.example")',
  message: 'This is not one of the grades.',
  help: 'Use one of the grades, or -2.',
};

async function text(parts: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const part of parts) all += part;
  return all;
}

test('as CSV: marked as UTF-8, one row each, and no value runs as a formula', async () => {
  const csv = await text(findingsAsCsv([[finding], [{ ...finding, detail: 'Row 3 has it too', value: 'é' }]]));
  expect(csv.startsWith('\uFEFFRow,Cell,Column,Kind,Rule,Value as sent,')).toBe(true);
  const [, first, second, end] = csv.split('\r\n');
  expect(first).toBe(
    `12,L12,AssessmentGrade,error,value.pattern,"'=HYPERLINK(""https://elsewhere.example"")",This is not one of the grades.,"Use one of the grades, or -2.",,1034`,
  );
  expect(second).toContain(',é,');
  expect(second).toContain(',Row 3 has it too,1034');
  expect(end).toBe('');
});

test.each(['=1', '+1', '-1', '@A1', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A1'])(
  '%j is disarmed',
  async (value) => {
    const csv = await text(findingsAsCsv([[{ ...finding, value }]]));
    expect(csv).toContain(/[\r\n]/.test(value) ? `,"'${value}",` : `,'${value},`);
  },
);

test('as JSON: one document, the values exactly as sent', async () => {
  const facts = { rows: 12, file: { name: 'outcomes.csv' } };
  const many = JSON.parse(await text(findingsAsJson(facts, [[finding, finding], [], [finding]])));
  expect(many).toEqual({ ...facts, findings: [finding, finding, finding] });
  expect(JSON.parse(await text(findingsAsJson(facts, [])))).toEqual({ ...facts, findings: [] });
});
