import type { LintEntry } from './entry.ts';

/** The template as a whole: names, keys, rules. */
export const WHOLE = {
  'header.repeated': {
    severity: 'error',
    class: 24,
    sees: 'Two columns have the same name.',
    remedy: 'Give each column the name it was published with.',
  },
  'header.alike': {
    severity: 'error',
    class: 24,
    sees: 'Two columns have names that differ only in capitals, blanks or punctuation; files cannot tell them apart.',
    remedy: 'Correct the name that was copied wrongly.',
  },
  'header.blanks': {
    severity: 'error',
    class: 24,
    sees: 'The name of a column has two blanks in a row, or a blank that is not an ordinary one.',
    remedy: 'Write one ordinary blank.',
  },
  'header.mixed': {
    severity: 'warning',
    class: 24,
    sees: 'Some names have blanks or underscores between their words and others do not; senders will mix them up.',
    remedy: 'Compare with the published format. Files that write a name the other way are understood all the same.',
  },
  'header.misspelt': {
    severity: 'warning',
    class: 24,
    sees: 'The name of a column may be misspelt: the same word is written in another way elsewhere in the template.',
    remedy: 'Compare with the published format; keep the name if it was published so.',
  },
  'key.no-such-column': {
    severity: 'error',
    sees: 'primaryKey or foreignKeys names a column that is not there.',
    remedy: 'Correct the name; it must be spelt as in fields.',
  },
  'key.columns': {
    severity: 'error',
    sees: 'A foreign key, or a rule of kind reference, does not have as many columns here as in what it refers to.',
    remedy: 'Name the columns in pairs.',
  },
  'rule.no-such-column': {
    severity: 'error',
    sees: 'A rule names a column that is not there.',
    remedy: 'Correct the name; it must be spelt as in fields.',
  },
  'rule.expression': {
    severity: 'error',
    sees: 'The expression of a rule does not parse, does not type-check, or reads a name that is not known.',
    remedy: 'Correct the expression. Columns are texts; turn them into numbers by int(…).',
  },
  'rule.column-not-listed': {
    severity: 'error',
    sees: 'The expression of a rule reads a column that the rule does not list.',
    remedy: 'Add the column to columns.',
  },
  'rule.column-not-read': {
    severity: 'warning',
    sees: 'A rule lists a column that its expression does not read, and is therefore not asked where that column is at fault.',
    remedy: 'Take the column out of columns.',
  },
  'rule.unknown-name': {
    severity: 'error',
    sees: 'A rule reads a name under context that nothing gives, so that it is never asked.',
    remedy: 'Read context.dueDate or context.organisationNames.',
  },
  'rule.code-repeated': {
    severity: 'error',
    sees: 'Two rules have one code.',
    remedy: 'Give one of them another code; a code keeps its meaning for ever.',
  },
  'rule.code-taken': {
    severity: 'error',
    sees: 'A rule has a code that the engine uses for something else.',
    remedy: 'Give the rule a code of its own, such as ABC-REPORTING-DATE.',
  },
  'rule.besides-unknown': {
    severity: 'error',
    sees: 'A rule names in besides a code that no rule of the template has, or its own.',
    remedy: 'Name the codes of other rules of this template, or value.',
  },
} as const satisfies Record<string, LintEntry>;
