/** What can be worth telling about a file besides a verdict. */
export type ScanWarningCode = keyof typeof WORDS;

export interface ScanWarning {
  readonly code: ScanWarningCode;
  /** A whole sentence for people. */
  readonly message: string;
  /** True when part of the file could not be looked at, so that no scanner may call it clean on our word. */
  readonly hides: boolean;
  /** The first file inside the archive that this is about, made safe to show (control characters removed, cut). */
  readonly entry?: string;
}

/** `why` stands inside a sentence; it is there exactly when the warning means that something stayed unseen. */
const WORDS = {
  macros: { message: 'This file contains macros (small programs that run when it is opened).' },
  'executable-inside': { message: 'There is a program or script inside this archive.' },
  encrypted: {
    message: 'This file, or a file inside it, is locked with a password.',
    why: 'it is locked with a password, so its contents could not be looked at',
  },
  'nested-too-deep': {
    message: 'This archive has archives inside archives, too many levels deep.',
    why: 'it has archives inside archives, too many levels deep to look into',
  },
  'too-big-unpacked': {
    message: 'This archive unpacks to far more than it should.',
    why: 'it unpacks to more than we look through',
  },
  'too-many-entries': {
    message: 'This archive contains too many files.',
    why: 'it contains more files than we look through',
  },
  overlapping: {
    message: 'The parts of this archive overlap, which an honest archive does not do.',
    why: 'its parts overlap, so they could not all be looked at',
  },
  'unsupported-compression': {
    message: 'This archive uses a kind of compression that we cannot open.',
    why: 'it uses a kind of compression that we cannot open',
  },
  'archive-not-opened': {
    message: 'This file is, or contains, a kind of archive that we cannot open.',
    why: 'it is, or contains, a kind of archive that we cannot open',
  },
  damaged: {
    message: 'This archive is damaged or cut short.',
    why: 'it is damaged or cut short, so not all of it could be looked at',
  },
  disguised: {
    message: 'This archive says one thing about its contents and holds another.',
    why: 'it says one thing about its contents and holds another',
  },
  incomplete: {
    message: 'The number of bytes read is not the size this file is said to have.',
    why: 'the number of bytes read is not the size it is said to have',
  },
} as const satisfies Record<string, { message: string; why?: string }>;

/** The longest name from inside an archive that is repeated to people, in UTF-16 units. */
const LONGEST_NAME = 120;

export function scanWarning(code: ScanWarningCode, entry?: string): ScanWarning {
  const { message } = WORDS[code];
  const base = { code, message, hides: 'why' in WORDS[code] };
  const shown = entry === undefined ? '' : showable(entry);
  return shown === '' ? base : { ...base, entry: shown };
}

/**
 * Why part of a file stayed unseen, in plain words joined by semicolons; undefined when all of it was looked at.
 * For the `reason` of a `not-scanned` verdict.
 */
export function whyNotWhole(warnings: readonly ScanWarning[]): string | undefined {
  const reasons = warnings.flatMap(({ code }) => {
    const words = WORDS[code];
    return 'why' in words ? words.why : [];
  });
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** Names inside archives are an attacker's to choose: no control or direction-changing characters, no endless text. */
function showable(name: string): string {
  const safe = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '');
  return safe.length > LONGEST_NAME ? `${safe.slice(0, LONGEST_NAME - 1)}…` : safe;
}
