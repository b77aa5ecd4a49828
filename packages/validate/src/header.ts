import type { CompiledFields } from './compile-fields.ts';
import type { Code } from './fields/catalogue.ts';

/** Something to say about the header, before it has a place. */
export interface HeaderRemark {
  readonly code: Code;
  /** Column of the template. */
  readonly column?: number;
  /** Column of the file. */
  readonly fileColumn?: number;
  readonly detail?: string;
}

export interface Binding {
  /** For each column of the template the column of the file, or -1. */
  readonly fileColumns: Int32Array;
  readonly remarks: readonly HeaderRemark[];
  /** The file cannot be read as this template; its rows are not checked. */
  readonly fatal: boolean;
}

/** Another published template, so that a file sent to the wrong return can be named. */
export interface KnownTemplate {
  readonly title: string;
  readonly edition: string;
  readonly columns: readonly string[];
}

/**
 * Binds the columns of a file to those of the template by name: exactly, then folded (case, blanks, punctuation),
 * then by a spelling slip (reference: defect classes 23 and 24: positions cannot be trusted, headers vary).
 */
export function bindHeader(
  names: readonly string[],
  { template, fields }: CompiledFields,
  known: readonly KnownTemplate[] = [],
): Binding {
  const wanted = template.fields.map((field) => field.name);
  const binder = new Binder(wanted, names);
  binder.bind((a, b) => a === b);
  binder.bind((a, b) => fold(a) === fold(b), 'header.folded');
  binder.bind(isSlip, 'header.misspelt');
  if (binder.bound * 2 < wanted.length) return unbound(names, wanted, fields, known);
  return { fileColumns: binder.fileColumns, remarks: binder.remarks(), fatal: false };
}

/** A name without case, blanks and punctuation. */
export function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

class Binder {
  readonly fileColumns: Int32Array;
  readonly #wanted: readonly string[];
  readonly #names: readonly string[];
  readonly #taken: Set<number> = new Set();
  readonly #remarks: HeaderRemark[] = [];

  constructor(wanted: readonly string[], names: readonly string[]) {
    this.#wanted = wanted;
    this.#names = names;
    this.fileColumns = new Int32Array(wanted.length).fill(-1);
  }

  get bound(): number {
    return this.#taken.size;
  }

  /** Binds what is still unbound on both sides and alike. */
  bind(alike: (wanted: string, name: string) => boolean, code?: Code): void {
    for (const [column, wanted] of this.#wanted.entries()) {
      if (this.fileColumns[column] !== -1) continue;
      const at = this.#names.findIndex((name, index) => !this.#taken.has(index) && alike(wanted, name));
      if (at < 0) continue;
      this.fileColumns[column] = at;
      this.#taken.add(at);
      if (code) this.#remarks.push({ code, column, fileColumn: at });
    }
  }

  remarks(): readonly HeaderRemark[] {
    for (const [column, at] of this.fileColumns.entries()) {
      if (at === -1) this.#remarks.push({ code: 'header.missing', column });
    }
    this.#remarkOthers();
    const order = [...this.fileColumns].filter((at) => at >= 0);
    if (order.some((at, index) => index > 0 && at < order[index - 1]!)) this.#remarks.push({ code: 'header.order' });
    return this.#remarks;
  }

  /** Columns of the file that are none of the template's. */
  #remarkOthers(): void {
    const lastNamed = this.#names.findLastIndex((name) => name.trim() !== '');
    if (lastNamed < this.#names.length - 1) this.#remarks.push({ code: 'header.blank', fileColumn: lastNamed + 1 });
    for (const [at, name] of this.#names.entries()) {
      if (at > lastNamed || this.#taken.has(at)) continue;
      const column = this.#wanted.findIndex((wanted) => fold(wanted) === fold(name));
      this.#remarks.push(
        column >= 0 ? { code: 'header.doubled', column, fileColumn: at } : { code: 'header.extra', fileColumn: at },
      );
    }
  }
}

/** The header is not this template's: says which of the likely reasons it is. */
function unbound(
  names: readonly string[],
  wanted: readonly string[],
  fields: CompiledFields['fields'],
  known: readonly KnownTemplate[],
): Binding {
  const remark = (code: Code, detail?: string): Binding => ({
    fileColumns: new Int32Array(wanted.length).fill(-1),
    remarks: [detail === undefined ? { code } : { code, detail }],
    fatal: true,
  });
  const separator = names.length <= 2 ? otherSeparator(names.join(','), wanted) : undefined;
  if (separator) return remark('file.delimiter', `They are separated by ${separator}.`);
  const fitting = fields.filter((field, at) => names[at] !== undefined && field.accepts(names[at]));
  if (names.length === wanted.length && fitting.length * 4 >= wanted.length * 3) return remark('file.no-header');
  const other = known.find(({ columns }) => shared(columns, names) * 4 >= columns.length * 3);
  return remark('file.wrong-template', other && `These are the columns of “${other.title}” (${other.edition}).`);
}

function otherSeparator(header: string, wanted: readonly string[]): string | undefined {
  for (const [mark, word] of [
    [';', 'semicolons'],
    ['\t', 'tabs'],
    ['|', 'vertical bars'],
  ] as const) {
    if (shared(wanted, header.split(mark)) * 2 >= wanted.length) return word;
  }
  return undefined;
}

/** How many of the columns are among the names, folded. */
function shared(columns: readonly string[], names: readonly string[]): number {
  const folded = new Set(names.map(fold));
  return columns.filter((column) => folded.has(fold(column))).length;
}

/** One or two letters wrong, missing, added or swapped, in a name long enough for that to mean anything. */
function isSlip(wanted: string, name: string): boolean {
  const [a, b] = [fold(wanted), fold(name)];
  const most = a.length >= 8 ? 2 : a.length >= 4 ? 1 : 0;
  return Math.abs(a.length - b.length) <= most && distance(a, b) <= most;
}

/** Optimal string alignment distance. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
