import { acceptorOf } from '../lint/acceptor.ts';
import { lint } from '../lint/lint.ts';
import { examplesNamed } from '../lint/prose/examples.ts';
import type { LintRemark } from '../lint/remark.ts';
import { wordsOf } from '../lint/spelling.ts';
import type { Published, Template, TemplateField } from '../template.ts';
import { acceptedWords } from './accepted-words.ts';
import { type FormatRow, formatRows } from './format-rows.ts';
import { type ProposedColumn, proposeColumn } from './propose.ts';

/** What a file format does not say of itself. */
export interface FormatAbout {
  readonly name: string;
  readonly title: string;
  readonly edition: string;
  readonly publisher: string;
  /** Date the publisher gives for this edition, year-month-day. */
  readonly updated?: string;
  readonly description?: string;
  readonly sources?: Template['sources'];
}

/** A part of the draft that was read from the published text, and why it is read so. */
export interface Proposal {
  /** Where in the draft, such as `fields[1].constraints.pattern`. */
  readonly path: string;
  readonly column: string;
  readonly value: unknown;
  readonly because: string;
  /** The class of defect in the published text that it mends. */
  readonly class?: number;
}

export interface ImportedFormat {
  /** The draft: the published text word for word, our reading as far as a program can know it, and empty texts for a person to write. */
  readonly template: Template;
  /** What is to be done before the draft can be published, and what was odd about the file. */
  readonly remarks: readonly LintRemark[];
  readonly proposals: readonly Proposal[];
}

/**
 * Makes a draft template of a publisher's file format: a CSV with the five columns Name, Description, Position,
 * Validation Regular Expression and Description of Regular Expression, in whatever encoding, or the same copied
 * from its page as text. A person reads it before it is published. Never throws for what is in the file.
 */
export function importFormat(file: string | Uint8Array, about: FormatAbout): ImportedFormat {
  const { rows, remarks } = formatRows(file);
  const columns = rows.map((row) => draftColumn(row, about));
  const notApplicable = [...new Set(columns.flatMap(({ field }) => field.notApplicable ?? []))];
  const { name, title, edition, publisher, updated = '', description = '', sources } = about;
  const template: Template = {
    name,
    title,
    edition,
    publisher,
    updated,
    description,
    ...(sources && { sources }),
    ...(notApplicable.length > 0 && { notApplicableValues: notApplicable }),
    fields: columns.map(({ field }) => field),
  };
  const proposals = columns.flatMap(({ field, reasons }, at) =>
    reasons.map(
      ({ key, ...reason }): Proposal => ({
        path: `fields[${at}].${key}`,
        column: field.name,
        value: partOf(field, key),
        ...reason,
      }),
    ),
  );
  return { template, remarks: [...remarks, ...lint(template).remarks], proposals };
}

function draftColumn(row: FormatRow, about: FormatAbout): { field: TemplateField; reasons: ProposedColumn['reasons'] } {
  const published: Published = {
    position: /^\s*\d{1,9}\s*$/.test(row.position) ? Number(row.position) : row.position,
    description: row.description,
    pattern: row.pattern,
    words: row.words,
  };
  const { parts, reasons } = proposeColumn(published);
  const base = {
    name: row.name,
    title: titleOf(row.name),
    ...parts,
    description: '',
    example: '',
    accepts: acceptedWords(parts),
    mend: '',
    published,
  };
  return { field: { ...base, example: exampleOf(base, about) }, reasons };
}

/** `AwardingOrganisation` as people say it. */
function titleOf(name: string): string {
  const words = wordsOf(name).join(' ');
  return words === '' ? name : words[0]!.toUpperCase() + words.slice(1);
}

/** A value that the column takes, where the published text or the draft itself gives one. */
function exampleOf(field: TemplateField, { updated = '' }: FormatAbout): string {
  const acceptor = acceptorOf(field, [''], new Set(field.notApplicable ?? []));
  const { enum: members = [] } = field.constraints ?? {};
  const candidates = [
    ...examplesNamed(`${field.published?.words}\n${field.published?.description}`),
    ...members.slice(0, 1),
    ...(field.type === 'date' ? [updated] : []),
  ];
  return candidates.find((candidate) => candidate !== field.notApplicable && acceptor?.accepts(candidate)) ?? '';
}

function partOf(field: TemplateField, key: string): unknown {
  return key.split('.').reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], field);
}
