import { type LintEntry, READING } from './entry.ts';

/** What was published and is only shown: the words against the pattern. */
export const PUBLISHED = {
  'published.does-not-compile': {
    severity: 'warning',
    sees: 'The published pattern does not compile, for none of the reasons known here.',
    remedy: READING,
  },
  'published.not-applicable-refused': {
    severity: 'warning',
    class: 3,
    sees: 'The published words accept a value for “not applicable” that the published pattern refuses.',
    remedy: READING,
  },
  'published.not-applicable-by-accident': {
    severity: 'warning',
    class: 4,
    sees: 'The published pattern takes the value for “not applicable” by accident: the words do not accept it here.',
    remedy: READING,
  },
  'published.date-forms': {
    severity: 'warning',
    class: 14,
    sees: 'The published words accept a way of writing dates that the published pattern refuses.',
    remedy: READING,
  },
  'published.date-refused': {
    severity: 'warning',
    class: 15,
    sees: 'The published words name a date that the published pattern refuses.',
    remedy: READING,
  },
  'published.list-differs': {
    severity: 'warning',
    class: 17,
    sees: 'The list in the published pattern and the list in the published words differ.',
    remedy: READING,
  },
  'published.example-refused': {
    severity: 'warning',
    class: 18,
    sees: 'The published pattern refuses the example in the published words.',
    remedy: READING,
  },
  'published.blank-refused': {
    severity: 'warning',
    class: 20,
    sees: 'The published words accept no characters at all, the published pattern wants at least one.',
    remedy: READING,
  },
  'published.decimals-refused': {
    severity: 'warning',
    class: 21,
    sees: 'The published words accept decimals, the published pattern does not.',
    remedy: READING,
  },
  'published.length-differs': {
    severity: 'warning',
    class: 22,
    sees: 'The published words and the published pattern give different lengths.',
    remedy: READING,
  },
  'published.positions': {
    severity: 'warning',
    class: 23,
    sees: 'The positions printed are not 1, 2, 3 and so on: there is a gap, a repeat, another order, or a letter.',
    remedy:
      'Keep them as printed; columns are found by name. Say in the template’s description that the positions are not the order of the columns.',
  },
  'published.same-description': {
    severity: 'warning',
    class: 25,
    sees: 'Two columns have the same published description; one may have been copied to the wrong row.',
    remedy: READING,
  },
  'published.lost-text': {
    severity: 'warning',
    class: 27,
    sees: 'The published words hold question marks or replacement characters where other characters were lost in a wrong encoding.',
    remedy: READING,
  },
} as const satisfies Record<string, LintEntry>;
