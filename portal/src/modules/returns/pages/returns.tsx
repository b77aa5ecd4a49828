import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { pagination } from '../../../ui/pagination.ts';
import { dataTable } from '../../../ui/table.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { dayInWords, momentInWords } from '../../../ui/words.ts';
import { daysLeft, isClosed } from '../model.ts';
import type { ReturnRow, ReturnsPage, Tab } from '../queries.ts';
import { daysLeftInWords, nextAction, returnWords } from '../words.ts';

interface Props extends ReturnsPage {
  readonly frame: Frame;
  readonly tab: Tab;
  readonly organisation: string;
  /** Whoever looks may send files. */
  readonly mayAct: boolean;
  readonly now: Date;
}

/** What the organisation owes (Current) and what was accepted (Previous), as the field's guide lays it out. */
export function MyReturnsPage({ frame, tab, rows, paging, organisation, mayAct, now }: Props): VNode {
  return (
    <Layout frame={frame} title="My returns">
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">My returns</h1>
      <Tabs
        label="Returns"
        tabs={[
          { text: 'Current', href: '/returns', current: tab === 'current' },
          { text: 'Previous', href: '/returns?tab=previous', current: tab === 'previous' },
        ]}
      />
      {rows.length === 0 ? (
        <p class="govuk-body">{tab === 'current' ? 'There is nothing to send.' : 'No return has been accepted yet.'}</p>
      ) : tab === 'current' ? (
        current(rows, mayAct, now)
      ) : (
        previous(rows)
      )}
      {pagination(paging, (page) => `/returns?tab=${tab}&page=${page}`, 'Pages of returns')}
    </Layout>
  );
}

function current(rows: readonly ReturnRow[], mayAct: boolean, now: Date): VNode {
  return dataTable({
    caption: 'Returns to be sent, by due date',
    head: [
      { text: 'Reporting period' },
      { text: 'Template' },
      { text: 'Due date' },
      { text: 'Days left' },
      { text: 'Status' },
      { text: 'Next action' },
    ],
    rows: rows.map((row) => [
      ...owedCells(row),
      { text: isClosed(row, now) ? '–' : daysLeftInWords(daysLeft(row.dueDate, now)) },
      { html: html(<StatusTag row={row} now={now} />) },
      { html: html(<Action row={row} mayAct={mayAct} now={now} />) },
    ]),
  });
}

/** What both tabs say first: the period, the template and the due date. */
function owedCells(row: ReturnRow) {
  return [
    { text: row.period },
    {
      html: html(
        <a class="govuk-link" href={`/returns/${row.id}`}>
          {row.title}
        </a>,
      ),
    },
    { text: dayInWords(row.dueDate) },
  ];
}

function previous(rows: readonly ReturnRow[]): VNode {
  return dataTable({
    caption: 'Accepted returns, newest first',
    head: [
      { text: 'Reporting period' },
      { text: 'Template' },
      { text: 'Due date' },
      { text: 'Uploaded on' },
      { text: 'Accepted on' },
    ],
    rows: rows.map((row) => [
      ...owedCells(row),
      { text: row.uploadedAt ? momentInWords(row.uploadedAt) : '' },
      { text: row.acceptedAt ? momentInWords(row.acceptedAt) : '' },
    ]),
  });
}

function StatusTag({ row, now }: { row: ReturnRow; now: Date }): VNode {
  const { text, colour } = returnWords(row, now);
  return govuk('tag', { text, classes: `govuk-tag--${colour}` });
}

function Action({ row, mayAct, now }: { row: ReturnRow; mayAct: boolean; now: Date }): VNode {
  const which = <span class="govuk-visually-hidden">{` for ${row.title}, ${row.period}`}</span>;
  const link = (href: string, text: string): VNode => (
    <a class="govuk-link" href={href}>
      {text}
      {which}
    </a>
  );
  const next = nextAction(row, now);
  switch (next === 'upload' && !mayAct ? 'view' : next) {
    case 'upload':
      return link(`/returns/${row.id}/upload`, 'Upload a file');
    case 'resubmit':
      return link(`/returns/${row.id}/submissions/${row.latest}`, 'See what to mend');
    case 'progress':
      return link(`/returns/${row.id}/submissions/${row.latest}`, 'Follow the check');
    case 'contact':
      return link(`/returns/${row.id}`, 'Contact details');
    case 'view':
      return link(`/returns/${row.id}`, 'View');
  }
}
