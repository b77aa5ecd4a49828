import type { OracleLine } from './oracle-csv.ts';
import { COLUMNS, isRight } from './oracle-fields.ts';

/** What is said about a header: the code, and the columns of the template and of the file where there are such. */
export interface HeaderSaying {
  readonly rule: string;
  readonly column?: string;
  readonly fileColumn?: number;
  readonly detail?: string;
}

export interface OracleHeader {
  /** Column of the file for each name of the template that was found. */
  readonly places: ReadonlyMap<string, number>;
  readonly says: readonly HeaderSaying[];
  readonly fatal: boolean;
}

/** Binds the header of a PTQ file: exact names first, then those that look alike, then those with a slip. */
export function readHeader(line: OracleLine): OracleHeader {
  const names = line.cells.map((cell) => cell.text);
  const places = new Map<string, number>();
  const says: HeaderSaying[] = [];
  const rounds: [string, (wanted: string, name: string) => boolean][] = [
    ['', (wanted, name) => wanted === name],
    ['header.folded', (wanted, name) => bare(wanted) === bare(name)],
    ['header.misspelt', (wanted, name) => slips(bare(wanted), bare(name), bare(wanted).length < 8 ? 1 : 2)],
  ];
  for (const [rule, alike] of rounds) {
    for (const wanted of COLUMNS) {
      if (places.has(wanted)) continue;
      const at = names.findIndex((name, i) => ![...places.values()].includes(i) && alike(wanted, name));
      if (at === -1) continue;
      places.set(wanted, at);
      if (rule) says.push({ rule, column: wanted, fileColumn: at });
    }
  }
  if (places.size < 6) return { places, says: [whyNot(names)], fatal: true };
  for (const wanted of COLUMNS) if (!places.has(wanted)) says.push({ rule: 'header.missing', column: wanted });
  let named = names.length;
  while (names[named - 1]!.trim() === '') named -= 1;
  if (named < names.length) says.push({ rule: 'header.blank', fileColumn: named });
  for (let at = 0; at < named; at++) {
    if ([...places.values()].includes(at)) continue;
    const twin = COLUMNS.find((wanted) => bare(wanted) === bare(names[at]!));
    says.push(
      twin ? { rule: 'header.doubled', column: twin, fileColumn: at } : { rule: 'header.extra', fileColumn: at },
    );
  }
  const order = COLUMNS.flatMap((wanted) => places.get(wanted) ?? []);
  if (order.join() !== [...order].sort((a, b) => a - b).join()) says.push({ rule: 'header.order' });
  return { places, says, fatal: false };
}

function whyNot(names: readonly string[]): HeaderSaying {
  for (const [mark, word] of Object.entries({ ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' })) {
    const parts = names.join(',').split(mark).map(bare);
    const found = COLUMNS.filter((wanted) => parts.includes(bare(wanted))).length;
    if (names.length <= 2 && found >= 6) return { rule: 'file.delimiter', detail: `They are separated by ${word}.` };
  }
  const fitting = COLUMNS.filter((column, at) => names[at] !== undefined && isRight(column, names[at]));
  return { rule: names.length === 12 && fitting.length >= 9 ? 'file.no-header' : 'file.wrong-template' };
}

const known: Map<string, string> = new Map();

function bare(name: string): string {
  const kept = known.get(name);
  if (kept !== undefined) return kept;
  const letters = [...name.normalize('NFKC').toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter)).join('');
  // The same few names come again and again, and spoilt ones that never do.
  if (known.size < 1000) known.set(name, letters);
  return letters;
}

/** Whether `a` becomes `b` by at most `budget` changes, each a letter put in, left out, changed or swapped with the next. */
function slips(a: string, b: string, budget: number): boolean {
  if (budget < 0) return false;
  if (a === '' || b === '') return a.length + b.length <= budget;
  if (a[0] === b[0]) return slips(a.slice(1), b.slice(1), budget);
  const left = budget - 1;
  if (slips(a.slice(1), b.slice(1), left) || slips(a.slice(1), b, left) || slips(a, b.slice(1), left)) return true;
  return a[0] === b[1] && a[1] === b[0] && slips(a.slice(2), b.slice(2), left);
}
