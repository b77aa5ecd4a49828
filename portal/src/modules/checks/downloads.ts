import type { Finding } from '@garner/validate';
import { csvRow } from '../../platform/csv.ts';

const HEAD = [
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

/** Findings as CSV, safe to open in a spreadsheet, with a byte order mark so that accented letters come out right. */
export async function* findingsAsCsv(blocks: AsyncIterable<readonly Finding[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvRow(HEAD)}`;
  for await (const findings of blocks) {
    yield findings
      .map(({ row, cell, column, severity, rule, value, message, help, detail, offset }) =>
        csvRow([row, cell, column, severity, rule, value, message, help, detail ?? '', offset]),
      )
      .join('');
  }
}

/** Findings as one JSON document: facts about the check, then every finding in the order of rows. */
export async function* findingsAsJson(
  facts: Readonly<Record<string, unknown>>,
  blocks: AsyncIterable<readonly Finding[]>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(facts).slice(0, -1)},"findings":[`;
  let first = true;
  for await (const findings of blocks) {
    for (const finding of findings) {
      yield `${first ? '\n' : ',\n'}${JSON.stringify(finding)}`;
      first = false;
    }
  }
  yield '\n]}\n';
}
