import type { CsvRecord } from './csv/record.ts';
import { fieldValue } from './csv/value.ts';
import type { TemplateField } from './template.ts';

/** Where a finding is. */
export interface Place {
  readonly row: number;
  readonly column?: TemplateField | undefined;
  /** The column's place in the file, for the spreadsheet cell. */
  readonly fileColumn?: number;
  readonly offset: number;
  readonly length: number;
  readonly value: string;
  readonly detail?: string;
}

/** Where a field of a row is, and what stands there; `value` is its text where that is known already. */
export function fieldPlace(
  record: CsvRecord,
  at: number,
  column: Place['column'],
  value: string = fieldValue(record, at).text,
): Place {
  const from = record.from[at]!;
  return {
    row: record.row,
    column,
    fileColumn: at,
    offset: record.base + from,
    length: record.to[at]! - from,
    value,
  };
}
