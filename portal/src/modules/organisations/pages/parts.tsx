import type { VNode } from 'preact';
import { type FieldMore, type FormState, textField } from '../../../ui/forms.tsx';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { dayInWords } from '../../../ui/words.ts';
import { CONTACT_NAMES, type DetailName, detailTitle } from '../details.ts';
import { IDENTIFIERS, type IdentifierName, identifierInWords, identifiersOf } from '../identifiers.ts';
import { KINDS, type OrganisationKind } from '../model.ts';
import type { Organisation } from '../organisation.ts';

/** A day, typed as year-month-day. */
export function dayField(form: FormState, name: string, label: string, hint: string): VNode {
  return textField(form, name, label, { hint, classes: 'govuk-input--width-10' });
}

/** Fields for identifiers that fit the kind of organisation; for all kinds where it is still to be chosen. */
export function identifierFields(form: FormState, kind: OrganisationKind | undefined): VNode[] {
  const list = kind === undefined ? Object.values(IDENTIFIERS) : identifiersOf(kind);
  return list.map(({ name, title, words, kinds }) =>
    textField(form, name, title, {
      classes: 'govuk-input--width-10',
      hint: `${words.charAt(0).toUpperCase()}${words.slice(1)}${
        kind === undefined && kinds.length < KINDS.length ? `. Only for: ${kinds.map(kindAsPart).join(', ')}` : ''
      }`,
    }),
  );
}

const MORE: Readonly<Record<(typeof CONTACT_NAMES)[number], FieldMore>> = {
  contactEmail: {
    type: 'email',
    hint: 'An address of the organisation, not of one person',
    classes: 'govuk-input--width-20',
  },
  phone: { type: 'tel', classes: 'govuk-input--width-20' },
  postalAddress: { rows: '4' },
  website: { type: 'url', hint: 'Begins with https:// or http://' },
  otherNames: {
    rows: '4',
    hint: 'The acronym, former names and others by which files may name the organisation, each on a line of its own',
  },
};

export function contactFields(form: FormState): VNode[] {
  return CONTACT_NAMES.map((name) => textField(form, name, detailTitle(name), MORE[name]));
}

function kindAsPart(kind: OrganisationKind): string {
  return kind.replaceAll('-', ' ');
}

/** "RN RN5901, UKPRN 10090001", or a dash. */
export function identifiersInWords({ kind, details }: Pick<Organisation, 'kind' | 'details'>): string {
  const held = identifiersOf(kind).filter(({ name }) => details[name] !== null);
  if (held.length === 0) return '–';
  return held.map(({ name, short }) => `${short} ${identifierInWords(name, details[name]!)}`).join(', ');
}

export function identifierTitle(name: IdentifierName): string {
  return IDENTIFIERS[name].title;
}

/** Told once, on the page after a change. */
export function Done({ words }: { words: string | undefined }): VNode | null {
  return words === undefined ? null : govuk('notificationBanner', { type: 'success', text: words });
}

/** "since 1 September 2024", "from 1 September 2024 to 31 August 2026". */
export function spanInWords({ since, until }: { readonly since: string; readonly until: string | null }): string {
  return until === null ? `since ${dayInWords(since)}` : `from ${dayInWords(since)} to ${dayInWords(until)}`;
}

/** The rows of a summary list for what is known; what is not is left out. */
export function detailRows(organisation: Organisation) {
  const { kind, details } = organisation;
  const rows = identifiersOf(kind).map(({ name, title }) => ({
    title,
    value: details[name] === null ? null : <>{identifierInWords(name, details[name])}</>,
  }));
  const contacts = CONTACT_NAMES.map((name) => ({ title: detailTitle(name), value: detailNode(name, details[name]) }));
  return [...rows, ...contacts].map(({ title, value }) => ({
    key: { text: title },
    value: { html: html(value ?? <>–</>) },
  }));
}

function detailNode(name: DetailName, value: string | null | readonly string[]): VNode | null {
  if (value === null || value.length === 0) return null;
  if (typeof value !== 'string' || name === 'postalAddress') {
    const lines = typeof value === 'string' ? value.split('\n') : value;
    return <>{lines.map((line, at) => (at > 0 ? [<br />, line] : [line]))}</>;
  }
  if (name !== 'website') return <>{value}</>;
  return (
    <a class="govuk-link" href={value} rel="noreferrer">
      {value}
    </a>
  );
}
