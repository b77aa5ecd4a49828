import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../../ui/layout.tsx';
import { type Paging, pagination } from '../../../../ui/pagination.ts';
import { dataTable } from '../../../../ui/table.tsx';
import { count, dayInWords, momentInWords } from '../../../../ui/words.ts';
import type { Board, BoardFilter, BoardRow, CollectionRow } from '../queries.ts';
import { attemptsInWords, STANDING_WORDS, STANDINGS, standingsInWords } from '../words.ts';

/** The collections of one collector. */
export function CollectionsPage(props: { frame: Frame; organisation: string; rows: readonly CollectionRow[] }): VNode {
  const { frame, organisation, rows } = props;
  return (
    <Layout frame={frame} title="Collecting">
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">Collecting</h1>
      {rows.length === 0 ? (
        <p class="govuk-body">Your organisation collects nothing yet.</p>
      ) : (
        dataTable({
          caption: 'Collections, by title',
          head: [{ text: 'Collection' }, { text: 'Returns' }],
          rows: rows.map(({ id, title, counts }) => [
            {
              html: html(
                <a class="govuk-link" href={`/collecting/${id}`}>
                  {title}
                </a>,
              ),
            },
            { text: standingsInWords(counts) },
          ]),
        })
      )}
    </Layout>
  );
}

interface Props {
  readonly frame: Frame;
  readonly board: Board;
  readonly filter: BoardFilter;
  readonly rows: readonly BoardRow[];
  readonly paging: Paging;
}

/** Every return of one collection: who has sent what. */
export function BoardPage({ frame, board, filter, rows, paging }: Props): VNode {
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <Layout frame={frame} title={board.title} back={{ text: 'Collecting', href: '/collecting' }}>
      <h1 class="govuk-heading-l">{board.title}</h1>
      <p class="govuk-body-l">{standingsInWords(board.counts)}</p>
      <FilterForm board={board} filter={filter} filtered={filtered} />
      <p class="govuk-body">
        {filtered ? `${count(paging.total, 'return matches', 'returns match')}` : count(paging.total, 'return')}.{' '}
        <a
          class="govuk-link"
          href={`/collecting/${board.id}/returns.csv?${new URLSearchParams({ ...filter })}`}
          download
        >
          Download {filtered ? 'these' : 'all'} (CSV)
        </a>
      </p>
      {rows.length === 0 ? null : table(board, rows)}
      {pagination(
        paging,
        (page) => `/collecting/${board.id}?${new URLSearchParams({ ...filter, page: String(page) })}`,
        'Pages of returns',
      )}
    </Layout>
  );
}

function table(board: Board, rows: readonly BoardRow[]): VNode {
  return dataTable({
    caption: 'Returns, by organisation and period',
    head: [
      { text: 'Organisation' },
      { text: 'Reporting period' },
      { text: 'Template' },
      { text: 'Due date' },
      { text: 'Status' },
      { text: 'Attempts' },
      { text: 'Last sent' },
    ],
    rows: rows.map((row) => {
      const { text, colour } = STANDING_WORDS[row.standing];
      return [
        {
          html: html(
            <a class="govuk-link" href={`/collecting/${board.id}/returns/${row.id}`}>
              {row.organisation}
              <span class="govuk-visually-hidden">
                : {row.title}, {row.period}
              </span>
            </a>,
          ),
        },
        { text: row.period },
        { text: row.title },
        { text: dayInWords(row.dueDate) },
        { html: html(govuk('tag', { text, classes: `govuk-tag--${colour}` })) },
        { text: attemptsInWords(row.attempts) },
        { text: row.lastSent ? momentInWords(row.lastSent) : '–' },
      ];
    }),
  });
}

function FilterForm({ board, filter, filtered }: { board: Board; filter: BoardFilter; filtered: boolean }): VNode {
  return (
    <form method="get" action={`/collecting/${board.id}`} class="garner-filter garner-no-print">
      {govuk('select', {
        id: 'status',
        name: 'status',
        label: { text: 'Status' },
        items: [
          { value: '', text: 'Any', selected: filter.status === '' },
          ...STANDINGS.map((one) => ({
            value: one,
            text: STANDING_WORDS[one].text,
            selected: filter.status === one,
          })),
        ],
      })}
      {govuk('select', {
        id: 'period',
        name: 'period',
        label: { text: 'Reporting period' },
        items: [
          { value: '', text: 'All', selected: filter.period === '' },
          ...board.periods.map((period) => ({ value: period, text: period, selected: filter.period === period })),
        ],
      })}
      {govuk('input', {
        id: 'organisation',
        name: 'organisation',
        label: { text: 'Organisation' },
        classes: 'govuk-input--width-20',
        value: filter.organisation,
        spellcheck: false,
      })}
      {govuk('button', { text: 'Show', classes: 'govuk-button--secondary' })}
      {filtered ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`/collecting/${board.id}`}>
            Show all returns
          </a>
        </p>
      ) : null}
    </form>
  );
}
