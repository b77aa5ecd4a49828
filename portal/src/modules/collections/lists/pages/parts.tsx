import type { VNode } from 'preact';
import { govuk } from '../../../../ui/govuk/index.ts';
import type { ListKind } from '../kinds.ts';
import { type Done, doneInWords } from '../words.ts';

export const LISTS = '/organisation/lists';

export function addressOf({ name }: ListKind, part: string = ''): string {
  return `${LISTS}/${name}${part}`;
}

/** Told once, on the page after a change. */
export function DoneBanner({ done, kind }: { done: Done | undefined; kind: ListKind }): VNode | null {
  return done === undefined ? null : govuk('notificationBanner', { type: 'success', text: doneInWords(done, kind) });
}

/** The error summary, each line leading to its field where it has one. */
export function Faults({
  faults,
}: {
  faults: readonly { readonly field: string; readonly text: string }[];
}): VNode | null {
  if (faults.length === 0) return null;
  return govuk('errorSummary', {
    titleText: 'There is a problem',
    errorList: faults.map(({ field, text }) => (field === '' ? { text } : { text, href: `#${field}` })),
  });
}
