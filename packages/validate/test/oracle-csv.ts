/**
 * A naive second reading of CSV, for comparison only: strings and regular expressions over the whole file, no code of
 * the engine. It knows RFC 4180 and what the engine decides where the RFC is silent, but no limit on the length of a row.
 */

export interface OracleCell {
  readonly kind: 'plain' | 'quoted' | 'text-after' | 'never-closed';
  /** Places of the value (inside its quotation marks) in the file. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The bytes are not UTF-8. */
  readonly fellBack: boolean;
}

export interface OracleLine {
  /** 1 for the first line. */
  readonly row: number;
  readonly from: number;
  /** Without the line end. */
  readonly to: number;
  readonly text: string;
  readonly cells: readonly OracleCell[];
}

const CLOSED = /"((?:[^"]|"")*)"(?!")/y;
const UP_TO_SEPARATOR = /[^,\r\n]*/y;
const UP_TO_LINE_END = /[^\r\n]*/y;
const LINE_END = /\r\n|\r|\n/y;

/** Every line of the file from byte `start` on. */
export function parseCsv(bytes: Uint8Array, start: number): OracleLine[] {
  const file = Buffer.from(bytes).toString('latin1');
  const lines: OracleLine[] = [];
  let at = start;
  while (at < file.length) {
    const cells: OracleCell[] = [];
    const from = at;
    for (;;) {
      const found = cellAt(file, at);
      const [cell, next] = [{ ...found.cell, ...value(bytes, found.cell) }, found.next];
      cells.push(cell);
      at = next;
      if (cell.kind === 'never-closed' || file[at] !== ',') break;
      at += 1;
    }
    lines.push({ row: lines.length + 1, from, to: at, text: readText(bytes.subarray(from, at)).text, cells });
    at += match(LINE_END, file, at)?.[0].length ?? 0;
  }
  return lines;
}

type Span = Pick<OracleCell, 'kind' | 'from' | 'to'>;

function cellAt(file: string, at: number): { cell: Span; next: number } {
  if (file[at] !== '"') {
    const next = at + match(UP_TO_SEPARATOR, file, at)![0].length;
    return { cell: { kind: 'plain', from: at, to: next }, next };
  }
  const closed = match(CLOSED, file, at);
  const after = closed ? at + closed[0].length : at;
  const ends = after === file.length || ',\r\n'.includes(file[after]!);
  if (closed && ends) return { cell: { kind: 'quoted', from: at + 1, to: after - 1 }, next: after };
  if (closed && !/[\r\n]/.test(closed[1]!)) {
    const next = after + match(UP_TO_SEPARATOR, file, after)![0].length;
    return { cell: { kind: 'text-after', from: at, to: next }, next };
  }
  const next = at + match(UP_TO_LINE_END, file, at)![0].length;
  return { cell: { kind: 'never-closed', from: at, to: next }, next };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function value(bytes: Uint8Array, { kind, from, to }: Span): Pick<OracleCell, 'text' | 'fellBack'> {
  const { text, fellBack } = readText(bytes.subarray(from, to));
  return { text: kind === 'quoted' ? text.split('""').join('"') : text, fellBack };
}

const UPPER_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** UTF-8 where the bytes come back the same from it, else Windows-1252 by its table. */
export function readText(bytes: Uint8Array): { text: string; fellBack: boolean } {
  const text = Buffer.from(bytes).toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return { text, fellBack: false };
  const characters = Array.from(bytes, (byte) =>
    byte >= 0x80 && byte <= 0x9f ? UPPER_1252[byte - 0x80]! : String.fromCharCode(byte),
  );
  return { text: characters.join(''), fellBack: true };
}
