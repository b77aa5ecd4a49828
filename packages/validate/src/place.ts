import type { CsvRecord } from './csv/record.ts';
import { fieldValue } from './csv/value.ts';
import type { TemplateField } from './template.ts';

/** Where a finding is. */
export interface Place {
  readonly row: number;
  readonly column?: TemplateField;
  /** The column's place in the file, for the spreadsheet cell. */
  readonly fileColumn?: number;
  readonly offset: number;
  readonly length: number;
  readonly value: string;
  readonly detail?: string;
}

/** Where a field of a row is, and what stands there. */
export function fieldPlace(record: CsvRecord, at: number, column: Place['column']): Place {
  const place = {
    row: record.row,
    fileColumn: at,
    offset: record.base + record.from[at]!,
    length: record.to[at]! - record.from[at]!,
    value: fieldValue(record, at).text,
  };
  return column ? { ...place, column } : place;
}
