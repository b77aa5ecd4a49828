import { fold } from '../header.ts';
import { type LintRemark, type LintReport, Remarks } from '../lint/remark.ts';
import { decodedFile } from './decoded.ts';
import { type Row, rowsOf } from './rows.ts';

/** One column as the publisher's file format describes it, word for word. */
export interface FormatRow {
  readonly name: string;
  readonly description: string;
  readonly position: string;
  readonly pattern: string;
  readonly words: string;
}

/** What a file format holds, and what was odd about the file. */
export interface FormatRows {
  readonly rows: readonly FormatRow[];
  readonly remarks: readonly LintRemark[];
}

/** How each of the five columns is recognised by its heading, folded; the most telling first. */
const HEADINGS: readonly (readonly [keyof FormatRow, RegExp])[] = [
  [
    'words',
    /description.*(regular|regex|pattern)|(regular|regex|pattern).*description|^acceptedvalues$|^validationnotes$/,
  ],
  ['pattern', /regularexpression|regex|pattern/],
  ['position', /^(column)?(position|order|number|no)$/],
  ['name', /^(field|column|variable)?(name|heading|header)$|^(field|column)$/],
  ['description', /description|definition/],
];

/** Reads a publisher's file format: a CSV with the five columns of seed 004, or the same text copied from its page. */
export function formatRows(file: string | Uint8Array): FormatRows {
  const remarks = new Remarks();
  const { text, otherThanUtf8 } = decodedFile(file);
  if (otherThanUtf8) {
    remarks.say(
      'format.encoding',
      { path: '' },
      { message: `The file is not in UTF-8; it was read as ${otherThanUtf8}.` },
    );
  }
  const { all, head } = table(text);
  if (all.length === 0) remarks.say('format.empty', { path: '' }, { message: 'The file is empty.' });
  const rows = head >= 0 ? fromCsv(all, head, remarks) : fromCopiedText(text, remarks);
  if (all.length > 0 && rows.length === 0) {
    remarks.say(
      'format.columns',
      { path: '' },
      { message: 'No row with the five columns of a file format was found.' },
    );
  }
  return { rows, remarks: said(remarks.report()) };
}

const said = ({ remarks }: LintReport): readonly LintRemark[] => remarks;

/** The rows by whatever separates the columns, and which of the first is the header; -1 where none is. */
function table(text: string): { all: readonly Row[]; head: number } {
  for (const separator of [',', ';', '\t']) {
    const all = rowsOf(text, separator);
    const head = all.slice(0, 20).findIndex((row) => headings(row).size >= 3);
    if (head >= 0) return { all, head };
  }
  return { all: rowsOf(text, ','), head: -1 };
}

/** Which cell of a heading row stands for what. */
function headings({ cells }: Row): Map<keyof FormatRow, number> {
  const found = new Map<keyof FormatRow, number>();
  for (const [at, cell] of cells.entries()) {
    const known = HEADINGS.find(([what, form]) => !found.has(what) && form.test(fold(cell)));
    if (known) found.set(known[0], at);
  }
  return found;
}

function fromCsv(all: readonly Row[], head: number, remarks: Remarks): FormatRow[] {
  const places = headings(all[head]!);
  for (const what of ['name', 'pattern'] as const) {
    if (!places.has(what))
      remarks.say('format.columns', { path: '' }, { message: `There is no column for the ${what} in the first row.` });
  }
  if (!places.has('name')) return [];
  const width = all[head]!.cells.length;
  return all.slice(head + 1).flatMap(({ line, cells }) => {
    const cell = (what: keyof FormatRow): string => cells[places.get(what) ?? -1] ?? '';
    const extra = cells.slice(width).some((each) => each.trim() !== '');
    if (cells.length < width || extra || cell('name').trim() === '') {
      const what =
        cell('name').trim() === '' ? 'has no name and was left out' : `has ${cells.length} values instead of ${width}`;
      remarks.say('format.row', { path: '' }, { message: `The row on line ${line} ${what}.` });
    }
    if (cell('name').trim() === '') return [];
    return {
      name: cell('name').trim(),
      description: cell('description'),
      position: cell('position'),
      pattern: cell('pattern'),
      words: cell('words'),
    };
  });
}

/** A name, a description, a position, a pattern from ^ to $, and words, with nothing but blanks between. */
const COPIED = /^(\S+)\s+(.*?)\s(\d{1,3}|[A-Z]{1,2})\s+(\^\S.*?\$)(?=\s|$)\s*(.*)$/;

function fromCopiedText(text: string, remarks: Remarks): FormatRow[] {
  const rows = text.split(/\r\n?|\n/).flatMap((line) => {
    const match = COPIED.exec(line.trim());
    if (!match) return [];
    const [, name, description, position, pattern, words] = match as unknown as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return { name, description, position, pattern, words };
  });
  if (rows.length > 0)
    remarks.say('format.copied-text', { path: '' }, { message: 'This is text copied from a page, not CSV.' });
  return rows;
}
