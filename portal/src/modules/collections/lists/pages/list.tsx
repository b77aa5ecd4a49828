import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../../ui/layout.tsx';
import { pagination } from '../../../../ui/pagination.ts';
import { dataTable } from '../../../../ui/table.tsx';
import { momentInWords } from '../../../../ui/words.ts';
import type { ListKind } from '../kinds.ts';
import type { KeptEntry } from '../model.ts';
import type { EntriesPage, ListRow } from '../queries.ts';
import { codesInWords, type Done, useInWords } from '../words.ts';
import { UsedBy } from './lists.tsx';
import { addressOf, DoneBanner, LISTS } from './parts.tsx';

interface Props extends EntriesPage {
  readonly frame: Frame;
  readonly organisation: string;
  readonly list: ListRow;
  readonly search: string;
  readonly mayChange: boolean;
  readonly today: string;
  readonly done: Done | undefined;
}

/** One list: search, fifty codes a page, and what can be done with it. */
export function ListPage(props: Props): VNode {
  const { frame, organisation, list, search, rows, paging, mayChange, done } = props;
  const { kind, state, entries } = list;
  return (
    <Layout frame={frame} title={kind.title} back={{ text: 'Reference lists', href: LISTS }}>
      <DoneBanner done={done} kind={kind} />
      <span class="govuk-caption-l">{organisation}</span>
      <h1 class="govuk-heading-l">{kind.title}</h1>
      <About list={list} />
      {mayChange ? (
        <div class="govuk-button-group">
          {govuk('button', { text: `Add a code`, href: addressOf(kind, '/add') })}
          {govuk('button', {
            text: 'Upload a file',
            href: addressOf(kind, '/upload'),
            classes: 'govuk-button--secondary',
          })}
        </div>
      ) : null}
      {entries === 0 ? (
        <p class="govuk-body">
          {state ? 'There is no code in the list.' : 'Your organisation keeps no such list yet.'}
        </p>
      ) : (
        <>
          <SearchForm kind={kind} search={search} />
          <p class="govuk-body">
            {search === '' ? codesInWords(kind, paging.total) : `${codesInWords(kind, paging.total)} found`}.{' '}
            <a class="govuk-link" href={addressOf(kind, '/list.csv')} download>
              Download the whole list (CSV)
            </a>
          </p>
          {rows.length === 0 ? (
            <p class="govuk-body">Nothing matches. Try a part of the code or of the title.</p>
          ) : (
            table(props)
          )}
          {pagination(paging, (page) => pageAddress(kind, search, page), 'Pages of the list')}
        </>
      )}
    </Layout>
  );
}

function About({ list: { kind, state, asking } }: { list: ListRow }): VNode {
  return (
    <>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'Used by' }, value: { html: html(<UsedBy asking={asking} />) } },
          {
            key: { text: 'Last change' },
            value: {
              text: state
                ? `${momentInWords(state.changedAt)} by ${state.changedBy} (version ${state.version.toLocaleString('en-GB')})`
                : 'Not kept yet',
            },
          },
        ],
      })}
      <p class="govuk-body">
        A file is compared with the {kind.many} in use on some day of the academic year that its return is about; where
        its period is no academic year, of the twelve months to the due date.
      </p>
    </>
  );
}

function SearchForm({ kind, search }: { kind: ListKind; search: string }): VNode {
  return (
    <form method="get" action={addressOf(kind)} class="govuk-!-margin-bottom-4">
      {govuk('input', {
        id: 'search',
        name: 'search',
        label: { text: 'Code or title' },
        classes: 'govuk-input--width-20',
        value: search,
        spellcheck: false,
      })}
      <div class="govuk-button-group">
        {govuk('button', { text: 'Search', classes: 'govuk-button--secondary' })}
        {search === '' ? null : (
          <a class="govuk-link" href={addressOf(kind)}>
            Show all
          </a>
        )}
      </div>
    </form>
  );
}

function pageAddress(kind: ListKind, search: string, page: number): string {
  return addressOf(kind, `?${new URLSearchParams({ search, page: String(page) })}`);
}

function table({ list: { kind }, rows, mayChange, today }: Props): VNode {
  return dataTable({
    caption: `${kind.title}, in order`,
    head: [{ text: 'Code' }, { text: 'Title' }, { text: 'In use' }, ...(mayChange ? [{ text: 'Change' }] : [])],
    rows: rows.map((row) => [
      { html: html(<code class="garner-code">{row.code}</code>) },
      { text: row.title },
      { html: html(<InUse row={row} today={today} />) },
      ...(mayChange ? [{ html: html(<Changes kind={kind} row={row} today={today} />) }] : []),
    ]),
  });
}

function InUse({ row, today }: { row: KeptEntry; today: string }): VNode {
  const ended = row.until !== null && row.until < today;
  return (
    <>
      {useInWords(row)}
      {ended ? <> {govuk('tag', { text: 'Ended', classes: 'govuk-tag--grey' })}</> : null}
    </>
  );
}

function Changes({ kind, row, today }: { kind: ListKind; row: KeptEntry; today: string }): VNode {
  const link = (part: string, text: string): VNode => (
    <li>
      <a class="govuk-link" href={addressOf(kind, `/entries/${row.id}${part}`)}>
        {text}
        <span class="govuk-visually-hidden"> {row.code}</span>
      </a>
    </li>
  );
  return (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      {link('', 'Change')}
      {row.until === null || row.until > today ? link('/end', 'End') : null}
      {link('/remove', 'Remove')}
    </ul>
  );
}
