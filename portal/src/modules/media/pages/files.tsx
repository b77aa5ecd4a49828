import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { Narrow } from '../../../ui/narrow.tsx';
import { type Paging, pagination } from '../../../ui/pagination.ts';
import { dataTable } from '../../../ui/table.tsx';
import { count, sizeInWords } from '../../../ui/words.ts';
import { type FileRow, maySee } from '../file-queries.ts';
import { candidateInWords } from '../model.ts';
import type { CentreWork } from '../queries.ts';
import { closingInWords, lengthInWords, ROLE_WORDS, statusWords, typesInWords } from '../words.ts';
import { Candidates, Done, WorkSummary } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly rows: readonly FileRow[];
  readonly paging: Paging;
  /** Unfinished uploads whose bytes came a moment ago. */
  readonly arriving: ReadonlySet<string>;
  readonly mayChange: boolean;
  readonly now: Date;
  readonly done: 'saved' | 'deleted' | undefined;
  readonly faults: readonly { readonly title: string; readonly detail: string }[];
}

const DONE = { saved: 'The candidates were saved.', deleted: 'The file was deleted.' } as const;

/** Sends recordings and what goes with them, and shows what became of each. With JavaScript (client/media.ts) any number at once. */
export function FilesPage({ frame, work, rows, paging, arriving, mayChange, now, done, faults }: Props): VNode {
  const place = `/media/components/${work.componentId}`;
  const title = mayChange ? 'Upload files' : 'Files';
  return (
    <Layout
      frame={frame}
      title={`${title}: ${work.code}`}
      back={{ text: 'Media submission dashboard', href: `/media?session=${work.sessionId}` }}
      scripts={['media.js']}
      error={faults.length > 0}
    >
      <div id="media-errors">
        {faults.length > 0
          ? govuk('errorSummary', {
              titleText: 'There is a problem',
              errorList: faults.map(({ title, detail }) => ({ text: `${title}. ${detail}`, href: '#files' })),
            })
          : null}
      </div>
      {done ? <Done>{DONE[done]}</Done> : null}
      <h1 class="govuk-heading-l">{title}</h1>
      <WorkSummary work={work} />
      <p class="govuk-body" id="media-tally">
        <strong>
          {work.dealt.toLocaleString('en-GB')} of {count(work.candidates, 'candidate')} dealt with
        </strong>
        . {closingInWords(work, now)}.{' '}
        <a class="govuk-link" href={`${place}/non-submissions`}>
          Who has nothing yet
        </a>
      </p>
      {mayChange ? <Sending frame={frame} work={work} /> : null}
      <div id="media-files" data-events={`${place}/events`}>
        <h2 class="govuk-heading-m">Uploaded files</h2>
        {rows.length === 0 ? (
          <p class="govuk-body">No files yet.</p>
        ) : (
          <>
            <p class="govuk-body">
              Showing {paging.from} to {paging.to} of {count(paging.total, 'file')}, the newest first
            </p>
            {dataTable({
              caption: 'Files, the newest first',
              classes: 'garner-media-files',
              head: [
                { text: 'Uploaded file' },
                { text: 'Associated candidates' },
                { text: 'Upload status' },
                { text: 'Description' },
                ...(mayChange ? [{ text: 'Action' }] : []),
              ],
              rows: rows.map((file) => [
                { html: html(<FileName file={file} />) },
                { html: html(<Candidates candidates={file.candidates} />) },
                { html: html(<Status file={file} arriving={arriving.has(file.id)} work={work} />) },
                { html: html(<Description file={file} arriving={arriving.has(file.id)} />) },
                ...(mayChange
                  ? [{ html: html(<Actions frame={frame} file={file} arriving={arriving.has(file.id)} />) }]
                  : []),
              ]),
            })}
            {pagination(paging, (page) => `${place}/files?page=${page}`, 'Pages of files')}
          </>
        )}
      </div>
    </Layout>
  );
}

/** The form; client/media.ts takes it over. */
function Sending({ frame, work }: { frame: Frame; work: CentreWork }): VNode {
  const { rules } = work;
  const place = `/media/components/${work.componentId}`;
  const example = `${work.centreNumber ?? '16677'}_${work.code.replaceAll(/[^A-Za-z0-9]/g, '')}_0001.mp3`;
  return (
    <form
      id="media-form"
      method="post"
      action={`${place}/files`}
      enctype="multipart/form-data"
      novalidate
      data-begin={`${place}/uploads`}
      data-known={`${place}/known`}
      data-sign-in={`/sign-in?next=${place}/files`}
      data-csrf={frame.csrfToken}
      data-worker={frame.asset('media.worker.js')}
    >
      <CsrfField frame={frame} />
      {govuk('fileUpload', {
        id: 'files',
        name: 'files',
        multiple: true,
        label: { text: 'Choose files', classes: 'govuk-label--m' },
        hint: {
          html: html(
            <>
              {typesInWords(rules.types, rules.bytes)}. Name each <code class="garner-code">{example}</code> (centre,
              component, candidate) and it is tagged by itself.
            </>,
          ),
        },
        attributes: { accept: rules.types.join(',') },
      })}
      <noscript>
        <p class="govuk-body">
          At most {count(rules.atOnce, 'file')} at a time. They are sent when you press the button; stay on this page
          until the next one appears.
        </p>
      </noscript>
      {govuk('button', { text: 'Upload', id: 'media-button' })}
      <div id="media-live" hidden />
    </form>
  );
}

function FileName({ file }: { file: FileRow }): VNode {
  const words = [
    ROLE_WORDS[file.role],
    ...(file.size === null ? [] : [sizeInWords(file.size)]),
    ...(file.facts?.seconds == null ? [] : [lengthInWords(file.facts.seconds)]),
  ].join(', ');
  const opens = maySee(file);
  return (
    <>
      {opens ? (
        <a
          class="govuk-link garner-break"
          href={`/media/files/${file.id}`}
          {...(file.playable ? { target: '_blank', rel: 'noopener' } : {})}
        >
          {file.name}
          {file.playable ? <span class="govuk-visually-hidden"> (opens in a new tab)</span> : null}
        </a>
      ) : (
        <span class="garner-break">{file.name}</span>
      )}
      <br />
      <span class="govuk-hint govuk-!-margin-bottom-0">{words}</span>
    </>
  );
}

function Status({ file, arriving, work }: { file: FileRow; arriving: boolean; work: CentreWork }): VNode {
  const { text, colour } = statusWords(file, arriving, work.submittedAt !== null);
  return (
    <span data-status={file.status} data-file={file.id}>
      {govuk('tag', { text, classes: `govuk-tag--${colour}` })}
    </span>
  );
}

function Description({ file, arriving }: { file: FileRow; arriving: boolean }): VNode {
  return (
    <>
      {statusWords(file, arriving).description}
      {file.notices.length > 0 && file.failure !== 'rule' ? (
        <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">
          {file.notices.map(({ words, from }) => (
            <li>
              {words}{' '}
              {from === undefined || !file.playable ? null : (
                <a
                  class="govuk-link"
                  href={`/media/files/${file.id}?at=${Math.floor(from)}`}
                  target="_blank"
                  rel="noopener"
                >
                  Listen<span class="govuk-visually-hidden"> there (opens in a new tab)</span>
                </a>
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function Actions({ frame, file, arriving }: { frame: Frame; file: FileRow; arriving: boolean }): VNode {
  const of = <span class="govuk-visually-hidden"> of {file.name}</span>;
  return (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      <li>
        <a class="govuk-link" href={`/media/files/${file.id}/candidates`}>
          {file.candidates.length === 0 ? 'Select candidates' : 'Edit candidates'}
          {of}
        </a>
      </li>
      <li>
        <a class="govuk-link" href={`/media/files/${file.id}/delete`}>
          Delete file
          <span class="govuk-visually-hidden"> {file.name}</span>
        </a>
      </li>
      {file.status === 'uploading' && !arriving && file.size !== null ? (
        <li
          data-resume={file.id}
          data-name={file.name}
          data-size={String(file.size)}
          data-fingerprint={file.fingerprint ?? ''}
        >
          <a class="govuk-link" href="#files">
            Resume upload
            {of}
          </a>
        </li>
      ) : null}
      {file.failure === 'not-scanned' ? (
        <li>
          <form method="post" action={`/media/files/${file.id}/scan-again`}>
            <CsrfField frame={frame} />
            <button type="submit" class="garner-link-button">
              Scan again
              {of}
            </button>
          </form>
        </li>
      ) : null}
    </ul>
  );
}

interface DeleteProps {
  readonly frame: Frame;
  readonly work: CentreWork;
  readonly file: FileRow;
}

/** "Are you sure?" before a file goes. */
export function DeleteFilePage({ frame, work, file }: DeleteProps): VNode {
  const place = `/media/components/${work.componentId}/${file.role === 'document' ? 'final' : 'files'}`;
  return (
    <Narrow frame={frame} title="Are you sure you want to delete this file?">
      <p class="govuk-body">
        <strong class="garner-break">{file.name}</strong> will be removed from {work.code} {work.name}. It cannot be
        brought back; you can upload it again.
      </p>
      {file.candidates.length > 0 ? (
        <>
          <p class="govuk-body">It is tagged with:</p>
          <ul class="govuk-list govuk-list--bullet">
            {file.candidates.map((candidate) => (
              <li>{candidateInWords(candidate)}</li>
            ))}
          </ul>
        </>
      ) : null}
      <form method="post" action={`/media/files/${file.id}/delete`} novalidate>
        <CsrfField frame={frame} />
        <div class="govuk-button-group">
          {govuk('button', { text: 'Yes, delete it', classes: 'govuk-button--warning' })}
          <a class="govuk-link" href={place}>
            No, keep it
          </a>
        </div>
      </form>
    </Narrow>
  );
}
