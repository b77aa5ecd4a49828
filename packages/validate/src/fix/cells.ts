import type { CompiledTemplate } from '../compile.ts';
import { type CsvRecord, ESCAPED, HIGH, NEVER_CLOSED, NUL, QUOTED, STRAY_QUOTE, TEXT_AFTER } from '../csv/record.ts';
import { fieldValue } from '../csv/value.ts';
import { type ColumnOrders, turnedBack } from './dates.ts';
import { windowsText } from './encoding.ts';
import type { RepairKind } from './repairs.ts';

/** New bytes for a part of a row. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
}

/** What comes of looking at one cell. */
export interface Mended {
  readonly kind: RepairKind;
  readonly before: string;
  readonly after: string;
}

const encoder = new TextEncoder();

/** Whether the value of a cell is plain to see, so that another can be put in its place. */
export function canBeRead({ flags }: CsvRecord, at: number): boolean {
  return (flags[at]! & (STRAY_QUOTE | TEXT_AFTER | NEVER_CLOSED | NUL)) === 0;
}

/** The value that a field would rather have, if a repair may give it; why not, if it may not. */
export function mendedValue(
  { fields }: CompiledTemplate,
  column: number,
  text: string,
  orders: ColumnOrders | undefined,
): Mended | { kind: RepairKind; why: string } | undefined {
  const field = fields[column]!;
  if (field.accepts(text)) return undefined;
  const trimmed = text.trim();
  if (trimmed !== text && field.accepts(trimmed)) return { kind: 'blanks', before: text, after: trimmed };
  const turned = orders && turnedBack(field, trimmed, orders);
  if (!turned) return undefined;
  return 'why' in turned ? { kind: 'date', why: turned.why } : { kind: 'date', before: text, after: turned.iso };
}

/** Quickly: can nothing be the matter with these bytes? Blanks at the ends and letters beyond ASCII want a closer look. */
export function looksPlain({ bytes, from, to, flags }: CsvRecord, at: number): boolean {
  if (flags[at]! & HIGH) return false;
  const [start, end] = [from[at]!, to[at]!];
  return start === end || (bytes[start]! > 0x20 && bytes[end - 1]! > 0x20);
}

/** Writes a value in the place of the one that is there, in quotation marks if that one is. */
export function replacement(record: CsvRecord, at: number, text: string): Edit {
  const flags = record.flags[at]!;
  const [from, to] = [record.from[at]!, record.to[at]!];
  if (flags & QUOTED) return { from, to, bytes: encoder.encode(text.replaceAll('"', '""')) };
  const written = /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return { from, to, bytes: encoder.encode(written) };
}

/** The bytes of a cell in UTF-8, and its text; why not, if they cannot be told; undefined where they are UTF-8. */
export type Reencoded = { readonly edit: Edit; readonly text: string } | { readonly why: string } | undefined;

export function reencoded(record: CsvRecord, at: number): Reencoded {
  if (!(record.flags[at]! & HIGH)) return undefined;
  const [from, to] = [record.from[at]!, record.to[at]!];
  const reading = windowsText(record.bytes.subarray(from, to));
  if (!reading || 'why' in reading) return reading;
  const text = record.flags[at]! & ESCAPED ? reading.text.replaceAll('""', '"') : reading.text;
  return { edit: { from, to, bytes: encoder.encode(reading.text) }, text };
}

/** The text of a cell as a person reads it. */
export function textOf(record: CsvRecord, at: number): string {
  return fieldValue(record, at).text;
}
