import type { ComponentChildren, VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../../ui/layout.tsx';
import type { Fault, FormState } from '../fields.ts';

interface FormPageProps {
  readonly frame: Frame;
  readonly form: FormState;
  readonly title: string;
  readonly caption: string;
  readonly action: string;
  readonly back: { readonly text: string; readonly href: string };
  readonly button: { readonly text: string; readonly warning?: boolean };
  /** What the form was made of; sent back with it. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** What somebody else changed while the form was filled in, in sentences. */
  readonly meanwhile?: readonly string[] | undefined;
  /** Above the form. */
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page with one form. */
export function FormPage(props: FormPageProps): VNode {
  const { frame, form, title, caption, action, back, button, hidden = {}, meanwhile, lead, children } = props;
  return (
    <Layout frame={frame} title={title} back={back} error={form.faults.length > 0}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <FaultSummary faults={form.faults} />
          {meanwhile ? <Meanwhile changes={meanwhile} /> : null}
          <span class="govuk-caption-l">{caption}</span>
          <h1 class="govuk-heading-l">{title}</h1>
          {lead}
          <form method="post" action={action} novalidate>
            <CsrfField frame={frame} />
            {Object.entries(hidden).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
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

/** The error summary with a link to each field; nothing where nothing is wrong. */
export function FaultSummary({ faults }: { faults: readonly Fault[] }): VNode | null {
  if (faults.length === 0) return null;
  return govuk('errorSummary', {
    titleText: 'There is a problem',
    errorList: faults.map(({ field, text }) => (field === '' ? { text } : { text, href: `#${field}` })),
  });
}

function Meanwhile({ changes }: { changes: readonly string[] }): VNode {
  return govuk('notificationBanner', {
    titleText: 'Changed meanwhile',
    role: 'alert',
    html: html(
      <>
        <p class="govuk-notification-banner__heading">
          Somebody else changed this while you were at it. Nothing of yours is saved yet.
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

/** The message of a field, if it has one. */
export function errorOf({ faults }: Pick<FormState, 'faults'>, field: string) {
  const fault = faults.find((one) => one.field === field);
  return fault ? { errorMessage: { text: fault.text } } : {};
}

function oneValue({ values }: FormState, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

interface FieldMore {
  readonly hint?: string;
  readonly classes?: string;
  readonly type?: string;
  readonly suffix?: string;
  readonly inputmode?: string;
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
    value: oneValue(form, name),
    spellcheck: false,
    ...(hint === undefined ? {} : { hint: { text: hint } }),
    ...errorOf(form, name),
  };
  if (rows !== undefined) return govuk('textarea', { ...field, rows });
  return govuk('input', { ...field, ...rest, autocomplete: 'off', ...(suffix && { suffix: { text: suffix } }) });
}

/** A whole number. */
export function numberField(form: FormState, name: string, label: string, more: FieldMore = {}): VNode {
  return textField(form, name, label, { classes: 'govuk-input--width-5', inputmode: 'numeric', ...more });
}

/** A day and a time of day in London. */
export function momentFields(form: FormState, name: string, what: string): VNode {
  return (
    <>
      {textField(form, `${name}Day`, `${what}: day`, {
        hint: 'As year-month-day, such as 2027-06-04',
        classes: 'govuk-input--width-10',
      })}
      {textField(form, `${name}Time`, `${what}: time`, {
        hint: 'In London, in 24 hours, such as 17:00',
        classes: 'govuk-input--width-5',
      })}
    </>
  );
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
}

interface ChoiceMore {
  readonly legend: string;
  readonly hint?: string;
  readonly small?: boolean;
  /** Where several groups share a field, each needs ids of its own. */
  readonly idPrefix?: string;
}

/** Boxes to tick. */
export function checkboxes(form: FormState, name: string, items: readonly Choice[], more: ChoiceMore): VNode {
  const value = form.values[name];
  const chosen = typeof value === 'string' ? [value] : (value ?? []);
  return govuk('checkboxes', {
    idPrefix: more.idPrefix ?? name,
    name,
    classes: more.small ? 'govuk-checkboxes--small' : '',
    fieldset: { legend: { text: more.legend, classes: 'govuk-fieldset__legend--s' } },
    ...(more.hint === undefined ? {} : { hint: { text: more.hint } }),
    items: items.map(({ hint, ...item }) => ({
      ...item,
      checked: chosen.includes(item.value),
      ...(hint === undefined ? {} : { hint: { text: hint } }),
    })),
    ...(more.idPrefix === undefined ? errorOf(form, name) : {}),
  });
}

/** One of several. */
export function radios(form: FormState, name: string, items: readonly Choice[], more: ChoiceMore): VNode {
  const chosen = form.values[name];
  return govuk('radios', {
    idPrefix: name,
    name,
    fieldset: { legend: { text: more.legend, classes: 'govuk-fieldset__legend--s' } },
    ...(more.hint === undefined ? {} : { hint: { text: more.hint } }),
    items: items.map(({ hint, ...item }) => ({
      ...item,
      checked: chosen === item.value,
      ...(hint === undefined ? {} : { hint: { text: hint } }),
    })),
    ...errorOf(form, name),
  });
}
