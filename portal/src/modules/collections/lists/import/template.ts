import { type CompiledTemplate, compileTemplate, type Template } from '@garner/validate';
import type { ListKind } from '../kinds.ts';
import { MOST_CODE, MOST_TITLE } from '../model.ts';

export const COLUMNS = ['code', 'title', 'from', 'until'] as const;

const compiled = new Map<string, CompiledTemplate>();

/** The form of a file of a list, made ready once. */
export function fileTemplate(kind: ListKind): CompiledTemplate {
  const known = compiled.get(kind.name);
  if (known) return known;
  const made = compileTemplate(templateOf(kind));
  compiled.set(kind.name, made);
  return made;
}

function templateOf(kind: ListKind): Template {
  const day = (name: 'from' | 'until', title: string) =>
    ({
      name,
      title,
      type: 'date',
      format: 'any',
      dateFormats: ['%Y-%m-%d', '%d/%m/%Y'],
      description: `The ${title.toLowerCase()} it is in use.`,
      example: '2026-09-01',
      notApplicable: '',
      missingValues: [''],
      constraints: { minimum: '2000-01-01', maximum: '2099-12-31' },
      accepts: 'A real date such as 2026-09-01 or 01/09/2026, or an empty cell.',
      mend: 'Write the date like 2026-09-01, or leave the cell empty.',
    }) as const;
  return {
    name: `list-${kind.name}`,
    title: kind.title,
    edition: '1',
    publisher: 'Garner',
    updated: '2026-11-22',
    description: `One row for each ${kind.one}.`,
    fields: [
      {
        name: 'code',
        title: 'Code',
        type: 'string',
        description: `The ${kind.one}.`,
        example: kind.example,
        constraints: { required: true, pattern: kind.pattern },
        accepts: kind.accepts,
        mend: `Write the ${kind.one} without blanks around it, ${MOST_CODE} characters or fewer.`,
      },
      {
        name: 'title',
        title: 'Title',
        type: 'string',
        description: 'What it stands for.',
        example: 'Health and social care, unit 1',
        notApplicable: '',
        missingValues: [''],
        constraints: { pattern: `.{1,${MOST_TITLE}}` },
        accepts: `1 to ${MOST_TITLE} characters, or an empty cell.`,
        mend: `Shorten the title to ${MOST_TITLE} characters on one line, or leave the cell empty.`,
      },
      day('from', 'First day'),
      day('until', 'Last day'),
    ],
    rules: [
      {
        code: 'LIST-CODE-TWICE',
        kind: 'unique',
        severity: 'error',
        columns: ['code'],
        message: 'This code stands in an earlier row.',
        help: 'Delete one of the two rows.',
      },
    ],
  };
}
