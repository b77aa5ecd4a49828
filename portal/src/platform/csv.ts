/**
 * One row of CSV that is safe to open in a spreadsheet: a text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, CSV injection); quotes by RFC 4180.
 */
export function csvRow(values: readonly (string | number)[]): string {
  return `${values.map((value) => (typeof value === 'number' ? String(value) : quoted(disarmed(value)))).join(',')}\r\n`;
}

/** A row exactly as given, for files that go back into Garner. */
export function exactCsvRow(values: readonly string[]): string {
  return `${values.map(quoted).join(',')}\r\n`;
}

function disarmed(text: string): string {
  return /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
