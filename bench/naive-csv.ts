/**
 * Splits CSV text that comes in pieces into rows, the way one would write it without a second thought, but rightly
 * (RFC 4180): whole lines by `split`, character by character only where a quotation mark is.
 */
export class NaiveCsv {
  #rest = '';

  /** The rows that are complete. */
  *feed(piece: string): Generator<string[]> {
    const text = this.#rest + piece;
    let at = 0;
    for (;;) {
      const next = rowAt(text, at);
      if (!next) break;
      at = next.end;
      yield next.cells;
    }
    this.#rest = text.slice(at);
  }

  /** The last row, where it has no line end. */
  *end(): Generator<string[]> {
    if (this.#rest !== '') yield* this.feed('\n');
  }
}

function rowAt(text: string, start: number): { cells: string[]; end: number } | undefined {
  const newline = text.indexOf('\n', start);
  if (newline < 0) return undefined;
  const line = text.slice(start, newline);
  if (line.includes('"')) return quotedRowAt(text, start);
  return { cells: (line.endsWith('\r') ? line.slice(0, -1) : line).split(','), end: newline + 1 };
}

function quotedRowAt(text: string, start: number): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  let cell = '';
  let inQuotes = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (inQuotes) {
      if (character !== '"') cell += character;
      else if (at + 1 === text.length) return undefined;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else inQuotes = false;
    } else if (character === '"') inQuotes = true;
    else if (character === ',') {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') return { cells: [...cells, cell], end: at + 1 };
    else if (character !== '\r') cell += character;
  }
  return undefined;
}
