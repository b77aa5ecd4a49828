import type { ComponentChildren, VNode } from 'preact';
import { govuk, html } from './govuk/index.ts';
import { CsrfField, type Frame, Layout } from './layout.tsx';

/** What is wrong with a field. */
export interface FieldFault {
  /** The field's name in the form; empty where it is about the form as a whole. */
  readonly field: string;
  readonly text: string;
}

/** What a form shows: what was typed, and what is wrong with it. */
export interface FormState {
  readonly values: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly faults: readonly FieldFault[];
}

/** The error summary with a link to each field; nothing where nothing is wrong. */
export function FaultSummary({ faults }: { faults: readonly FieldFault[] }): VNode | null {
  if (faults.length === 0) return null;
  return govuk('errorSummary', {
    titleText: 'There is a problem',
    errorList: faults.map(({ field, text }) => (field === '' ? { text } : { text, href: `#${field}` })),
  });
}

/** The message of a field, if it has one. */
export function errorOf(faults: readonly FieldFault[], field: string) {
  const fault = faults.find((one) => one.field === field);
  return fault ? { errorMessage: { text: fault.text } } : {};
}

/** What was typed into a field of one value; nothing where nothing was. */
export function typed({ values }: FormState, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export interface FieldMore {
  readonly hint?: string;
  readonly classes?: string;
  readonly type?: string;
  readonly suffix?: string;
  readonly inputmode?: string;
  readonly autocomplete?: string;
  /** A box of so many rows. */
  readonly rows?: string;
}

/** A field of text with its label, its value and its fault. */
export function textField(form: FormState, name: string, label: string, more: FieldMore = {}): VNode {
  const { hint, rows, suffix, ...rest } = more;
  const field = {
    id: name,
    name,
    label: { text: label },
    value: typed(form, name),
    spellcheck: false,
    ...(hint === undefined ? {} : { hint: { text: hint } }),
    ...errorOf(form.faults, name),
  };
  if (rows !== undefined) return govuk('textarea', { ...field, rows });
  return govuk('input', { ...field, ...rest, ...(suffix && { suffix: { text: suffix } }) });
}

interface FormPageProps {
  readonly frame: Frame;
  readonly form: FormState;
  readonly title: string;
  readonly caption?: string | undefined;
  readonly action: string;
  readonly back: { readonly text: string; readonly href: string };
  readonly button: { readonly text: string; readonly warning?: boolean };
  /** What the form was made of; sent back with it. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** What somebody else changed while the form was filled in, in sentences. */
  readonly meanwhile?: readonly string[] | undefined;
  /** What the form changes: "this organisation". */
  readonly what?: string;
  /** Above the form. */
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page with one form. */
export function FormPage(props: FormPageProps): VNode {
  const { frame, form, title, caption, action, back, button, hidden = {}, meanwhile, what, lead, children } = props;
  return (
    <Layout frame={frame} title={title} back={back} error={form.faults.length > 0}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FaultSummary faults={form.faults} />
          {meanwhile ? <Meanwhile changes={meanwhile} what={what ?? 'this'} /> : null}
          {caption === undefined ? null : <span class="govuk-caption-l">{caption}</span>}
          <h1 class="govuk-heading-l">{title}</h1>
          {lead}
          <form method="post" action={action} novalidate>
            <CsrfField frame={frame} />
            <Hidden values={hidden} />
            {children}
            {govuk('button', {
              text: button.text,
              preventDoubleClick: true,
              ...(button.warning ? { classes: 'govuk-button--warning' } : {}),
            })}
          </form>
        </div>
      </div>
    </Layout>
  );
}

function Hidden({ values }: { values: Readonly<Record<string, string>> }): VNode {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

function Meanwhile({ changes, what }: { changes: readonly string[]; what: string }): VNode {
  return govuk('notificationBanner', {
    titleText: 'Changed meanwhile',
    role: 'alert',
    html: html(
      <>
        <p class="govuk-notification-banner__heading">
          Somebody else changed {what} while you were at it. Nothing of yours is saved yet.
        </p>
        {changes.length === 0 ? null : (
          <ul class="govuk-list govuk-list--bullet">
            {changes.map((change) => (
              <li>{change}</li>
            ))}
          </ul>
        )}
        <p class="govuk-body">What you typed is kept below. Look it over, then save again.</p>
      </>,
    ),
  });
}

interface ConfirmImportProps {
  readonly frame: Frame;
  /** Where the import is: `/confirm` and `/give-up` are below it. */
  readonly at: string;
  /** Whether it would change anything. */
  readonly works: boolean;
  /** Tells one plan from another: what is confirmed must be what was shown. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly words?: { readonly works: string; readonly nothing: string; readonly button: string };
}

const IMPORT_WORDS = {
  works: 'All of it is done at once, or nothing. Rows that are left out are not imported.',
  nothing: 'The file would change nothing.',
  button: 'Import',
};

/** The end of the preview of an import: do all of it, or give it up. */
export function ConfirmImport({ frame, at, works, hidden, words = IMPORT_WORDS }: ConfirmImportProps): VNode {
  return (
    <>
      <p class="govuk-body">{works ? words.works : words.nothing} This waits for you for a day.</p>
      <div class="govuk-button-group">
        {works ? (
          <form method="post" action={`${at}/confirm`}>
            <CsrfField frame={frame} />
            <Hidden values={hidden} />
            {govuk('button', { text: words.button, preventDoubleClick: true })}
          </form>
        ) : null}
        <form method="post" action={`${at}/give-up`}>
          <CsrfField frame={frame} />
          {govuk('button', { text: 'Give up', classes: 'govuk-button--secondary', preventDoubleClick: true })}
        </form>
      </div>
    </>
  );
}
