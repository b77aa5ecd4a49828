import type { ComponentChildren, VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import type { LayoutProps } from '../../../ui/layout.tsx';
import { Narrow } from '../../../ui/narrow.tsx';
import { DONE, type Done } from './account-done.ts';

interface AccountFormProps extends Pick<LayoutProps, 'frame' | 'title' | 'scripts' | 'back'> {
  /** What is wrong, with the field it belongs to. */
  readonly error?: { readonly text: string; readonly href: string } | undefined;
  readonly children: ComponentChildren;
}

export const TO_ACCOUNT = { text: 'Back to your account', href: '/account' } as const;

/** A page with one thing to do. */
export function OneThing({ error, ...page }: AccountFormProps): VNode {
  return <Narrow {...page} errors={error ? [error] : []} />;
}

/** What was just done. */
export function DoneBanner({ done }: { done: Done | undefined }): VNode | null {
  return done === undefined ? null : govuk('notificationBanner', { type: 'success', text: DONE[done] });
}

export interface CodeFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly error?: string | undefined;
}

/** A field for six digits. */
export function CodeField({ label, hint, error }: CodeFieldProps): VNode {
  return govuk('input', {
    id: 'code',
    name: 'code',
    label: { text: label },
    hint: { text: hint },
    classes: 'govuk-input--width-10',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    spellcheck: false,
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
  });
}

/** Beside a code that was sent in the demonstration. */
export function MessagesStayHere(): VNode {
  return govuk('insetText', {
    html: 'No message leaves this demonstration. <a class="govuk-link" href="/development/messages">See what would have been sent</a>.',
  });
}

/** "Trust this browser". */
export function TrustField(): VNode {
  return govuk('checkboxes', {
    name: 'trust',
    idPrefix: 'trust',
    classes: 'govuk-checkboxes--small',
    items: [
      {
        value: 'yes',
        text: 'Trust this browser for 30 days',
        hint: { text: 'Do not tick this on a computer that others use.' },
      },
    ],
  });
}

/** Where to go afterwards. */
export function NextField({ next }: { next: string | undefined }): VNode | null {
  return next === undefined ? null : <input type="hidden" name="next" value={next} />;
}
