import { sameBytes } from '../bytes.ts';
import type { Operator, TestPlan } from './plan.ts';
import type { TableRow } from './table-row.ts';
import { TABLE_FROM, TextTable } from './text-table.ts';

/** Answers to a test. */
export const NO = 0;
export const YES = 1;
/** It takes more than bytes to know. */
export const UNKNOWN = 2;
type Known = typeof NO | typeof YES | typeof UNKNOWN;

const NONE = -1;
const ZERO = 0x30;
const UCI_LETTERS = [...'ABCDEFGHKLMRTVWXY'].map((letter) => letter.charCodeAt(0));

/** A test as it is asked; all have the same parts, so that the engine of the browser finds them at once. */
export class TableTest {
  readonly kind: TestPlan['kind'];
  readonly column: number;
  /** The column that it is compared with, or none. */
  readonly other: number;
  readonly operator: Operator;
  /** What it is compared with where there is no other column. */
  readonly text: Uint8Array;
  texts: readonly Uint8Array[] | undefined;
  /** For many texts. */
  table: TextTable | undefined;
  /** Which characters make the numbers; `to` is NONE for the last. */
  readonly from: number;
  readonly to: number;
  readonly otherFrom: number;
  readonly otherTo: number;
  readonly plus: number;

  constructor(plan: TestPlan) {
    const number = plan.kind === 'number' ? plan : undefined;
    const order = plan.kind === 'order' ? plan : undefined;
    const otherColumn = order ? order.other : plan.kind === 'same' ? plan.other : number?.right?.column;
    this.kind = plan.kind;
    this.column = plan.kind === 'number' ? plan.left.column : plan.column;
    this.other = typeof otherColumn === 'number' ? otherColumn : NONE;
    this.operator = (number ?? order)?.operator ?? '==';
    this.text = otherColumn instanceof Uint8Array ? otherColumn : new Uint8Array(0);
    this.texts = plan.kind === 'is' ? plan.texts : undefined;
    const many = plan.kind === 'is' && plan.fixed && (plan.texts?.length ?? 0) >= TABLE_FROM;
    this.table = many ? new TextTable(this.texts!) : undefined;
    this.from = number?.left.from ?? 0;
    this.to = number?.left.to ?? NONE;
    this.otherFrom = number?.right?.from ?? 0;
    this.otherTo = number?.right?.to ?? NONE;
    this.plus = number?.plus ?? 0;
  }

  setTexts(texts: readonly Uint8Array[]): void {
    this.texts = [...texts];
    this.table = undefined;
  }
}

export function ask(test: TableTest, row: TableRow): Known {
  const { bytes } = row;
  const { column, other } = test;
  const start = row.from(column);
  const end = row.to(column);
  switch (test.kind) {
    case 'is':
      return isOneOf(test, bytes, start, end);
    case 'same':
      return order(bytes, start, end, bytes, row.from(other), row.to(other)) === 0 ? YES : NO;
    case 'order':
      return compared(
        test.operator,
        other === NONE
          ? order(bytes, start, end, test.text, 0, test.text.length)
          : order(bytes, start, end, bytes, row.from(other), row.to(other)),
      );
    case 'number':
      return numbers(test, row);
    case 'uln':
      return isUlnBytes(bytes, start, end);
    case 'uci':
      return isUciBytes(bytes, start, end);
  }
}

function isOneOf({ texts, table }: TableTest, bytes: Uint8Array, start: number, end: number): Known {
  if (texts === undefined) return UNKNOWN;
  if (table) return table.has(bytes, start, end) ? YES : NO;
  for (let text = 0; text < texts.length; text++) if (sameBytes(texts[text], bytes, start, end)) return YES;
  return NO;
}

/** As fields/identifiers.ts has it: digits × weights 10 down to 1, mod 11, is 10; the placeholder 9999999999 passes. */
function isUlnBytes(bytes: Uint8Array, start: number, end: number): Known {
  if (end - start !== 10 || bytes[start] === ZERO) return NO;
  let sum = 0;
  let nines = 0;
  for (let at = 0; at < 10; at++) {
    const digit = bytes[start + at]! - ZERO;
    if (digit < 0 || digit > 9) return NO;
    sum += (10 - at) * digit;
    if (digit === 9) nines++;
  }
  return sum % 11 === 10 || nines === 10 ? YES : NO;
}

/** As kernel/tests.ts: a letter for the board is left to the host. */
function isUciBytes(bytes: Uint8Array, start: number, end: number): Known {
  if (end - start !== 13) return NO;
  let sum = 0;
  let board = false;
  for (let at = 0; at < 12; at++) {
    const digit = bytes[start + at]! - ZERO;
    if (digit >= 0 && digit <= 9) sum += (16 - at) * digit;
    else if (at === 5) board = true;
    else return NO;
  }
  if (board) return UNKNOWN;
  return UCI_LETTERS[sum % 17] === bytes[start + 12] ? YES : NO;
}

function order(a: Uint8Array, aFrom: number, aTo: number, b: Uint8Array, bFrom: number, bTo: number): number {
  const shared = Math.min(aTo - aFrom, bTo - bFrom);
  for (let at = 0; at < shared; at++) {
    const difference = a[aFrom + at]! - b[bFrom + at]!;
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

function compared(operator: Operator, difference: number): Known {
  switch (operator) {
    case '==':
      return difference === 0 ? YES : NO;
    case '!=':
      return difference !== 0 ? YES : NO;
    case '<':
      return difference < 0 ? YES : NO;
    case '<=':
      return difference <= 0 ? YES : NO;
    case '>':
      return difference > 0 ? YES : NO;
    case '>=':
      return difference >= 0 ? YES : NO;
  }
}

function numbers(test: TableTest, row: TableRow): Known {
  const left = numberAt(row, test.column, test.from, test.to);
  const right = test.other === NONE ? 0 : numberAt(row, test.other, test.otherFrom, test.otherTo);
  return left < 0 || right < 0 ? UNKNOWN : compared(test.operator, left + test.plus - right);
}

/** Characters `from` up to but not including `to` of a value, as a number of at most 15 digits; -1 where they are none. */
function numberAt(row: TableRow, column: number, from: number, to: number): number {
  const { bytes } = row;
  const start = row.from(column);
  const length = row.to(column) - start;
  const end = to === NONE ? length : to;
  if (end > length || from >= end || end - from > 15) return -1;
  let value = 0;
  for (let at = 0; at < length; at++) {
    const byte = bytes[start + at]!;
    // Characters are counted as bytes, which is right only in ASCII.
    if (byte >= 0x80) return -1;
    if (at < from || at >= end) continue;
    if (byte < ZERO || byte > 0x39) return -1;
    value = value * 10 + byte - ZERO;
  }
  return value;
}
