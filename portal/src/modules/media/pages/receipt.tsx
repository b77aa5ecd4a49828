import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { count, momentInWords, sizeInWords } from '../../../ui/words.ts';
import type { finalsOf, Receipt } from '../final.ts';
import type { CentreWork } from '../queries.ts';
import { lengthInWords, ROLE_WORDS } from '../words.ts';

type Final = Awaited<ReturnType<typeof finalsOf>>[number];

interface Props {
  readonly frame: Frame;
  readonly work: CentreWork;
  /** The newest first. */
  readonly finals: readonly Final[];
  readonly done: boolean;
}

/** What was submitted: proof for the centre, to print. */
export function ReceiptPage({ frame, work, finals, done }: Props): VNode {
  const [last, ...before] = finals;
  return (
    <Layout
      frame={frame}
      title={`Receipt: ${work.code}`}
      back={{ text: 'Media submission dashboard', href: `/media?session=${work.sessionId}` }}
    >
      {done ? govuk('panel', { titleText: 'Submitted', text: `${work.code} ${work.name}` }) : null}
      <h1 class="govuk-heading-l">Receipt</h1>
      {last!.reopenedAt === null
        ? null
        : govuk('insetText', {
            text: `Opened again by ${work.body} on ${momentInWords(last!.reopenedAt)}: ${last!.reopenedWhy ?? ''}. You can change files and submit anew.`,
          })}
      <One work={work} final={last!} />
      {before.length > 0 ? (
        <>
          <h2 class="govuk-heading-m">Earlier submissions</h2>
          <ul class="govuk-list govuk-list--bullet">
            {before.map((final) => (
              <li>
                Submission {final.number}, {momentInWords(final.submittedAt)} by {final.person}; opened again on{' '}
                {final.reopenedAt ? momentInWords(final.reopenedAt) : ''}: {final.reopenedWhy}.{' '}
                <a class="govuk-link" href={`/media/components/${work.componentId}/receipt/${final.number}/files.csv`}>
                  Its files as CSV<span class="govuk-visually-hidden"> of submission {final.number}</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Layout>
  );
}

function One({ work, final }: { work: CentreWork; final: Final }): VNode {
  const { receipt } = final;
  return (
    <>
      {govuk('summaryList', {
        rows: [
          ['From', `${receipt.centre}${receipt.centreNumber === null ? '' : ` (${receipt.centreNumber})`}`],
          ['To', receipt.body],
          ['Session', receipt.session],
          ['Component', `${receipt.component.code} ${receipt.component.name}`],
          [
            'Submitted',
            `${momentInWords(final.submittedAt)} by ${final.person}${final.late ? ', after the closing time' : ''}`,
          ],
          ['Submission', String(final.number)],
          ['Files', `${count(receipt.files.length, 'file')} of ${count(receipt.candidates.length, 'candidate')}`],
        ].map(([key, value]) => ({ key: { text: key! }, value: { text: value! } })),
      })}
      <p class="govuk-body garner-no-print">
        <a class="govuk-link" href={`/media/components/${work.componentId}/receipt/${final.number}/files.csv`}>
          Download the list of files (CSV)
        </a>
      </p>
      <h2 class="govuk-heading-m">Candidates</h2>
      {dataTable({
        caption: 'Candidates with their files or reasons',
        head: [{ text: 'Candidate' }, { text: 'Files, or why there are none' }],
        rows: receipt.candidates.map((one) => [
          { text: one.candidate },
          {
            text: `${one.files.length > 0 ? one.files.join(', ') : (one.reason ?? 'None')}${one.withdrawn ? ' (entry withdrawn)' : ''}`,
          },
        ]),
      })}
      <h2 class="govuk-heading-m">Files</h2>
      {dataTable({
        caption: 'Files with their SHA-256',
        head: [{ text: 'File' }, { text: 'Candidates' }, { text: 'What it is' }, { text: 'SHA-256' }],
        rows: receipt.files.map((file) => [
          { html: html(<span class="garner-break">{file.name}</span>) },
          { text: file.candidates.join(', ') },
          { text: describe(file) },
          { html: html(<code class="garner-code garner-break">{file.sha256}</code>) },
        ]),
      })}
    </>
  );
}

function describe({ role, size, seconds, scan, notices }: Receipt['files'][number]): string {
  const words = [
    ROLE_WORDS[role as keyof typeof ROLE_WORDS],
    sizeInWords(size),
    ...(seconds === null ? [] : [lengthInWords(seconds)]),
    scan === 'clean' ? 'virus-scanned' : 'not virus-scanned',
    ...(notices.length > 0 ? [count(notices.length, 'notice')] : []),
  ];
  return words.join(', ');
}
