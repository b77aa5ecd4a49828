import type { LintEntry } from './entry.ts';

/** A template that is not of the format. */
export const SHAPE = {
  'shape.kind': {
    severity: 'error',
    sees: 'Something is of another kind than the format of templates wants, such as a number where a text belongs.',
    remedy:
      'Write it as collections/template.schema.json explains; in YAML, put texts that look like numbers or dates in quotation marks.',
  },
  'shape.missing': {
    severity: 'error',
    sees: 'A key that every template, column or rule needs is not there.',
    remedy: 'Add it.',
  },
  'shape.unknown-key': {
    severity: 'error',
    sees: 'A key is not part of the format of templates, or not of this kind of column or rule.',
    remedy: 'Delete it, or correct its spelling.',
  },
  'shape.value': {
    severity: 'error',
    sees: 'A value is not one that the format of templates accepts there.',
    remedy: 'Write it as collections/template.schema.json explains.',
  },
  'shape.repeated': { severity: 'error', sees: 'A list names the same thing twice.', remedy: 'Keep one of the two.' },
  'words.missing': {
    severity: 'error',
    sees: 'Words for people are missing: a title, a description, what is accepted, how to mend it, a message or help.',
    remedy: 'Write one or two plain sentences.',
  },
} as const satisfies Record<string, LintEntry>;
