/** Synthetic files for any template, right or with known faults: the same options give the same bytes. */

import { columnLetters } from '../cell.ts';
import type { CompiledTemplate } from '../compile.ts';
import { CATALOGUE } from '../fields/catalogue.ts';
import type { CheckContext } from '../rules/cel.ts';
import type { Severity } from '../template.ts';
import { Breaker } from './breaker.ts';
import { Expectations, type Expected } from './expected.ts';
import { type BrokenRow, lineOf } from './fault.ts';
import { Random } from './random.ts';
import { RowMaker } from './row-maker.ts';
import { SampleError } from './values.ts';

export { SampleError } from './values.ts';

export interface SampleOptions {
  /** How many data rows, the header not counted. */
  readonly rows: number;
  /** The same seed gives the same file. */
  readonly seed: string | number;
  /** Share of the rows that are broken, from 0 to 1; none by default. The first row is always right. */
  readonly faults?: number;
  /** What the return will be checked against; rules that need it are met, or broken on purpose. */
  readonly context?: CheckContext;
}

/** A finding that checking the sample will make: all that, and nothing else. */
export interface SampleFault {
  /** As spreadsheets count: the header is row 1. */
  readonly row: number;
  /** Name of the column; empty where the finding is about the row. */
  readonly column: string;
  readonly cell: string;
  /** Code of the rule that will be reported. */
  readonly rule: string;
  readonly severity: Severity;
  /** What was done to the row: "turned date". */
  readonly kind: string;
}

/** Some rows of a sample as bytes, and what is wrong in them. */
export interface SamplePart {
  readonly bytes: Uint8Array;
  readonly faults: readonly SampleFault[];
}

export interface SampleSummary {
  readonly rows: number;
  readonly brokenRows: number;
  /** How many rows were broken in each way. */
  readonly kinds: readonly { readonly kind: string; readonly rows: number }[];
}

/**
 * Right rows for a template, values in the template's order, each unlike the others as its unique rules want. Throws
 * SampleError where no such row is left, or where rules cannot be met with the context given.
 */
export function* sampleRows(
  compiled: CompiledTemplate,
  { rows, seed, context = {} }: Omit<SampleOptions, 'faults'>,
): Generator<readonly string[], void> {
  const expectations = new Expectations(compiled, context);
  const maker = new RowMaker(compiled, context, expectations, new Random(String(seed)));
  for (let left = rows; left > 0; left--) {
    const values = maker.next();
    expectations.note(values);
    yield values;
  }
}

/** Bytes gathered before they are handed out. */
const PART = 64 * 1024;

/**
 * A file of the template in parts: UTF-8, lines ending in LF, first the header. Checked with the same context it gives
 * the findings listed with the parts and no others. Throws as `sampleRows` does; memory is 8 to 16 bytes a row.
 */
export function* sampleFile(compiled: CompiledTemplate, options: SampleOptions): Generator<SamplePart, SampleSummary> {
  const { rows, seed, faults: share = 0, context = {} } = options;
  if (!(share >= 0 && share <= 1)) throw new SampleError('The share of broken rows is a number from 0 to 1.');
  const expectations = new Expectations(compiled, context);
  const random = new Random(String(seed));
  const maker = new RowMaker(compiled, context, expectations, random);
  const breaker = new Breaker({ compiled, expectations, maker, random });
  const encoder = new TextEncoder();
  let text = `${lineOf(compiled.fields.map((field) => field.name))}\n`;
  let faults: SampleFault[] = [];
  for (let row = 2; row < rows + 2; row++) {
    const values = maker.next();
    const broken = row > 2 && random.chance(share) ? breaker.broken(values) : undefined;
    if (!broken) breaker.remember(values);
    const kept = broken ? broken.row.values : values;
    if (kept) expectations.note(kept);
    if (broken) faults.push(...listed(compiled, broken.row, broken.kind, row));
    text += `${broken ? broken.row.line : lineOf(values)}\n`;
    if (text.length < PART) continue;
    yield { bytes: encoder.encode(text), faults };
    text = '';
    faults = [];
  }
  yield { bytes: encoder.encode(text), faults };
  return { rows, ...breaker.summary() };
}

function listed(compiled: CompiledTemplate, broken: BrokenRow, kind: string, row: number): SampleFault[] {
  return broken.expected.map(({ column, rule }: Expected) => ({
    row,
    column: column === undefined ? '' : compiled.fields[column]!.name,
    cell: column === undefined ? '' : `${columnLetters(column)}${row}`,
    rule,
    severity: severityOf(compiled, rule),
    kind,
  }));
}

function severityOf({ template }: CompiledTemplate, code: string): Severity {
  const rule = template.rules?.find((each) => each.code === code);
  return rule?.severity ?? CATALOGUE[code as keyof typeof CATALOGUE].severity;
}
