/** A row of CSV exactly as given, for files that go back into Garner; quotes by RFC 4180. */
export function exactCsvRow(values: readonly string[]): string {
  return `${values.map(quoted).join(',')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
