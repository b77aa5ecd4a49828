import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Done, doneInWords } from '../users/words.ts';

/** What was just done, or that it waits for a second person. */
export function DoneBanner({ what, name }: { what: Done; name: string | undefined }): VNode {
  const { heading, text } = doneInWords(what, name);
  const waits = what.endsWith('-waits');
  return govuk('notificationBanner', {
    ...(waits ? {} : { type: 'success' }),
    html: html(
      <>
        <p class="govuk-notification-banner__heading">{heading}</p>
        <p class="govuk-body">{text}</p>
        {what === 'saved' ? (
          <p class="govuk-body">
            <a class="govuk-notification-banner__link" href="/organisation/users">
              Go back to all users
            </a>
          </p>
        ) : null}
      </>,
    ),
  });
}
