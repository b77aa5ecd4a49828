/** A kind of fault in the text of a pattern, as formats have been published with it. */
export interface DefectEntry {
  /** Class of defect in published formats. */
  readonly class: number;
  /** What a pattern with this fault has. */
  readonly sees: string;
  readonly remedy: string;
}

/** Faults that can be seen in a pattern's own text. */
export const DEFECTS = {
  'blank-at-end': {
    class: 1,
    sees: 'a blank at its beginning or end, which no right value has',
    remedy: 'Take the blank out. If a value does end in a blank, write it as \\x20.',
  },
  unescaped: {
    class: 2,
    sees: 'a list whose stars, plus signs or full stops are not escaped',
    remedy: 'Write the values in enum, letter for letter.',
  },
  'blank-inside': {
    class: 5,
    sees: 'a blank that a line break left inside a class, a count, a number or a word',
    remedy: 'Take the blank out, and compare with the words beside the pattern.',
  },
  'blank-around': {
    class: 6,
    sees: 'an alternative that begins or ends with a blank',
    remedy: 'Take the blanks out from around the alternatives.',
  },
  'escaped-bar': {
    class: 7,
    sees: 'a bar with a backslash before it, so that it parts no alternatives',
    remedy: 'Take the backslash out. To mean the character itself, write [\\|].',
  },
  'round-brackets': {
    class: 8,
    sees: 'a repeat count in round brackets instead of braces',
    remedy: 'Write the count in braces, such as .{1,50}.',
  },
  'range-as-count': {
    class: 9,
    sees: 'a range of numbers written as a repeat count',
    remedy: 'Say how many digits there are, such as \\d{10}.',
  },
  'range-in-class': {
    class: 9,
    sees: 'a range of numbers inside square brackets, where each character stands for itself',
    remedy: 'Use the type integer with minimum and maximum.',
  },
  'hyphen-in-count': {
    class: 9,
    sees: 'a repeat count with a hyphen instead of a comma',
    remedy: 'Write the count with a comma, such as \\d{1,3}; for a range of numbers use minimum and maximum.',
  },
  'lost-character': {
    class: 10,
    sees: 'a character that was lost: a count with nothing before it, a d without its backslash, a bracket without its partner',
    remedy: 'Put the character back, such as .{1,15} or \\d{1,5}.',
  },
  'lost-bar': {
    class: 11,
    sees: 'two alternatives run together: the bar between them is lost',
    remedy: 'Put the bar back; for dates use the type date.',
  },
  'empty-class': {
    class: 12,
    sees: 'an empty pair of square brackets, which matches nothing',
    remedy: 'Write the character that was lost, such as a blank.',
  },
  'joined-by-or': {
    class: 13,
    sees: 'two patterns joined by the word “or”',
    remedy: 'Join them by a bar, or for dates use dateFormats.',
  },
  'unescaped-brackets': {
    class: 16,
    sees: 'a list with round brackets that are part of a value but are not escaped',
    remedy: 'Write the values in enum, letter for letter.',
  },
  'year-without-zero': {
    class: 18,
    sees: 'a year whose last digit may not be 0, so that 2020 and 2030 can never pass',
    remedy: 'Write the year as 20\\d\\d.',
  },
  backticks: {
    class: 19,
    sees: 'backticks around it',
    remedy: 'Take the backticks out.',
  },
  'not-a-pattern': {
    class: 26,
    sees: 'words instead of a pattern',
    remedy: 'Write the values in enum if there is a list; else say how long a value may be.',
  },
  'lost-quotes': {
    class: 27,
    sees: 'curly quotation marks, or the question marks and replacement characters that such marks become when text passes through the wrong encoding',
    remedy: 'Take them out, or write plain ones; compare with the words beside the pattern.',
  },
} as const satisfies Record<string, DefectEntry>;

export type DefectKind = keyof typeof DEFECTS;
export const DEFECT_KINDS: readonly DefectKind[] = Object.keys(DEFECTS) as DefectKind[];
