import { columnLetters } from './cell.ts';
import { CATALOGUE, type Code } from './fields/catalogue.ts';
import { type Counts, type Finding, type RuleCount, shown } from './finding.ts';
import type { Place } from './place.ts';
import type { Severity } from './template.ts';

/** Words and severity of a rule: one of a template's, or one of the engine's. */
interface Wording {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
}

/** Collects findings in batches and counts them by rule and column. */
export class Ledger {
  #batch: Finding[] = [];
  readonly #groups: Map<string, { -readonly [K in keyof RuleCount]: RuleCount[K] }> = new Map();
  readonly #wordings: Map<string, Wording> = new Map();
  /** Codes found in the row being checked. */
  #codes: string[] = [];

  /** Forgets the codes of the row before. */
  nextRow(): void {
    if (this.#codes.length > 0) this.#codes = [];
  }

  /** The codes found in this row so far; the list stays as it is when the next row begins. */
  get codes(): readonly string[] {
    return this.#codes;
  }

  /** Whether the row already has a finding of one of these codes; `value` stands for any fault of a value. */
  has(codes: readonly string[] | undefined): boolean {
    return codes !== undefined && overlaps(this.#codes, codes);
  }

  /** Reports one of the engine's own codes. */
  report(code: Code, place: Place): void {
    this.add(this.#wording(code, place.column), place);
  }

  /** An engine's code in words for one column, made once. */
  #wording(code: Code, column: Place['column']): Wording {
    const name = column?.name ?? '';
    const key = `${code}\n${name}`;
    const known = this.#wordings.get(key);
    if (known) return known;
    const { message, help, severity } = CATALOGUE[code];
    const wording = {
      code,
      severity,
      message: message.replaceAll('{column}', name),
      help: help
        .replaceAll('{column}', name)
        .replace('{wanted}', column?.mend ?? '')
        .trim(),
    };
    this.#wordings.set(key, wording);
    return wording;
  }

  /** Reports a rule. */
  add({ code, severity, message, help }: Wording, place: Place): void {
    const { row, column, fileColumn, offset, length, value, detail } = place;
    const name = column?.name ?? '';
    this.#codes.push(code);
    this.#batch.push({
      rule: code,
      severity,
      row,
      column: name,
      cell: fileColumn === undefined ? '' : `${columnLetters(fileColumn)}${row}`,
      offset,
      length,
      value: shown(value),
      message,
      help,
      ...(detail === undefined ? {} : { detail }),
    });
    const key = `${code}\n${name}`;
    const group = this.#groups.get(key);
    if (group) group.count++;
    else this.#groups.set(key, { rule: code, column: name, severity, count: 1, message, help });
  }

  /** The findings since the last call, in the order of their rows; what is about the file as a whole comes last. */
  take(): Finding[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch.sort((a, b) => (a.row || Number.MAX_SAFE_INTEGER) - (b.row || Number.MAX_SAFE_INTEGER));
  }

  get counts(): Counts {
    const counts = { error: 0, query: 0, notice: 0 };
    for (const group of this.#groups.values()) counts[group.severity] += group.count;
    return counts;
  }

  get byRule(): readonly RuleCount[] {
    return [...this.#groups.values()].sort(
      (a, b) => b.count - a.count || order(a.rule, b.rule) || order(a.column, b.column),
    );
  }
}

/** Whether two lists of codes meet; `value` in `wanted` stands for every `value.…`. */
export function overlaps(codes: readonly string[], wanted: readonly string[]): boolean {
  return codes.some((code) => wanted.includes(code) || (code.startsWith('value.') && wanted.includes('value')));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
