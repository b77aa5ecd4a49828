import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { count } from '../../../ui/words.ts';
import type { FileRow } from '../file-queries.ts';
import { candidateInWords } from '../model.ts';
import type { CandidateFilter, CentreWork, EntryRow } from '../queries.ts';
import { Faults, WorkSummary } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly file: FileRow;
  readonly all: readonly EntryRow[];
  /** Those who fit the search. */
  readonly listed: readonly EntryRow[];
  readonly filter: CandidateFilter;
  readonly chosen: readonly number[];
  readonly version: number;
  /** Who is to be removed, if that is meant. */
  readonly removing?: number;
  readonly error?: string;
}

/** Search, tick, see who is chosen, save: one form, so that it needs no JavaScript and nothing is lost between its steps. */
export function CandidatesPage(props: Props): VNode {
  const { frame, work, file, all, listed, filter, chosen, version, removing, error } = props;
  const selected = all.filter(({ id }) => chosen.includes(id));
  const leaving = all.find(({ id }) => id === removing);
  return (
    <Layout
      frame={frame}
      title={`Select candidates: ${file.name}`}
      back={{ text: 'Upload files', href: `/media/components/${work.componentId}/files` }}
      error={error !== undefined}
    >
      <Faults errors={error === undefined ? [] : [{ text: error, href: '#candidates' }]} />
      <span class="govuk-caption-l garner-break">{file.name}</span>
      <h1 class="govuk-heading-l">Select candidates</h1>
      <WorkSummary work={work} />
      <form method="post" action={`/media/files/${file.id}/candidates`} novalidate>
        <CsrfField frame={frame} />
        {/* What Enter does in a field: the first button of a form. */}
        <button
          type="submit"
          name="act"
          value="search"
          class="govuk-visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
        />
        <input type="hidden" name="version" value={String(version)} />
        {chosen.map((id) => (
          <input type="hidden" name="chosen" value={String(id)} />
        ))}
        {listed.map(({ id }) => (
          <input type="hidden" name="shown" value={String(id)} />
        ))}
        {leaving ? <Removing candidate={leaving} /> : null}
        <fieldset class="govuk-fieldset garner-search">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Search</legend>
          <div class="garner-search__fields">
            {govuk('input', {
              id: 'number',
              name: 'number',
              label: { text: 'Candidate number' },
              value: filter.number ?? '',
              inputmode: 'numeric',
              autocomplete: 'off',
            })}
            {govuk('input', {
              id: 'surname',
              name: 'surname',
              label: { text: 'Surname' },
              value: filter.surname ?? '',
              autocomplete: 'off',
            })}
            {govuk('input', {
              id: 'forename',
              name: 'forename',
              label: { text: 'Forename' },
              value: filter.forename ?? '',
              autocomplete: 'off',
            })}
          </div>
          {govuk('button', { text: 'Search', name: 'act', value: 'search', classes: 'govuk-button--secondary' })}
        </fieldset>
        <div id="candidates" tabIndex={-1}>
          <p class="govuk-body">
            Showing {count(listed.length, 'candidate')}. {work.rules.shared ? 'Tick one or several.' : 'Tick one.'}
          </p>
          {listed.length > 0 ? <List listed={listed} chosen={chosen} /> : null}
        </div>
        <h2 class="govuk-heading-m">Candidates selected</h2>
        {selected.length === 0 ? (
          <p class="govuk-body">None yet. Tick somebody above; to see them here before you save, press Search.</p>
        ) : (
          dataTable({
            caption: 'Candidates selected',
            head: [{ text: 'Candidate number' }, { text: 'Surname' }, { text: 'Forename' }, { text: 'Action' }],
            rows: selected.map((candidate) => [
              { text: candidate.number },
              { text: candidate.surname },
              { text: candidate.forename },
              {
                html: html(
                  <button type="submit" name="act" value={`remove:${candidate.id}`} class="garner-link-button">
                    Remove<span class="govuk-visually-hidden"> {candidateInWords(candidate)}</span>
                  </button>,
                ),
              },
            ]),
          })
        )}
        <div class="govuk-button-group">
          {govuk('button', { text: 'Save', name: 'act', value: 'save' })}
          <a class="govuk-link" href={`/media/components/${work.componentId}/files`}>
            Cancel
          </a>
        </div>
      </form>
    </Layout>
  );
}

function Removing({ candidate }: { candidate: EntryRow }): VNode {
  return (
    <section class="govuk-notification-banner" role="alert" aria-labelledby="removing" tabIndex={-1}>
      <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="removing">
          Important
        </h2>
      </div>
      <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">
          Are you sure you want to remove this candidate? {candidateInWords(candidate)}
        </p>
        <div class="govuk-button-group govuk-!-margin-bottom-0">
          {govuk('button', {
            text: 'Yes, remove',
            name: 'act',
            value: `removed:${candidate.id}`,
            classes: 'govuk-button--warning',
          })}
          {govuk('button', { text: 'No, keep', name: 'act', value: 'keep', classes: 'govuk-button--secondary' })}
        </div>
      </div>
    </section>
  );
}

function List({ listed, chosen }: { listed: readonly EntryRow[]; chosen: readonly number[] }): VNode {
  return dataTable({
    caption: 'Candidates in order of their numbers',
    head: [
      { text: 'Select' },
      { text: 'Candidate number' },
      { text: 'Surname' },
      { text: 'Forename' },
      { text: 'What there is' },
    ],
    rows: listed.map((entry) => [
      { html: html(<Tick entry={entry} ticked={chosen.includes(entry.id)} />) },
      { html: html(<label for={`candidate-${entry.id}`}>{entry.number}</label>) },
      { text: entry.surname },
      { text: entry.forename },
      { text: whatThereIs(entry) },
    ]),
  });
}

function Tick({ entry, ticked }: { entry: EntryRow; ticked: boolean }): VNode {
  const never = (entry.reason !== null || entry.withdrawnAt !== null) && !ticked;
  return (
    <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
      <div class="govuk-checkboxes__item">
        <input
          class="govuk-checkboxes__input"
          type="checkbox"
          id={`candidate-${entry.id}`}
          name="candidate"
          value={String(entry.id)}
          checked={ticked}
          disabled={never}
        />
        <label class="govuk-label govuk-checkboxes__label" for={`candidate-${entry.id}`}>
          <span class="govuk-visually-hidden">Select {candidateInWords(entry)}</span>
        </label>
      </div>
    </div>
  );
}

function whatThereIs({ withdrawnAt, reason, files }: EntryRow): string {
  const words = [
    ...(withdrawnAt === null ? [] : ['Entry withdrawn']),
    ...(reason === null ? [] : [`Non-submission: ${reason}`]),
    ...(files === 0 ? [] : [count(files, 'file')]),
  ];
  return words.length === 0 ? 'Nothing yet' : words.join('. ');
}
