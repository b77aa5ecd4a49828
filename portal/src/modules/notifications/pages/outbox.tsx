import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { pagination } from '../../../ui/pagination.ts';
import { Paragraphs } from '../../../ui/paragraphs.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { momentInWords } from '../../../ui/words.ts';
import type { Outbox, oneMessage } from '../queries.ts';

/** The messages of one's organisation, newest first. */
export function OutboxPage({ frame, rows, paging, staysHere }: Outbox & { frame: Frame; staysHere: boolean }): VNode {
  return (
    <Layout frame={frame} title="Messages">
      <h1 class="govuk-heading-l">Messages</h1>
      {staysHere
        ? govuk('insetText', { text: 'No mail server is set up, so messages are not sent. They can be read here.' })
        : null}
      {rows.length === 0 ? (
        <p class="govuk-body">There are no messages yet.</p>
      ) : (
        dataTable({
          caption: 'Messages to the people of your organisation',
          head: [{ text: 'Subject' }, { text: 'To' }, { text: 'When' }],
          rows: rows.map((row) => [
            {
              html: html(
                <a class="govuk-link" href={`/outbox/${row.id}`}>
                  {row.subject}
                </a>,
              ),
            },
            { text: row.isCopy ? `${row.to} (copy)` : row.to },
            { text: momentInWords(row.createdAt) },
          ]),
        })
      )}
      {pagination(paging, (page) => `/outbox?page=${page}`, 'Pages of messages')}
    </Layout>
  );
}

interface MessageProps {
  readonly frame: Frame;
  readonly message: NonNullable<Awaited<ReturnType<typeof oneMessage>>>;
  readonly staysHere: boolean;
}

/** One message as it was written. */
export function MessagePage({ frame, message, staysHere }: MessageProps): VNode {
  return (
    <Layout frame={frame} title={message.subject} back={{ text: 'Messages', href: '/outbox' }}>
      <h1 class="govuk-heading-l">{message.subject}</h1>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'To' }, value: { text: message.isCopy ? `${message.to} (copy)` : message.to } },
          { key: { text: 'Written' }, value: { text: momentInWords(message.createdAt) } },
          {
            key: { text: 'Sent' },
            value: {
              text: staysHere
                ? 'Not sent: no mail server is set up'
                : message.sentAt
                  ? momentInWords(message.sentAt)
                  : 'Not yet',
            },
          },
        ],
      })}
      <Paragraphs text={message.body} />
    </Layout>
  );
}
