/** What a membership may allow. */
export const PERMISSIONS = [
  'Organisation Administrator',
  'Data Submissions',
  'Event Notifications',
  'Qualifications & Units',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const RESPONSIBLE_OFFICER = 'Responsible Officer';

/** Who is asking, and for which organisation. */
export interface Viewer {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly organisationId: number;
  readonly organisationName: string;
  readonly permissions: readonly string[];
}

/** A session ends after so long without a request, and after so long in any case. */
export const IDLE_MS: number = 60 * 60 * 1000;
export const ABSOLUTE_MS: number = 12 * 60 * 60 * 1000;

export function may(viewer: Viewer, permission: string): boolean {
  return viewer.permissions.includes(permission);
}

/** The page somebody begins at. */
export function startPage(viewer: Viewer): string {
  return may(viewer, 'Data Submissions') ? '/returns' : '/outbox';
}

/** Where to go after signing in, if it is a path of this site and nothing else (no open redirect). */
export function safeNext(next: string | undefined): string | undefined {
  return next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.startsWith('/sign-') ? next : undefined;
}
