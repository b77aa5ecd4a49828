import type { Finding } from '../finding.ts';

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
export async function* findingsAsCsv(
  blocks: AsyncIterable<readonly Finding[]> | Iterable<readonly Finding[]>,
): AsyncGenerator<string> {
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

/** A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection). */
function csvRow(values: readonly (string | number)[]): string {
  return `${values.map((value) => (typeof value === 'number' ? String(value) : quoted(disarmed(value)))).join(',')}\r\n`;
}

function disarmed(text: string): string {
  return /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
