/** A row of a file format, with the number of the line it begins on. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a small CSV held in memory: quotation marks, line breaks inside them, any line end. A format file is read
 * to be looked at by a person, so that a quotation mark never closed ends with the file.
 */
export function rowsOf(text: string, separator: string): Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let cell = '';
  let [line, begun, isQuoted] = [1, 1, false];
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((each) => each.trim() !== '')) rows.push({ line: begun, cells });
    [cells, cell] = [[], ''];
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    const isBreak = letter === '\n' || (letter === '\r' && text[at + 1] !== '\n');
    if (isBreak) line++;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (letter === '"' && cell === '') isQuoted = true;
    else if (letter === separator) {
      cells.push(cell);
      cell = '';
    } else if (isBreak) {
      endRow();
      begun = line;
    } else if (letter !== '\r') cell += letter;
  }
  endRow();
  return rows;
}
