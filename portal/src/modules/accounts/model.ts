import type { OrganisationKind } from '../organisations/index.ts';

/** What a membership may allow, in the order in which it is shown. */
export const PERMISSIONS = [
  'Organisation Administrator',
  'Data Submissions',
  'Event Notifications',
  'Qualifications & Units',
  'Approver',
  'Media Submissions',
  'Learner Records',
  'Collector',
  'Collector Administrator',
  'Auditor',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What each permission lets a person do, as the switch says it. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  'Organisation Administrator': 'Manages the people of the organisation, its details and their permissions',
  'Data Submissions': 'Sends returns and is told what became of them',
  'Event Notifications':
    'Is told of operational events: people added and removed, changed powers, visits by the collector',
  'Qualifications & Units':
    'Keeps qualification numbers and assessment codes, and the sessions, components and entries of recordings',
  Approver: 'Agrees to acts that need a second person',
  'Media Submissions': 'Uploads recordings and makes the final submission',
  'Learner Records': 'Keeps learner records',
  Collector: 'Sees who has sent what, chases, gives more time, and uses what was sent',
  'Collector Administrator': 'Manages organisations, and may look at what one of them sees',
  Auditor: 'Reads returns and what happened, and changes nothing',
};

const EVERYWHERE: readonly Permission[] = ['Organisation Administrator', 'Event Notifications', 'Approver', 'Auditor'];
const COLLECTING: readonly Permission[] = [...EVERYWHERE, 'Collector', 'Collector Administrator'];

/** What a person may be given in an organisation of each kind; the others have no effect there yet and are not offered. */
export const OFFERED: Readonly<Record<OrganisationKind, readonly Permission[]>> = {
  regulator: COLLECTING,
  department: COLLECTING,
  'awarding-organisation': [...EVERYWHERE, 'Data Submissions', 'Qualifications & Units', 'Collector'],
  'local-authority': [...EVERYWHERE, 'Data Submissions'],
  centre: [...EVERYWHERE, 'Data Submissions', 'Media Submissions'],
  supplier: EVERYWHERE,
};

/** The permissions of `given` that are offered there, in the order of PERMISSIONS, each once. */
export function offered(kind: OrganisationKind, given: readonly string[]): Permission[] {
  return PERMISSIONS.filter((one) => OFFERED[kind].includes(one) && given.includes(one));
}

export const RESPONSIBLE_OFFICER = 'Responsible Officer';

/** Who is asking, and for which organisation. */
export interface Viewer {
  readonly personId: number;
  readonly sessionId: number;
  readonly name: string;
  readonly email: string;
  /** The organisation they act for or, while looking, the one they look at. */
  readonly organisationId: number;
  readonly organisationName: string;
  readonly organisationKind: OrganisationKind;
  /** While looking: every permission to read, none to change (the authoriser sees to it). */
  readonly permissions: readonly string[];
  readonly jobTitles: readonly string[];
  /** How many organisations they may act for just now. */
  readonly memberships: number;
  /** When they last proved who they are. */
  readonly confirmedAt: Date;
  /** A collector administrator who looks at what `organisationId` sees: their own organisation. */
  readonly looking: { readonly organisationId: number; readonly organisationName: string } | undefined;
}

/** What somebody proved first who has a second step before them; a link is one that came by e-mail. */
export type FirstStep = 'password' | 'single sign-on' | 'link';

/** Somebody who has taken the first step and has the second before them. */
export interface HalfSignedIn {
  readonly first: FirstStep;
  readonly personId: number;
  readonly sessionId: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string | undefined;
}

/** A session ends after so long without a request, and after so long in any case. */
export const IDLE_MS: number = 60 * 60 * 1000;
export const ABSOLUTE_MS: number = 12 * 60 * 60 * 1000;
/** The second step must follow the first within this. */
export const HALF_MS: number = 15 * 60 * 1000;
/** Before a dangerous act, who somebody is must have been proved within this. */
export const RECENT_MS: number = 10 * 60 * 1000;
/** A browser may go without the second step for so long. */
export const TRUSTED_MS: number = 30 * 24 * 60 * 60 * 1000;

export function may(viewer: Pick<Viewer, 'permissions'>, permission: string | readonly string[]): boolean {
  return [permission].flat().some((one) => viewer.permissions.includes(one));
}

/** The page somebody begins at. */
export function startPage(viewer: Pick<Viewer, 'permissions' | 'organisationKind'>): string {
  const collects = may(viewer, 'Collector');
  if (collects && viewer.organisationKind !== 'awarding-organisation') return '/collecting';
  if (may(viewer, ['Data Submissions', 'Auditor'])) return '/returns';
  if (collects) return '/recordings';
  if (may(viewer, 'Media Submissions')) return '/media';
  return may(viewer, ['Organisation Administrator', 'Collector Administrator']) ? '/organisation' : '/outbox';
}

/** Where to go after signing in, if it is a path of this site and nothing else (no open redirect). */
export function safeNext(next: string | undefined): string | undefined {
  return next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.startsWith('/sign-') ? next : undefined;
}

/** An address that carries on where somebody wants to go afterwards. */
export function withNext(address: string, next: string | undefined): string {
  if (next === undefined) return address;
  return `${address}${address.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}`;
}

/** An e-mail address as it is kept and compared: without blanks around it, in lower case. PostgreSQL takes no NUL. */
export function emailAsKept(email: string): string {
  return email.trim().normalize('NFC').toLowerCase().replaceAll('\0', '\uFFFD');
}

/** +44 1632 960001 → XXX-XXX-60001: enough to know one's own number by. */
export function masked(phone: string): string {
  return `XXX-XXX-${phone.slice(-5)}`;
}
