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

/** So many findings that it is time to hand them on. */
const FULL_BATCH = 1024;

/** Findings of one rule in one column: the words they share, and how many there are. */
export interface Group {
  readonly wording: Wording;
  readonly column: string;
  count: number;
}

type Groups<Rule> = Map<Rule, Map<Place['column'], Group>>;

/** Collects findings in batches and counts them by rule and column. */
export class Ledger {
  #batch: Finding[] = [];
  /** Whether the batch is in the order of its rows, and where the last one of it belongs. */
  #inOrder = true;
  #last = 0;
  readonly #own: Groups<Code> = new Map();
  readonly #rules: Groups<Wording> = new Map();
  /** Codes found in the row being checked: so many of the list, which is used again for each row. */
  readonly #codes: string[] = [];
  #codeCount = 0;

  /** Forgets the codes of the row before. */
  nextRow(): void {
    this.#codeCount = 0;
  }

  /** The codes found in this row so far, as a list of its own. */
  get codes(): readonly string[] {
    return this.#codes.slice(0, this.#codeCount);
  }

  /** Whether the row already has a finding of one of these codes; `value` stands for any fault of a value. */
  has(codes: readonly string[] | undefined): boolean {
    return codes !== undefined && this.#codeCount > 0 && overlaps(this.codes, codes);
  }

  /** Enough has been found for a batch. */
  get isFull(): boolean {
    return this.#batch.length >= FULL_BATCH;
  }

  /** Reports one of the engine's own codes. */
  report(code: Code, place: Place): void {
    this.#reportAt(this.groupOf(code, place.column), place);
  }

  /** Reports a rule. */
  add(rule: Wording, place: Place): void {
    const group = this.#rules.get(rule)?.get(place.column);
    this.#reportAt(group ?? newGroup(this.#rules, rule, place.column, rule), place);
  }

  /** What findings of one of the engine's own codes have in common in a column. */
  groupOf(code: Code, column: Place['column']): Group {
    return this.#own.get(code)?.get(column) ?? newGroup(this.#own, code, column, wordingOf(code, column));
  }

  #reportAt(group: Group, { row, fileColumn, offset, length, value, detail }: Place): void {
    this.reportIn(group, row, fileColumn, offset, length, value, detail);
  }

  /** Reports one more of a group; what a Place has, without one, as there may be millions. */
  reportIn(
    group: Group,
    row: number,
    fileColumn: number | undefined,
    offset: number,
    length: number,
    value: string,
    detail?: string,
  ): void {
    const { wording, column } = group;
    group.count++;
    this.#codes[this.#codeCount++] = wording.code;
    const at = row || Number.MAX_SAFE_INTEGER;
    if (at < this.#last) this.#inOrder = false;
    this.#last = at;
    const finding = {
      rule: wording.code,
      severity: wording.severity,
      row,
      column,
      cell: fileColumn === undefined ? '' : columnLetters(fileColumn) + row,
      offset,
      length,
      value: shown(value),
      message: wording.message,
      help: wording.help,
    };
    this.#batch.push(detail === undefined ? finding : { ...finding, detail });
  }

  /** The findings since the last call, in the order of their rows; what is about the file as a whole comes last. */
  take(): Finding[] {
    const batch = this.#batch;
    if (!this.#inOrder) {
      batch.sort((a, b) => (a.row || Number.MAX_SAFE_INTEGER) - (b.row || Number.MAX_SAFE_INTEGER));
    }
    this.#batch = [];
    this.#inOrder = true;
    this.#last = 0;
    return batch;
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
