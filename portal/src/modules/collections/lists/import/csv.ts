/** A record of a CSV file that was checked and is right, with its row as a spreadsheet counts. */
export interface CsvRecord {
  readonly row: number;
  readonly cells: readonly string[];
}

const CELL = /"((?:[^"]|"")*)"|([^,\r\n]*)/y;

/** Reads a file that the engine found right: UTF-8 or, where it is not, Windows-1252. Blank lines are passed over. */
export function readCsv(bytes: Uint8Array): CsvRecord[] {
  const text = decode(bytes);
  const records: CsvRecord[] = [];
  for (let at = 0, row = 1; at < text.length; row++) {
    const cells: string[] = [];
    for (;;) {
      CELL.lastIndex = at;
      const [whole, quoted, plain] = CELL.exec(text)!;
      cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
      at += whole.length;
      if (text[at] !== ',') break;
      at++;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (cells.some((cell) => cell.trim() !== '')) records.push({ row, cells });
  }
  return records;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
