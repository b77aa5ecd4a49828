import { expect, test } from 'vitest';
import type { RuleCount } from '../finding.ts';
import { ALL_FINDINGS, choose, groupCounts, isAll } from './choice.ts';

const count = (rule: string, column: string, severity: RuleCount['severity'], times: number): RuleCount => ({
  rule,
  column,
  severity,
  count: times,
  message: '',
  help: '',
});
const BY_RULE = [
  count('notice', '', 'notice', 900),
  count('b', 'Two', 'error', 5),
  count('a', 'Two', 'error', 5),
  count('a', 'One', 'error', 5),
  count('query', 'One', 'query', 7),
  count('c', 'One', 'error', 6),
];
const COUNTS = groupCounts(BY_RULE, [...BY_RULE].reverse());

test('errors come before queries before notices, the most frequent first, each with the number of its group', () => {
  expect(COUNTS.map(({ rule, column, group }) => [rule, column, group])).toEqual([
    ['c', 'One', 0],
    ['a', 'One', 2],
    ['a', 'Two', 3],
    ['b', 'Two', 4],
    ['query', 'One', 1],
    ['notice', '', 5],
  ]);
});

test('a filter chooses by rule, column and severity together', () => {
  expect(choose(COUNTS, { ...ALL_FINDINGS, rule: 'a' })).toEqual({ total: 10, chosen: new Set([2, 3]) });
  expect(choose(COUNTS, { ...ALL_FINDINGS, column: 'One', severity: 'error' })).toEqual({
    total: 11,
    chosen: new Set([0, 2]),
  });
  expect(choose(COUNTS, { rule: 'c', column: 'Two', severity: '' })).toEqual({ total: 0, chosen: new Set() });
});

test('all are all', () => {
  expect(choose(COUNTS, ALL_FINDINGS)).toEqual({ total: 928, chosen: undefined });
  expect(isAll(ALL_FINDINGS)).toBe(true);
  expect(isAll({ ...ALL_FINDINGS, column: 'One' })).toBe(false);
});
