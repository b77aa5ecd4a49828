import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../../ui/layout.tsx';
import { dataTable } from '../../../../ui/table.tsx';
import { count, dayInWords, momentInWords } from '../../../../ui/words.ts';
import type { ComponentRow, SessionFacts, SessionRow } from '../queries.ts';
import { SessionHead } from './session-head.tsx';

interface SessionsProps {
  readonly frame: Frame;
  readonly organisation: string;
  readonly rows: readonly SessionRow[];
  readonly maySetUp: boolean;
}

/** The sessions of an awarding body. */
export function SessionsPage({ frame, organisation, rows, maySetUp }: SessionsProps): VNode {
  return (
    <Layout frame={frame} title="Recordings">
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">Recordings</h1>
      {rows.length === 0 ? (
        <p class="govuk-body">
          There is no session yet. A session, such as June 2027, holds the components for which centres send recordings.
        </p>
      ) : (
        table(rows)
      )}
      {maySetUp ? govuk('button', { text: 'Add a session', href: '/recordings/sessions/new' }) : null}
    </Layout>
  );
}

function table(rows: readonly SessionRow[]): VNode {
  return dataTable({
    caption: 'Sessions, the newest first',
    head: [
      { text: 'Session' },
      { text: 'Components', format: 'numeric' },
      { text: 'Centres', format: 'numeric' },
      { text: 'Candidates', format: 'numeric' },
      { text: 'Final submissions' },
      { text: 'Files are kept until' },
    ],
    rows: rows.map((row) => [
      {
        html: html(
          <a class="govuk-link" href={`/recordings/sessions/${row.id}`}>
            {row.name}
          </a>,
        ),
      },
      { text: row.components.toLocaleString('en-GB'), format: 'numeric' },
      { text: row.centres.toLocaleString('en-GB'), format: 'numeric' },
      { text: row.candidates.toLocaleString('en-GB'), format: 'numeric' },
      { text: row.works === 0 ? 'None owed yet' : `${row.submitted} of ${row.works.toLocaleString('en-GB')}` },
      { text: dayInWords(row.keepUntil) },
    ]),
  });
}

interface ComponentsProps {
  readonly frame: Frame;
  readonly session: SessionFacts;
  readonly rows: readonly ComponentRow[];
  readonly maySetUp: boolean;
  readonly done: string | undefined;
}

const DONE: Readonly<Record<string, string>> = {
  added: 'The session was added. Now add its components, then import entries.',
  'component-added': 'The component was added.',
  'component-changed': 'The component was changed.',
};

/** The components of a session. */
export function ComponentsPage({ frame, session, rows, maySetUp, done }: ComponentsProps): VNode {
  const words = done === undefined ? undefined : DONE[done];
  return (
    <Layout frame={frame} title={`Components: ${session.name}`} back={{ text: 'Recordings', href: '/recordings' }}>
      {words ? govuk('notificationBanner', { type: 'success', text: words }) : null}
      <SessionHead session={session} current="components" maySetUp={maySetUp} />
      <h2 class="govuk-heading-m">Components</h2>
      {rows.length === 0 ? (
        <p class="govuk-body">The session has no components yet.</p>
      ) : (
        dataTable({
          caption: 'Components by their codes',
          head: [
            { text: 'Component' },
            { text: 'Subject' },
            { text: 'Opens' },
            { text: 'Closes' },
            { text: 'Entries', format: 'numeric' },
            { text: 'Submitted' },
            { text: 'Action' },
          ],
          rows: rows.map((row) => [
            {
              html: html(
                <>
                  <strong>{row.code}</strong>
                  <br />
                  {row.name}
                </>,
              ),
            },
            {
              html: html(
                <>
                  {row.subject}
                  <br />
                  <span class="govuk-hint govuk-!-margin-bottom-0">{row.qualification}</span>
                </>,
              ),
            },
            { text: momentInWords(row.opensAt) },
            { text: momentInWords(row.closesAt) },
            { text: row.entries.toLocaleString('en-GB'), format: 'numeric' },
            { text: `${row.submitted} of ${count(row.centres, 'centre')}` },
            { html: html(<Actions row={row} maySetUp={maySetUp} />) },
          ]),
        })
      )}
      {maySetUp
        ? govuk('button', { text: 'Add a component', href: `/recordings/sessions/${session.id}/components/new` })
        : null}
    </Layout>
  );
}

function Actions({ row, maySetUp }: { row: ComponentRow; maySetUp: boolean }): VNode {
  const about = <span class="govuk-visually-hidden"> of {row.code}</span>;
  return (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      {maySetUp ? (
        <li>
          <a class="govuk-link" href={`/recordings/components/${row.id}/edit`}>
            Change<span class="govuk-visually-hidden"> {row.code}</span>
          </a>
        </li>
      ) : null}
      <li>
        <a class="govuk-link" href={`/recordings/components/${row.id}/materials`}>
          Materials{about}
        </a>
      </li>
    </ul>
  );
}
