import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { type Paging, pagination } from '../../../ui/pagination.ts';
import { dataTable } from '../../../ui/table.tsx';
import { count, dayInWords } from '../../../ui/words.ts';
import { KIND_WORDS, KINDS } from '../model.ts';
import type { Organisation } from '../organisation.ts';
import type { ListFilter } from '../queries.ts';
import { Done, identifiersInWords } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly filter: ListFilter;
  readonly rows: readonly Organisation[];
  readonly paging: Paging;
  readonly done: string | undefined;
}

/** Every organisation of this Garner, to be searched and filtered. */
export function OrganisationsPage({ frame, filter, rows, paging, done }: Props): VNode {
  return (
    <Layout frame={frame} title="Organisations">
      <Done words={done} />
      <h1 class="govuk-heading-l">Organisations</h1>
      <div class="govuk-button-group">
        {govuk('button', { text: 'Add an organisation', href: '/organisations/add' })}
        {govuk('button', {
          text: 'Import a file',
          href: '/organisations/import',
          classes: 'govuk-button--secondary',
        })}
      </div>
      <form method="get" action="/organisations" class="garner-filter garner-no-print">
        {govuk('input', {
          id: 'q',
          name: 'q',
          label: { text: 'Name, former name or identifier' },
          value: filter.q,
          spellcheck: false,
          classes: 'govuk-input--width-20',
        })}
        {govuk('select', {
          id: 'kind',
          name: 'kind',
          label: { text: 'Kind' },
          value: filter.kind,
          items: [{ value: '', text: 'All kinds' }, ...KINDS.map((kind) => ({ value: kind, text: KIND_WORDS[kind] }))],
        })}
        {govuk('select', {
          id: 'state',
          name: 'state',
          label: { text: 'State' },
          value: filter.state,
          items: [
            { value: '', text: 'Open and closed' },
            { value: 'open', text: 'Open' },
            { value: 'closed', text: 'Closed' },
          ],
        })}
        {govuk('button', { text: 'Search', classes: 'govuk-button--secondary' })}
      </form>
      <p class="govuk-body">
        {paging.total === 0
          ? 'No organisation matches. Search for a part of the name, or a whole identifier.'
          : `Organisations ${paging.from} to ${paging.to} of ${count(paging.total, 'organisation')}. `}
        {paging.total === 0 ? null : (
          <a class="govuk-link" href={`/organisations.csv${query(filter)}`} download>
            Download as CSV
          </a>
        )}
      </p>
      {rows.length === 0 ? null : table(rows)}
      {pagination(paging, (page) => `/organisations${query(filter, page)}`, 'Pages of organisations')}
    </Layout>
  );
}

function table(rows: readonly Organisation[]): VNode {
  return dataTable({
    caption: 'Organisations by name',
    head: [{ text: 'Name' }, { text: 'Kind' }, { text: 'Identifiers' }, { text: 'State' }],
    rows: rows.map((row) => [
      {
        html: html(
          <a class="govuk-link" href={`/organisations/${row.id}`}>
            {row.name}
          </a>,
        ),
      },
      { text: KIND_WORDS[row.kind] },
      { text: identifiersInWords(row) },
      { text: row.closedOn === null ? 'Open' : `Closed on ${dayInWords(row.closedOn)}` },
    ]),
  });
}

function query(filter: ListFilter, page?: number): string {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  const all = new URLSearchParams([...given, ...(page === undefined ? [] : [['page', String(page)]])] as string[][]);
  return all.size === 0 ? '' : `?${all}`;
}
