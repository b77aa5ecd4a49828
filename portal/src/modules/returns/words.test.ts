import { expect, test } from 'vitest';
import type { ReturnStatus, SubmissionStatus } from './model.ts';
import { daysLeftInWords, nextAction, returnWords, submissionWords } from './words.ts';

const closesAt = new Date('2026-12-22T23:59:59Z');
const open = new Date('2026-12-01T09:00:00Z');
const after = new Date('2026-12-23T09:00:00Z');

test.each<[ReturnStatus, string, string, string, string]>([
  ['awaiting', 'Awaiting submission', 'upload', 'Closed – please contact us', 'contact'],
  ['submitted', 'Submitted', 'progress', 'Submitted', 'progress'],
  ['pending', 'Pending validation', 'progress', 'Pending validation', 'progress'],
  ['failed', 'Failed validation – resubmit', 'resubmit', 'Closed – please contact us', 'contact'],
  ['accepted', 'Accepted', 'view', 'Accepted', 'view'],
])('a return that is %s: what it says and what there is to do, before and after it closes', (status, ...wanted) => {
  const one = { status, closesAt };
  expect([
    returnWords(one, open).text,
    nextAction(one, open),
    returnWords(one, after).text,
    nextAction(one, after),
  ]).toEqual(wanted);
});

test('every state of an attempt has words of its own', () => {
  const statuses: readonly SubmissionStatus[] = [
    'received',
    'scanning',
    'checking',
    'accepted',
    'failed',
    'infected',
    'passed-late',
    'unchecked',
  ];
  const words = statuses.map((status) => submissionWords(status).text);
  expect(new Set(words).size).toBe(statuses.length);
  for (const text of words) expect(text).toMatch(/^[A-Z][a-z]/);
});

test.each([
  [0, 'Due today'],
  [1, '1 day left'],
  [12, '12 days left'],
  [-1, '1 day overdue'],
  [-40, '40 days overdue'],
])('%i days left in words: %s', (days, words) => {
  expect(daysLeftInWords(days)).toBe(words);
});
