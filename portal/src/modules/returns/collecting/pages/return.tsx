import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../../ui/layout.tsx';
import { dataTable } from '../../../../ui/table.tsx';
import { dayInWords, momentInWords, sizeInWords } from '../../../../ui/words.ts';
import { isClosed } from '../../model.ts';
import type { Attempt, ReturnFacts } from '../../queries.ts';
import { submissionWords } from '../../words.ts';

interface Props {
  readonly frame: Frame;
  readonly collectionId: number;
  readonly owed: ReturnFacts & { readonly organisation: string };
  readonly attempts: readonly Attempt[];
  readonly now: Date;
}

/** One return as its collector sees it: how each attempt went, and the file that was accepted. */
export function CollectedReturnPage({ frame, collectionId, owed, attempts, now }: Props): VNode {
  const accepted = attempts.find(({ status }) => status === 'accepted');
  return (
    <Layout
      frame={frame}
      title={`${owed.organisation}: ${owed.title}, ${owed.period}`}
      back={{ text: owed.collectionTitle, href: `/collecting/${collectionId}` }}
    >
      <span class="govuk-caption-l">{owed.organisation}</span>
      <h1 class="govuk-heading-l">
        {owed.title}, {owed.period}
      </h1>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'Due date' }, value: { text: dayInWords(owed.dueDate) } },
          {
            key: { text: isClosed(owed, now) ? 'Closed' : 'Closes' },
            value: { text: momentInWords(owed.closesAt) },
          },
          { key: { text: 'Accepted' }, value: { text: owed.acceptedAt ? momentInWords(owed.acceptedAt) : 'Not yet' } },
          {
            key: { text: 'Checked against' },
            value: {
              html: html(
                <a class="govuk-link" href={`/templates/${owed.templateName}/${owed.edition}`}>
                  {owed.title}, edition {owed.edition}
                </a>,
              ),
            },
          },
        ],
      })}
      {accepted ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`/collecting/${collectionId}/returns/${owed.id}/file`} download>
            Download the accepted file
          </a>{' '}
          ({accepted.fileName}, {sizeInWords(accepted.size)}). {owed.organisation} can see that it was fetched.
        </p>
      ) : null}
      <h2 class="govuk-heading-m">Attempts</h2>
      {attempts.length === 0 ? <p class="govuk-body">Nothing has been sent yet.</p> : table(attempts)}
    </Layout>
  );
}

function table(attempts: readonly Attempt[]): VNode {
  const number = (value: number | null) => ({
    text: value === null ? '–' : value.toLocaleString('en-GB'),
    format: 'numeric',
  });
  return dataTable({
    caption: 'Attempts, newest first',
    head: [
      { text: 'Attempt' },
      { text: 'Sent' },
      { text: 'Outcome' },
      { text: 'Rows', format: 'numeric' },
      { text: 'Errors', format: 'numeric' },
      { text: 'Queries', format: 'numeric' },
      { text: 'Notices', format: 'numeric' },
    ],
    rows: attempts.map((attempt) => {
      const { text, colour } = submissionWords(attempt.status);
      return [
        { text: `Attempt\u00a0${attempt.number}` },
        { text: momentInWords(attempt.receivedAt) },
        { html: html(govuk('tag', { text, classes: `govuk-tag--${colour}` })) },
        number(attempt.errors === null ? null : attempt.rows),
        number(attempt.errors),
        number(attempt.queries),
        number(attempt.notices),
      ];
    }),
  });
}
