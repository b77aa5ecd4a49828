import { dayInWords } from '../../../ui/words.ts';
import type { ListKind } from './kinds.ts';
import type { Entry } from './model.ts';

/** What was just done, told once on the page after it. */
export const DONE = ['added', 'changed', 'ended', 'removed', 'imported', 'given-up'] as const;
export type Done = (typeof DONE)[number];

export function doneInWords(done: Done, { one }: ListKind): string {
  const words: Readonly<Record<Done, string>> = {
    added: `The ${one} is in the list.`,
    changed: `The ${one} is changed.`,
    ended: `The last day of the ${one} is set.`,
    removed: `The ${one} is removed.`,
    imported: 'The list is as you confirmed it.',
    'given-up': 'The file was not used. The list is as it was.',
  };
  return words[done];
}

/** "From 1 September 2024 to 31 August 2026"; "Always" where neither day is known. */
export function useInWords({ since, until }: Pick<Entry, 'since' | 'until'>): string {
  if (since !== null && until !== null) return `From ${dayInWords(since)} to ${dayInWords(until)}`;
  if (since !== null) return `From ${dayInWords(since)}`;
  return until === null ? 'Always' : `To ${dayInWords(until)}`;
}

/** "7 assessment codes"; also for the submission's page. */
export function codesInWords({ one, many }: Pick<ListKind, 'one' | 'many'>, codes: number): string {
  return `${codes.toLocaleString('en-GB')} ${codes === 1 ? one : many}`;
}
