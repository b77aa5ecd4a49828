import type { VNode } from 'preact';
import { findingsTable, KIND, KindTag, SUMMARY_TABLE, ToFindings } from '../../../ui/findings.tsx';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { pagination } from '../../../ui/pagination.ts';
import { Breakable, dataTable } from '../../../ui/table.tsx';
import { count } from '../../../ui/words.ts';
import type { CountRow, FindingsFilter, FindingsPage } from '../../checks/index.ts';

export interface FindingsView extends FindingsPage {
  readonly counts: readonly CountRow[];
  readonly filter: FindingsFilter;
}

/** Which rules found how much in which columns, then every finding with its place, value and remedy. */
export function Findings({ view, base }: { view: FindingsView; base: string }): VNode | null {
  const { counts, filter, findings, paging } = view;
  if (counts.length === 0) return null;
  const query = filterQuery(filter);
  return (
    <>
      <h2 class="govuk-heading-m">What was found</h2>
      <ToFindings href={`${base}#findings`} />
      {summary(counts, base)}
      <h2 class="govuk-heading-m" id="findings">
        {isAll(filter) ? 'Every finding' : 'Chosen findings'}
      </h2>
      <FilterForm counts={counts} filter={filter} base={base} />
      <p class="govuk-body">
        {paging.total === 0
          ? 'No finding is of this rule, column and kind. '
          : `Showing ${paging.from.toLocaleString('en-GB')} to ${paging.to.toLocaleString('en-GB')} of ${count(paging.total, 'finding')}. `}
        <span class="garner-no-print">
          Download {isAll(filter) ? 'all' : 'these'} as{' '}
          <a class="govuk-link" href={`${base}/findings.csv${query}`} download>
            CSV
          </a>{' '}
          or{' '}
          <a class="govuk-link" href={`${base}/findings.json${query}`} download>
            JSON
          </a>
          .
        </span>
      </p>
      {findings.length > 0 ? findingsTable(findings) : null}
      {pagination(paging, (page) => `${base}${filterQuery(filter, page)}#findings`, 'Pages of findings')}
    </>
  );
}

function summary(counts: readonly CountRow[], base: string): VNode {
  return dataTable({
    ...SUMMARY_TABLE,
    rows: counts.map((row) => [
      {
        html: html(
          <a
            class="govuk-link"
            href={`${base}${filterQuery({ rule: row.rule, column: row.column, severity: '' })}#findings`}
          >
            {row.count.toLocaleString('en-GB')}
            <span class="govuk-visually-hidden"> findings: {row.message}</span>
          </a>,
        ),
        format: 'numeric',
      },
      { html: html(<KindTag kind={row.severity} />) },
      { html: html(<Breakable name={row.column} />) },
      {
        html: html(
          <>
            {row.message}
            <br />
            <code class="garner-code">{row.rule}</code>
          </>,
        ),
      },
      { text: row.help },
    ]),
  });
}

function FilterForm({
  counts,
  filter,
  base,
}: {
  counts: readonly CountRow[];
  filter: FindingsFilter;
  base: string;
}): VNode {
  const choices = (values: readonly string[], chosen: string, all: string) => [
    { value: '', text: all, selected: chosen === '' },
    ...[...new Set(values)]
      .filter((value) => value !== '')
      .sort()
      .map((value) => ({ value, text: value, selected: value === chosen })),
  ];
  const kinds = (['error', 'query', 'notice'] as const).filter((kind) =>
    counts.some(({ severity }) => severity === kind),
  );
  return (
    <form method="get" action={`${base}#findings`} class="garner-filter garner-no-print">
      {govuk('select', {
        id: 'filter-rule',
        name: 'rule',
        label: { text: 'Rule' },
        items: choices(
          counts.map(({ rule }) => rule),
          filter.rule,
          'All rules',
        ),
      })}
      {govuk('select', {
        id: 'filter-column',
        name: 'column',
        label: { text: 'Column' },
        items: choices(
          counts.map(({ column }) => column),
          filter.column,
          'All columns',
        ),
      })}
      {govuk('select', {
        id: 'filter-severity',
        name: 'severity',
        label: { text: 'Kind' },
        items: [
          { value: '', text: 'All kinds', selected: filter.severity === '' },
          ...kinds.map((kind) => ({ value: kind, text: KIND[kind].text, selected: kind === filter.severity })),
        ],
      })}
      {govuk('button', { text: 'Show', classes: 'govuk-button--secondary' })}
      {isAll(filter) ? null : (
        <p class="govuk-body">
          <a class="govuk-link" href={`${base}#findings`}>
            Show all findings
          </a>
        </p>
      )}
    </form>
  );
}

function isAll({ rule, column, severity }: FindingsFilter): boolean {
  return rule === '' && column === '' && severity === '';
}

function filterQuery(filter: FindingsFilter, page?: number): string {
  const chosen = Object.entries({ ...filter, page: page === undefined ? '' : String(page) }).filter(
    ([, value]) => value !== '',
  );
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen)}`;
}
