/** What a spreadsheet takes for the beginning of a formula, in its wide forms too. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const SAFE_MARK = /^'(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/;

/**
 * One row of CSV that is safe to open in a spreadsheet: a text that it would run as a formula gets an apostrophe in
 * front (OWASP, CSV injection); quotes by RFC 4180.
 */
export function csvRow(values: readonly string[]): string {
  return exactCsvRow(values.map((value) => (FORMULA.test(value) ? `'${value}` : value)));
}

/** A cell without the apostrophe that made it safe. */
export function withoutSafeMark(cell: string): string {
  return cell.replace(SAFE_MARK, '');
}

/** A row of CSV exactly as given, for files that go back into Garner; quotes by RFC 4180. */
export function exactCsvRow(values: readonly string[]): string {
  return `${values.map(quoted).join(',')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A record of a CSV file that was checked and is right, with its row as a spreadsheet counts. */
export interface CsvRecord {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Reads a file that the engine found right: UTF-8 or, where it is not, Windows-1252. Blank lines are passed over. */
export function readCsv(bytes: Uint8Array): CsvRecord[] {
  const text = decode(bytes);
  const records: CsvRecord[] = [];
  let row = 0;
  for (let at = 0; at < text.length; ) {
    const cells: string[] = [];
    for (;;) {
      const [cell, end] = readCell(text, at);
      cells.push(cell);
      at = end + 1;
      if (text[end] !== ',') break;
    }
    if (text[at - 1] === '\r' && text[at] === '\n') at++;
    row++;
    if (cells.some((cell) => cell.trim() !== '') || cells.length > 1) records.push({ row, cells });
  }
  return records;
}

/** One cell from a place on, and where the comma, the line break or the end after it is. */
function readCell(text: string, from: number): [cell: string, end: number] {
  if (text[from] !== '"') {
    let end = from;
    while (end < text.length && !',\r\n'.includes(text[end]!)) end++;
    return [text.slice(from, end), end];
  }
  let cell = '';
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') cell += text[at];
    else if (text[at + 1] === '"') cell += text[++at];
    else return [cell, at + 1];
  }
  return [cell, text.length];
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
