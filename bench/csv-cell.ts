/** Which values stand in quotation marks besides those that must: none, those of the text columns, all. */
export type Quoting = 'never' | 'some' | 'all';

const NEEDS_QUOTES = /[",\r\n]/;

/** A value as it stands in a CSV file (RFC 4180). */
export function csvCell(value: string, always: boolean): string {
  return always || NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The value of a cell written by `csvCell`. */
export function cellValue(cell: string): string {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
