import { LINT_CODES, type LintCode } from './catalogue.ts';

/** One thing to say about a template. */
export interface LintRemark {
  /** Stable for ever; every code is in `LINT_CODES`. */
  readonly code: LintCode;
  /** `error`: not published like this. `warning`: may be published. */
  readonly severity: 'error' | 'warning';
  /** Where in the template, such as `fields[1].constraints.pattern`; empty for the template as a whole. */
  readonly path: string;
  /** The column it is about. */
  readonly column?: string;
  /** What is wrong, with the words or values it is about. */
  readonly message: string;
  /** How to mend it. */
  readonly remedy: string;
  /** The class of defect in published formats (1 to 27, docs/templates/linter.md), where it is one of them. */
  readonly class?: number;
}

export interface LintReport {
  /** What is to be done, in the order of the template. */
  readonly remarks: readonly LintRemark[];
  /** Faults of the published text that the reading mends and `reading` explains: nothing is to be done. */
  readonly settled: readonly LintRemark[];
  readonly errors: number;
  readonly warnings: number;
}

/** Where a remark belongs. */
export interface LintPlace {
  readonly path: string;
  readonly column?: string;
}

export interface LintSaying {
  readonly message: string;
  /** Absent: the remedy of the catalogue. */
  readonly remedy?: string;
  /** Absent: the class of the catalogue. */
  readonly class?: number;
  /** Words of the template that explain it: with them there is nothing to do. */
  readonly settledBy?: string | undefined;
}

/** Takes remarks as the checks make them. */
export class Remarks {
  readonly #open: LintRemark[] = [];
  readonly #settled: LintRemark[] = [];
  readonly #said: Set<string> = new Set();

  /** Says one thing of one place, once. */
  say(code: LintCode, { path, column }: LintPlace, saying: LintSaying): void {
    const { severity, remedy, class: usual } = LINT_CODES[code];
    const defect = saying.class ?? usual;
    const key = `${code} ${path} ${saying.message}`;
    if (this.#said.has(key)) return;
    this.#said.add(key);
    const isSettled = (saying.settledBy ?? '').trim() !== '';
    (isSettled ? this.#settled : this.#open).push({
      code,
      severity,
      path,
      ...(column !== undefined && { column }),
      message: saying.message,
      remedy: saying.remedy ?? remedy,
      ...(defect !== undefined && { class: defect }),
    });
  }

  report(): LintReport {
    const errors = this.#open.filter(({ severity }) => severity === 'error').length;
    return { remarks: this.#open, settled: this.#settled, errors, warnings: this.#open.length - errors };
  }
}

/** The words of `reading` if they speak of the very thing, so that a person has seen it and decided. */
export function speaking(reading: string | undefined, of: readonly string[]): string | undefined {
  const said = reading?.toLowerCase() ?? '';
  return of.every((thing) => said.includes(thing.toLowerCase())) ? reading : undefined;
}

/** A text of another program's as a sentence of ours. */
export function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** A text as remarks show it: in quotation marks, and cut where it is long. */
export function quoted(text: string): string {
  return `“${text.length > 120 ? `${text.slice(0, 120)}…` : text}”`;
}

/** Up to eight texts in quotation marks, and how many more there are. */
export function quotedList(texts: readonly string[]): string {
  const shown = texts.slice(0, 8).map(quoted).join(', ');
  return texts.length > 8 ? `${shown} and ${texts.length - 8} more` : shown;
}
