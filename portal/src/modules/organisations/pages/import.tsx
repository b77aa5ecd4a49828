import type { VNode } from 'preact';
import { type FaultyFile, FileFaults, Found } from '../../../ui/findings.tsx';
import { ConfirmImport } from '../../../ui/forms.tsx';
import { govuk } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { dataTable } from '../../../ui/table.tsx';
import { count } from '../../../ui/words.ts';
import { detailTexts, detailTitle } from '../details.ts';
import { countPlan, oneLine, type Planned } from '../import/plan.ts';
import type { WaitingImport } from '../import/store.ts';
import { KIND_WORDS } from '../model.ts';

/** Rows of each kind that the preview shows; the counts are of all. */
const SHOWN = 100;

interface ChooseProps {
  readonly frame: Frame;
  readonly fault?: { readonly title: string; readonly message: string };
  /** What has to be mended in the file that was sent. */
  readonly found?: FaultyFile;
}

/** Choosing a file of organisations; with what is wrong with the one that was sent. */
export function ImportPage({ frame, fault, found }: ChooseProps): VNode {
  return (
    <Layout
      frame={frame}
      title="Import organisations"
      back={{ text: 'All organisations', href: '/organisations' }}
      error={fault !== undefined || found !== undefined}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FileFaults fault={fault} found={found} />
          <h1 class="govuk-heading-l">Import organisations</h1>
          <p class="govuk-body">
            One row for each organisation, in the columns of{' '}
            <a class="govuk-link" href="/templates/garner-organisations/2026-11">
              the template
            </a>
            . An organisation that is here is known by its identifiers, or else by its name; an empty cell leaves what
            is there. The list you can download has the same columns. Before anything changes, you see what would.
          </p>
          <form method="post" action="/organisations/import" enctype="multipart/form-data" novalidate>
            <CsrfField frame={frame} />
            {govuk('fileUpload', {
              id: 'file',
              name: 'file',
              label: { text: 'Choose a file' },
              hint: { text: 'A CSV file of at most 5 MB and 2,000 rows' },
              attributes: { accept: '.csv' },
              ...(fault === undefined ? {} : { errorMessage: { text: fault.title } }),
            })}
            {govuk('button', { text: 'Check this file', preventDoubleClick: true })}
          </form>
        </div>
      </div>
      {found === undefined ? null : <Found {...found} outcome="Nothing was imported." />}
    </Layout>
  );
}

interface PreviewProps {
  readonly frame: Frame;
  readonly waiting: WaitingImport;
  readonly meanwhile: boolean;
}

/** What a file would do, to be confirmed. */
export function ImportPreviewPage({ frame, waiting, meanwhile }: PreviewProps): VNode {
  const { id, fileName, plan, fingerprint } = waiting;
  const counts = countPlan(plan);
  const works = counts.new + counts.changed > 0;
  return (
    <Layout frame={frame} title="What the file would do" back={{ text: 'Another file', href: '/organisations/import' }}>
      {meanwhile
        ? govuk('notificationBanner', {
            titleText: 'Changed meanwhile',
            role: 'alert',
            text: 'Organisations were changed since you saw this page, so nothing was imported. Look over what the file would do now.',
          })
        : null}
      <span class="govuk-caption-l">{fileName}</span>
      <h1 class="govuk-heading-l">What the file would do</h1>
      {govuk('summaryList', {
        rows: [
          { key: { text: 'Added' }, value: { text: count(counts.new, 'organisation') } },
          { key: { text: 'Changed' }, value: { text: count(counts.changed, 'organisation') } },
          { key: { text: 'As they are' }, value: { text: count(counts.same, 'organisation') } },
          { key: { text: 'Left out' }, value: { text: count(counts.refused, 'row') } },
        ],
      })}
      <Refused plan={plan} />
      <Changed plan={plan} />
      <New plan={plan} />
      <ConfirmImport frame={frame} at={`/organisations/imports/${id}`} works={works} hidden={{ fingerprint }} />
    </Layout>
  );
}

interface Part {
  readonly plan: readonly Planned[];
}

function some<W extends Planned['what']>(plan: readonly Planned[], what: W) {
  const all = plan.filter((one): one is Extract<Planned, { what: W }> => one.what === what);
  return { all, shown: all.slice(0, SHOWN) };
}

function More({ all, shown }: { all: readonly unknown[]; shown: readonly unknown[] }): VNode | null {
  if (all.length === shown.length) return null;
  return <p class="govuk-body">And {count(all.length - shown.length, 'row')} more.</p>;
}

function Refused({ plan }: Part): VNode | null {
  const { all, shown } = some(plan, 'refused');
  if (all.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">Left out</h2>
      {dataTable({
        caption: 'Rows that are left out',
        head: [{ text: 'Row', format: 'numeric' }, { text: 'Name' }, { text: 'Why' }],
        rows: shown.map(({ row, name, why }) => [
          { text: row.toLocaleString('en-GB'), format: 'numeric' },
          { text: name },
          { text: why },
        ]),
      })}
      <More all={all} shown={shown} />
    </>
  );
}

function Changed({ plan }: Part): VNode | null {
  const { all, shown } = some(plan, 'changed');
  if (all.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">Changed</h2>
      {dataTable({
        caption: 'Organisations that change',
        head: [
          { text: 'Row', format: 'numeric' },
          { text: 'Organisation' },
          { text: 'What' },
          { text: 'Before' },
          { text: 'After' },
        ],
        rows: shown.flatMap(({ row, name, changes }) =>
          changes.map(({ title, before, after }) => [
            { text: row.toLocaleString('en-GB'), format: 'numeric' },
            { text: name },
            { text: title },
            { text: before === '' ? '–' : before },
            { text: after === '' ? '–' : after },
          ]),
        ),
      })}
      <More all={all} shown={shown} />
    </>
  );
}

function New({ plan }: Part): VNode | null {
  const { all, shown } = some(plan, 'new');
  if (all.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">Added</h2>
      {dataTable({
        caption: 'Organisations that are added',
        head: [{ text: 'Row', format: 'numeric' }, { text: 'Name' }, { text: 'Kind' }, { text: 'Details' }],
        rows: shown.map(({ row, name, kind, details }) => [
          { text: row.toLocaleString('en-GB'), format: 'numeric' },
          { text: name },
          { text: KIND_WORDS[kind] },
          { text: detailsInWords(details) },
        ]),
      })}
      <More all={all} shown={shown} />
    </>
  );
}

function detailsInWords(details: Extract<Planned, { what: 'new' }>['details']): string {
  const none = { recognitionNumber: null, ukprn: null, urn: null, laestab: null, ncn: null };
  const texts = detailTexts({
    ...none,
    contactEmail: null,
    phone: null,
    postalAddress: null,
    website: null,
    otherNames: [],
    ...details,
  });
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  if (given.length === 0) return '–';
  return given.map(([name, text]) => `${detailTitle(name as keyof typeof texts)}: ${oneLine(text)}`).join('; ');
}
