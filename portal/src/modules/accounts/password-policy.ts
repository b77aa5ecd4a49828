/** Shortest password, in characters. The second step is always asked for as well. */
export const PASSWORD_LEAST = 10;
export const PASSWORD_MOST = 200;

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
];

let common: Promise<ReadonlySet<string>> | undefined;

/** 49,000 passwords that people choose, from leaks; read when the first password is chosen. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return await common;
}

/**
 * Why a password cannot be taken, in words; undefined where it can. Length over composition: any characters, no rules about
 * kinds of them; but nothing that is guessed first: common ones, those with digits put at their ends, runs and repeats, and
 * little more than what is known of the person (`about`: name, e-mail, organisation).
 */
export async function passwordFault(password: string, about: readonly string[]): Promise<string | undefined> {
  const length = [...password].length;
  if (length < PASSWORD_LEAST)
    return `Choose a password of at least ${PASSWORD_LEAST} characters. Three words that do not belong together are a good one`;
  if (length > PASSWORD_MOST) return `Choose a password of at most ${PASSWORD_MOST} characters`;
  const list = await commonPasswords();
  const lower = password.toLowerCase();
  const cores = [lower, coreOf(lower), coreOf(plainOf(lower))];
  if (cores.some((core) => list.has(core) && core.length * 2 >= lower.length)) return COMMON;
  if (isRepeated(lower) || isRun(lower)) return COMMON;
  if (isMostly(lower, about)) return 'Choose a password that is not mostly your name, e-mail address or organisation';
  return undefined;
}

const COMMON =
  'Choose a password that is harder to guess: this one, or one much like it, is among those that are tried first';

/** Without the digits and signs at its ends. */
function coreOf(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

function plainOf(text: string): string {
  return [...text].map((letter) => LEET[letter] ?? letter).join('');
}

/** The same one to six characters over and over. */
function isRepeated(text: string): boolean {
  return /^(.{1,6}?)\1{2,}.{0,5}$/su.test(text);
}

/** Neighbours of the alphabet or the keyboard, forwards or backwards, make up all but a few characters. */
function isRun(text: string): boolean {
  const pairs = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
  let neighbours = 0;
  for (let at = 1; at < text.length; at++) {
    const pair = text.slice(at - 1, at + 1);
    if (pair[0] === pair[1] || pairs.some((row) => row.includes(pair))) neighbours++;
  }
  return neighbours >= text.length - 3;
}

function isMostly(text: string, about: readonly string[]): boolean {
  const words = [...about, 'garner']
    .flatMap((one) => one.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
    .toSorted((a, b) => b.length - a.length);
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), text);
  return left.length < text.length && left.length < PASSWORD_LEAST - 4;
}
