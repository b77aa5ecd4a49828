import type { VNode } from 'preact';
import type { ShownLetter } from '../../../platform/outbox/index.ts';
import { govuk } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { Paragraphs } from '../../../ui/paragraphs.tsx';
import { momentInWords } from '../../../ui/words.ts';

const CHANNELS: Readonly<Record<string, string>> = { email: 'E-mail', text: 'Text message', call: 'Call' };

interface DevelopmentProps {
  readonly frame: Frame;
  readonly letters: readonly ShownLetter[];
}

/** The newest messages about accounts, as they would have been sent. */
export function DevelopmentMessagesPage({ frame, letters }: DevelopmentProps): VNode {
  return (
    <Layout frame={frame} title="What would have been sent">
      <h1 class="govuk-heading-l">What would have been sent</h1>
      {govuk('insetText', {
        text: 'Only the demonstration has this page: it shows codes and links that would have gone to people’s telephones and mailboxes.',
      })}
      {letters.length === 0 ? <p class="govuk-body">Nothing yet.</p> : null}
      {letters.map(({ channel, recipient, subject, body, createdAt }) => (
        <section class="govuk-!-margin-bottom-7">
          <h2 class="govuk-heading-m">{subject}</h2>
          <p class="govuk-hint">
            {CHANNELS[channel]} to {recipient}, {momentInWords(createdAt)}
          </p>
          {body === null ? (
            <p class="govuk-body">It held a code or a link that is of no use any more.</p>
          ) : (
            <Paragraphs text={body} />
          )}
        </section>
      ))}
    </Layout>
  );
}
