import { daysBetween, londonDay } from '../../platform/london.ts';

/** The states of a return and of its submissions, and what follows from what. Pure: no clock, no database. */

/** One attempt at a return. */
export type SubmissionStatus =
  /** Every byte is there. */
  | 'received'
  | 'scanning'
  | 'checking'
  /** It passed and is the return. */
  | 'accepted'
  | 'failed'
  /** Quarantined; never checked. */
  | 'infected'
  /** It passed after another had been accepted; the other stays. */
  | 'passed-late'
  /** Garner could not check it, however often it tried. */
  | 'unchecked';

export type ReturnStatus = 'awaiting' | 'submitted' | 'pending' | 'failed' | 'accepted';

/** Allowed moves; every other is a fault of ours. */
const MOVES: Readonly<Record<SubmissionStatus, readonly SubmissionStatus[]>> = {
  received: ['scanning', 'unchecked'],
  scanning: ['checking', 'infected', 'unchecked'],
  checking: ['accepted', 'failed', 'passed-late', 'unchecked'],
  accepted: [],
  failed: [],
  infected: [],
  'passed-late': [],
  unchecked: [],
};

export function mayMove(from: SubmissionStatus, to: SubmissionStatus): boolean {
  return MOVES[from].includes(to);
}

/** Nothing more will happen to it. */
export function isDecided(status: SubmissionStatus): boolean {
  return MOVES[status].length === 0;
}

/** What a submission that was checked becomes. */
export function verdictOf(errors: number, rowsChecked: boolean, alreadyAccepted: boolean): SubmissionStatus {
  if (errors > 0 || !rowsChecked) return 'failed';
  return alreadyAccepted ? 'passed-late' : 'accepted';
}

/** The status of a return follows from its submissions, in whatever order their verdicts came. */
export function returnStatus(submissions: readonly SubmissionStatus[]): ReturnStatus {
  if (submissions.includes('accepted')) return 'accepted';
  if (submissions.includes('scanning') || submissions.includes('checking')) return 'pending';
  if (submissions.includes('received')) return 'submitted';
  if (submissions.includes('failed') || submissions.includes('infected')) return 'failed';
  return 'awaiting';
}

/** What decides whether a return still takes files. */
export interface Closing {
  readonly status: ReturnStatus;
  readonly closesAt: Date;
}

/** Past its closing moment with nothing accepted and nothing under way. */
export function isClosed({ status, closesAt }: Closing, now: Date): boolean {
  return (status === 'awaiting' || status === 'failed') && now >= closesAt;
}

/** A file may be begun: not accepted, not closed. An attempt under way does not stop another. */
export function takesFiles(one: Closing, now: Date): boolean {
  return one.status !== 'accepted' && now < one.closesAt;
}

/** Whole days from today to a due date, in London's calendar; negative when it has passed. */
export function daysLeft(dueDate: string, now: Date): number {
  return daysBetween(londonDay(now), dueDate);
}
