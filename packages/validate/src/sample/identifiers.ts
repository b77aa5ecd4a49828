import { isUci, isUln, isUpn } from '../fields/identifiers.ts';
import type { Random } from './random.ts';

/** The functions of a rule that tell which identifier a column holds. */
export type IdentifierCheck = 'isUln' | 'isUci' | 'isUpn';

/**
 * Identifiers with right check characters that nobody has: ULNs begin with 99, UCIs with the centre 99… and UPNs with
 * the local authority 999.
 */
export const IDENTIFIERS: Readonly<Record<IdentifierCheck, (random: Random) => string>> = {
  isUln: (random) => completed(random, (digits) => `99${digits(7)}`, append, '0123456789', isUln),
  isUci: (random) =>
    completed(random, (digits) => `99${digits(3)}0${random.between(15, 29)}${digits(4)}`, append, LETTERS, isUci),
  isUpn: (random) =>
    completed(
      random,
      (digits) => `999${digits(9)}`,
      (body, letter) => letter + body,
      LETTERS,
      isUpn,
    ),
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function append(body: string, character: string): string {
  return body + character;
}

/** A body for which one of the characters makes the identifier right; some bodies have none. */
function completed(
  random: Random,
  makeBody: (digits: (count: number) => string) => string,
  join: (body: string, character: string) => string,
  characters: string,
  isRight: (text: string) => boolean,
): string {
  const digits = (count: number) => Array.from({ length: count }, () => random.between(0, 9)).join('');
  for (;;) {
    const body = makeBody(digits);
    const right = [...characters].map((character) => join(body, character)).find(isRight);
    if (right !== undefined) return right;
  }
}

const CALL = /\b(isUln|isUci|isUpn)\(\s*(?:([A-Za-z_]\w*)|row\[\s*(['"])(.*?)\3\s*\])\s*\)/g;

/** The columns that an expression asks to be identifiers, by name. */
export function identifiersIn(expression: string): [column: string, check: IdentifierCheck][] {
  return [...expression.matchAll(CALL)].map((match) => [match[2] ?? match[4] ?? '', match[1] as IdentifierCheck]);
}
