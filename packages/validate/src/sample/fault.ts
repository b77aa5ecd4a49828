import type { CompiledTemplate } from '../compile.ts';
import type { Expectations, Expected } from './expected.ts';
import type { Random } from './random.ts';
import type { RowMaker } from './row-maker.ts';

/** A row as it will stand in the file, broken in one way. */
export interface BrokenRow {
  /** The values where the row has its columns; what the unique rules of later rows look at. */
  readonly values?: readonly string[];
  /** The line, without its end. */
  readonly line: string;
  readonly expected: readonly Expected[];
}

/** What the makers of faults work with. */
export interface Workshop {
  readonly compiled: CompiledTemplate;
  readonly expectations: Expectations;
  readonly maker: RowMaker;
  readonly random: Random;
  /** Some right rows of the file so far. */
  readonly recent: readonly (readonly string[])[];
}

/** A way to break a row. `breakRow` gives undefined where it cannot break this one; it may change nothing given. */
export interface FaultKind {
  /** In a few words: "turned date". */
  readonly name: string;
  breakRow(row: readonly string[], workshop: Workshop): BrokenRow | undefined;
}

/** A row of CSV; values are put in quotation marks only where they must be. */
export function lineOf(values: readonly string[]): string {
  return values.map(cell).join(',');
}

export function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
