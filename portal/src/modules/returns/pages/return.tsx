import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { count, dayInWords, momentInWords, sizeInWords } from '../../../ui/words.ts';
import { daysLeft, isClosed, isDecided, takesFiles } from '../model.ts';
import type { Attempt, ReturnFacts } from '../queries.ts';
import { daysLeftInWords, remarks, returnWords, submissionWords } from '../words.ts';

interface Props {
  readonly frame: Frame;
  readonly owed: ReturnFacts;
  readonly attempts: readonly Attempt[];
  /** Whoever looks may send files. */
  readonly mayAct: boolean;
  readonly now: Date;
}

/** One return: what is owed, how it stands, what to do next, and every attempt so far. */
export function ReturnPage({ frame, owed, attempts, mayAct, now }: Props): VNode {
  const accepted = attempts.find(({ status }) => status === 'accepted');
  const words = returnWords(owed, now);
  return (
    <Layout frame={frame} title={`${owed.title}, ${owed.period}`} back={{ text: 'My returns', href: '/returns' }}>
      <span class="govuk-caption-l">
        {owed.collectionTitle}, {owed.period}
      </span>
      <h1 class="govuk-heading-l">{owed.title}</h1>
      {accepted ? <Accepted attempt={accepted} /> : null}
      {govuk('summaryList', {
        rows: [
          {
            key: { text: 'Status' },
            value: { html: html(govuk('tag', { text: words.text, classes: `govuk-tag--${words.colour}` })) },
          },
          { key: { text: 'Asked by' }, value: { text: owed.collector } },
          { key: { text: 'Reporting period' }, value: { text: owed.period } },
          { key: { text: 'Due date' }, value: { text: due(owed, now) } },
          { key: { text: 'Closes' }, value: { text: momentInWords(owed.closesAt) } },
          {
            key: { text: 'What the file must look like' },
            value: {
              html: html(<TemplateLinks owed={owed} />),
            },
          },
        ],
      })}
      <NextStep owed={owed} attempts={attempts} mayAct={mayAct} now={now} />
      <h2 class="govuk-heading-m">Attempts</h2>
      {attempts.length === 0 ? (
        <p class="govuk-body">Nothing has been sent yet.</p>
      ) : (
        <Attempts owed={owed} attempts={attempts} />
      )}
    </Layout>
  );
}

function due(owed: ReturnFacts, now: Date): string {
  const day = dayInWords(owed.dueDate);
  return owed.status === 'accepted' || isClosed(owed, now)
    ? day
    : `${day} (${daysLeftInWords(daysLeft(owed.dueDate, now)).toLowerCase()})`;
}

function Accepted({ attempt }: { attempt: Attempt }): VNode {
  return govuk('notificationBanner', {
    type: 'success',
    titleText: 'Accepted',
    // It is how things stand, not news of what was just done: it must not take the focus.
    role: 'region',
    disableAutoFocus: true,
    html: html(
      <>
        <p class="govuk-notification-banner__heading">
          Attempt {attempt.number} was accepted{attempt.decidedAt ? ` on ${momentInWords(attempt.decidedAt)}` : ''}.
        </p>
        <p class="govuk-body">
          SHA-256 <code class="garner-code">{attempt.sha256}</code>
        </p>
      </>,
    ),
  });
}

/** What the template wants, and what helps to make a file of it. */
function TemplateLinks({ owed }: { owed: ReturnFacts }): VNode {
  const base = `/templates/${owed.templateName}/${owed.edition}`;
  return (
    <>
      <p class="govuk-body">
        <a class="govuk-link" href={base}>
          Every column and rule of edition {owed.edition}
        </a>
      </p>
      <p class="govuk-body">
        Download{' '}
        <a class="govuk-link" href={`${base}/header.csv`} download>
          the header row
        </a>
        ,{' '}
        <a class="govuk-link" href={`${base}/example.csv`} download>
          an example file
        </a>{' '}
        or{' '}
        <a class="govuk-link" href={`${base}/format.csv`} download>
          the file format
        </a>{' '}
        (CSV).
      </p>
    </>
  );
}

/** An attempt that failed is to be corrected; one that was not checked is only to be sent again. */
function uploadWords(latest: Attempt | undefined): string {
  if (!latest) return 'Upload a file';
  return latest.status === 'failed' ? 'Upload a corrected file' : 'Upload another file';
}

function NextStep({ owed, attempts, mayAct, now }: Omit<Props, 'frame'>): VNode {
  const contact = (
    <a class="govuk-link" href={`mailto:${owed.contact}`}>
      {owed.contact}
    </a>
  );
  const running = attempts.find(({ status }) => !isDecided(status));
  if (running) {
    return (
      <p class="govuk-body">
        <a class="govuk-link" href={`/returns/${owed.id}/submissions/${running.number}`}>
          Attempt {running.number} is being checked: follow it
        </a>
        .
        {mayAct && takesFiles(owed, now) ? (
          <>
            {' '}
            If it was the wrong file, you can{' '}
            <a class="govuk-link" href={`/returns/${owed.id}/upload`}>
              upload another
            </a>{' '}
            meanwhile.
          </>
        ) : null}
      </p>
    );
  }
  if (owed.status === 'accepted') {
    return (
      <p class="govuk-body">
        If you find a mistake in what was accepted, write to {contact}: it has to be rejected before you can send
        another file.
      </p>
    );
  }
  if (!takesFiles(owed, now)) {
    return <p class="govuk-body">This return is closed. To send a file all the same, write to {contact}.</p>;
  }
  const [latest] = attempts;
  return (
    <div class="govuk-button-group">
      {mayAct ? govuk('button', { text: uploadWords(latest), href: `/returns/${owed.id}/upload` }) : null}
      {latest?.status === 'failed' ? (
        <a class="govuk-link" href={`/returns/${owed.id}/submissions/${latest.number}`}>
          See what to mend in attempt {latest.number}
        </a>
      ) : null}
    </div>
  );
}

function Attempts({ owed, attempts }: { owed: ReturnFacts; attempts: readonly Attempt[] }): VNode {
  return dataTable({
    caption: 'Attempts, newest first',
    head: [{ text: 'Attempt' }, { text: 'File' }, { text: 'Sent' }, { text: 'Outcome' }, { text: 'Found' }],
    rows: attempts.map((attempt) => {
      const words = submissionWords(attempt.status);
      return [
        {
          html: html(
            <a class="govuk-link" href={`/returns/${owed.id}/submissions/${attempt.number}`}>
              {`Attempt\u00a0${attempt.number}`}
            </a>,
          ),
        },
        { text: `${attempt.fileName} (${sizeInWords(attempt.size)})` },
        { text: `${momentInWords(attempt.receivedAt)} by ${attempt.person}` },
        {
          html: html(
            <>
              {govuk('tag', { text: words.text, classes: `govuk-tag--${words.colour}` })}
              {attempt.decidedAt ? (
                <span class="govuk-!-display-block govuk-body-s govuk-!-margin-bottom-0">
                  {momentInWords(attempt.decidedAt)}
                </span>
              ) : null}
            </>,
          ),
        },
        { text: found(attempt) },
      ];
    }),
  });
}

function found({ errors, queries, notices }: Attempt): string {
  if (errors === null) return '–';
  return [count(errors, 'error'), ...remarks({ queries, notices })].join(', ');
}
