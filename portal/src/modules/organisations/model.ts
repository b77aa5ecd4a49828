import { isDay as isRealDay } from '../../platform/london.ts';

/** What an organisation can be, in the order in which kinds are shown. */
export const KINDS = [
  'regulator',
  'department',
  'awarding-organisation',
  'local-authority',
  'centre',
  'supplier',
] as const;
export type OrganisationKind = (typeof KINDS)[number];

export const KIND_WORDS: Readonly<Record<OrganisationKind, string>> = {
  regulator: 'Regulator',
  department: 'Department',
  'awarding-organisation': 'Awarding organisation',
  'local-authority': 'Local authority',
  centre: 'Centre (school or college)',
  supplier: 'Supplier',
};

export function isKind(text: string): text is OrganisationKind {
  return (KINDS as readonly string[]).includes(text);
}

/** One thing that is wrong with what somebody typed. */
export interface Fault {
  /** The field's name in the form; empty where it is about the form as a whole. */
  readonly field: string;
  readonly text: string;
}

/** Whether this is a real day of the years 1900 to 2199 written `2026-11-22`. */
export function isDay(text: string): boolean {
  return isRealDay(text, /^(19|20|21)/);
}
