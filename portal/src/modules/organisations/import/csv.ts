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
