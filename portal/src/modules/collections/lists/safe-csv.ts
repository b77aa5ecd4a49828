import { exactCsvRow } from '../../../platform/csv.ts';

/** What a spreadsheet takes for the beginning of a formula, in its wide forms too. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const SAFE_MARK = /^'(?=[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/;

/** A row of CSV that no spreadsheet takes for a formula: such a cell gets an apostrophe in front. */
export function safeCsvRow(cells: readonly string[]): string {
  return exactCsvRow(cells.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell)));
}

/** A cell without the apostrophe that made it safe. */
export function withoutSafeMark(cell: string): string {
  return cell.replace(SAFE_MARK, '');
}
