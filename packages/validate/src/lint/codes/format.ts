import type { LintEntry } from './entry.ts';

/** A publisher’s file format that is imported. */
export const FORMAT = {
  'format.empty': {
    severity: 'error',
    sees: 'A publisher’s file format to import holds no rows.',
    remedy: 'Download it again from the publisher’s page.',
  },
  'format.columns': {
    severity: 'error',
    sees: 'A publisher’s file format to import does not have the columns for names and patterns.',
    remedy:
      'Its first row must be: Name, Description, Position, Validation Regular Expression, Description of Regular Expression.',
  },
  'format.encoding': {
    severity: 'warning',
    class: 27,
    sees: 'A publisher’s file format to import is not in UTF-8, and was read as Windows-1252 or UTF-16.',
    remedy: 'Compare accented letters, dashes and quotation marks with the publisher’s page.',
  },
  'format.copied-text': {
    severity: 'warning',
    sees: 'What is imported is no CSV but text copied from a page, whose columns had to be told apart by what they hold.',
    remedy: 'Compare with the publisher’s page, or import the CSV itself.',
  },
  'format.row': {
    severity: 'warning',
    sees: 'A row of a publisher’s file format was left out or mended: it has no name, or too few or too many values.',
    remedy: 'Compare with the publisher’s page.',
  },
} as const satisfies Record<string, LintEntry>;
