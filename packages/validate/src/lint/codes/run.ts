import type { LintEntry } from './entry.ts';

/** What is run: patterns, lists, limits, and what they make of the values that the words name. */
export const RUN = {
  'pattern.does-not-compile': {
    severity: 'error',
    sees: 'The pattern does not compile.',
    remedy: 'Correct it. If it is a list of values, write them in enum.',
  },
  'pattern.not-run': {
    severity: 'error',
    sees: 'The pattern uses what no finite automaton can do: look-ahead, look-behind, back-references, word boundaries.',
    remedy: 'Say what is accepted instead; leave comparisons between values to a rule.',
  },
  'pattern.never-matches': {
    severity: 'error',
    sees: 'No value at all can match the pattern.',
    remedy: 'Correct it, and try it with a right value.',
  },
  'pattern.dates-as-text': {
    severity: 'warning',
    sees: 'The pattern describes dates, and lets through days that are in no calendar, such as 2023-02-31.',
    remedy: 'Use the type date with minimum and maximum instead of a pattern.',
  },
  'enum.blanks': {
    severity: 'error',
    class: 6,
    sees: 'A value of the list begins or ends with a blank.',
    remedy: 'Take the blanks out from around the value.',
  },
  'enum.blank-inside': {
    severity: 'error',
    class: 5,
    sees: 'A value of the list has a blank inside a word, left there by a line break.',
    remedy: 'Take the blank out.',
  },
  'enum.quotes': {
    severity: 'warning',
    class: 27,
    sees: 'A value of the list holds backticks, curly quotation marks or replacement characters.',
    remedy: 'If the marks are not part of the value, take them out.',
  },
  'enum.refused': {
    severity: 'error',
    sees: 'A value of the list is refused by the pattern or the lengths beside it.',
    remedy: 'Leave out the pattern and the lengths: the list says all.',
  },
  'field.example-refused': {
    severity: 'error',
    class: 18,
    sees: 'The column refuses its own example.',
    remedy: 'Correct the pattern, the list or the limits, or the example.',
  },
  'field.printed-example-refused': {
    severity: 'error',
    class: 18,
    sees: 'The column refuses the example in the publisher’s words.',
    remedy: 'Correct the pattern, the list or the limits, or say in reading why the example is refused.',
  },
  'field.not-applicable-missing': {
    severity: 'error',
    class: 3,
    sees: 'The words accept a value for “not applicable”, and the column refuses it.',
    remedy: 'Set notApplicable and missingValues to the value, and leave out required.',
  },
  'field.not-applicable-unfounded': {
    severity: 'warning',
    class: 3,
    sees: 'The column accepts a value for “not applicable” that neither the published words nor the published pattern name.',
    remedy: 'Take notApplicable out, or say in reading why it is accepted.',
  },
  'field.not-applicable-by-accident': {
    severity: 'error',
    class: 4,
    sees: 'The pattern takes the value for “not applicable” by accident: the words do not accept it in this column.',
    remedy:
      'Name the value in the template’s notApplicableValues: every column that does not accept it then refuses it.',
  },
  'field.date-forms': {
    severity: 'error',
    class: 14,
    sees: 'The words accept a way of writing dates that the column refuses.',
    remedy: 'Set format to any, and dateFormats to the ways that the words accept.',
  },
  'field.date-refused': {
    severity: 'error',
    class: 15,
    sees: 'The words name a date, such as one that stands for “not known”, that the column refuses.',
    remedy: 'Widen minimum or maximum, or make it the column’s notApplicable.',
  },
  'field.list-member-refused': {
    severity: 'error',
    class: 17,
    sees: 'The column refuses a value that the publisher lists.',
    remedy: 'Add it to enum, letter for letter.',
  },
  'field.list-member-added': {
    severity: 'warning',
    class: 17,
    sees: 'The column accepts a value that the publisher does not list.',
    remedy: 'Take it out of enum, or say in reading why it is accepted.',
  },
  'accepts.list-differs': {
    severity: 'warning',
    sees: 'What accepts tells people to write lists other values than the column takes.',
    remedy: 'Name the values of enum in accepts as they are written there, or say how many there are.',
  },
  'field.blank-refused': {
    severity: 'error',
    class: 20,
    sees: 'The words accept no characters at all, and the column wants a value.',
    remedy: 'Leave out required, and set missingValues: [""].',
  },
  'field.decimals-refused': {
    severity: 'error',
    class: 21,
    sees: 'The words accept decimals, and the column refuses them.',
    remedy: 'Use the type number, with a lexical that accepts decimals.',
  },
  'field.length-differs': {
    severity: 'warning',
    class: 22,
    sees: 'The words and the pattern that is run give different lengths.',
    remedy: 'Follow the words of this edition, or say in reading why not.',
  },
  'field.same-description': {
    severity: 'warning',
    class: 25,
    sees: 'Two columns have the same description; one may have been copied to the wrong row.',
    remedy: 'Say in each what that column holds.',
  },
  'constraints.minimum-above-maximum': {
    severity: 'error',
    sees: 'A least value or length is above the greatest, so that nothing can pass.',
    remedy: 'Correct one of the two.',
  },
  'constraints.no-such-date': {
    severity: 'error',
    sees: 'A date in the template is in no calendar.',
    remedy: 'Check the day and the month.',
  },
} as const satisfies Record<string, LintEntry>;
