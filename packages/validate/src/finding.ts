import type { Severity } from './template.ts';

/**
 * One fault in a file: which rule, where, what was there, and how to mend it.
 * The same JSON form everywhere: browser, command line, API and server.
 */
export interface Finding {
  /** Stable code: a template's own rule (`PTQ-IDENTIFIER`) or one of the engine's (`value.pattern`). */
  readonly rule: string;
  readonly severity: Severity;
  /** As a spreadsheet counts: the header is row 1. 0 when the finding is about the file as a whole. */
  readonly row: number;
  /** The template's name of the column; empty when the finding is about a row or the file. */
  readonly column: string;
  /** Spreadsheet cell such as `C12`; empty where there is no column. */
  readonly cell: string;
  /** Byte offset of the value in the file (inside its quotes), or of the row. */
  readonly offset: number;
  /** Length of the value in bytes, as it stands in the file. */
  readonly length: number;
  /** The value as sent; long values are cut at `VALUE_LIMIT` characters and end in an ellipsis. */
  readonly value: string;
  readonly message: string;
  readonly help: string;
  /** What only this one can say: the row that it repeats, the bytes that were not UTF-8. */
  readonly detail?: string;
}

/** How many findings one rule made in one column. */
export interface RuleCount {
  readonly rule: string;
  readonly column: string;
  readonly severity: Severity;
  readonly count: number;
  readonly message: string;
  readonly help: string;
}

export interface Counts {
  readonly error: number;
  readonly query: number;
  readonly notice: number;
}

export interface Summary {
  /** Data rows, without the header and without blank lines. */
  readonly rows: number;
  /** Size of the file, whether or not all of it could be read. */
  readonly bytes: number;
  readonly counts: Counts;
  /** Most frequent first; equal counts in order of code and column. */
  readonly byRule: readonly RuleCount[];
  /** False when the file could not be read as this template at all, so that its rows were not checked. */
  readonly rowsChecked: boolean;
  /** Rules that could not be asked, and why: no such column in the file, or nothing to compare with. */
  readonly notAsked: readonly { readonly rule: string; readonly why: string }[];
}

/** Longest value kept in a finding, in UTF-16 units. */
export const VALUE_LIMIT = 200;

/** The value as a finding carries it. */
export function shown(value: string): string {
  if (value.length <= VALUE_LIMIT) return value;
  return `${value.slice(0, VALUE_LIMIT).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
