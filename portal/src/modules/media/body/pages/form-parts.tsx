import type { VNode } from 'preact';
import { errorOf, type FieldMore, type FormState, textField as plainField } from '../../../../ui/forms.tsx';
import { govuk } from '../../../../ui/govuk/index.ts';

/** A field of text; browsers are not to offer what was typed in others. */
export function textField(form: FormState, name: string, label: string, more: FieldMore = {}): VNode {
  return plainField(form, name, label, { autocomplete: 'off', ...more });
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
    ...(more.idPrefix === undefined ? errorOf(form.faults, name) : {}),
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
    ...errorOf(form.faults, name),
  });
}
