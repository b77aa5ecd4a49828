import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { pagination } from '../../../ui/pagination.ts';
import { dataTable } from '../../../ui/table.tsx';
import { count, momentInWords } from '../../../ui/words.ts';
import { filterQuery, type ReadFilter } from '../filter.ts';
import { whoDidIt } from '../history-csv.ts';
import type { History, HistoryEvent, HistoryFilter } from '../queries.ts';
import { actionInWords, subjectInWords } from '../words.ts';
import { Changes } from './changes.tsx';

const ADDRESS = '/organisation/history';

interface HistoryProps extends History {
  readonly frame: Frame;
  /** The actions to choose from. */
  readonly actions: readonly string[];
  readonly typed: HistoryFilter;
  readonly faults: ReadFilter['faults'];
  readonly mayReadAll: boolean;
}

/** Who did what in an organisation, newest first. */
export function HistoryPage(props: HistoryProps): VNode {
  const { frame, rows, paging, typed, faults, mayReadAll } = props;
  const all = filterQuery(typed) === '';
  return (
    <Layout frame={frame} title="What happened" error={faults.length > 0}>
      {faults.length > 0
        ? govuk('errorSummary', {
            titleText: 'There is a problem',
            errorList: faults.map(({ field, message }) => ({ text: message, href: `#filter-${field}` })),
          })
        : null}
      <h1 class="govuk-heading-l">What happened</h1>
      <p class="govuk-body">
        Everything that people of your organisation did in Garner, what Garner did for it, and when people of another
        organisation looked at its pages or changed what is kept about it. Nothing here can be changed.
      </p>
      {mayReadAll ? (
        <p class="govuk-body">
          <a class="govuk-link" href="/audit/chain">
            Check that nothing was changed
          </a>
        </p>
      ) : null}
      <FilterForm {...props} all={all} />
      <p class="govuk-body">
        {paging.total === 0
          ? all
            ? 'Nothing has happened yet.'
            : 'Nothing that happened is of this kind. '
          : `Showing ${paging.from.toLocaleString('en-GB')} to ${paging.to.toLocaleString('en-GB')} of ${count(paging.total, 'event')}. `}
        {paging.total > 0 && faults.length === 0 ? (
          <a class="govuk-link garner-no-print" href={`${ADDRESS}.csv${filterQuery(typed)}`} download>
            Download {all ? 'all' : 'these'} as CSV
          </a>
        ) : null}
      </p>
      {rows.length > 0 ? list(rows) : null}
      {pagination(paging, (page) => `${ADDRESS}${filterQuery(typed, page)}`, 'Pages of events')}
    </Layout>
  );
}

function list(rows: readonly HistoryEvent[]): VNode {
  return dataTable({
    caption: 'Events, newest first',
    head: [{ text: 'When' }, { text: 'Who' }, { text: 'From where' }, { text: 'What' }],
    rows: rows.map((event) => [
      { text: momentInWords(event.at) },
      { html: html(<Who event={event} />) },
      { text: event.address ?? '–' },
      { html: html(<What event={event} />) },
    ]),
  });
}

function Who({ event }: { event: HistoryEvent }): VNode {
  return (
    <>
      {whoDidIt(event)}
      {event.onBehalfOf === null ? null : (
        <>
          {' '}
          of {event.organisationName ?? 'another organisation'}, about {event.onBehalfOfName ?? 'another organisation'}
        </>
      )}
    </>
  );
}

function What({ event }: { event: HistoryEvent }): VNode {
  return (
    <>
      {actionInWords(event.action)}
      <br />
      <span class="govuk-hint govuk-!-margin-bottom-1">
        {event.subjectName === null ? subjectInWords(event.subject) : `${event.subjectName} (${event.subject})`}
      </span>
      <Changes before={event.before} after={event.after} of={`${actionInWords(event.action)}, ${event.subject}`} />
    </>
  );
}

function FilterForm({ actions, typed, faults, all }: HistoryProps & { all: boolean }): VNode {
  const fault = (field: 'from' | 'to') => {
    const message = faults.find((one) => one.field === field)?.message;
    return message ? { errorMessage: { text: message } } : {};
  };
  const choices = [...new Set(typed.action === '' ? actions : [...actions, typed.action])]
    .map((action) => ({ value: action, text: actionInWords(action), selected: action === typed.action }))
    .toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'));
  const day = (field: 'from' | 'to', label: string): VNode =>
    govuk('input', {
      id: `filter-${field}`,
      name: field,
      label: { text: label },
      hint: { text: 'For example, 31/10/2026' },
      classes: 'govuk-input--width-10',
      value: typed[field],
      ...fault(field),
    });
  return (
    <form method="get" action={ADDRESS} class="garner-filter garner-no-print" novalidate>
      {govuk('input', {
        id: 'filter-person',
        name: 'person',
        label: { text: 'Person' },
        hint: { text: 'A name, or part of it' },
        classes: 'govuk-input--width-20',
        value: typed.person,
      })}
      {govuk('select', {
        id: 'filter-action',
        name: 'action',
        label: { text: 'What' },
        items: [{ value: '', text: 'Everything', selected: typed.action === '' }, ...choices],
      })}
      {day('from', 'From')}
      {day('to', 'To')}
      {govuk('button', { text: 'Show', classes: 'govuk-button--secondary' })}
      {all ? null : (
        <p class="govuk-body">
          <a class="govuk-link" href={ADDRESS}>
            Show everything
          </a>
        </p>
      )}
    </form>
  );
}
