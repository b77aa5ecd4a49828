import type { CompiledTemplate } from '../compile.ts';
import type { KeyTable } from '../kernel/key-table.ts';
import type { UniqueRule } from '../template.ts';
import { KeyRows } from './key-rows.ts';

/** A unique rule whose columns are all in the file. */
export interface AskedUnique {
  readonly rule: UniqueRule;
  /** Its place among the template's unique rules. */
  readonly place: number;
  /** Columns of the template. */
  readonly columns: readonly number[];
  /** Reads every column: equal rows are equal rows, faults and all. */
  readonly whole: boolean;
}

/**
 * Unique rules that share one table of hashes: rows equal in all of a wider rule's columns are equal in the narrowest
 * rule's, so only rows that the narrowest suspects need be looked at for the others.
 */
export interface UniqueGroup {
  readonly columns: readonly number[];
  readonly keys: KeyRows;
  /** As the template lists them; `seen` has the rows that one of the wider rules has met. */
  readonly rules: readonly (AskedUnique & { readonly seen: KeyRows | undefined })[];
}

/** Groups a template's unique rules, those that can be asked of the file. */
export function uniqueGroups(
  compiled: CompiledTemplate,
  fileColumns: Int32Array,
  notAsked: (rule: UniqueRule) => void,
  keyTable: () => KeyTable,
): readonly UniqueGroup[] {
  const asked: AskedUnique[] = [];
  for (const [place, { rule, columns }] of compiled.uniqueRules.entries()) {
    if (columns.some((column) => fileColumns[column] === -1)) notAsked(rule);
    else asked.push({ rule, place, columns, whole: columns.length === compiled.fields.length });
  }
  const groups: UniqueGroup[] = [];
  for (const each of [...asked].sort((a, b) => a.columns.length - b.columns.length)) {
    const group = groups.find(({ columns }) => columns.every((column) => each.columns.includes(column)));
    if (!group) {
      const rules = [{ ...each, seen: undefined }];
      groups.push({ columns: each.columns, keys: new KeyRows(keyTable()), rules });
    } else (group.rules as UniqueGroup['rules'][number][]).push({ ...each, seen: new KeyRows() });
  }
  for (const { rules } of groups) (rules as UniqueGroup['rules'][number][]).sort((a, b) => a.place - b.place);
  return groups;
}
