import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../../ui/layout.tsx';
import { dataTable } from '../../../../ui/table.tsx';
import { count } from '../../../../ui/words.ts';
import type { FileFault } from '../import/read-file.ts';
import type { ImportPlan, WaitingImport, Way } from '../import/store.ts';
import type { ListKind } from '../kinds.ts';
import type { Entry } from '../model.ts';
import { codesInWords, useInWords } from '../words.ts';
import { addressOf, Faults } from './parts.tsx';

interface UploadProps {
  readonly frame: Frame;
  readonly kind: ListKind;
  readonly way?: Way | undefined;
  /** Why the form was refused. */
  readonly refusals?: readonly { readonly field: string; readonly text: string }[];
  /** What has to be mended in the file. */
  readonly found?: { readonly fileName: string; readonly faults: readonly FileFault[]; readonly total: number };
}

/** Choose a file with the codes; what is wrong with it is shown here, too. */
export function ImportPage({ frame, kind, way, refusals = [], found }: UploadProps): VNode {
  const title = `Upload a file: ${kind.title.toLowerCase()}`;
  const at = (field: string) => {
    const text = refusals.find((one) => one.field === field)?.text;
    return text === undefined ? {} : { errorMessage: { text } };
  };
  const summary = found
    ? [{ field: 'faults', text: `${count(found.total, 'fault')} to mend in ${found.fileName}` }]
    : [];
  const all = [...refusals, ...summary];
  return (
    <Layout frame={frame} title={title} error={all.length > 0} back={{ text: kind.title, href: addressOf(kind) }}>
      <Faults faults={all} />
      <h1 class="govuk-heading-l">{title}</h1>
      {found ? <FoundFaults {...found} /> : null}
      <p class="govuk-body">
        A CSV file with the columns <code class="garner-code">code</code>, <code class="garner-code">title</code>,{' '}
        <code class="garner-code">from</code> and <code class="garner-code">until</code> in its first row, and one{' '}
        {kind.one} in each row below. All but the code may be empty.{' '}
        <a class="govuk-link" href={addressOf(kind, '/list.csv')} download>
          The list as it is now
        </a>{' '}
        has this form. You see what would change before anything does.
      </p>
      <form method="post" action={addressOf(kind, '/upload')} enctype="multipart/form-data" novalidate>
        <CsrfField frame={frame} />
        {govuk('radios', {
          name: 'way',
          idPrefix: 'way',
          fieldset: { legend: { text: 'What the file does', classes: 'govuk-fieldset__legend--m' } },
          items: [
            {
              value: 'add',
              text: 'Add new codes only',
              hint: { text: 'Codes that are in the list stay as they are' },
              checked: way === 'add',
            },
            {
              value: 'replace',
              text: 'Replace the list',
              hint: { text: 'Codes that are not in the file are removed' },
              checked: way === 'replace',
            },
          ],
          ...at('way'),
        })}
        {govuk('fileUpload', {
          id: 'file',
          name: 'file',
          label: { text: 'Choose a file', classes: 'govuk-label--m' },
          hint: { text: 'A .csv file of at most 10 MB' },
          attributes: { accept: '.csv' },
          ...at('file'),
        })}
        {govuk('button', { text: 'Check the file' })}
      </form>
    </Layout>
  );
}

function FoundFaults({ fileName, faults, total }: NonNullable<UploadProps['found']>): VNode {
  return (
    <section id="faults" tabIndex={-1}>
      <h2 class="govuk-heading-m">What to mend in {fileName}</h2>
      <p class="govuk-body">
        Nothing was changed.
        {total > faults.length ? ` These are the first ${faults.length} of ${total.toLocaleString('en-GB')}.` : ''}
      </p>
      {dataTable({
        caption: 'What to mend, by row',
        head: [
          { text: 'Row', format: 'numeric' },
          { text: 'Column' },
          { text: 'Value' },
          { text: 'What is wrong, and how to mend it' },
        ],
        rows: faults.map(({ row, column, value, text }) => [
          { text: row === 0 ? 'File' : row.toLocaleString('en-GB'), format: 'numeric' },
          { text: column },
          { text: value },
          { text },
        ]),
      })}
    </section>
  );
}

/** Rows shown of each part of a plan. */
const SHOWN = 50;

/** What a file would do to the list, to be confirmed. */
export function PreviewPage({
  frame,
  kind,
  waiting,
  problem,
}: {
  frame: Frame;
  kind: ListKind;
  waiting: WaitingImport;
  problem?: string | undefined;
}): VNode {
  const { id, fileName, way, plan } = waiting;
  const nothing = plan.added.length + plan.changed.length + plan.removed.length === 0;
  return (
    <Layout
      frame={frame}
      title={`What ${fileName} would change`}
      error={problem !== undefined}
      back={{ text: kind.title, href: addressOf(kind) }}
    >
      {problem === undefined ? null : <Faults faults={[{ field: '', text: problem }]} />}
      <span class="govuk-caption-l">{kind.title}</span>
      <h1 class="govuk-heading-l">What {fileName} would change</h1>
      <p class="govuk-body">
        {way === 'replace' ? 'It replaces the list' : 'It adds new codes only'}:{' '}
        <strong>
          {plan.added.length.toLocaleString('en-GB')} added, {plan.changed.length.toLocaleString('en-GB')} changed,{' '}
          {plan.removed.length.toLocaleString('en-GB')} removed
        </strong>
        ; {codesInWords(kind, plan.unchanged)} {plan.unchanged === 1 ? 'stays' : 'stay'} as{' '}
        {plan.unchanged === 1 ? 'it is' : 'they are'}. Nothing is changed yet.
      </p>
      <PlanParts plan={plan} />
      <form method="post" action={addressOf(kind, `/imports/${id}`)}>
        <CsrfField frame={frame} />
        <input type="hidden" name="version" value={String(plan.version)} />
        <div class="govuk-button-group">
          {nothing ? null : govuk('button', { text: 'Change the list', preventDoubleClick: true })}
          {govuk('button', {
            text: 'Do not use this file',
            classes: 'govuk-button--secondary',
            attributes: { formaction: addressOf(kind, `/imports/${id}/give-up`) },
          })}
        </div>
      </form>
    </Layout>
  );
}

function PlanParts({ plan }: { plan: ImportPlan }): VNode {
  const part = (title: string, entries: readonly Entry[]): VNode | null =>
    entries.length === 0 ? null : (
      <>
        <h2 class="govuk-heading-m">{title}</h2>
        <More shown={entries.length} />
        {dataTable({
          caption: title,
          head: [{ text: 'Code' }, { text: 'Title' }, { text: 'In use' }],
          rows: entries
            .slice(0, SHOWN)
            .map((one) => [
              { html: html(<code class="garner-code">{one.code}</code>) },
              { text: one.title },
              { text: useInWords(one) },
            ]),
        })}
      </>
    );
  return (
    <>
      {part('Added', plan.added)}
      {plan.changed.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Changed</h2>
          <More shown={plan.changed.length} />
          {dataTable({
            caption: 'Changed',
            head: [{ text: 'Code' }, { text: 'Now' }, { text: 'Then' }],
            rows: plan.changed
              .slice(0, SHOWN)
              .map(({ before, after }) => [
                { html: html(<code class="garner-code">{after.code}</code>) },
                { text: detailsOf(before) },
                { text: detailsOf(after) },
              ]),
          })}
        </>
      )}
      {part('Removed', plan.removed)}
    </>
  );
}

function More({ shown }: { shown: number }): VNode | null {
  return shown > SHOWN ? (
    <p class="govuk-body">
      The first {SHOWN} of {shown.toLocaleString('en-GB')}.
    </p>
  ) : null;
}

function detailsOf(entry: Entry): string {
  return `${entry.title === '' ? 'No title' : entry.title}. ${useInWords(entry)}`;
}

/** An import that is over. */
export function OverPage({ frame, kind, done }: { frame: Frame; kind: ListKind; done: boolean }): VNode {
  const title = done ? 'This file has been used' : 'This file is not kept any more';
  return (
    <Layout frame={frame} title={title} back={{ text: kind.title, href: addressOf(kind) }}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        {done
          ? 'What it said is in the list.'
          : 'It was given up, or nobody confirmed it within a day. Nothing was changed. Upload it again if you still want it.'}
      </p>
    </Layout>
  );
}
