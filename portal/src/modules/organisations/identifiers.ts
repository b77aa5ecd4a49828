import { KINDS, type OrganisationKind } from './model.ts';

/** A number that names an organisation in a register (reference: ofqual/NOTES.md e). None of them has a check digit. */
export interface IdentifierKind {
  readonly name: IdentifierName;
  /** As people write it. */
  readonly short: string;
  readonly title: string;
  /** What is right, as the end of a sentence that begins "Enter". */
  readonly words: string;
  /** Kinds of organisation that can have one. */
  readonly kinds: readonly OrganisationKind[];
  /** The form in which it is kept. */
  readonly pattern: RegExp;
}

export const IDENTIFIER_NAMES = ['recognitionNumber', 'ukprn', 'urn', 'laestab', 'ncn'] as const;
export type IdentifierName = (typeof IDENTIFIER_NAMES)[number];

export const IDENTIFIERS: Readonly<Record<IdentifierName, IdentifierKind>> = {
  recognitionNumber: {
    name: 'recognitionNumber',
    short: 'RN',
    title: 'Recognition number (RN)',
    words: 'RN and 4 digits, such as RN5901',
    kinds: ['awarding-organisation'],
    pattern: /^RN\d{4}$/,
  },
  ukprn: {
    name: 'ukprn',
    short: 'UKPRN',
    title: 'UK provider reference number (UKPRN)',
    words: '8 digits, the first of them not 0, such as 10090001',
    kinds: KINDS,
    pattern: /^[1-9]\d{7}$/,
  },
  urn: {
    name: 'urn',
    short: 'URN',
    title: 'Unique reference number (URN)',
    words: '6 digits, such as 990101',
    kinds: ['centre'],
    pattern: /^\d{6}$/,
  },
  laestab: {
    name: 'laestab',
    short: 'LAESTAB',
    title: 'Establishment number (LAESTAB)',
    words: '7 digits, such as 990/4001',
    kinds: ['centre'],
    pattern: /^\d{7}$/,
  },
  ncn: {
    name: 'ncn',
    short: 'NCN',
    title: 'National centre number (NCN)',
    words: '5 digits, such as 09901',
    kinds: ['centre'],
    pattern: /^\d{5}$/,
  },
};

/** The identifiers an organisation of this kind can have, in the order in which they are shown. */
export function identifiersOf(kind: OrganisationKind): IdentifierKind[] {
  return IDENTIFIER_NAMES.map((name) => IDENTIFIERS[name]).filter(({ kinds }) => kinds.includes(kind));
}

/** An identifier as it is kept: wide digits folded, in capitals, without blanks, a LAESTAB without its stroke. */
export function identifierAsKept(name: IdentifierName, typed: string): string {
  const folded = typed.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase();
  return name === 'laestab' ? folded.replace(/^(\d{3})\/(\d{4})$/, '$1$2') : folded;
}

/** Whether what was typed can be that identifier. */
export function isIdentifier(name: IdentifierName, typed: string): boolean {
  return IDENTIFIERS[name].pattern.test(identifierAsKept(name, typed));
}

/** An identifier as it is shown: a LAESTAB with its stroke, the others as they are kept. */
export function identifierInWords(name: IdentifierName, kept: string): string {
  return name === 'laestab' ? `${kept.slice(0, 3)}/${kept.slice(3)}` : kept;
}
