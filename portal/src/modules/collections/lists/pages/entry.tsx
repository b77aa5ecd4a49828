import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../../ui/layout.tsx';
import type { ListKind } from '../kinds.ts';
import type { EntryInput, Fault, KeptEntry } from '../model.ts';
import { useInWords } from '../words.ts';
import { addressOf, Faults } from './parts.tsx';

export interface EntryPageProps {
  readonly frame: Frame;
  readonly kind: ListKind;
  readonly values: EntryInput;
  readonly faults?: readonly Fault[];
  /** Absent: a new one. */
  readonly entry?: KeptEntry;
  /** Somebody else changed it while this form was filled in. */
  readonly meanwhile?: boolean;
}

/** Add a code, or change one. */
export function EntryPage({ frame, kind, values, faults = [], entry, meanwhile = false }: EntryPageProps): VNode {
  const title = entry
    ? `Change the ${kind.one} ${entry.code}`
    : `Add ${/^[aeiou]/.test(kind.one) ? 'an' : 'a'} ${kind.one}`;
  const field = (name: keyof EntryInput, label: string, hint: string, classes: string): VNode => {
    const text = faults.find((fault) => fault.field === name)?.text;
    return govuk('input', {
      id: name,
      name,
      label: { text: label },
      hint: { text: hint },
      classes,
      value: values[name],
      spellcheck: false,
      autocomplete: 'off',
      ...(text === undefined ? {} : { errorMessage: { text } }),
    });
  };
  return (
    <Layout frame={frame} title={title} error={faults.length > 0} back={{ text: kind.title, href: addressOf(kind) }}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <Faults faults={faults} />
          {meanwhile && entry ? <Meanwhile entry={entry} kept /> : null}
          <h1 class="govuk-heading-l">{title}</h1>
          <form method="post" action={addressOf(kind, entry ? `/entries/${entry.id}` : '/add')} novalidate>
            <CsrfField frame={frame} />
            {entry ? <input type="hidden" name="version" value={String(entry.version)} /> : null}
            {field('code', 'Code', kind.codeHint, 'govuk-input--width-20')}
            {field('title', 'Title (optional)', 'What it stands for', '')}
            {field('since', 'First day (optional)', 'Such as 2026-09-01 or 1/9/2026', 'govuk-input--width-10')}
            {field('until', 'Last day (optional)', 'Such as 2027-08-31 or 31/8/2027', 'govuk-input--width-10')}
            {govuk('button', { text: entry ? 'Save' : 'Add', preventDoubleClick: true })}
          </form>
        </div>
      </div>
    </Layout>
  );
}

function Meanwhile({ entry, kept = false }: { entry: KeptEntry; kept?: boolean }): VNode {
  return govuk('notificationBanner', {
    titleText: 'Changed meanwhile',
    role: 'alert',
    html: html(
      <>
        <p class="govuk-notification-banner__heading">
          Somebody else changed this code. Nothing of yours is saved yet.
        </p>
        <p class="govuk-body">
          It is now <code class="garner-code">{entry.code}</code>
          {entry.title === '' ? '' : `, “${entry.title}”`}. In use: {useInWords(entry).toLowerCase()}.
          {kept ? ' What you typed is kept below. Look it over, then save again.' : ''}
        </p>
      </>,
    ),
  });
}

interface ActProps {
  readonly frame: Frame;
  readonly kind: ListKind;
  readonly entry: KeptEntry;
  readonly meanwhile?: boolean;
}

/** Set the last day of a code. */
export function EndPage({
  frame,
  kind,
  entry,
  meanwhile,
  until,
  fault,
}: ActProps & { until: string; fault?: string | undefined }): VNode {
  const title = `End the ${kind.one} ${entry.code}`;
  return (
    <Layout frame={frame} title={title} error={fault !== undefined} back={{ text: kind.title, href: addressOf(kind) }}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {fault === undefined ? null : <Faults faults={[{ field: 'until', text: fault }]} />}
          {meanwhile ? <Meanwhile entry={entry} /> : null}
          <h1 class="govuk-heading-l">{title}</h1>
          <p class="govuk-body">
            It stays in the list. Returns about the time up to its last day may still have it; for later ones the check
            asks about it.
          </p>
          <form method="post" action={addressOf(kind, `/entries/${entry.id}/end`)} novalidate>
            <CsrfField frame={frame} />
            <input type="hidden" name="version" value={String(entry.version)} />
            {govuk('input', {
              id: 'until',
              name: 'until',
              label: { text: 'Last day' },
              hint: { text: 'Such as 2027-08-31 or 31/8/2027' },
              classes: 'govuk-input--width-10',
              value: until,
              ...(fault === undefined ? {} : { errorMessage: { text: fault } }),
            })}
            {govuk('button', { text: 'Set the last day', preventDoubleClick: true })}
          </form>
        </div>
      </div>
    </Layout>
  );
}

/** Asks before a code is taken out of the list. */
export function RemovePage({ frame, kind, entry, meanwhile }: ActProps): VNode {
  const title = `Remove the ${kind.one} ${entry.code}?`;
  return (
    <Layout frame={frame} title={title} back={{ text: kind.title, href: addressOf(kind) }}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {meanwhile ? <Meanwhile entry={entry} /> : null}
          <h1 class="govuk-heading-l">{title}</h1>
          {entry.title === '' ? null : <p class="govuk-body">{entry.title}</p>}
          <p class="govuk-body">
            The check will ask about it in every return, also in those about the past. To keep it for past returns,{' '}
            <a class="govuk-link" href={addressOf(kind, `/entries/${entry.id}/end`)}>
              set its last day
            </a>{' '}
            instead.
          </p>
          <form method="post" action={addressOf(kind, `/entries/${entry.id}/remove`)} novalidate>
            <CsrfField frame={frame} />
            <input type="hidden" name="version" value={String(entry.version)} />
            <div class="govuk-button-group">
              {govuk('button', { text: 'Remove', classes: 'govuk-button--warning', preventDoubleClick: true })}
              <a class="govuk-link" href={addressOf(kind)}>
                Keep it
              </a>
            </div>
          </form>
        </div>
      </div>
    </Layout>
  );
}
