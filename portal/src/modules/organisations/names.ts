/** Fewest and most characters of a name. */
const [LEAST, MOST] = [2, 200];
/** The most other names an organisation can have. */
export const OTHER_NAMES_LIMIT = 30;

/** Letters of other alphabets that are drawn like a Latin letter (Unicode TR 39, those in names). */
const ALIKE: ReadonlyMap<string, string> = new Map(
  ['аa', 'вb', 'сc', 'ԁd', 'еe', 'һh', 'іi', 'јj', 'кk', 'ӏl', 'мm', 'нh', 'оo', 'рp', 'ѕs', 'тt', 'уy', 'хx', 'ԝw']
    .concat([
      'αa',
      'βb',
      'εe',
      'ηn',
      'ιi',
      'κk',
      'νv',
      'οo',
      'ρp',
      'τt',
      'υu',
      'χx',
      'ıi',
      'ɡg',
      'ɑa',
      'օo',
      'ոn',
      'սu',
    ])
    .map((pair) => [pair.slice(0, 1), pair.slice(1)] as const),
);

/** A name as it is kept: composed, each run of blanks one blank, none at the ends. */
export function nameAsKept(typed: string): string {
  return typed
    .normalize('NFC')
    .replaceAll(/[^\S\r\n]+/gu, ' ')
    .trim();
}

/** What is wrong with a name as it is kept, as a sentence without its full stop; undefined where nothing is. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'Enter a name';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(name)) {
    return 'The name holds a line break or a character that cannot be seen; type it again';
  }
  if ([...name].length < LEAST || [...name].length > MOST) return `A name has ${LEAST} to ${MOST} characters`;
  return nameKey(name) === '' ? 'A name has at least one letter or digit' : undefined;
}

/**
 * What two names have in common that people could take for each other: without case, accents, blanks, punctuation and
 * invisible characters, letters of other alphabets as the Latin ones they look like.
 */
export function nameKey(name: string): string {
  const bare = name
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return [...bare].map((letter) => ALIKE.get(letter) ?? letter).join('');
}

/** Names typed one a line, or with semicolons between them: as they are kept, none twice. */
export function splitNames(typed: string): string[] {
  return [...new Set(typed.split(/[;\r\n]/).map(nameAsKept))].filter((name) => name !== '');
}
