import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { type Paging, pagination } from '../../../ui/pagination.ts';
import { dataTable } from '../../../ui/table.tsx';
import { count } from '../../../ui/words.ts';
import { maySee, type ViewedFile, type ViewFilter } from '../file-queries.ts';
import { candidateInWords } from '../model.ts';
import type { SessionChoice } from '../queries.ts';
import { statusWords } from '../words.ts';
import { Faults, Search } from './parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly sessions: readonly SessionChoice[];
  readonly choices: { readonly qualifications: readonly string[]; readonly subjects: readonly string[] } | undefined;
  readonly filter: ViewFilter | undefined;
  readonly missing: boolean;
  readonly found: { readonly rows: readonly ViewedFile[]; readonly paging: Paging } | undefined;
}

/** What a centre has uploaded and submitted, over all components of a session. */
export function ViewPage({ frame, sessions, choices, filter, missing, found }: Props): VNode {
  const title = 'View uploaded files';
  return (
    <Layout
      frame={frame}
      title={title}
      back={{ text: 'Media submission dashboard', href: `/media${filter ? `?session=${filter.session}` : ''}` }}
      error={missing}
    >
      <Faults errors={missing ? [{ text: 'Select a session', href: '#session' }] : []} />
      <h1 class="govuk-heading-l">{title}</h1>
      <Search
        frame={frame}
        sessions={sessions}
        choices={choices}
        filter={filter}
        missing={missing}
        action="/media/files"
      >
        {govuk('input', {
          id: 'candidate',
          name: 'candidate',
          label: { text: 'Candidate number or name' },
          value: filter?.candidate ?? '',
          autocomplete: 'off',
        })}
      </Search>
      {found && filter ? <Found {...found} filter={filter} /> : null}
    </Layout>
  );
}

function Found({ rows, paging, filter }: NonNullable<Props['found']> & { filter: ViewFilter }): VNode {
  if (rows.length === 0) return <p class="govuk-body">No file fits what you searched for.</p>;
  const query = (page: number): string => {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    return new URLSearchParams([
      ...given.map(([name, value]) => [name, String(value)]),
      ['page', String(page)],
    ]).toString();
  };
  return (
    <>
      <p class="govuk-body" role="status">
        Showing {paging.from} to {paging.to} of {count(paging.total, 'file')}
      </p>
      {dataTable({
        caption: 'Files by component and name',
        head: [
          { text: 'Subject' },
          { text: 'Component code' },
          { text: 'Associated candidates' },
          { text: 'Upload status' },
          { text: 'Uploaded file' },
        ],
        rows: rows.map((file) => [
          { text: file.subject },
          { text: file.code },
          { html: html(<Associated file={file} />) },
          { html: html(<Status file={file} />) },
          { html: html(<Link file={file} />) },
        ]),
      })}
      {pagination(paging, (page) => `/media/files?${query(page)}`, 'Pages of files')}
    </>
  );
}

function Associated({ file }: { file: ViewedFile }): VNode {
  if (file.role === 'document') return <>Centre document</>;
  if (file.candidates.length <= 1) return <>{file.candidates[0]?.number ?? 'None yet'}</>;
  return govuk('details', {
    summaryText: 'View associated candidates',
    classes: 'govuk-!-margin-bottom-0',
    html: html(
      <ul class="govuk-list">
        {file.candidates.map((candidate) => (
          <li>{candidateInWords(candidate)}</li>
        ))}
      </ul>,
    ),
  });
}

function Status({ file }: { file: ViewedFile }): VNode {
  const { text, colour } = statusWords(file, true, file.submitted);
  return govuk('tag', { text, classes: `govuk-tag--${colour}` });
}

function Link({ file }: { file: ViewedFile }): VNode {
  if (!maySee(file)) return <span class="garner-break">{file.name}</span>;
  return (
    <a
      class="govuk-link garner-break"
      href={`/media/files/${file.id}`}
      {...(file.playable ? { target: '_blank', rel: 'noopener' } : {})}
    >
      {file.name}
      {file.playable ? <span class="govuk-visually-hidden"> (opens in a new tab)</span> : null}
    </a>
  );
}
