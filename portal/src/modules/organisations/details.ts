import {
  IDENTIFIER_NAMES,
  IDENTIFIERS,
  type IdentifierName,
  identifierAsKept,
  identifierInWords,
  isIdentifier,
} from './identifiers.ts';
import type { Fault, OrganisationKind } from './model.ts';
import { nameFault, OTHER_NAMES_LIMIT, splitNames } from './names.ts';

/** Who an organisation is in registers, and how it is reached. */
export interface Details extends Readonly<Record<IdentifierName, string | null>> {
  readonly contactEmail: string | null;
  readonly phone: string | null;
  readonly postalAddress: string | null;
  readonly website: string | null;
  /** Names that may stand in files besides its own. */
  readonly otherNames: readonly string[];
}
export type DetailName = keyof Details;

export const CONTACT_NAMES = ['contactEmail', 'phone', 'postalAddress', 'website', 'otherNames'] as const;
export const DETAIL_NAMES: readonly DetailName[] = [...IDENTIFIER_NAMES, ...CONTACT_NAMES];

const OTHER_TITLES = {
  contactEmail: 'Contact e-mail address',
  phone: 'Phone',
  postalAddress: 'Postal address',
  website: 'Website',
  otherNames: 'Other names that may stand in files',
} as const;

export function detailTitle(name: DetailName): string {
  return name in IDENTIFIERS
    ? IDENTIFIERS[name as IdentifierName].title
    : OTHER_TITLES[name as keyof typeof OTHER_TITLES];
}

/** Details as a form has them; a field that is not in the form is not there. */
export type DetailTexts = Readonly<Partial<Record<DetailName, string>>>;

export function detailTexts(details: Details): Readonly<Record<DetailName, string>> {
  const texts = DETAIL_NAMES.map((name) => {
    const value = details[name];
    if (value === null) return [name, ''];
    if (typeof value !== 'string') return [name, value.join('\n')];
    return [name, name in IDENTIFIERS ? identifierInWords(name as IdentifierName, value) : value];
  });
  return Object.fromEntries(texts);
}

export interface ReadDetails {
  readonly details: Partial<Details>;
  readonly faults: readonly Fault[];
}

/** Reads the details of a form for an organisation of this kind; an empty field means that there is none. */
export function readDetails(texts: DetailTexts, kind: OrganisationKind): ReadDetails {
  const details: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const name of DETAIL_NAMES) {
    const text = texts[name];
    if (text === undefined) continue;
    const read = readOne(name, text, kind);
    if (read.fault === undefined) details[name] = read.value;
    else faults.push({ field: name, text: read.fault });
  }
  return { details: details as Partial<Details>, faults };
}

type Read =
  | { readonly value: string | null | readonly string[]; readonly fault?: undefined }
  | { readonly fault: string };

function readOne(name: DetailName, typed: string, kind: OrganisationKind): Read {
  if (name === 'otherNames') return readNames(typed);
  const text = typed.normalize('NFC').trim().replaceAll('\r\n', '\n');
  if (text === '') return { value: null };
  if (/[\p{Cf}\p{Cs}\p{Cc}]/u.test(name === 'postalAddress' ? text.replaceAll('\n', '') : text)) {
    return { fault: `${detailTitle(name)}: there is a character that cannot be seen; type it again` };
  }
  if (name in IDENTIFIERS) return readIdentifier(name as IdentifierName, text, kind);
  const { right, fault } = CONTACT_CHECKS[name as keyof typeof CONTACT_CHECKS];
  return right(text) ? { value: text } : { fault };
}

function readIdentifier(name: IdentifierName, typed: string, kind: OrganisationKind): Read {
  const { kinds, short, words } = IDENTIFIERS[name];
  if (!kinds.includes(kind)) return { fault: `Leave the ${short} empty: an organisation of this kind has none` };
  if (!isIdentifier(name, typed)) return { fault: `Enter the ${short} as ${words}` };
  return { value: identifierAsKept(name, typed) };
}

function readNames(typed: string): Read {
  const names = splitNames(typed);
  if (names.length > OTHER_NAMES_LIMIT) return { fault: `Enter ${OTHER_NAMES_LIMIT} other names or fewer` };
  for (const name of names) {
    const fault = nameFault(name);
    if (fault !== undefined) return { fault: `${fault}: “${name.slice(0, 40).replaceAll(/[\p{Cc}\p{Cf}]/gu, '�')}”` };
  }
  return { value: names };
}

const CONTACT_CHECKS = {
  contactEmail: {
    right: (text: string) => text.length <= 250 && /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{3,}$/u.test(text),
    fault: 'Enter one e-mail address, like data@example.org',
  },
  phone: {
    right: (text: string) => /^\+?\d[\d ()]{5,29}$/.test(text),
    fault: 'Enter a telephone number, like 01632 960101 or +44 1632 960101',
  },
  postalAddress: {
    right: (text: string) => text.length <= 500 && text.split('\n').length <= 10,
    fault: 'Enter an address of 10 lines and 500 characters or fewer',
  },
  website: {
    right: isWebsite,
    fault: 'Enter an address that begins with https:// or http://, like https://www.example.org',
  },
} as const;

/** Only http and https: such an address becomes a link. */
function isWebsite(text: string): boolean {
  if (text.length > 200 || !/^https?:\/\/[^\s<>"\\]+$/i.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return ['https:', 'http:'].includes(protocol) && hostname.includes('.') && username === '' && password === '';
}
