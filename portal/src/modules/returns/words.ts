import { count } from '../../ui/words.ts';
import { type Closing, isClosed, type ReturnStatus, type SubmissionStatus, takesFiles } from './model.ts';

/** Colours of the design system's tags. */
type TagColour = 'blue' | 'green' | 'grey' | 'red' | 'yellow' | 'orange' | 'purple';

export interface Words {
  readonly text: string;
  readonly colour: TagColour;
}

const RETURN_WORDS: Readonly<Record<ReturnStatus, Words>> = {
  awaiting: { text: 'Awaiting submission', colour: 'blue' },
  submitted: { text: 'Submitted', colour: 'purple' },
  pending: { text: 'Pending validation', colour: 'yellow' },
  failed: { text: 'Failed validation – resubmit', colour: 'red' },
  accepted: { text: 'Accepted', colour: 'green' },
};

/** The status of a return in the words of the field (seed 000). */
export function returnWords(one: Closing, now: Date): Words {
  return isClosed(one, now) ? { text: 'Closed – please contact us', colour: 'grey' } : RETURN_WORDS[one.status];
}

const SUBMISSION_WORDS: Readonly<Record<SubmissionStatus, Words>> = {
  received: { text: 'Received', colour: 'purple' },
  scanning: { text: 'Being scanned', colour: 'yellow' },
  checking: { text: 'Being checked', colour: 'yellow' },
  accepted: { text: 'Accepted', colour: 'green' },
  failed: { text: 'Failed validation', colour: 'red' },
  infected: { text: 'Refused: malware found', colour: 'red' },
  'passed-late': { text: 'Passed, not used', colour: 'grey' },
  unchecked: { text: 'Could not be checked', colour: 'orange' },
};

export function submissionWords(status: SubmissionStatus): Words {
  return SUBMISSION_WORDS[status];
}

/** What was found besides errors: "2 queries" and "1 notice", each only where there is one. */
export function remarks({ queries, notices }: { queries: number | null; notices: number | null }): string[] {
  return [...(queries ? [count(queries, 'query', 'queries')] : []), ...(notices ? [count(notices, 'notice')] : [])];
}

/** "5 days left", "Due today", "3 days overdue". */
export function daysLeftInWords(days: number): string {
  if (days === 0) return 'Due today';
  return days > 0 ? `${count(days, 'day')} left` : `${count(-days, 'day')} overdue`;
}

export type NextAction = 'upload' | 'resubmit' | 'progress' | 'contact' | 'view';

/** What there is to do about a return. */
export function nextAction(one: Closing, now: Date): NextAction {
  if (one.status === 'accepted') return 'view';
  if (one.status === 'submitted' || one.status === 'pending') return 'progress';
  if (!takesFiles(one, now)) return 'contact';
  return one.status === 'failed' ? 'resubmit' : 'upload';
}
