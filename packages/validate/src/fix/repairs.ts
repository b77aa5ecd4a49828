/** What a repair does. None of them changes what the file says. */
export type RepairKind =
  | 'byte-order-mark'
  | 'encoding'
  | 'line-ends'
  | 'blank-lines'
  | 'empty-columns'
  | 'header'
  | 'blanks'
  | 'date';

/** One repair, with its place. What is about the file as a whole has row 0 and no cell. */
export interface Repair {
  readonly kind: RepairKind;
  /** As spreadsheets count: the header is row 1. */
  readonly row: number;
  /** The template's name of the column; the file's own where it is none of the template's; empty for a row or the file. */
  readonly column: string;
  readonly cell: string;
  /** What stood there; a number where lines or columns were taken away. */
  readonly before: string;
  readonly after: string;
}

/** Something that looks in need of repair and is not touched. */
export interface LeftAlone extends Omit<Repair, 'kind' | 'after'> {
  readonly kind: RepairKind | 'only-commas' | 'never-closed';
  readonly why: string;
}

/** One line for people: what each kind of repair does. */
export const REPAIR_WORDS: Readonly<Record<RepairKind, string>> = {
  'byte-order-mark': 'Byte order mark taken away',
  encoding: 'Letters written in UTF-8',
  'line-ends': 'Line ends made alike',
  'blank-lines': 'Blank lines at the end taken away',
  'empty-columns': 'Empty columns after the last one taken away',
  header: 'Column names spelt as the template does',
  blanks: 'Blanks before and after values taken away',
  date: 'Dates written as year-month-day again',
};
