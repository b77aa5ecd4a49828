import { count } from '../../../ui/words.ts';
import type { Words } from '../words.ts';

/** How a return stands for who collects it, in the order in which it is counted. */
export const STANDINGS = ['accepted', 'checking', 'awaiting', 'failed', 'overdue'] as const;
export type Standing = (typeof STANDINGS)[number];

export const STANDING_WORDS: Readonly<Record<Standing, Words>> = {
  accepted: { text: 'Accepted', colour: 'green' },
  checking: { text: 'Being checked', colour: 'yellow' },
  awaiting: { text: 'Awaiting submission', colour: 'blue' },
  failed: { text: 'Failed validation', colour: 'orange' },
  overdue: { text: 'Overdue', colour: 'red' },
};

export type Standings = Readonly<Record<Standing, number>>;

/** "12 accepted · 3 awaiting · 1 overdue": those that there are. */
export function standingsInWords(counts: Standings): string {
  const short: Readonly<Record<Standing, string>> = {
    accepted: 'accepted',
    checking: 'being checked',
    awaiting: 'awaiting',
    failed: 'failed',
    overdue: 'overdue',
  };
  const parts = STANDINGS.filter((one) => counts[one] > 0).map(
    (one) => `${counts[one].toLocaleString('en-GB')} ${short[one]}`,
  );
  return parts.length === 0 ? 'No return is owed yet' : parts.join(' · ');
}

/** "None", "1 attempt", "3 attempts". */
export function attemptsInWords(attempts: number): string {
  return attempts === 0 ? 'None' : count(attempts, 'attempt');
}
