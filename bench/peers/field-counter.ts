import type { Template } from '../../packages/validate/src/index.ts';
import type { Counted } from '../job.ts';
import { columnChecks, columnRegExp } from './patterns.ts';

/** The twelve checks for readers that hand out rows as strings: one RegExp for each column. */
export class FieldCounter {
  readonly #patterns: readonly RegExp[];
  readonly #faults: number[];
  #rows = 0;

  constructor(template: Template) {
    this.#patterns = columnChecks(template, 'javascript').map(columnRegExp);
    this.#faults = this.#patterns.map(() => 0);
  }

  /** Takes one data row; a value that is not there is a fault. */
  take(cells: readonly string[]): void {
    this.#rows++;
    const patterns = this.#patterns;
    for (let at = 0; at < patterns.length; at++) if (!patterns[at]!.test(cells[at] ?? '')) this.#faults[at]!++;
  }

  get counted(): Counted {
    return {
      rows: this.#rows,
      faults: this.#faults.reduce((sum, count) => sum + count, 0),
      faultsByColumn: this.#faults,
    };
  }
}
