import { csvRow } from '../csv/row.ts';
import type { Finding } from '../finding.ts';

/** The columns of a table of findings. */
export const FINDING_HEAD: readonly string[] = [
  'Row',
  'Cell',
  'Column',
  'Kind',
  'Rule',
  'Value as sent',
  'What is wrong',
  'How to mend it',
  'More',
  'Byte offset',
];

/** A finding in these columns. */
export function findingCells(finding: Finding): readonly (string | number)[] {
  const { row, cell, column, severity, rule, value, message, help, detail, offset } = finding;
  return [row, cell, column, severity, rule, value, message, help, detail ?? '', offset];
}

/** Findings as CSV, safe to open in a spreadsheet, with a byte order mark so that accented letters come out right. */
export async function* findingsAsCsv(
  blocks: AsyncIterable<readonly Finding[]> | Iterable<readonly Finding[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${csvRow(FINDING_HEAD)}`;
  for await (const findings of blocks) {
    yield findings.map((finding) => csvRow(findingCells(finding))).join('');
  }
}

/** Findings as one JSON document: facts about the check, then every finding in the order of rows. */
export async function* findingsAsJson(
  facts: Readonly<Record<string, unknown>>,
  blocks: AsyncIterable<readonly Finding[]> | Iterable<readonly Finding[]>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(facts).slice(0, -1)},"findings":[`;
  let first = true;
  for await (const findings of blocks) {
    if (findings.length === 0) continue;
    yield `${first ? '\n' : ',\n'}${findings.map((finding) => JSON.stringify(finding)).join(',\n')}`;
    first = false;
  }
  yield '\n]}\n';
}
