import { daysBetween, londonDay } from '../../platform/london.ts';

/** Pure types and rules of recordings: statuses, what is dealt with, what may still be changed. */

/** What a file is to its candidates; a document is the centre's, for the component as a whole. */
export const ROLES = ['recording', 'notes', 'form', 'document'] as const;
export type FileRole = (typeof ROLES)[number];

/** Where a file stands. */
export type FileStatus = 'uploading' | 'preparing' | 'transcoding' | 'uploaded' | 'failed';

/** Why a file is no use as it is. */
export type Failure =
  /** Every byte came, but not those that the browser says it sent. */
  | 'changed'
  /** Nobody finished it in time. */
  | 'expired'
  | 'infected'
  /** The scanner could not look at it, and the component takes scanned files only. */
  | 'not-scanned'
  /** Not what its name says. */
  | 'kind'
  | 'transcoding'
  /** It breaks a rule of the component that blocks. */
  | 'rule';

/** What may be noticed of a recording. */
export const NOTICE_CODES = [
  'no-sound',
  'silent',
  'near-silent',
  'long-silence',
  'clipping',
  'dead-channel',
  'too-short',
  'too-long',
  'container',
  'same-sound',
] as const;
export type NoticeCode = (typeof NOTICE_CODES)[number];

/** Something to listen to before it is too late. It stops nothing unless the component says so. */
export interface FileNotice {
  readonly code: NoticeCode;
  /** Seconds from the start, where there is a place to listen. */
  readonly from?: number;
  readonly to?: number;
  /** The other file, for a sound that is there twice. */
  readonly file?: string;
  readonly words: string;
}

/** What an awarding body asks for in a component; kept as data and edited on screen. */
export interface ComponentRules {
  /** Endings of names, in small letters with their dot. */
  readonly types: readonly string[];
  /** The most bytes of a file. */
  readonly bytes: number;
  /** How many files one form without JavaScript sends at a time. */
  readonly atOnce: number;
  /** How long a recording may be, in seconds. */
  readonly leastSeconds?: number | undefined;
  readonly mostSeconds?: number | undefined;
  /** The most files for a candidate. */
  readonly filesEach: number;
  /** One file may hold several candidates (paired speaking). */
  readonly shared: boolean;
  /** What files may be besides recordings. */
  readonly roles: readonly Exclude<FileRole, 'document'>[];
  readonly reasons: readonly string[];
  readonly documents: DocumentRules;
  /** Whether files that could not be virus-scanned may be submitted. */
  readonly unscanned: 'taken' | 'held';
  /** Notices that fail a file. */
  readonly blocking: readonly NoticeCode[];
}

export interface DocumentRules {
  readonly types: readonly string[];
  readonly bytes: number;
  readonly atOnce: number;
  /** The longest name, in characters. */
  readonly nameLength: number;
  /** Asked for in words, such as "Attendance register"; at least one document must be there where any is required. */
  readonly wanted: readonly string[];
  readonly required: boolean;
}

/** A centre's work for one component, as far as locks and closing go. */
export interface Work {
  readonly opensAt: Date;
  readonly closesAt: Date;
  /** A later closing time that was given to the centre. */
  readonly extendedTo: Date | null;
  /** When the final submission was made that stands. */
  readonly submittedAt: Date | null;
}

export type WorkState = 'not-open' | 'open' | 'late' | 'closed' | 'submitted';

/** So long after the closing time a final submission is still taken, as late: what was recorded must not be lost. */
export const LATE_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

/** When a centre's work closes: its own extension, or the component's time. */
export function closingOf({ closesAt, extendedTo }: Pick<Work, 'closesAt' | 'extendedTo'>): Date {
  return extendedTo !== null && extendedTo > closesAt ? extendedTo : closesAt;
}

/** Whether a centre's work takes changes just now. Work that is late still does, and is marked so. */
export function workState(work: Work, now: Date): WorkState {
  if (work.submittedAt !== null) return 'submitted';
  if (now < work.opensAt) return 'not-open';
  const closes = closingOf(work).getTime();
  if (now.getTime() <= closes) return 'open';
  return now.getTime() <= closes + LATE_DAYS * DAY_MS ? 'late' : 'closed';
}

export function takesChanges(state: WorkState): boolean {
  return state === 'open' || state === 'late';
}

/** How far a centre is with a component. */
export interface Tally {
  readonly candidates: number;
  /** Candidates with a file that has not failed, or with a reason why there is none. */
  readonly dealt: number;
}

/** How a centre stands for the awarding body. */
export type Standing = 'not-started' | 'partly' | 'complete' | 'submitted' | 'submitted-late' | 'overdue';

/** How a centre stands: what is not submitted by its closing time is overdue, whatever is there. */
export function standingOf(tally: Tally, work: Work & { readonly late: boolean }, now: Date): Standing {
  if (work.submittedAt !== null) return work.late ? 'submitted-late' : 'submitted';
  if (now > closingOf(work)) return 'overdue';
  if (tally.dealt === 0) return 'not-started';
  return tally.dealt < tally.candidates ? 'partly' : 'complete';
}

/** A candidate as the centre knows them. */
export interface Candidate {
  readonly id: number;
  readonly number: string;
  readonly surname: string;
  readonly forename: string;
}

/** "0002 STEVENSON, ALICIA", as candidates are called everywhere. */
export function candidateInWords({ number, surname, forename }: Omit<Candidate, 'id'>): string {
  return `${number} ${surname}, ${forename}`;
}

/** Days left till a moment, as people count them: none on the day itself. */
export function daysLeft(until: Date, now: Date): number {
  return Math.max(0, daysBetween(londonDay(now), londonDay(until)));
}
