import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { type Paging, pagination } from '../../../ui/pagination.ts';
import { dataTable } from '../../../ui/table.tsx';
import { count } from '../../../ui/words.ts';
import { candidateInWords } from '../model.ts';
import type { CentreWork, EntryRow } from '../queries.ts';
import { Done, Faults, WorkSummary } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly rows: readonly EntryRow[];
  readonly paging: Paging;
  readonly candidate: string | undefined;
  /** Only those who have nothing yet. */
  readonly left: boolean;
  readonly mayChange: boolean;
  readonly done: boolean;
  readonly faults: readonly { readonly id: number; readonly text: string }[];
  /** What was sent and not taken. */
  readonly given: Readonly<Record<string, string>> | undefined;
}

/** Why there is nothing for a candidate, and who has nothing yet. */
export function NonSubmissionsPage(props: Props): VNode {
  const { frame, work, rows, paging, candidate, left, mayChange, done, faults } = props;
  const place = `/media/components/${work.componentId}/non-submissions`;
  const title = mayChange ? 'Record non-submission' : 'Non-submissions';
  const query = new URLSearchParams({ ...(candidate ? { candidate } : {}), ...(left ? { left: 'yes' } : {}) });
  return (
    <Layout
      frame={frame}
      title={`${title}: ${work.code}`}
      back={{ text: 'Media submission dashboard', href: `/media?session=${work.sessionId}` }}
      error={faults.length > 0}
    >
      <Faults errors={faults.map(({ id, text }) => ({ text, href: `#reason-${id}` }))} />
      {done ? <Done>The reasons were saved.</Done> : null}
      <h1 class="govuk-heading-l">{title}</h1>
      <WorkSummary work={work} />
      {govuk('insetText', {
        text: 'Recording a non-submission here does not ask for special consideration. Follow that process in the usual way as well.',
      })}
      <form method="get" action={place} class="garner-search" novalidate>
        <div class="garner-search__fields">
          {govuk('input', {
            id: 'candidate',
            name: 'candidate',
            label: { text: 'Candidate number or name' },
            value: candidate ?? '',
            autocomplete: 'off',
          })}
        </div>
        {govuk('checkboxes', {
          idPrefix: 'left',
          name: 'left',
          classes: 'govuk-checkboxes--small',
          items: [{ value: 'yes', text: 'Only those who have nothing yet', checked: left }],
        })}
        <div class="govuk-button-group">
          {govuk('button', { text: 'Filter', classes: 'govuk-button--secondary' })}
          <a class="govuk-link" href={place}>
            Clear
          </a>
        </div>
      </form>
      {rows.length === 0 ? (
        <p class="govuk-body">
          {left ? 'Every candidate who fits is dealt with.' : 'No candidate fits what you searched for.'}
        </p>
      ) : (
        <form method="post" action={place} novalidate>
          <CsrfField frame={frame} />
          <input type="hidden" name="page" value={String(paging.page)} />
          {candidate ? <input type="hidden" name="candidate" value={candidate} /> : null}
          {left ? <input type="hidden" name="left" value="yes" /> : null}
          <p class="govuk-body">
            Showing {paging.from} to {paging.to} of {count(paging.total, 'candidate')}
          </p>
          <Table {...props} />
          {mayChange ? govuk('button', { text: 'Save' }) : null}
        </form>
      )}
      {pagination(
        paging,
        (page) => `${place}?${new URLSearchParams([...query, ['page', String(page)]])}`,
        'Pages of candidates',
      )}
    </Layout>
  );
}

function Table({ work, rows, mayChange, faults, given }: Props): VNode {
  return dataTable({
    caption: 'Candidates in order of their numbers',
    classes: 'garner-media-reasons',
    head: [
      { text: 'Candidate number' },
      { text: 'Surname' },
      { text: 'Forename' },
      { text: 'Status' },
      { text: 'No submission' },
      { text: 'Reason' },
    ],
    rows: rows.map((entry) => {
      const locked = !mayChange || entry.files > 0 || (entry.withdrawnAt !== null && entry.reason === null);
      const reason = given?.[`reason-${entry.id}`] ?? entry.reason ?? '';
      const ticked = given ? given[`tick-${entry.id}`] !== undefined : entry.reason !== null;
      return [
        { text: entry.number },
        { text: entry.surname },
        { text: entry.forename },
        { text: statusOf(entry) },
        locked
          ? { text: entry.reason === null ? 'No' : 'Yes' }
          : { html: html(<Tick entry={entry} ticked={ticked} />) },
        locked
          ? { text: entry.reason ?? '' }
          : {
              html: html(
                <Reason
                  entry={entry}
                  reasons={work.rules.reasons}
                  reason={reason}
                  fault={faults.find(({ id }) => id === entry.id)?.text}
                />,
              ),
            },
      ];
    }),
  });
}

function statusOf({ files, withdrawnAt, reason }: EntryRow): string {
  const words = [
    ...(withdrawnAt === null ? [] : ['Entry withdrawn']),
    ...(files === 0 ? [] : [`${files.toLocaleString('en-GB')} uploaded`]),
  ];
  if (words.length > 0) return words.join(', ');
  return reason === null ? 'Nothing yet' : 'Dealt with';
}

function Tick({ entry, ticked }: { entry: EntryRow; ticked: boolean }): VNode {
  return (
    <div class="govuk-checkboxes govuk-checkboxes--small">
      <div class="govuk-checkboxes__item">
        <input
          class="govuk-checkboxes__input"
          type="checkbox"
          id={`tick-${entry.id}`}
          name={`tick-${entry.id}`}
          value="yes"
          checked={ticked}
        />
        <label class="govuk-label govuk-checkboxes__label" for={`tick-${entry.id}`}>
          <span class="govuk-visually-hidden">No submission for {candidateInWords(entry)}</span>
        </label>
      </div>
    </div>
  );
}

interface ReasonProps {
  readonly entry: EntryRow;
  readonly reasons: readonly string[];
  readonly reason: string;
  readonly fault: string | undefined;
}

function Reason(props: ReasonProps): VNode {
  const { entry } = props;
  return (
    <>
      <input type="hidden" name={`was-${entry.id}`} value={entry.reason ?? ''} />
      <Choice {...props} />
    </>
  );
}

function Choice({ entry, reasons, reason, fault }: ReasonProps): VNode {
  // A reason that the awarding body has taken off its list stays where it was given.
  const all = reason === '' || reasons.includes(reason) ? reasons : [...reasons, reason];
  return govuk('select', {
    id: `reason-${entry.id}`,
    name: `reason-${entry.id}`,
    label: { text: `Reason for ${candidateInWords(entry)}`, classes: 'govuk-visually-hidden' },
    formGroup: { classes: 'govuk-!-margin-bottom-0' },
    ...(fault ? { errorMessage: { text: fault } } : {}),
    items: [
      { value: '', text: 'Select a reason' },
      ...all.map((value) => ({ value, text: value, selected: value === reason })),
    ],
  });
}
