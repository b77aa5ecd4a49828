import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../../ui/layout.tsx';
import { type Paging, pagination } from '../../../../ui/pagination.ts';
import { dataTable } from '../../../../ui/table.tsx';
import { count, momentInWords } from '../../../../ui/words.ts';
import { closingOf } from '../../model.ts';
import { STANDING_WORDS } from '../../words.ts';
import { type BoardFilter, type BoardRow, STANDINGS, type Standings } from '../board/queries.ts';
import type { ComponentRow, SessionFacts } from '../queries.ts';
import { SessionHead } from './session-head.tsx';

interface Props {
  readonly frame: Frame;
  readonly session: SessionFacts;
  readonly filter: BoardFilter;
  readonly components: readonly ComponentRow[];
  readonly standings: Standings;
  readonly rows: readonly BoardRow[];
  readonly paging: Paging;
  readonly maySetUp: boolean;
  readonly mayCollect: boolean;
  readonly done: {
    readonly done?: string | undefined;
    readonly told?: number | undefined;
    readonly before?: number | undefined;
    readonly nobody?: number | undefined;
  };
}

/** How every centre stands with every component of a session. */
export function BoardPage(props: Props): VNode {
  const { frame, session, filter, components, standings, rows, paging, maySetUp, mayCollect, done } = props;
  const filtered = Object.values(filter).some((value) => value !== '');
  const place = `/recordings/sessions/${session.id}`;
  const query = new URLSearchParams({ ...filter });
  return (
    <Layout
      frame={frame}
      title={session.name}
      back={{ text: 'Recordings', href: '/recordings' }}
      error={done.done === 'none-chosen'}
    >
      {done.done === 'none-chosen'
        ? govuk('errorSummary', {
            titleText: 'There is a problem',
            errorList: [{ text: 'Choose at least one centre', href: '#board' }],
          })
        : null}
      <Told done={done} />
      <SessionHead session={session} current="board" maySetUp={maySetUp} />
      <p class="govuk-body-l">{standingsInWords(standings)}</p>
      <FilterForm place={place} filter={filter} components={components} filtered={filtered} />
      <p class="govuk-body" id="board" tabIndex={-1}>
        {filtered ? `${count(paging.total, 'row matches', 'rows match')}` : count(paging.total, 'row')}, one for each
        centre and component.{' '}
        <a class="govuk-link" href={`${place}/board.csv?${query}`} download>
          Download {filtered ? 'these' : 'all'} (CSV)
        </a>
      </p>
      {rows.length === 0 ? null : (
        <form method="post" action={`${place}/chase`}>
          <CsrfField frame={frame} />
          {table(rows, mayCollect)}
          {mayCollect ? <ChaseButtons /> : null}
        </form>
      )}
      {pagination(paging, (page) => `${place}?${query}&page=${page}`, 'Pages of the board')}
    </Layout>
  );
}

function Told({ done }: Pick<Props, 'done'>): VNode | null {
  if (done.done === 'changed')
    return govuk('notificationBanner', { type: 'success', text: 'The session was changed.' });
  if (done.done !== 'chased') return null;
  const { told = 0, before = 0, nobody = 0 } = done;
  const parts = [
    told === 0 ? 'No message was sent.' : `A message is on its way to ${count(told, 'centre')}.`,
    before > 0 ? `${count(before, 'centre')} had one today already.` : '',
    nobody > 0 ? `${count(nobody, 'centre has', 'centres have')} nobody who could be told.` : '',
    told + before + nobody === 0 ? 'Nothing that is open is still to be submitted there.' : '',
  ];
  return govuk('notificationBanner', {
    ...(told > 0 ? { type: 'success' } : {}),
    text: parts.filter((part) => part !== '').join(' '),
  });
}

/** "3 late · 12 not started · 4 submitted": those that there are. */
function standingsInWords(standings: Standings): string {
  const parts = STANDINGS.filter((one) => standings[one] > 0).map(
    (one) => `${standings[one].toLocaleString('en-GB')} ${STANDING_WORDS[one].text.toLowerCase()}`,
  );
  return parts.length === 0 ? 'No candidate is entered yet' : parts.join(' · ');
}

function table(rows: readonly BoardRow[], mayCollect: boolean): VNode {
  return dataTable({
    caption: 'Centres and components, by centre',
    head: [
      ...(mayCollect ? [{ text: 'Choose' }] : []),
      { text: 'Centre' },
      { text: 'Component' },
      { text: 'Status' },
      { text: 'Dealt with' },
      { text: 'Closes' },
      { text: 'Last change' },
    ],
    rows: rows.map((row) => {
      const { text, colour } = STANDING_WORDS[row.standing];
      return [
        ...(mayCollect ? [{ html: html(<Choice row={row} />) }] : []),
        {
          html: html(
            <>
              <a class="govuk-link" href={`/recordings/components/${row.componentId}/centres/${row.centreId}`}>
                {row.centreNumber} {row.centre}
                <span class="govuk-visually-hidden">, {row.code}</span>
              </a>
              {row.reachable ? null : (
                <div class="govuk-hint govuk-!-margin-bottom-0">Nobody there can be told yet</div>
              )}
            </>,
          ),
        },
        { text: `${row.code} ${row.component}` },
        { html: html(govuk('tag', { text, classes: `govuk-tag--${colour}` })) },
        {
          text: `${row.dealt.toLocaleString('en-GB')} of ${row.candidates.toLocaleString('en-GB')}${
            row.withdrawn > 0 ? `, ${row.withdrawn.toLocaleString('en-GB')} withdrawn` : ''
          }`,
        },
        { text: `${momentInWords(closingOf(row))}${closingOf(row) > row.closesAt ? ' (more time)' : ''}` },
        { text: row.lastChange ? momentInWords(row.lastChange) : '–' },
      ];
    }),
  });
}

function Choice({ row }: { row: BoardRow }): VNode {
  if (row.submittedAt !== null || row.candidates === 0) return <>–</>;
  return govuk('checkboxes', {
    idPrefix: `choose-${row.componentId}-${row.centreId}`,
    name: 'centre',
    classes: 'govuk-checkboxes--small',
    formGroup: { classes: 'govuk-!-margin-bottom-0' },
    items: [
      {
        value: String(row.centreId),
        html: html(
          <span class="govuk-visually-hidden">
            Choose {row.centre}, {row.code}
          </span>,
        ),
      },
    ],
  });
}

function ChaseButtons(): VNode {
  return (
    <>
      <p class="govuk-hint">
        A centre gets one message with everything of the session that it has not submitted, and at most one a day.
      </p>
      <div class="govuk-button-group">
        {govuk('button', { text: 'Chase those chosen', name: 'who', value: 'chosen', preventDoubleClick: true })}
        {govuk('button', {
          text: 'Chase all that have not submitted',
          name: 'who',
          value: 'all',
          classes: 'govuk-button--secondary',
          preventDoubleClick: true,
        })}
      </div>
    </>
  );
}

interface FilterProps extends Pick<Props, 'filter' | 'components'> {
  readonly place: string;
  readonly filtered: boolean;
}

function FilterForm({ place, filter, components, filtered }: FilterProps): VNode {
  return (
    <form method="get" action={place} class="garner-filter garner-no-print">
      {govuk('select', {
        id: 'standing',
        name: 'standing',
        label: { text: 'Status' },
        items: [
          { value: '', text: 'Any', selected: filter.standing === '' },
          ...STANDINGS.map((one) => ({
            value: one,
            text: STANDING_WORDS[one].text,
            selected: filter.standing === one,
          })),
        ],
      })}
      {govuk('select', {
        id: 'component',
        name: 'component',
        label: { text: 'Component' },
        items: [
          { value: '', text: 'All', selected: filter.component === '' },
          ...components.map(({ id, code }) => ({
            value: String(id),
            text: code,
            selected: filter.component === String(id),
          })),
        ],
      })}
      {govuk('input', {
        id: 'centre',
        name: 'centre',
        label: { text: 'Centre: name or number' },
        classes: 'govuk-input--width-20',
        value: filter.centre,
        spellcheck: false,
      })}
      {govuk('button', { text: 'Show', classes: 'govuk-button--secondary' })}
      {filtered ? (
        <p class="govuk-body">
          <a class="govuk-link" href={place}>
            Show all
          </a>
        </p>
      ) : null}
    </form>
  );
}
