import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { Narrow } from '../../../ui/narrow.tsx';
import { pagination } from '../../../ui/pagination.ts';
import { dataTable } from '../../../ui/table.tsx';
import { count, sizeInWords } from '../../../ui/words.ts';
import { type FileRow, type FilesPage, maySee } from '../file-queries.ts';
import { isReady, type Readiness } from '../final.ts';
import { candidateInWords } from '../model.ts';
import type { CentreWork } from '../queries.ts';
import { closingInWords, statusWords, typesInWords } from '../words.ts';
import { Done, Faults, WorkSummary } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly documents: FilesPage;
  readonly standing: Readiness;
  readonly mayChange: boolean;
  readonly now: Date;
  readonly done: 'deleted' | 'uploaded' | undefined;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly given: { readonly declared?: 'yes'; readonly acknowledged?: 'yes' } | undefined;
}

const DONE = { deleted: 'The document was deleted.', uploaded: 'The documents were uploaded.' } as const;
/** Names are listed so far; the rest is counted. */
const MOST_NAMES = 50;

/** The last step of a component: documents, what is left to do, the declaration. */
export function FinalPage({ frame, work, documents, standing, mayChange, now, done, errors, given }: Props): VNode {
  const place = `/media/components/${work.componentId}`;
  return (
    <Layout
      frame={frame}
      title={`Final submission: ${work.code}`}
      back={{ text: 'Media submission dashboard', href: `/media?session=${work.sessionId}` }}
      error={errors.length > 0}
    >
      <Faults errors={errors} />
      {done ? <Done>{DONE[done]}</Done> : null}
      <h1 class="govuk-heading-l">Final submission</h1>
      <WorkSummary work={work} />
      <p class="govuk-body">{closingInWords(work, now)}.</p>
      <h2 class="govuk-heading-m">Centre documents</h2>
      <Documents frame={frame} work={work} documents={documents} mayChange={mayChange} />
      <h2 class="govuk-heading-m" id="to-do" tabIndex={-1}>
        Still to do
      </h2>
      <ToDo standing={standing} place={place} />
      {mayChange ? (
        <form method="post" action={`${place}/final`} novalidate>
          <CsrfField frame={frame} />
          {standing.failed.length > 0
            ? govuk('checkboxes', {
                idPrefix: 'acknowledged',
                name: 'acknowledged',
                fieldset: {
                  legend: { text: 'Uploads that failed', classes: 'govuk-fieldset__legend--m' },
                },
                hint: { html: html(<FailedList failed={standing.failed} />) },
                items: [
                  {
                    value: 'yes',
                    text: 'I have looked at these; none of them is missing from what I submit',
                    checked: given?.acknowledged === 'yes',
                  },
                ],
              })
            : null}
          {govuk('checkboxes', {
            idPrefix: 'declared',
            name: 'declared',
            fieldset: { legend: { text: 'Declaration', classes: 'govuk-fieldset__legend--m' } },
            items: [
              {
                value: 'yes',
                text: 'I confirm that all the files for this component are uploaded',
                checked: given?.declared === 'yes',
              },
            ],
          })}
          <p class="govuk-body">
            After the final submission no file can be uploaded, deleted or tagged anew. Keep your own copies.
          </p>
          {govuk('button', { text: 'Submit' })}
        </form>
      ) : null}
    </Layout>
  );
}

function Documents({
  frame,
  work,
  documents,
  mayChange,
}: Pick<Props, 'frame' | 'work' | 'documents' | 'mayChange'>): VNode {
  const { rules } = work;
  const place = `/media/components/${work.componentId}`;
  return (
    <>
      {rules.documents.wanted.length > 0 ? (
        <p class="govuk-body">
          {work.body} asks for: {rules.documents.wanted.join(', ')}
          {rules.documents.required ? '.' : ' (where there is one).'}
        </p>
      ) : null}
      {mayChange ? (
        <form method="post" action={`${place}/documents`} enctype="multipart/form-data" novalidate>
          <CsrfField frame={frame} />
          {govuk('fileUpload', {
            id: 'documents',
            name: 'documents',
            multiple: true,
            label: { text: 'Choose documents' },
            hint: {
              text: `${typesInWords(rules.documents.types, rules.documents.bytes)}. At most ${count(rules.documents.atOnce, 'document')} at a time, each with a name of at most ${rules.documents.nameLength} characters.`,
            },
            attributes: { accept: rules.documents.types.join(',') },
          })}
          {govuk('button', { text: 'Upload document', classes: 'govuk-button--secondary' })}
        </form>
      ) : null}
      {documents.rows.length === 0 ? (
        <p class="govuk-body">No documents yet.</p>
      ) : (
        <>
          {dataTable({
            caption: 'Centre documents, the newest first',
            classes: 'garner-media-files',
            head: [
              { text: 'Uploaded file' },
              { text: 'Upload status' },
              { text: 'Description' },
              ...(mayChange ? [{ text: 'Action' }] : []),
            ],
            rows: documents.rows.map((file) => [
              { html: html(<DocumentName file={file} />) },
              { html: html(<DocumentStatus file={file} />) },
              { text: statusWords(file, true).description },
              ...(mayChange
                ? [
                    {
                      html: html(
                        <a class="govuk-link" href={`/media/files/${file.id}/delete`}>
                          Delete file<span class="govuk-visually-hidden"> {file.name}</span>
                        </a>,
                      ),
                    },
                  ]
                : []),
            ]),
          })}
          {pagination(documents.paging, (page) => `${place}/final?page=${page}`, 'Pages of documents')}
        </>
      )}
    </>
  );
}

function DocumentName({ file }: { file: FileRow }): VNode {
  const words = file.size === null ? '' : ` (${sizeInWords(file.size)})`;
  return maySee(file) ? (
    <>
      <a class="govuk-link garner-break" href={`/media/files/${file.id}`}>
        {file.name}
      </a>
      {words}
    </>
  ) : (
    <span class="garner-break">
      {file.name}
      {words}
    </span>
  );
}

function DocumentStatus({ file }: { file: FileRow }): VNode {
  const { text, colour } = statusWords(file, true);
  return govuk('tag', { text, classes: `govuk-tag--${colour}` });
}

function ToDo({ standing, place }: { standing: Readiness; place: string }): VNode {
  const { missing, unsettled, untagged, withdrawn, documentMissing } = standing;
  return (
    <>
      {isReady(standing) ? (
        <p class="govuk-body">Nothing: every candidate is dealt with, and every file is here.</p>
      ) : (
        <ul class="govuk-list govuk-list--spaced">
          {missing.length > 0 ? (
            <li>
              <strong>{count(missing.length, 'candidate')}</strong> with neither a file nor a reason:{' '}
              {names(missing.map(candidateInWords))}.{' '}
              <a class="govuk-link" href={`${place}/files`}>
                Upload files
              </a>{' '}
              or{' '}
              <a class="govuk-link" href={`${place}/non-submissions?left=yes`}>
                record why there are none
              </a>
              .
            </li>
          ) : null}
          {untagged.length > 0 ? (
            <li>
              <strong>{count(untagged.length, 'file')}</strong> without candidates:{' '}
              {names(untagged.map(({ name }) => name))}.{' '}
              <a class="govuk-link" href={`${place}/files`}>
                Select candidates or delete them
              </a>
              .
            </li>
          ) : null}
          {unsettled.length > 0 ? (
            <li>
              <strong>{count(unsettled.length, 'file')}</strong> still on the way:{' '}
              {names(unsettled.map(({ name }) => name))}. Wait until they are uploaded, or delete them.
            </li>
          ) : null}
          {documentMissing ? <li>A centre document is asked for, and none is here.</li> : null}
        </ul>
      )}
      {withdrawn.length > 0 ? (
        <p class="govuk-body">
          Withdrawn after a file was uploaded: {names(withdrawn.map(candidateInWords))}. Their files are kept and
          submitted with the others; nothing is asked of you.
        </p>
      ) : null}
    </>
  );
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMES).join('; ');
  return all.length > MOST_NAMES ? `${shown}; and ${(all.length - MOST_NAMES).toLocaleString('en-GB')} more` : shown;
}

function FailedList({ failed }: { failed: readonly FileRow[] }): VNode {
  return (
    <ul class="govuk-list govuk-list--bullet">
      {failed.map((file) => (
        <li>
          <span class="garner-break">{file.name}</span>: {statusWords(file, false).description}
        </li>
      ))}
    </ul>
  );
}

interface ConfirmProps {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly failed: readonly FileRow[];
  readonly declared: 'yes' | undefined;
  readonly acknowledged: 'yes' | undefined;
}

/** "Are you sure?", with what failed before named again. */
export function ConfirmFinalPage({ frame, work, failed, declared, acknowledged }: ConfirmProps): VNode {
  const place = `/media/components/${work.componentId}/final`;
  return (
    <Narrow frame={frame} title="Are you sure you want to submit?">
      <p class="govuk-body">
        {work.code} {work.name}, {work.session}: {count(work.candidates, 'candidate')}. It goes to {work.body}, and
        nothing of it can be changed afterwards.
      </p>
      {failed.length > 0
        ? govuk('warningText', {
            iconFallbackText: 'Warning',
            html: html(
              <>
                {count(failed.length, 'upload')} failed before. Make sure that none of them is missing:{' '}
                {failed.map(({ name }) => name).join('; ')}
              </>,
            ),
          })
        : null}
      <form method="post" action={place} novalidate>
        <CsrfField frame={frame} />
        <input type="hidden" name="sure" value="yes" />
        {declared ? <input type="hidden" name="declared" value={declared} /> : null}
        {acknowledged ? <input type="hidden" name="acknowledged" value={acknowledged} /> : null}
        <div class="govuk-button-group">
          {govuk('button', { text: 'Yes, submit', preventDoubleClick: true })}
          <a class="govuk-link" href={place}>
            No, go back
          </a>
        </div>
      </form>
    </Narrow>
  );
}
