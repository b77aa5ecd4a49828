/** What a spreadsheet takes for the beginning of a formula, in its wide forms too. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * One row of CSV that is safe to open in a spreadsheet: a text that it would run as a formula gets an apostrophe in
 * front (OWASP, CSV injection); quotes by RFC 4180.
 */
export function csvRow(values: readonly (string | number)[]): string {
  const cells = values.map((value) => {
    if (typeof value === 'number') return String(value);
    return quoted(FORMULA.test(value) ? `'${value}` : value);
  });
  return `${cells.join(',')}\r\n`;
}

/** A row exactly as given, for files that are to be checked again. */
export function exactCsvRow(values: readonly string[]): string {
  return `${values.map(quoted).join(',')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
