import type { RuleCount } from '../finding.ts';
import type { Severity } from '../template.ts';
import type { Chosen, Group } from './format.ts';

/** What a person chose to see; an empty text means all. */
export interface FindingsFilter {
  readonly rule: string;
  readonly column: string;
  readonly severity: string;
}

export const ALL_FINDINGS: FindingsFilter = { rule: '', column: '', severity: '' };

export function isAll({ rule, column, severity }: FindingsFilter): boolean {
  return rule === '' && column === '' && severity === '';
}

/** How many findings there are of a group, by its number. */
export interface GroupCount extends RuleCount {
  readonly group: number;
}

const SEVERITIES: readonly Severity[] = ['error', 'query', 'notice'];

/** The counts of a check with the numbers of their groups: errors before queries before notices, then most frequent first. */
export function groupCounts(byRule: readonly RuleCount[], groups: readonly Group[]): readonly GroupCount[] {
  const numbers = new Map(groups.map(({ rule, column }, group) => [`${rule}\n${column}`, group]));
  return byRule
    .map((count) => ({ ...count, group: numbers.get(`${count.rule}\n${count.column}`) ?? -1 }))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.count - a.count ||
        order(a.rule, b.rule) ||
        order(a.column, b.column),
    );
}

/** The groups that a filter lets through, and how many findings they have together. */
export function choose(
  counts: readonly Pick<GroupCount, 'group' | 'rule' | 'column' | 'severity' | 'count'>[],
  filter: FindingsFilter,
): { readonly chosen: Chosen; readonly total: number } {
  const passing = counts.filter((count) => passes(count, filter));
  const total = passing.reduce((sum, { count }) => sum + count, 0);
  return { total, chosen: passing.length === counts.length ? undefined : new Set(passing.map(({ group }) => group)) };
}

function passes(
  count: Pick<GroupCount, 'rule' | 'column' | 'severity'>,
  { rule, column, severity }: FindingsFilter,
): boolean {
  return (
    (rule === '' || count.rule === rule) &&
    (column === '' || count.column === column) &&
    (severity === '' || count.severity === severity)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
