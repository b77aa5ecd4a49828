import { isUln } from '../fields/identifiers.ts';
import type { KernelPlan, NumberPart, Operator, TestPlan } from './plan.ts';
import { TABLE_FROM, TextTable } from './text-table.ts';

/** The values of the row at hand. */
export interface TableRow {
  readonly bytes: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

type Known = boolean | undefined;

const UCI_LETTERS = [...'ABCDEFGHKLMRTVWXY'].map((letter) => letter.charCodeAt(0));

/** Asks the rules of a plan about rows of bytes; undefined where it takes more than bytes to know. */
export class TableRules {
  readonly #tests: TestPlan[];
  /** For tests of many texts. */
  readonly #tables: readonly (TextTable | undefined)[];
  readonly #rules: readonly { needs: readonly [number, number]; tests: readonly number[]; holds: readonly boolean[] }[];

  constructor({ tests, rules }: Pick<KernelPlan, 'tests' | 'rules'>) {
    this.#tests = [...tests];
    this.#tables = tests.map((test) =>
      test.kind === 'is' && test.fixed && (test.texts?.length ?? 0) >= TABLE_FROM
        ? new TextTable(test.texts!)
        : undefined,
    );
    this.#rules = rules.map(({ columns, tests: asked, holds }) => ({
      needs: [bits(columns, 0), bits(columns, 32)],
      tests: asked,
      holds: Array.from({ length: 1 << asked.length }, (_, answers) => ((holds >> BigInt(answers)) & 1n) === 1n),
    }));
  }

  setTexts(test: number, texts: readonly Uint8Array[]): void {
    const { column } = this.#tests[test] as TestPlan & { kind: 'is' };
    this.#tests[test] = { kind: 'is', column, texts: [...texts], fixed: false };
  }

  /** Rules that do not certainly hold, as bits; `faulty` has the columns whose values are not certainly right. */
  broken(row: TableRow, faulty: Uint32Array): number {
    let broken = 0;
    for (let rule = 0; rule < this.#rules.length; rule++) if (!this.#holds(rule, row, faulty)) broken |= 1 << rule;
    return broken >>> 0;
  }

  #holds(rule: number, row: TableRow, faulty: Uint32Array): boolean {
    const { needs, tests, holds } = this.#rules[rule]!;
    if ((needs[0] & faulty[0]!) !== 0 || (needs[1] & faulty[1]!) !== 0) return false;
    let answers = 0;
    for (let at = 0; at < tests.length; at++) {
      const known = ask(this.#tests[tests[at]!]!, row, this.#tables[tests[at]!]);
      if (known === undefined) return false;
      if (known) answers |= 1 << at;
    }
    return holds[answers]!;
  }
}

function bits(columns: readonly number[], from: number): number {
  return columns.reduce((all, column) => (column >> 5 === from >> 5 ? all | (1 << (column & 31)) : all), 0);
}

function ask(test: TestPlan, { bytes, from, to }: TableRow, table: TextTable | undefined): Known {
  if (test.kind === 'number') return numbers(test, { bytes, from, to });
  const start = from[test.column]!;
  const end = to[test.column]!;
  switch (test.kind) {
    case 'is':
      if (table) return table.has(bytes, start, end);
      return test.texts?.some(
        (text) => text.length === end - start && text.every((byte, at) => bytes[start + at] === byte),
      );
    case 'same':
      return order(bytes, start, end, bytes, from[test.other]!, to[test.other]!) === 0;
    case 'order': {
      const { other, operator } = test;
      if (typeof other === 'number')
        return compared(operator, order(bytes, start, end, bytes, from[other]!, to[other]!));
      return compared(operator, order(bytes, start, end, other, 0, other.length));
    }
    case 'uln':
      return end - start === 10 && isUln(String.fromCharCode(...bytes.subarray(start, end)));
    case 'uci':
      return isUciBytes(bytes, start, end);
  }
}

/** As kernel/tests.ts: a letter for the board is left to the host. */
function isUciBytes(bytes: Uint8Array, start: number, end: number): Known {
  if (end - start !== 13) return false;
  let sum = 0;
  let board = false;
  for (let at = 0; at < 12; at++) {
    const digit = bytes[start + at]! - 0x30;
    if (digit >= 0 && digit <= 9) sum += (16 - at) * digit;
    else if (at === 5) board = true;
    else return false;
  }
  return board ? undefined : UCI_LETTERS[sum % 17] === bytes[start + 12];
}

function order(a: Uint8Array, aFrom: number, aTo: number, b: Uint8Array, bFrom: number, bTo: number): number {
  const shared = Math.min(aTo - aFrom, bTo - bFrom);
  for (let at = 0; at < shared; at++) {
    const difference = a[aFrom + at]! - b[bFrom + at]!;
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

function compared(operator: Operator, difference: number): boolean {
  switch (operator) {
    case '==':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

function numbers({ left, plus, operator, right }: TestPlan & { kind: 'number' }, row: TableRow): Known {
  const a = numberAt(left, row);
  const b = right ? numberAt(right, row) : 0;
  return a === undefined || b === undefined ? undefined : compared(operator, a + plus - b);
}

function numberAt({ column, from, to }: NumberPart, row: TableRow): number | undefined {
  const start = row.from[column]!;
  const length = row.to[column]! - start;
  const end = to ?? length;
  if (end > length || from >= end || end - from > 15) return undefined;
  let value = 0;
  for (let at = 0; at < length; at++) {
    const byte = row.bytes[start + at]!;
    if (byte >= 0x80) return undefined;
    if (at < from || at >= end) continue;
    if (byte < 0x30 || byte > 0x39) return undefined;
    value = value * 10 + byte - 0x30;
  }
  return value;
}
