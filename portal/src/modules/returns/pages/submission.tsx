import type { VNode } from 'preact';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { count, momentInWords, sizeInWords } from '../../../ui/words.ts';
import type { CheckOutcome } from '../../checks/index.ts';
import { codesInWords, kindNamed, type UsedList } from '../../collections/index.ts';
import { isDecided, takesFiles } from '../model.ts';
import type { ReturnFacts, SubmissionFacts } from '../queries.ts';
import { remarks, submissionWords } from '../words.ts';
import { Findings, type FindingsView } from './findings.tsx';

interface Props {
  readonly frame: Frame;
  readonly owed: ReturnFacts;
  readonly submission: SubmissionFacts;
  readonly outcome: CheckOutcome | undefined;
  readonly findings: FindingsView | undefined;
  /** The organisation's own lists that codes were looked up in. */
  readonly lists: readonly UsedList[];
  /** Whoever looks may send files. */
  readonly mayAct: boolean;
  /** The attempt that was accepted, where it is another. */
  readonly acceptedNumber: number | undefined;
  /** A newer attempt, whose verdict counts. */
  readonly newer: number | undefined;
  readonly now: Date;
}

/** One attempt: how far it is while it is under way, then the verdict and what to mend. */
export function SubmissionPage(props: Props): VNode {
  const { frame, owed, submission, outcome, findings, lists } = props;
  const decided = isDecided(submission.status);
  return (
    <Layout
      frame={frame}
      title={`Attempt ${submission.number}: ${submissionWords(submission.status).text}`}
      back={{ text: `${owed.title}, ${owed.period}`, href: `/returns/${owed.id}` }}
      scripts={decided ? [] : ['follow.js']}
      {...(decided ? {} : { refreshSeconds: 3 })}
    >
      {submission.status === 'accepted' ? null : (
        <span class="govuk-caption-l">
          {owed.title}, {owed.period}
        </span>
      )}
      {decided ? <Verdict {...props} /> : <Progress {...props} />}
      {findings && outcome ? (
        <Findings view={findings} base={`/returns/${owed.id}/submissions/${submission.number}`} />
      ) : null}
      {outcome && decided ? <NotAsked outcome={outcome} /> : null}
      <FileFacts owed={owed} submission={submission} outcome={outcome} lists={lists} />
    </Layout>
  );
}

/** Steps and how far the current one is; the browser script keeps it up to date, else the page is fetched again. */
function Progress({ owed, submission, outcome }: Props): VNode {
  const events = `/returns/${owed.id}/submissions/${submission.number}/events`;
  return (
    <div id="follow" data-events={events}>
      <h1 class="govuk-heading-l" id="follow-title" tabIndex={-1}>
        Attempt {submission.number} is being checked
      </h1>
      <progress class="garner-progress" id="follow-bar" aria-labelledby="follow-title" {...bar(submission, outcome)} />
      <p class="govuk-body govuk-!-margin-top-2" id="follow-words">
        {progressInWords(submission, outcome)}
      </p>
      <p class="govuk-body">You may leave this page. The check goes on, and you get a message with the outcome.</p>
    </div>
  );
}

function bar({ status }: SubmissionFacts, outcome: CheckOutcome | undefined): { max: number; value?: number } {
  if (status !== 'checking' || !outcome) return { max: 1 };
  return { max: Math.max(1, outcome.bytesTotal), value: outcome.bytesDone };
}

/** "Checking: 120,000 rows so far, 43 %". */
export function progressInWords(
  { status }: Pick<SubmissionFacts, 'status'>,
  outcome: CheckOutcome | undefined,
): string {
  if (status === 'received') return 'Every byte has arrived. Waiting for the scanner.';
  if (status === 'scanning') return 'Scanning the file.';
  if (status !== 'checking' || !outcome) return submissionWords(status).text;
  const percent = Math.floor((100 * outcome.bytesDone) / Math.max(1, outcome.bytesTotal));
  return `Checking: ${count(outcome.rows, 'row')} so far, ${percent}% of the file.`;
}

function Verdict(props: Props): VNode {
  const { submission, owed, outcome, acceptedNumber, newer, mayAct, now } = props;
  const again = mayAct && takesFiles(owed, now);
  const besides = outcome ? remarks(outcome).join(' and ') : '';
  const newerNote =
    newer === undefined ? null : (
      <p class="govuk-body">
        Attempt{' '}
        <a class="govuk-link" href={`/returns/${owed.id}/submissions/${newer}`}>
          {newer}
        </a>{' '}
        was sent after this one.
      </p>
    );
  switch (submission.status) {
    case 'accepted':
      return (
        <>
          {govuk('panel', {
            titleText: 'Accepted',
            headingLevel: 1,
            html: html(
              <>
                {owed.title}
                <br />
                {owed.period}
                <br />
                <strong>{submission.decidedAt ? momentInWords(submission.decidedAt) : null}</strong>
              </>,
            ),
          })}
          <p class="govuk-body">
            {outcome ? `${outcome.rows === 1 ? 'Its one row' : `All ${count(outcome.rows, 'row')}`} passed. ` : ''}The
            return has moved to{' '}
            <a class="govuk-link" href="/returns?tab=previous">
              Previous
            </a>
            , and you do not need to do anything else.
          </p>
          {outcome && outcome.queries + outcome.notices > 0 ? (
            <p class="govuk-body">
              There {outcome.queries + outcome.notices === 1 ? 'is' : 'are'} {besides} for you to look at. They do not
              stop the return.
            </p>
          ) : null}
        </>
      );
    case 'failed':
      return (
        <>
          <h1 class="govuk-heading-l" tabIndex={-1}>
            {outcome?.rowsChecked === false
              ? 'The file could not be read as this template'
              : `${count(outcome?.errors ?? 0, 'error')} to mend`}
          </h1>
          <p class="govuk-body">
            The file failed validation
            {outcome?.rowsChecked
              ? `: ${count(outcome.rows, 'row')} checked, ${count(outcome.errors, 'error')}${besides ? `, and ${besides}` : ''}`
              : ''}
            . Mend the errors, then upload the corrected file. This attempt and its findings stay here.
          </p>
          {newerNote}
          {again
            ? govuk('button', {
                text: 'Upload a corrected file',
                href: `/returns/${owed.id}/upload`,
                classes: 'garner-no-print',
              })
            : null}
        </>
      );
    case 'infected':
      return (
        <>
          <h1 class="govuk-heading-l">The scanner found malware</h1>
          <p class="govuk-body">
            The file is locked away ({submission.verdictDetail}). It was not checked, and nobody can download it. Tell
            the people who look after your computers, then export the file again on a computer that is clean.
          </p>
          {newerNote}
          {again ? govuk('button', { text: 'Upload another file', href: `/returns/${owed.id}/upload` }) : null}
        </>
      );
    case 'passed-late':
      return (
        <>
          <h1 class="govuk-heading-l">Passed, but not used</h1>
          <p class="govuk-body">
            This attempt passed validation, but{' '}
            <a class="govuk-link" href={`/returns/${owed.id}/submissions/${acceptedNumber}`}>
              attempt {acceptedNumber}
            </a>{' '}
            had already been accepted, and it stays. If this is the one that should count, write to{' '}
            <a class="govuk-link" href={`mailto:${owed.contact}`}>
              {owed.contact}
            </a>
            .
          </p>
        </>
      );
    default:
      return (
        <>
          <h1 class="govuk-heading-l">The file could not be checked</h1>
          <p class="govuk-body">
            The fault is ours, not your file’s. The file is kept. You can upload it again, or write to{' '}
            <a class="govuk-link" href={`mailto:${owed.contact}`}>
              {owed.contact}
            </a>
            .
          </p>
          {again ? govuk('button', { text: 'Upload it again', href: `/returns/${owed.id}/upload` }) : null}
        </>
      );
  }
}

function NotAsked({ outcome }: { outcome: CheckOutcome }): VNode | null {
  if (outcome.notAsked.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">Rules that could not be applied</h2>
      <ul class="govuk-list govuk-list--bullet">
        {outcome.notAsked.map(({ rule, why }) => (
          <li>
            <code class="garner-code">{rule}</code>: {why}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the scanner said; never "virus-free" unless an engine with real signatures said so. */
function scanInWords({ verdict, verdictDetail }: SubmissionFacts): string {
  if (verdict === 'clean') return 'No malware found';
  if (verdict === 'infected') return `Malware found: ${verdictDetail}`;
  const reason = verdictDetail ?? 'not virus-scanned';
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

function FileFacts({
  owed,
  submission,
  outcome,
  lists,
}: Pick<Props, 'owed' | 'submission' | 'outcome' | 'lists'>): VNode {
  const { verdict, size } = submission;
  // As the address of the file has it: only what was scanned, and not what was locked away.
  const downloadable = verdict !== null && verdict !== 'infected';
  return (
    <>
      <h2 class="govuk-heading-m">The file</h2>
      {govuk('summaryList', {
        rows: [
          {
            key: { text: 'Name' },
            value: {
              html: html(
                downloadable ? (
                  <a class="govuk-link" href={`/returns/${owed.id}/submissions/${submission.number}/file`}>
                    {submission.fileName}
                  </a>
                ) : (
                  <>{submission.fileName}</>
                ),
              ),
            },
          },
          {
            key: { text: 'Size' },
            value: { text: size < 1000 ? sizeInWords(size) : `${sizeInWords(size)} (${count(size, 'byte')})` },
          },
          { key: { text: 'SHA-256' }, value: { html: html(<code class="garner-code">{submission.sha256}</code>) } },
          { key: { text: 'Sent' }, value: { text: `${momentInWords(submission.receivedAt)} by ${submission.person}` } },
          ...(submission.verdict ? [{ key: { text: 'Scan' }, value: { text: scanInWords(submission) } }] : []),
          ...(outcome
            ? [
                {
                  key: { text: 'Checked against' },
                  value: {
                    html: html(
                      <>
                        <a class="govuk-link" href={`/templates/${outcome.templateName}/${outcome.edition}`}>
                          {owed.title}, edition {outcome.edition}
                        </a>
                        {outcome.seconds === undefined ? null : <>, in {outcome.seconds.toFixed(1)} s</>}
                        {lists.map((list) => (
                          <UsedListLine list={list} />
                        ))}
                      </>,
                    ),
                  },
                },
              ]
            : []),
        ],
      })}
    </>
  );
}

/** "812 assessment codes, as of 22 November 2026 at 9:00am (version 7 of the list)". */
function UsedListLine({ list: { list, version, codes, asOf } }: { list: UsedList }): VNode {
  return (
    <>
      <br />
      <a class="govuk-link" href={`/organisation/lists/${list}`}>
        {codesInWords(kindNamed(list), codes)}
      </a>
      , as of {momentInWords(new Date(asOf))} (version {version.toLocaleString('en-GB')} of the list)
    </>
  );
}
