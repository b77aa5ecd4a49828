import type { VNode } from 'preact';
import { type FaultyFile, Found } from '../../../../ui/findings.tsx';
import { ConfirmImport, errorOf, FaultSummary } from '../../../../ui/forms.tsx';
import { govuk } from '../../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../../ui/layout.tsx';
import { count } from '../../../../ui/words.ts';
import type { Fault } from '../fields.ts';
import { type ImportPreview, MOST_MB, ROWS_LIMIT } from '../import/store.ts';
import type { SessionFacts } from '../queries.ts';
import { Entered, Refused, Renamed, Withdrawn } from './import-parts.tsx';
import { SessionHead } from './session-head.tsx';

interface ChooseProps {
  readonly frame: Frame;
  readonly session: SessionFacts;
  readonly whole?: boolean | undefined;
  readonly faults?: readonly Fault[];
  /** What has to be mended in the file that was sent. */
  readonly found?: FaultyFile;
  readonly done?: string | undefined;
}

const DONE: Readonly<Record<string, string>> = {
  imported: 'The entries were imported.',
  'imported-before': 'These entries were imported before.',
  'given-up': 'The import was given up. Nothing was changed.',
};

/** Choosing a file of entries; with what is wrong with the one that was sent. */
export function ImportPage({ frame, session, whole, faults = [], found, done }: ChooseProps): VNode {
  const words = done === undefined ? undefined : DONE[done];
  const mend = found
    ? [
        {
          field: 'findings',
          text: `${count(found.summary.counts.error + found.summary.counts.query, 'fault')} to mend in ${found.fileName}`,
        },
      ]
    : [];
  const all = [...faults, ...mend];
  return (
    <Layout
      frame={frame}
      title={`Import entries: ${session.name}`}
      back={{ text: 'Recordings', href: '/recordings' }}
      error={all.length > 0}
    >
      <FaultSummary faults={all} />
      {words ? govuk('notificationBanner', { type: 'success', text: words }) : null}
      <SessionHead session={session} current="entries" maySetUp />
      <h2 class="govuk-heading-m">Import entries</h2>
      <p class="govuk-body">
        One row for each candidate and component, in the columns of{' '}
        <a class="govuk-link" href="/templates/garner-entries/2026-11">
          the template
        </a>
        . Before anything changes, you see what would. Files and reasons that centres have recorded stay, whatever
        happens to an entry.
      </p>
      <form
        method="post"
        action={`/recordings/sessions/${session.id}/entries`}
        enctype="multipart/form-data"
        novalidate
      >
        <CsrfField frame={frame} />
        {govuk('radios', {
          name: 'way',
          idPrefix: 'way',
          fieldset: { legend: { text: 'What the file is', classes: 'govuk-fieldset__legend--s' } },
          items: [
            {
              value: 'add',
              text: 'Additions and changes',
              hint: { text: 'Entries that are not in the file stay as they are' },
              checked: whole === false,
            },
            {
              value: 'whole',
              text: 'The whole list of the session',
              hint: { text: 'Entries that are not in the file are withdrawn, of every centre and component' },
              checked: whole === true,
            },
          ],
          ...errorOf(faults, 'way'),
        })}
        {govuk('fileUpload', {
          id: 'file',
          name: 'file',
          label: { text: 'Choose a file', classes: 'govuk-label--s' },
          hint: { text: `A CSV file of at most ${MOST_MB} MB and ${ROWS_LIMIT.toLocaleString('en-GB')} rows` },
          attributes: { accept: '.csv' },
          ...errorOf(faults, 'file'),
        })}
        {govuk('button', { text: 'Check this file', preventDoubleClick: true })}
      </form>
      {found === undefined ? null : <Found {...found} outcome="Nothing was imported." />}
    </Layout>
  );
}

interface PreviewProps {
  readonly frame: Frame;
  readonly session: SessionFacts;
  readonly waiting: ImportPreview;
  readonly meanwhile: boolean;
}

/** What a file of entries would do, to be confirmed. */
export function PreviewPage({ frame, session, waiting, meanwhile }: PreviewProps): VNode {
  const { id, fileName, whole, counts, samples, fingerprint } = waiting;
  const works = counts.newEntries + counts.restored + counts.withdrawn + counts.renamed > 0;
  const line = (text: string, value: string) => ({ key: { text }, value: { text: value } });
  return (
    <Layout
      frame={frame}
      title="What the file would do"
      back={{ text: 'Another file', href: `/recordings/sessions/${session.id}/entries` }}
    >
      {meanwhile
        ? govuk('notificationBanner', {
            titleText: 'Changed meanwhile',
            role: 'alert',
            text: 'Something was changed since you saw this page, so nothing was imported. Look over what the file would do now.',
          })
        : null}
      <span class="govuk-caption-l">
        {session.name}, {fileName}
      </span>
      <h1 class="govuk-heading-l">What the file would do</h1>
      <p class="govuk-body">
        {whole
          ? 'It is the whole list of the session: entries that are not in it are withdrawn.'
          : 'It adds and changes: entries that are not in it stay as they are.'}
      </p>
      {govuk('summaryList', {
        rows: [
          line('New candidates', count(counts.newCandidates, 'candidate')),
          line('Changed names', count(counts.renamed, 'candidate')),
          line('New entries', count(counts.newEntries, 'entry', 'entries')),
          ...(counts.restored > 0
            ? [line('Withdrawn before, standing again', count(counts.restored, 'entry', 'entries'))]
            : []),
          line(
            'Withdrawn',
            `${count(counts.withdrawn, 'entry', 'entries')}${
              counts.withdrawnWithWork > 0
                ? `, ${counts.withdrawnWithWork.toLocaleString('en-GB')} of them with files or a reason`
                : ''
            }`,
          ),
          line('As they are', count(counts.same, 'entry', 'entries')),
          line('Left out', count(counts.refused, 'row')),
        ],
      })}
      {counts.afterSubmission > 0
        ? govuk('warningText', {
            iconFallbackText: 'Warning',
            text: `${count(counts.afterSubmission, 'entry is', 'entries are')} for work whose final submission has been made. The centres can do nothing about them unless you open it again.`,
          })
        : null}
      <Refused rows={samples.refused} all={counts.refused} />
      <Withdrawn rows={samples.withdrawn} all={counts.withdrawn} />
      <Renamed rows={samples.renamed} all={counts.renamed} />
      <Entered rows={samples.entered} all={counts.newEntries + counts.restored} />
      <ConfirmImport frame={frame} at={`/recordings/imports/${id}`} works={works} hidden={{ fingerprint }} />
    </Layout>
  );
}
