import type { Io } from './command.ts';

/** A number as people write it: 1,234,567. */
export function count(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 0 });
}

/** `1 row`, `2,000 rows`. */
export function plural(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number of bytes as people say it: `4.1 kB`, `111 MB`. Thousands, as disks and browsers count. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : count(value)} ${units[unit]}`;
}

/**
 * A text from a file or a file's name as it may be shown: what would move the cursor, change colours, turn the writing
 * direction or break the line on a terminal is written out instead (`\x1b`, `\n`, `\u202e`).
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** A file as it was named, or standard input for `-`. */
export function fileName(path: string): string {
  return path === '-' ? 'Standard input' : visible(path);
}

/** The lines of a text no wider than `width`, each after `indent` blanks. Words longer than a line stay whole. */
export function wrap(text: string, width: number, indent: number = 0): string {
  const room = Math.max(20, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((part) => `${' '.repeat(indent)}${part}`.trimEnd()).join('\n');
}

/** Rows of cells set under each other; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A word of a command line as a shell takes it. */
export function shellWord(word: string): string {
  if (UNSEEN.test(word)) return `$'${[...word].map(inShell).join('')}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A character in the quotation marks that shells have for what cannot be seen. */
function inShell(character: string): string {
  if (/['\\]/.test(character)) return `\\${character}`;
  if (!UNSEEN.test(character)) return character;
  const code = character.codePointAt(0)!;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

export type Colour = 'bold' | 'dim' | 'red' | 'yellow' | 'green';
const CODES: Record<Colour, readonly [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
};

export type Paint = (colour: Colour, text: string) => string;

/** Colours what goes to a terminal; plain where it goes elsewhere or the person asked for none (NO_COLOR). */
export function painter(io: Io, toTerminal: boolean): Paint {
  const plain = !toTerminal || (io.env['NO_COLOR'] ?? '') !== '' || io.env['TERM'] === 'dumb';
  return (colour, text) => (plain ? text : `\u001b[${CODES[colour][0]}m${text}\u001b[${CODES[colour][1]}m`);
}
