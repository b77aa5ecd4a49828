import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  daysLeft,
  isClosed,
  isDecided,
  mayMove,
  type ReturnStatus,
  returnStatus,
  type SubmissionStatus,
  takesFiles,
  verdictOf,
} from './model.ts';

const STATUSES: readonly SubmissionStatus[] = [
  'received',
  'scanning',
  'checking',
  'accepted',
  'failed',
  'infected',
  'passed-late',
  'unchecked',
];
const RETURNS: readonly ReturnStatus[] = ['awaiting', 'submitted', 'pending', 'failed', 'accepted'];

/** What may follow what, said a second time and in another way than the model says it. */
const ALLOWED = new Set([
  'received scanning',
  'received unchecked',
  'scanning checking',
  'scanning infected',
  'scanning unchecked',
  'checking accepted',
  'checking failed',
  'checking passed-late',
  'checking unchecked',
]);

test('only the allowed moves are allowed', () => {
  for (const from of STATUSES) {
    for (const to of STATUSES) expect(mayMove(from, to), `${from} ${to}`).toBe(ALLOWED.has(`${from} ${to}`));
  }
  expect(STATUSES.filter(isDecided)).toEqual(['accepted', 'failed', 'infected', 'passed-late', 'unchecked']);
});

/** Something that happens to a return with several submissions. */
type Event =
  | { readonly kind: 'arrives' }
  | { readonly kind: 'moves'; readonly which: number; readonly to: SubmissionStatus }
  | { readonly kind: 'checked'; readonly which: number; readonly errors: number; readonly rowsChecked: boolean };

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.constant({ kind: 'arrives' as const }),
  fc.record({ kind: fc.constant('moves' as const), which: fc.nat(5), to: fc.constantFrom(...STATUSES) }),
  fc.record({
    kind: fc.constant('checked' as const),
    which: fc.nat(5),
    errors: fc.nat(2),
    rowsChecked: fc.boolean(),
  }),
);

/** The submissions after one more event, as the tasks would have it: what is not allowed changes nothing. */
function after(submissions: readonly SubmissionStatus[], one: Event): SubmissionStatus[] {
  if (one.kind === 'arrives') return [...submissions, 'received'];
  const from = submissions[one.which];
  if (from === undefined) return [...submissions];
  const accepted = submissions.includes('accepted');
  const to = one.kind === 'moves' ? one.to : verdictOf(one.errors, one.rowsChecked, accepted);
  // Who is accepted is for the verdict alone to say.
  if (one.kind === 'moves' && (to === 'accepted' || to === 'passed-late')) return [...submissions];
  return mayMove(from, to) ? submissions.with(one.which, to) : [...submissions];
}

test('whatever happens in whatever order: one accepted attempt at most, never lost, and the status follows', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let submissions: SubmissionStatus[] = [];
      for (const one of events) {
        const before = submissions;
        submissions = after(before, one);
        before.forEach((was, at) => {
          if (isDecided(was)) expect(submissions[at]).toBe(was);
        });
        expect(submissions.filter((status) => status === 'accepted').length).toBeLessThanOrEqual(1);
        if (submissions.includes('passed-late')) expect(submissions).toContain('accepted');
        const status = returnStatus(submissions);
        if (returnStatus(before) === 'accepted') expect(status).toBe('accepted');
        expect(status === 'accepted').toBe(submissions.includes('accepted'));
        const underWay = submissions.some((one) => !isDecided(one));
        if (status !== 'accepted') expect(status === 'submitted' || status === 'pending').toBe(underWay);
        if (status === 'awaiting') expect(submissions.every((one) => one === 'unchecked')).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test('the status does not depend on the order of the submissions', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STATUSES), { maxLength: 8 }), (submissions) => {
      expect(returnStatus(submissions.toReversed())).toBe(returnStatus(submissions));
      expect(returnStatus(submissions.toSorted())).toBe(returnStatus(submissions));
    }),
  );
});

test('a file with an error, or one that could not be read as rows, fails; a sound one is accepted once', () => {
  expect(verdictOf(0, true, false)).toBe('accepted');
  expect(verdictOf(0, true, true)).toBe('passed-late');
  expect(verdictOf(1, true, false)).toBe('failed');
  expect(verdictOf(0, false, false)).toBe('failed');
  expect(verdictOf(1, true, true)).toBe('failed');
});

test('a return takes files until the moment it closes, whatever is under way, and none once it is accepted', () => {
  const closesAt = new Date('2026-12-22T23:59:59Z');
  const before = new Date(closesAt.getTime() - 1);
  for (const status of RETURNS) {
    expect(takesFiles({ status, closesAt }, before)).toBe(status !== 'accepted');
    expect(takesFiles({ status, closesAt }, closesAt)).toBe(false);
    expect(isClosed({ status, closesAt }, before)).toBe(false);
    // What is under way when it closes is still decided, and what was accepted stays so.
    expect(isClosed({ status, closesAt }, closesAt)).toBe(status === 'awaiting' || status === 'failed');
  }
});

test.each([
  ['a winter noon', '2026-12-02', '2026-11-22T12:00:00Z', 10],
  ['the last second of a winter day in London', '2026-11-23', '2026-11-22T23:59:59Z', 1],
  ['the first second of the next', '2026-11-23', '2026-11-23T00:00:00Z', 0],
  ['summer: midnight in London is 23:00 in UTC', '2026-07-01', '2026-06-30T22:59:59Z', 1],
  ['summer: an hour before midnight in UTC it is the next day', '2026-07-01', '2026-06-30T23:00:00Z', 0],
  ['across the spring change, 23 hours long', '2026-03-30', '2026-03-28T12:00:00Z', 2],
  ['across the autumn change, 25 hours long', '2026-10-26', '2026-10-24T12:00:00Z', 2],
  ['on the day of the spring change', '2026-03-30', '2026-03-29T22:30:00Z', 1],
  ['on the day of the autumn change', '2026-10-26', '2026-10-25T23:30:00Z', 1],
  ['overdue', '2026-11-19', '2026-11-22T09:00:00Z', -3],
  ['across a leap day', '2028-03-01', '2028-02-28T09:00:00Z', 2],
])('days left, %s', (_when, due, now, days) => {
  expect(daysLeft(due, new Date(now))).toBe(days);
});

test('days left is a whole number that falls by one at each midnight in London, all year', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 * 366 * 24 }), (hours) => {
      const now = new Date(Date.UTC(2026, 0, 1, hours));
      const later = new Date(now.getTime() + 60 * 60 * 1000);
      const fell = daysLeft('2028-06-30', now) - daysLeft('2028-06-30', later);
      const hour = Number(
        new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hour12: false }).format(later),
      );
      expect(fell).toBe(hour % 24 === 0 ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});
