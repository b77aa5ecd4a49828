import { londonDay } from '../../../platform/london.ts';
import { dayInWords } from '../../../ui/words.ts';
import type { OrganisationKind } from '../../organisations/index.ts';
import { emailAsKept, OFFERED, offered, type Permission } from '../model.ts';
import { endOfDay, isDay } from './day.ts';
import { readPhone } from './phone-number.ts';

/** What an administrator says about a person. */
export interface UserInput {
  readonly organisationId: number;
  readonly name: string;
  /** Such as Ms or Dr. */
  readonly title?: string;
  /** What they sign in with. */
  readonly email: string;
  readonly phone?: string;
  readonly alternativeEmail?: string;
  readonly jobTitles?: readonly string[];
  readonly permissions: readonly string[];
  /** The last day of access lent for a time, such as `2027-03-31`; absent: no end. */
  readonly accessUntil?: string;
}

export type UserField = Exclude<keyof UserInput, 'organisationId'>;

/** What is wrong with one field, as a sentence that says how to mend it. */
export interface Fault {
  readonly field: UserField;
  readonly message: string;
}

/** About the person alone, ready to be kept. */
export interface PersonFields {
  readonly name: string;
  readonly title: string | undefined;
  readonly phone: string | undefined;
  readonly alternativeEmail: string | undefined;
}

/** About what they may do in one organisation, ready to be kept. */
export interface MembershipFields {
  readonly jobTitles: readonly string[];
  readonly permissions: readonly Permission[];
  readonly endsAt: Date | undefined;
}

/** Longest texts, in characters. */
export const LONGEST = { name: 100, title: 20, email: 254, phone: 40, jobTitle: 80, jobTitles: 10 } as const;

// What cannot be seen, turns the direction of writing, or has no place in text.
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
// Letters to others say the name: nobody may put a link into one by way of it.
const LINK = /:\/\/|www\.|[@<>]|\.[a-z]{2,}\//i;

/** Checks and tidies what is said about the person. */
export function readPerson(input: Pick<UserInput, 'name' | 'title' | 'phone' | 'alternativeEmail'>) {
  const faults: Fault[] = [];
  const name = tidy(input.name);
  if (name === '') faults.push({ field: 'name', message: 'Enter the full name' });
  else if (name.length > LONGEST.name)
    faults.push({ field: 'name', message: `Full name must be ${LONGEST.name} characters or fewer` });
  else if (UNSEEN.test(name) || LINK.test(name) || !/\p{L}/u.test(name))
    faults.push({ field: 'name', message: 'Full name must be a name: letters, blanks, hyphens and apostrophes' });
  const title = tidy(input.title ?? '');
  if (title.length > LONGEST.title || UNSEEN.test(title) || LINK.test(title))
    faults.push({ field: 'title', message: `Title must be ${LONGEST.title} letters or fewer, such as Ms or Dr` });
  const phone = tidy(input.phone ?? '') === '' ? undefined : readPhone(input.phone!);
  if (phone && 'fault' in phone) faults.push({ field: 'phone', message: phone.fault });
  const alternativeEmail = emailAsKept(input.alternativeEmail ?? '');
  if (alternativeEmail !== '' && !isEmail(alternativeEmail))
    faults.push({ field: 'alternativeEmail', message: EMAIL_FAULT });
  const fields: PersonFields = {
    name,
    title: title === '' ? undefined : title,
    phone: phone && 'phone' in phone ? phone.phone : undefined,
    alternativeEmail: alternativeEmail === '' ? undefined : alternativeEmail,
  };
  return { faults, fields };
}

const EMAIL_FAULT = 'Enter an e-mail address in the correct format, such as name@example.com';

/** The address as it is kept, or what is wrong with it. */
export function readEmail(written: string): { readonly email: string; readonly fault: Fault | undefined } {
  const email = emailAsKept(written);
  if (email === '') return { email, fault: { field: 'email', message: 'Enter the e-mail address' } };
  return { email, fault: isEmail(email) ? undefined : { field: 'email', message: EMAIL_FAULT } };
}

function isEmail(email: string): boolean {
  if (email.length > LONGEST.email || UNSEEN.test(email)) return false;
  return /^[^\s@"(),:;<>[\\\]]{1,64}@[^\s@.,:;<>()"/\\]+(?:\.[^\s@.,:;<>()"/\\]+)+$/u.test(email);
}

/** Checks what is said about the membership, for an organisation of that kind. */
export function readMembership(
  input: Pick<UserInput, 'jobTitles' | 'permissions' | 'accessUntil'>,
  kind: OrganisationKind,
  now: Date,
) {
  const faults: Fault[] = [];
  const jobTitles = [...new Set((input.jobTitles ?? []).map(tidy).filter((one) => one !== ''))];
  if (jobTitles.length > LONGEST.jobTitles)
    faults.push({ field: 'jobTitles', message: `Enter ${LONGEST.jobTitles} job titles or fewer` });
  const wrong = jobTitles.find((one) => one.length > LONGEST.jobTitle || UNSEEN.test(one) || LINK.test(one));
  if (wrong !== undefined)
    faults.push({
      field: 'jobTitles',
      message: `Each job title must be ${LONGEST.jobTitle} characters or fewer, on a line of its own`,
    });
  const notOffered = input.permissions.find((one) => !(OFFERED[kind] as readonly string[]).includes(one));
  if (notOffered !== undefined)
    faults.push({
      field: 'permissions',
      message: `“${notOffered.slice(0, 60)}” is not a permission that an organisation of this kind has`,
    });
  const endsAt = readEnd(input.accessUntil, now, faults);
  const fields: MembershipFields = { jobTitles, permissions: offered(kind, input.permissions), endsAt };
  return { faults, fields };
}

function readEnd(accessUntil: string | undefined, now: Date, faults: Fault[]): Date | undefined {
  if (accessUntil === undefined || accessUntil === '') return undefined;
  if (!isDay(accessUntil)) {
    faults.push({ field: 'accessUntil', message: 'Access until must be a real date, such as 31 3 2027' });
    return undefined;
  }
  const endsAt = endOfDay(accessUntil);
  if (endsAt > now) return endsAt;
  const today = dayInWords(londonDay(now));
  faults.push({ field: 'accessUntil', message: `Access until must be ${today} or later` });
  return undefined;
}

/** Blanks at the ends and in rows taken away. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\s\u00a0]+/gu, ' ')
    .trim();
}
