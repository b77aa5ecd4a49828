import type { CompiledTemplate } from '../compile.ts';
import type { Header, Refusal } from '../fix/rows.ts';
import { fold } from '../header.ts';

/** Thrown where two files cannot be compared. */
export class DiffError extends Error {
  override name = 'DiffError';
  /** Which of the two is at fault. */
  readonly which: 'old' | 'new';
  /** Why it cannot be read as this template, where that is the matter. */
  readonly refusal: Refusal | undefined;

  constructor(which: DiffError['which'], message: string, refusal?: Refusal) {
    super(message);
    this.which = which;
    this.refusal = refusal;
  }
}

/** The columns that two files have in common, and those by which a row is found again. */
export interface Layout {
  readonly columns: readonly string[];
  /** Place of each of the columns in the old and in the new file. */
  readonly places: readonly (readonly [old: number, now: number])[];
  /** Of `columns`, those that make the key; all of them where the template has no key. */
  readonly key: readonly number[];
  /** Whether the template says what makes a row's key. */
  readonly hasKey: boolean;
  /** Columns that only one of the files has. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** Names of the columns that make a row's key: the primary key, or those of the first rule about unique columns. */
export function keyColumns({ template }: CompiledTemplate): readonly string[] {
  if (template.primaryKey && template.primaryKey.length > 0) return template.primaryKey;
  for (const rule of template.rules ?? []) if (rule.kind === 'unique' && rule.columns) return rule.columns;
  return [];
}

/** Puts the columns of two files side by side. Throws DiffError where one lacks a column of the key. */
export function layoutOf(compiled: CompiledTemplate, old: Header, now: Header): Layout {
  const [before, after] = [columnsOf(compiled, old), columnsOf(compiled, now)];
  const columns = [...before.keys()].filter((name) => after.has(name));
  const wanted = keyColumns(compiled);
  for (const [which, there] of [
    ['old', before],
    ['new', after],
  ] as const) {
    const missing = wanted.find((name) => !there.has(name));
    if (missing === undefined) continue;
    throw new DiffError(which, `The column ${missing}, by which rows are found again, is missing.`);
  }
  return {
    columns,
    places: columns.map((name) => [before.get(name)!, after.get(name)!]),
    key: wanted.length > 0 ? wanted.map((name) => columns.indexOf(name)) : columns.map((_, at) => at),
    hasKey: wanted.length > 0,
    gone: [...before.keys()].filter((name) => !after.has(name)),
    added: [...after.keys()].filter((name) => !before.has(name)),
  };
}

/** Place in the file of each column: the template's by their names in it, then the others by their own. */
function columnsOf({ fields }: CompiledTemplate, { fileColumns, names }: Header): Map<string, number> {
  const columns = new Map<string, number>();
  for (const [column, at] of fileColumns.entries()) if (at >= 0) columns.set(fields[column]!.name, at);
  const bound = new Set(columns.values());
  for (const [at, name] of names.entries()) {
    if (!bound.has(at) && fold(name) !== '' && !columns.has(name)) columns.set(name, at);
  }
  return columns;
}
