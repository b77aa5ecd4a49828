import type { Finding, Severity, Summary } from '@garner/validate';
import type { VNode } from 'preact';
import { govuk, html } from './govuk/index.ts';
import { Breakable, dataTable } from './table.tsx';
import { count } from './words.ts';

/** How each severity is called and coloured. */
export const KIND = {
  error: { text: 'Error', colour: 'red' },
  query: { text: 'Query', colour: 'yellow' },
  notice: { text: 'Notice', colour: 'blue' },
} as const;

/** Error, query or notice. */
export function KindTag({ kind }: { kind: Severity }): VNode {
  const { text, colour } = KIND[kind];
  return govuk('tag', { text, classes: `govuk-tag--${colour}` });
}

/** Control characters as their pictures, so that a line break or NUL in a value can be seen. */
export function visible(value: string): string {
  return value.replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\u2421';
  });
}

/** The two tables of what was found, without their rows; a page's script has them too. */
export const FINDINGS_TABLE = {
  caption: 'Findings in the order of the rows',
  classes: 'garner-findings',
  head: [
    { text: 'Row', format: 'numeric' },
    { text: 'Column' },
    { text: 'Cell' },
    { text: 'Value as sent' },
    { text: 'What is wrong, and how to mend it' },
  ],
} as const;
export const SUMMARY_TABLE = {
  caption: 'Findings by rule and column, most frequent first',
  classes: 'garner-findings',
  head: [
    { text: 'Times', format: 'numeric' },
    { text: 'Kind' },
    { text: 'Column' },
    { text: 'What is wrong' },
    { text: 'How to mend it' },
  ],
} as const;

/** Every finding with its place, value and remedy; `show` makes values safe to look at. */
export function findingsTable(findings: readonly Finding[], show: (value: string) => string = visible): VNode {
  return dataTable({
    ...FINDINGS_TABLE,
    rows: findings.map((finding) => [
      { text: finding.row === 0 ? 'File' : finding.row.toLocaleString('en-GB'), format: 'numeric' },
      { html: html(<Breakable name={finding.column} />) },
      { text: finding.cell },
      { html: html(sentValue(finding, show)) },
      {
        html: html(
          <>
            <KindTag kind={finding.severity} /> {finding.message} {finding.detail ? `${finding.detail} ` : ''}
            {finding.help}
          </>,
        ),
      },
    ]),
  });
}

function sentValue({ value, length }: Finding, show: (value: string) => string): VNode {
  if (value === '') return <>{length === 0 ? 'nothing' : '–'}</>;
  return <code class="garner-code">{show(value)}</code>;
}

/** A file that was sent to be imported, and what has to be mended in it. */
export interface FaultyFile {
  readonly fileName: string;
  /** The first of them; the summary counts all. */
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}

interface FileFaultsProps {
  readonly fault: { readonly title: string; readonly message: string } | undefined;
  readonly found: FaultyFile | undefined;
}

/** Above a form with a file of the id `file`: why it was not taken, or how much there is to mend in it. */
export function FileFaults({ fault, found }: FileFaultsProps): VNode {
  return (
    <>
      {fault === undefined
        ? null
        : govuk('errorSummary', {
            titleText: 'There is a problem',
            descriptionText: fault.message,
            errorList: [{ text: fault.title, href: '#file' }],
          })}
      {found === undefined
        ? null
        : govuk('errorSummary', {
            titleText: 'There is a problem',
            errorList: [
              {
                text: `${count(found.summary.counts.error + found.summary.counts.query, 'fault')} to mend in ${found.fileName}`,
                href: '#findings',
              },
            ],
          })}
    </>
  );
}

/** Over a table of what was found, which may be pages long, to what stands below it. */
export function ToFindings({ href }: { href: string }): VNode {
  return (
    <p class="govuk-body garner-no-print">
      <a class="govuk-link" href={href}>
        Look through all findings, or download them
      </a>
    </p>
  );
}

interface FoundProps extends Pick<FaultyFile, 'findings' | 'summary'> {
  /** "Nothing was imported." */
  readonly outcome: string;
  readonly show?: (value: string) => string;
}

/** What was found in the file, as the pages of returns show it. */
export function Found({ findings, summary, outcome, show }: FoundProps): VNode {
  const { error, query, notice } = summary.counts;
  const all = error + query + notice;
  return (
    <>
      <h2 class="govuk-heading-m" id="findings" tabIndex={-1}>
        What was found
      </h2>
      <p class="govuk-body">
        {outcome} Mend the file where it was made, then send it again.
        {all > findings.length
          ? ` The first ${findings.length.toLocaleString('en-GB')} of ${count(all, 'finding')}:`
          : ''}
      </p>
      {findingsTable(findings, show)}
    </>
  );
}
