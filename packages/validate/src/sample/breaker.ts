import type { BrokenRow, FaultKind, Workshop } from './fault.ts';
import { ROW_FAULT_KINDS, ruleFaultKinds } from './row-faults.ts';
import { QUOTE_FAULT_KINDS, VALUE_FAULT_KINDS } from './value-faults.ts';

/** Right rows kept to be repeated. */
const RECENT = 50;
/** A kind that failed so often without ever working does not fit the template. */
const PATIENCE = 5;

/** Breaks rows, each kind of fault that the template can have in turn. */
export class Breaker {
  readonly #workshop: Workshop;
  readonly #recent: (readonly string[])[] = [];
  readonly #counts: Map<string, number> = new Map();
  readonly #failures: Map<FaultKind, number> = new Map();
  #kinds: readonly FaultKind[];
  /** What is left of this turn. */
  #turn: FaultKind[] = [];

  constructor(means: Omit<Workshop, 'recent'>) {
    this.#workshop = { ...means, recent: this.#recent };
    this.#kinds = [...VALUE_FAULT_KINDS, ...QUOTE_FAULT_KINDS, ...ROW_FAULT_KINDS, ...ruleFaultKinds(means.compiled)];
  }

  /** Takes a right row of the file, to be repeated later. */
  remember(values: readonly string[]): void {
    if (this.#recent.length < RECENT) this.#recent.push(values);
    else this.#recent[this.#workshop.random.between(0, RECENT - 1)] = values;
  }

  /** The row broken in one way; undefined where no kind of fault fits. */
  broken(values: readonly string[]): { row: BrokenRow; kind: string } | undefined {
    for (let left = this.#kinds.length; left > 0; left--) {
      if (this.#turn.length === 0) this.#turn = this.#workshop.random.shuffled(this.#kinds);
      const kind = this.#turn.pop();
      if (!kind) return undefined;
      const row = kind.breakRow(values, this.#workshop);
      if (!row || !this.#isKnown(row, kind)) {
        this.#failed(kind);
        continue;
      }
      this.#counts.set(kind.name, (this.#counts.get(kind.name) ?? 0) + 1);
      return { row, kind: kind.name };
    }
    return undefined;
  }

  summary(): { brokenRows: number; kinds: { kind: string; rows: number }[] } {
    const kinds = [...this.#counts].map(([kind, rows]) => ({ kind, rows })).sort((a, b) => (a.kind < b.kind ? -1 : 1));
    return { brokenRows: kinds.reduce((sum, { rows }) => sum + rows, 0), kinds };
  }

  /** A row that repeats another by chance, or on which a rule fails to run, is not what was meant. */
  #isKnown({ expected }: BrokenRow, kind: FaultKind): boolean {
    const isMeant = kind.name === 'row twice' || kind.name.startsWith('rule ');
    const unique = new Set(this.#workshop.compiled.uniqueRules.map(({ rule }) => rule.code));
    return expected.every(({ rule }) => rule !== 'rule.failed' && (isMeant || !unique.has(rule)));
  }

  #failed(kind: FaultKind): void {
    const failures = (this.#failures.get(kind) ?? 0) + 1;
    this.#failures.set(kind, failures);
    if (failures < PATIENCE || this.#counts.has(kind.name)) return;
    this.#kinds = this.#kinds.filter((other) => other !== kind);
  }
}
