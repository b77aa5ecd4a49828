import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../../ui/layout.tsx';
import { dataTable } from '../../../../ui/table.tsx';
import { count, momentInWords, sizeInWords } from '../../../../ui/words.ts';
import type { FileRow } from '../../file-queries.ts';
import type { finalsOf } from '../../final.ts';
import { candidateInWords, standingOf } from '../../model.ts';
import type { CentreWork, EntryRow } from '../../queries.ts';
import { closingInWords, lengthInWords, ROLE_WORDS, STANDING_WORDS, statusWords } from '../../words.ts';
import type { extensionOf } from '../board/work-queries.ts';
import { placeOf } from './work-forms.tsx';

interface Props {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly entries: readonly EntryRow[];
  readonly files: readonly FileRow[];
  /** Files whose bytes were destroyed. */
  readonly destroyed: ReadonlySet<string>;
  readonly finals: Awaited<ReturnType<typeof finalsOf>>;
  readonly extension: Awaited<ReturnType<typeof extensionOf>>;
  readonly now: Date;
  readonly mayCollect: boolean;
  readonly done: string | undefined;
}

const DONE: Readonly<Record<string, string>> = {
  extended: 'The centre has more time, and was told.',
  reopened: 'The final submission was opened again. Both sides were told.',
};
const NOT_DONE: Readonly<Record<string, string>> = {
  'not-extended': 'The final submission has been made meanwhile, so no more time is needed. Nothing was changed.',
  'not-reopened': 'There is no final submission to open again. Nothing was changed.',
};

/** One centre's work for one component, as its awarding body sees it. */
export function WorkPage(props: Props): VNode {
  const { frame, work, entries, files, finals, extension, now, mayCollect, done = '' } = props;
  const { text, colour } = STANDING_WORDS[standingOf(work, work, now)];
  const board = `/recordings/sessions/${work.sessionId}`;
  return (
    <Layout frame={frame} title={`${work.centre}, ${work.code}`} back={{ text: work.session, href: board }}>
      {DONE[done] ? govuk('notificationBanner', { type: 'success', text: DONE[done] }) : null}
      {NOT_DONE[done] ? govuk('notificationBanner', { role: 'alert', text: NOT_DONE[done] }) : null}
      <span class="govuk-caption-l">
        {work.code} {work.name}, {work.session}
      </span>
      <h1 class="govuk-heading-l">
        {work.centreNumber} {work.centre}
      </h1>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'Status' }, value: { html: html(govuk('tag', { text, classes: `govuk-tag--${colour}` })) } },
          { key: { text: 'Closing' }, value: { text: closingInWords(work, now) } },
          { key: { text: 'Dealt with' }, value: { text: `${work.dealt} of ${count(work.candidates, 'candidate')}` } },
          ...(extension
            ? [
                {
                  key: { text: 'More time' },
                  value: {
                    text: `Until ${momentInWords(extension.until)}, given by ${extension.person} on ${momentInWords(extension.at)}: ${extension.why}`,
                  },
                },
              ]
            : []),
        ],
      })}
      {mayCollect ? <Actions work={work} /> : null}
      <h2 class="govuk-heading-m">Candidates</h2>
      <Entries entries={entries} files={files} />
      <h2 class="govuk-heading-m">Files</h2>
      {files.length === 0 ? <p class="govuk-body">Nothing has been sent yet.</p> : <Files {...props} />}
      <h2 class="govuk-heading-m">Final submissions</h2>
      <Finals finals={finals} />
    </Layout>
  );
}

function Actions({ work }: { work: CentreWork }): VNode {
  const submitted = work.submittedAt !== null;
  return (
    <div class="govuk-button-group garner-no-print">
      {submitted
        ? govuk('button', {
            text: 'Materials',
            href: `/recordings/components/${work.componentId}/materials?centre=${work.centreId}`,
          })
        : govuk('button', { text: 'Give more time', href: `${placeOf(work)}/extension` })}
      {submitted
        ? govuk('button', {
            text: 'Open the final submission again',
            href: `${placeOf(work)}/reopening`,
            classes: 'govuk-button--secondary',
          })
        : null}
    </div>
  );
}

function Entries({ entries, files }: Pick<Props, 'entries' | 'files'>): VNode {
  const filesOf = ({ id }: EntryRow): readonly FileRow[] =>
    files.filter(({ candidates }) => candidates.some((one) => one.id === id));
  return dataTable({
    caption: 'Candidates by their numbers',
    head: [{ text: 'Candidate' }, { text: 'Files' }, { text: 'Non-submission' }],
    rows: entries.map((entry) => [
      {
        html: html(
          <>
            {candidateInWords(entry)}{' '}
            {entry.withdrawnAt === null
              ? null
              : govuk('tag', { text: `Withdrawn ${momentInWords(entry.withdrawnAt)}`, classes: 'govuk-tag--grey' })}
          </>,
        ),
      },
      {
        html: html(
          <ul class="govuk-list govuk-!-margin-bottom-0">
            {filesOf(entry).map(({ id, name, status }) => (
              <li class="garner-break">
                <a class="govuk-link" href={`#file-${id}`}>
                  {name}
                </a>
                {status === 'failed' ? ' (failed)' : ''}
              </li>
            ))}
          </ul>,
        ),
      },
      { text: entry.reason ?? (entry.files > 0 || entry.withdrawnAt !== null ? '–' : 'Nothing yet') },
    ]),
  });
}

function Files({ files, destroyed, work, mayCollect }: Props): VNode {
  const submitted = work.submittedAt !== null;
  return dataTable({
    classes: 'garner-media-files',
    caption: 'Files by their names',
    head: [
      { text: 'File' },
      { text: 'Candidates' },
      { text: 'Status' },
      { text: 'Length', format: 'numeric' },
      { text: 'Size', format: 'numeric' },
      { text: 'SHA-256' },
    ],
    rows: files.map((file) => {
      // Whether bytes arrive just now the body need not know: what is under way is under way.
      const { text, colour, description } = statusWords(file, true, submitted);
      const open = mayCollect && submitted && file.status === 'uploaded' && !destroyed.has(file.id);
      return [
        {
          html: html(
            <div id={`file-${file.id}`} class="garner-break" tabIndex={-1}>
              {open ? (
                <a class="govuk-link" href={`/recordings/files/${file.id}`}>
                  {file.name}
                </a>
              ) : (
                file.name
              )}
              <div class="govuk-hint govuk-!-margin-bottom-0">{ROLE_WORDS[file.role]}</div>
            </div>,
          ),
        },
        { text: file.candidates.map(({ number }) => number).join(', ') || '–' },
        {
          html: html(
            <>
              {destroyed.has(file.id)
                ? govuk('tag', { text: 'Destroyed', classes: 'govuk-tag--grey' })
                : govuk('tag', { text, classes: `govuk-tag--${colour}` })}
              <div class="govuk-hint govuk-!-margin-bottom-0">
                {destroyed.has(file.id) ? 'Its time was over.' : description}
                {file.notices.map(({ words }) => (
                  <>
                    <br />
                    {words}
                  </>
                ))}
              </div>
            </>,
          ),
        },
        { text: file.facts?.seconds == null ? '–' : lengthInWords(file.facts.seconds), format: 'numeric' },
        { text: file.size === null ? '–' : sizeInWords(file.size), format: 'numeric' },
        { html: html(<code class="garner-code garner-break">{file.sha256 ?? '–'}</code>) },
      ];
    }),
  });
}

function Finals({ finals }: Pick<Props, 'finals'>): VNode {
  if (finals.length === 0) return <p class="govuk-body">None has been made yet.</p>;
  return dataTable({
    caption: 'Final submissions, the newest first',
    head: [
      { text: 'Number', format: 'numeric' },
      { text: 'Made' },
      { text: 'By' },
      { text: 'What' },
      { text: 'Opened again' },
    ],
    rows: finals.map(({ number, submittedAt, late, person, receipt, reopenedAt, reopenedWhy }) => [
      { text: String(number), format: 'numeric' },
      { text: `${momentInWords(submittedAt)}${late ? ', late' : ''}` },
      { text: person },
      {
        text: `${count(receipt.files.length, 'file')}, ${count(receipt.candidates.filter((one) => !one.withdrawn).length, 'candidate')}, ${count(receipt.candidates.filter(({ reason }) => reason !== null).length, 'non-submission')}`,
      },
      { text: reopenedAt ? `${momentInWords(reopenedAt)}: ${reopenedWhy}` : 'No' },
    ]),
  });
}
