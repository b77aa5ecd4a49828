/** What differs between two files of one template: rows and cells by key, and what the check finds in them. */

import type { CompiledTemplate } from '../compile.ts';
import type { CheckContext } from '../rules/cel.ts';
import type { Source } from '../source.ts';
import type { Severity } from '../template.ts';
import { compareFindings, type FindingDifference } from './compare-findings.ts';
import { compareRows, type RowDifference } from './compare-rows.ts';
import { FileIndex, headerOf, readAll } from './file-index.ts';
import { Hash } from './hash.ts';
import { type Layout, layoutOf } from './layout.ts';

export type { FindingDifference } from './compare-findings.ts';
export type { ChangedCell, ChangedRow, LoneRow, RowDifference } from './compare-rows.ts';
export { DiffError, keyColumns } from './layout.ts';

export type Difference = RowDifference | FindingDifference;

export interface DiffOptions {
  /** What the return says about itself, for the findings of both files. */
  readonly context?: CheckContext;
  readonly signal?: AbortSignal;
}

export interface DiffSummary {
  /** Data rows; blank lines left out. */
  readonly rows: {
    readonly before: number;
    readonly after: number;
    readonly same: number;
    readonly changed: number;
    readonly added: number;
    readonly gone: number;
    /** Of those changed: paired in the order of the files, because several rows have their key. */
    readonly byOrder: number;
  };
  /** The columns by which rows are found again; none where the template has no key and whole rows are compared. */
  readonly key: readonly string[];
  /** Columns that only one of the files has. */
  readonly columns: { readonly added: readonly string[]; readonly gone: readonly string[] };
  /** How many cells changed in each column. */
  readonly cells: Readonly<Record<string, number>>;
  readonly findings: { readonly fixed: number; readonly still: number; readonly new: number };
  readonly byRule: readonly RuleDifference[];
  /** Nothing differs: neither rows nor columns nor findings. The bytes may. */
  readonly isSame: boolean;
}

export interface RuleDifference {
  readonly rule: string;
  readonly column: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fixed: number;
  readonly still: number;
  readonly new: number;
}

/**
 * Compares two files of a template and gives the differences in batches: rows first, then findings. Values are compared
 * as they read, however they are written. Memory is at most some 100 bytes for each row of each file, however long
 * the rows are. Throws DiffError where a file cannot be read as this template; errors of the sources pass through.
 */
export async function* compareFiles(
  old: Source,
  now: Source,
  compiled: CompiledTemplate,
  options: DiffOptions = {},
): AsyncGenerator<readonly Difference[], DiffSummary> {
  const layout = layoutOf(compiled, await headerOf('old', old, compiled), await headerOf('new', now, compiled));
  const hash = new Hash();
  const before = { source: old, index: indexFor(layout, 0, hash) };
  const after = { source: now, index: indexFor(layout, 1, hash) };
  await readAll('old', old, compiled, before.index, options.signal);
  await readAll('new', now, compiled, after.index, options.signal);
  const tally = new Tally();
  for await (const batch of compareRows(layout, before, after)) {
    options.signal?.throwIfAborted();
    yield tally.counted(batch);
  }
  for await (const batch of compareFindings(compiled, before, after, hash, options)) yield tally.counted(batch);
  return tally.summary(layout, before.index.count, after.index.count);
}

function indexFor({ places, key }: Layout, which: 0 | 1, hash: Hash): FileIndex {
  const columns = places.map((place) => place[which]);
  return new FileIndex({ columns, key: key.map((at) => columns[at]!) }, hash);
}

class Tally {
  readonly #rows = { changed: 0, added: 0, gone: 0, byOrder: 0 };
  readonly #cells: Record<string, number> = {};
  readonly #findings = { fixed: 0, still: 0, new: 0 };
  readonly #rules: Map<string, { -readonly [K in keyof RuleDifference]: RuleDifference[K] }> = new Map();

  counted<T extends Difference>(batch: readonly T[]): readonly T[] {
    for (const difference of batch) this.#count(difference);
    return batch;
  }

  summary({ columns, key, hasKey, gone, added }: Layout, before: number, after: number): DiffSummary {
    const rows = this.#rows;
    const { fixed, new: fresh } = this.#findings;
    return {
      rows: { before, after, same: before - rows.changed - rows.gone, ...rows },
      key: hasKey ? key.map((at) => columns[at]!) : [],
      columns: { added, gone },
      cells: this.#cells,
      findings: this.#findings,
      byRule: [...this.#rules.values()].sort((a, b) => b.new - a.new || b.still - a.still || b.fixed - a.fixed),
      isSame: [rows.changed, rows.added, rows.gone, added.length, gone.length, fixed, fresh].every(
        (each) => each === 0,
      ),
    };
  }

  #count(difference: Difference): void {
    if (!('finding' in difference)) {
      this.#rows[difference.kind]++;
      if (difference.kind !== 'changed') return;
      if (difference.byOrder) this.#rows.byOrder++;
      for (const { column } of difference.cells) this.#cells[column] = (this.#cells[column] ?? 0) + 1;
      return;
    }
    const { kind, finding } = difference;
    const { rule, column, severity, message } = finding;
    this.#findings[kind]++;
    const id = `${rule}\n${column}`;
    const group = this.#rules.get(id) ?? { rule, column, severity, message, fixed: 0, still: 0, new: 0 };
    this.#rules.set(id, group);
    group[kind]++;
  }
}
