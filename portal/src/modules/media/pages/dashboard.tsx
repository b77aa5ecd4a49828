import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { count } from '../../../ui/words.ts';
import { workState } from '../model.ts';
import type { CentreWork, DashboardFilter, SessionChoice } from '../queries.ts';
import { closingInWords } from '../words.ts';
import { Faults, Search, Tally } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly sessions: readonly SessionChoice[];
  readonly choices: { readonly qualifications: readonly string[]; readonly subjects: readonly string[] } | undefined;
  readonly filter: DashboardFilter | undefined;
  /** A search without a session. */
  readonly missing: boolean;
  readonly rows: readonly { readonly work: CentreWork; readonly mayChange: boolean }[] | undefined;
  readonly now: Date;
}

/** What a centre has to send, component by component. */
export function DashboardPage({ frame, sessions, choices, filter, missing, rows, now }: Props): VNode {
  const title = 'Media submission dashboard';
  return (
    <Layout frame={frame} title={title} error={missing}>
      <Faults errors={missing ? [{ text: 'Select a session', href: '#session' }] : []} />
      <h1 class="govuk-heading-l">{title}</h1>
      {sessions.length === 0 ? (
        <p class="govuk-body">
          No awarding body has entered candidates of yours for a component with recordings. Once one has, the component
          is shown here.
        </p>
      ) : (
        <>
          <p class="govuk-body">
            <a class="govuk-link" href="/media/files">
              View uploaded files
            </a>
          </p>
          <Search
            frame={frame}
            sessions={sessions}
            choices={choices}
            filter={filter}
            missing={missing}
            action="/media"
          />
        </>
      )}
      {rows ? <Rows rows={rows} now={now} /> : null}
    </Layout>
  );
}

function Rows({ rows, now }: { rows: NonNullable<Props['rows']>; now: Date }): VNode {
  if (rows.length === 0) return <p class="govuk-body">No component of this session fits what you searched for.</p>;
  const left = rows.reduce((sum, { work }) => sum + work.candidates - work.dealt, 0);
  const waiting = rows.filter(({ work }) => work.submittedAt === null).length;
  return (
    <>
      <p class="govuk-body" role="status">
        {count(rows.length, 'component')}:{' '}
        {left === 0 ? 'every candidate is dealt with' : `${count(left, 'candidate')} to deal with`},{' '}
        {waiting === 0 ? 'all submitted' : `${waiting.toLocaleString('en-GB')} not submitted yet`}.
      </p>
      {dataTable({
        caption: 'Components in order of their codes',
        head: [
          { text: 'Subject' },
          { text: 'Component code' },
          { text: 'Component name' },
          { text: 'Status' },
          { text: 'Action' },
        ],
        rows: rows.map(({ work, mayChange }) => [
          {
            html: html(
              <>
                {work.subject}
                <br />
                <span class="govuk-hint govuk-!-margin-bottom-0">{work.qualification}</span>
              </>,
            ),
          },
          { text: work.code },
          { text: work.name },
          { html: html(<Status work={work} now={now} />) },
          { html: html(<Actions work={work} mayChange={mayChange} />) },
        ]),
      })}
    </>
  );
}

function Status({ work, now }: { work: CentreWork; now: Date }): VNode {
  const state = workState(work, now);
  return (
    <>
      <Tally work={work} />
      <br />
      {state === 'submitted'
        ? govuk('tag', { text: 'Submitted', classes: 'govuk-tag--green' })
        : work.dealt === work.candidates
          ? govuk('tag', { text: 'Not submitted yet', classes: 'govuk-tag--yellow' })
          : null}
      <span class="govuk-hint govuk-!-margin-bottom-0">{closingInWords(work, now)}</span>
    </>
  );
}

function Actions({ work, mayChange }: { work: CentreWork; mayChange: boolean }): VNode {
  const place = `/media/components/${work.componentId}`;
  const about = <span class="govuk-visually-hidden"> for {work.code}</span>;
  const submitted = work.submittedAt !== null;
  return (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      <li>
        <a class="govuk-link" href={`${place}/files`}>
          {mayChange ? 'Upload files' : 'Files'}
          {about}
        </a>
      </li>
      <li>
        <a class="govuk-link" href={`${place}/non-submissions`}>
          {mayChange ? 'Record non-submission' : 'Non-submissions'}
          {about}
        </a>
      </li>
      <li>
        <a class="govuk-link" href={submitted ? `${place}/receipt` : `${place}/final`}>
          {submitted ? 'Receipt' : 'Final submission'}
          {about}
        </a>
      </li>
    </ul>
  );
}
