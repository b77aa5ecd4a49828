import type { VNode } from 'preact';
import { FaultSummary, type FormState } from '../../../../ui/forms.tsx';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../../ui/layout.tsx';
import { type Paging, pagination } from '../../../../ui/pagination.ts';
import { dataTable } from '../../../../ui/table.tsx';
import { count, dayInWords, momentInWords, sizeInWords } from '../../../../ui/words.ts';
import type { FileRole } from '../../model.ts';
import { ROLE_WORDS } from '../../words.ts';
import type { SessionFacts } from '../queries.ts';
import type { Certificate, DestructionRow } from '../retention/destroy.ts';
import type { QuarantinedFile } from '../retention/quarantine.ts';
import { textField } from './form-parts.tsx';
import { SessionHead } from './session-head.tsx';

interface Props {
  readonly frame: Frame;
  readonly session: SessionFacts;
  readonly maySetUp: boolean;
}

interface QuarantineProps extends Props {
  readonly rows: readonly QuarantinedFile[];
  readonly paging: Paging;
}

/** Files that failed as infected or not scanned. */
export function QuarantinePage({ frame, session, maySetUp, rows, paging }: QuarantineProps): VNode {
  return (
    <Layout frame={frame} title={`Quarantine: ${session.name}`} back={{ text: 'Recordings', href: '/recordings' }}>
      <SessionHead session={session} current="quarantine" maySetUp={maySetUp} />
      <h2 class="govuk-heading-m">Quarantine</h2>
      <p class="govuk-body">
        {rows.length === 0
          ? 'No file of this session is locked away.'
          : `${count(paging.total, 'file is', 'files are')} locked away: malware was found, or it could not be scanned and the component takes scanned files only. Nobody can open or fetch them.`}
      </p>
      {rows.length === 0
        ? null
        : dataTable({
            caption: 'Files that are locked away, the newest first',
            head: [{ text: 'File' }, { text: 'Centre' }, { text: 'Component' }, { text: 'Why' }, { text: 'When' }],
            rows: rows.map((row) => [
              {
                html: html(
                  <>
                    <span class="garner-break">{row.name}</span>
                    {row.sha256 ? (
                      <>
                        <br />
                        <code class="garner-code garner-break">{row.sha256}</code>
                      </>
                    ) : null}
                  </>,
                ),
              },
              { text: `${row.centreNumber ?? ''} ${row.centre}` },
              { text: row.code },
              {
                text: `${row.failure === 'infected' ? 'Malware' : 'Not scanned'}${row.detail ? `: ${row.detail}` : ''}`,
              },
              {
                text: `${row.at ? momentInWords(row.at) : '–'}${row.deletedAt ? `; deleted by the centre on ${momentInWords(row.deletedAt)}` : ''}`,
              },
            ]),
          })}
      {pagination(paging, (page) => `/recordings/sessions/${session.id}/quarantine?page=${page}`, 'Pages of files')}
    </Layout>
  );
}

interface DestructionProps extends Props {
  readonly left: { readonly files: number; readonly bytes: number };
  readonly notYet: 'kept' | 'open' | undefined;
  readonly done: readonly DestructionRow[];
  readonly mayDestroy: boolean;
  readonly form?: FormState;
}

const EMPTY: FormState = { values: {}, faults: [] };

/** Destroying the files of a session once their time is over, and what was destroyed. */
export function DestructionPage(props: DestructionProps): VNode {
  const { frame, session, maySetUp, left, notYet, done, mayDestroy, form = EMPTY } = props;
  return (
    <Layout
      frame={frame}
      title={`Destruction: ${session.name}`}
      back={{ text: 'Recordings', href: '/recordings' }}
      error={form.faults.length > 0}
    >
      <FaultSummary faults={form.faults} />
      <SessionHead session={session} current="destruction" maySetUp={maySetUp} />
      <h2 class="govuk-heading-m">Destroy the files of this session</h2>
      <p class="govuk-body">{whatIsLeft(props)}</p>
      {notYet === undefined && left.files > 0 && mayDestroy ? (
        <form method="post" action={`/recordings/sessions/${session.id}/destruction`} novalidate>
          <CsrfField frame={frame} />
          {govuk('warningText', {
            iconFallbackText: 'Warning',
            text: 'Files cannot be brought back. What stays is a certificate with the name and SHA-256 of each, and what was submitted and when.',
          })}
          {textField(form, 'code', `Type ${session.code} to confirm`, { classes: 'govuk-input--width-10' })}
          {govuk('button', {
            text: 'Destroy the files of this session',
            classes: 'govuk-button--warning',
            preventDoubleClick: true,
          })}
        </form>
      ) : null}
      {done.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Certificates</h2>
          {dataTable({
            caption: 'Certificates, the newest first',
            head: [{ text: 'Certificate' }, { text: 'Ordered' }, { text: 'By' }, { text: 'Files' }, { text: 'State' }],
            rows: done.map(({ id, at, person, files, removedAt }) => [
              {
                html: html(
                  <a class="govuk-link" href={`/recordings/certificates/${id}`}>
                    Certificate {id}
                  </a>,
                ),
              },
              { text: momentInWords(at) },
              { text: person },
              { text: files.toLocaleString('en-GB') },
              { text: stateOf(removedAt ?? undefined) },
            ]),
          })}
        </>
      )}
    </Layout>
  );
}

function whatIsLeft({ session, left, notYet }: DestructionProps): string {
  const there =
    left.files === 0 ? 'No file of this session is left.' : `${count(left.files, 'file')}, ${sizeInWords(left.bytes)}.`;
  if (notYet === 'kept')
    return `${there} They are kept until ${dayInWords(session.keepUntil)} and cannot be destroyed before.`;
  if (notYet === 'open') return `${there} A component still takes files, so nothing can be destroyed yet.`;
  return left.files === 0
    ? there
    : `${there} They had to be kept until ${dayInWords(session.keepUntil)}; that day is over.`;
}

function stateOf(removedAt: string | undefined): string {
  return removedAt === undefined ? 'Being removed' : `Gone since ${momentInWords(new Date(removedAt))}`;
}

interface CertificateProps {
  readonly frame: Frame;
  readonly id: number;
  readonly sessionId: number;
  readonly at: Date;
  readonly certificate: Certificate;
}

/** Files that the page lists; the downloads have all. */
const SHOWN = 1000;

/** Proof of what was destroyed, to print. */
export function CertificatePage({ frame, id, sessionId, at, certificate }: CertificateProps): VNode {
  const { body, session, code, keepUntil, person, files, removedAt } = certificate;
  const line = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  return (
    <Layout
      frame={frame}
      title={`Certificate of destruction ${id}`}
      back={{ text: 'Destruction', href: `/recordings/sessions/${sessionId}/destruction` }}
    >
      <span class="govuk-caption-l">{body}</span>
      <h1 class="govuk-heading-l">Certificate of destruction {id}</h1>
      {govuk('summaryList', {
        rows: [
          line('Session', `${session} (${code})`),
          line('Kept until', dayInWords(keepUntil)),
          line('Ordered', `${momentInWords(at)} by ${person}`),
          line('State', stateOf(removedAt)),
          line('Files', `${files.length.toLocaleString('en-GB')}, with everything that was made of them`),
        ],
      })}
      <p class="govuk-body garner-no-print">
        <a class="govuk-link" href={`/recordings/certificates/${id}/certificate.csv`} download>
          Download as CSV
        </a>{' '}
        or{' '}
        <a class="govuk-link" href={`/recordings/certificates/${id}/certificate.json`} download>
          as JSON
        </a>
      </p>
      {dataTable({
        caption: 'Files that were destroyed, by centre and component',
        head: [
          { text: 'Centre' },
          { text: 'Component' },
          { text: 'File' },
          { text: 'Size', format: 'numeric' },
          { text: 'SHA-256' },
        ],
        rows: files.slice(0, SHOWN).map((file) => [
          { text: `${file.centreNumber ?? ''} ${file.centre}` },
          { text: file.code },
          {
            html: html(
              <div class="garner-break">
                {file.name}
                <div class="govuk-hint govuk-!-margin-bottom-0">{ROLE_WORDS[file.role as FileRole]}</div>
              </div>,
            ),
          },
          { text: file.size === null ? '–' : sizeInWords(file.size), format: 'numeric' },
          { html: html(<code class="garner-code garner-break">{file.sha256 ?? 'never arrived in full'}</code>) },
        ]),
      })}
      {files.length > SHOWN ? (
        <p class="govuk-body">And {count(files.length - SHOWN, 'more', 'more')}: all of them are in the downloads.</p>
      ) : null}
    </Layout>
  );
}
