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

/** The day it is in London at a moment, as `2026-11-22`. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' }).format(moment);
}

/** Whether this is a real day of the years 1900 to 2199 written `2026-11-22`. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
