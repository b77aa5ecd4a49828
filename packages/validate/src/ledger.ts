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

/** Findings of one rule in one column: the words they share, and how many there are. */
interface Group {
  readonly wording: Wording;
  readonly column: string;
  count: number;
}

type Groups<Rule> = Map<Rule, Map<Place['column'], Group>>;

/** Collects findings in batches and counts them by rule and column. */
export class Ledger {
  #batch: Finding[] = [];
  readonly #own: Groups<Code> = new Map();
  readonly #rules: Groups<Wording> = new Map();
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
    const group = this.#own.get(code)?.get(place.column);
    this.#add(group ?? newGroup(this.#own, code, place.column, wordingOf(code, place.column)), place);
  }

  /** Reports a rule. */
  add(rule: Wording, place: Place): void {
    const group = this.#rules.get(rule)?.get(place.column);
    this.#add(group ?? newGroup(this.#rules, rule, place.column, rule), place);
  }

  #add(group: Group, { row, fileColumn, offset, length, value, detail }: Place): void {
    const { code, severity, message, help } = group.wording;
    group.count++;
    this.#codes.push(code);
    this.#batch.push({
      rule: code,
      severity,
      row,
      column: group.column,
      cell: fileColumn === undefined ? '' : `${columnLetters(fileColumn)}${row}`,
      offset,
      length,
      value: shown(value),
      message,
      help,
      ...(detail === undefined ? undefined : { detail }),
    });
  }

  /** The findings since the last call, in the order of their rows; what is about the file as a whole comes last. */
  take(): Finding[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch.sort((a, b) => (a.row || Number.MAX_SAFE_INTEGER) - (b.row || Number.MAX_SAFE_INTEGER));
  }

  get #groups(): Group[] {
    return [...this.#own.values(), ...this.#rules.values()].flatMap((columns) => [...columns.values()]);
  }

  get counts(): Counts {
    const counts = { error: 0, query: 0, notice: 0 };
    for (const { wording, count } of this.#groups) counts[wording.severity] += count;
    return counts;
  }

  get byRule(): readonly RuleCount[] {
    const counts = this.#groups.map(({ wording: { code, severity, message, help }, column, count }) => {
      return { rule: code, column, severity, count, message, help };
    });
    return counts.sort((a, b) => b.count - a.count || order(a.rule, b.rule) || order(a.column, b.column));
  }
}

function newGroup<Rule>(groups: Groups<Rule>, rule: Rule, column: Place['column'], wording: Wording): Group {
  const group = { wording, column: column?.name ?? '', count: 0 };
  const columns = groups.get(rule);
  if (columns) columns.set(column, group);
  else groups.set(rule, new Map([[column, group]]));
  return group;
}

/** An engine's code in words for one column. */
function wordingOf(code: Code, column: Place['column']): Wording {
  const name = column?.name ?? '';
  const { message, help, severity } = CATALOGUE[code];
  const mended = help.replaceAll('{column}', name).replace('{wanted}', column?.mend ?? '');
  return { code, severity, message: message.replaceAll('{column}', name), help: mended.trim() };
}

/** Whether two lists of codes meet; `value` in `wanted` stands for every `value.…`. */
export function overlaps(codes: readonly string[], wanted: readonly string[]): boolean {
  return codes.some((code) => wanted.includes(code) || (code.startsWith('value.') && wanted.includes('value')));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
