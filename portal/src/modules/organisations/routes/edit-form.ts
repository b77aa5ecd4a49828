import { Type } from 'typebox';
import type { FormState } from '../../../ui/forms.tsx';
import { type DetailName, type DetailTexts, detailTexts, detailTitle } from '../details.ts';
import type { Fault } from '../model.ts';
import type { Organisation } from '../organisation.ts';
import { text, version } from './parts.ts';

export const contactFields = {
  contactEmail: text,
  phone: text,
  postalAddress: text,
  website: text,
  otherNames: text,
};
export const detailFields = {
  recognitionNumber: text,
  ukprn: text,
  urn: text,
  laestab: text,
  ncn: text,
  ...contactFields,
};

/** What a form was made of: sent along, so that whoever comes second is told what the first one changed. */
export const baseFields = { version, was: Type.Optional(Type.String({ maxLength: 40_000 })) };

/** Fields of a form that the page did not have are no wish to change anything. */
export function given(body: Readonly<Partial<Record<DetailName, string>>>, names: readonly DetailName[]): DetailTexts {
  return Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));
}

export function hiddenOf(organisation: Organisation): Record<string, string> {
  return { version: String(organisation.version), was: JSON.stringify(shownTexts(organisation)) };
}

export function emptyForm(organisation: Organisation): FormState {
  return { values: shownTexts(organisation), faults: [] };
}

function shownTexts(organisation: Organisation): Record<string, string> {
  return { name: organisation.name, closedOn: organisation.closedOn ?? '', ...detailTexts(organisation.details) };
}

/** A form again after it was refused: with what was typed. */
export function refusedForm(typed: Readonly<Record<string, string | undefined>>, faults: readonly Fault[]): FormState {
  return { values: typed, faults };
}

export interface Conflict {
  readonly form: FormState;
  /** In sentences. */
  readonly meanwhile: readonly string[];
}

/**
 * A form for whoever comes second: what they changed stays as they typed it, what they left alone is as it is now, and they
 * are told what has changed since their page was made.
 */
export function conflictForm(
  typed: Readonly<Record<string, string | undefined>>,
  was: string | undefined,
  now: Organisation,
): Conflict {
  const before = readBase(was);
  const current = shownTexts(now);
  const values = Object.fromEntries(
    Object.entries(typed).map(([name, value]) => [name, sameText(value, before[name]) ? current[name] : value]),
  );
  const changed = Object.keys(current).filter((name) => before[name] !== undefined && before[name] !== current[name]);
  const meanwhile = changed.map((name) => `${titleOf(name)}: “${current[name]}”, before “${before[name]}”`);
  return { form: { values, faults: [] }, meanwhile };
}

function titleOf(name: string): string {
  if (name === 'name') return 'Name';
  return name === 'closedOn' ? 'Closed on' : detailTitle(name as DetailName);
}

/** Browsers send line breaks as CR LF. */
function sameText(a: string | undefined, b: string | undefined): boolean {
  return a?.replaceAll('\r\n', '\n') === b;
}

/** It came back from a browser, so it may be anything. */
function readBase(was: string | undefined): Readonly<Record<string, string>> {
  try {
    const base: unknown = JSON.parse(was ?? '{}');
    if (typeof base !== 'object' || base === null) return {};
    return Object.fromEntries(
      Object.entries(base).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}
