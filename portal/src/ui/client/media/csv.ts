/**
 * Reads a small CSV file (RFC 4180) as rows of cells: quoted cells may hold separators, quotes and line breaks. The separator is
 * the comma, semicolon or tab that the first line has most of. Forgiving: a quote that is never closed ends with the text.
 */
export function readCsv(text: string): readonly (readonly string[])[] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = (): void => {
    if (row.some((cell) => cell.trim() !== '')) rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const [cell, end] = text[at] === '"' ? quoted(text, at) : plain(text, at, separator);
    row.push(cell);
    at = end;
    if (text[at] === separator) {
      at++;
      // A separator at the very end stands before an empty cell.
      if (at === text.length) row.push('');
    } else {
      if (text[at] === '\r') at++;
      if (text[at] === '\n') at++;
      endRow();
    }
  }
  endRow();
  return rows;

  /** What follows the closing quote up to the next separator belongs to the cell. */
  function quoted(from: string, start: number): [cell: string, end: number] {
    let cell = '';
    let i = start + 1;
    for (; i < from.length; i++) {
      if (from[i] !== '"') cell += from[i];
      else if (from[i + 1] === '"') cell += from[i++];
      else break;
    }
    const [rest, end] = plain(from, i + 1, separator);
    return [cell + rest, end];
  }
}

function plain(text: string, start: number, separator: string): [cell: string, end: number] {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
  return [text.slice(start, end), end];
}

function separatorOf(text: string): string {
  const [line = ''] = text.split(/[\r\n]/, 1);
  const count = (mark: string): number => line.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** The text of a file as spreadsheets write it: UTF-8, UTF-16 with its mark, or Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
