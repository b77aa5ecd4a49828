import { sql } from 'kysely';
import type { Database } from '../../../platform/db/database.ts';

/** What the codes of a list look like, and how people speak of them. */
export interface ListKind {
  /** The name by which rules of templates ask for it, such as `assessment-codes`. */
  readonly name: string;
  readonly title: string;
  /** One and several of them, in the middle of a sentence. */
  readonly one: string;
  readonly many: string;
  readonly codeHint: string;
  /** Full match, as in a template; an apostrophe in front is what makes a code safe in spreadsheets. */
  readonly pattern: string;
  readonly accepts: string;
  readonly example: string;
  /** The code as it is kept. */
  readonly kept: (typed: string) => string;
}

const ANY_CODE = {
  codeHint: '1 to 50 characters, exactly as in your files: capitals and blanks count',
  pattern: "'?\\S(?:.{0,48}\\S)?",
  accepts: '1 to 50 characters.',
  example: 'NSA-HSC-U01',
  kept: (typed: string): string => typed,
};

const KNOWN: readonly ListKind[] = [
  {
    name: 'assessment-codes',
    title: 'Assessment codes',
    one: 'assessment code',
    many: 'assessment codes',
    ...ANY_CODE,
  },
  {
    name: 'qualification-numbers',
    title: 'Qualification numbers',
    one: 'qualification number',
    many: 'qualification numbers',
    codeHint: 'Such as 500/8513/X; the slashes may be left out',
    pattern: '\\d{3}/\\d{4}/[0-9Xx]|\\d{7}[0-9Xx]',
    accepts: 'Three digits, four digits and one digit or X, with slashes between or without.',
    example: '500/8513/X',
    kept: (typed) => {
      const plain = typed.replaceAll('/', '').toUpperCase();
      return `${plain.slice(0, 3)}/${plain.slice(3, 7)}/${plain.slice(7)}`;
    },
  },
];

/** A template whose rules look values up in a list. */
export interface Asking {
  readonly list: string;
  readonly template: string;
  readonly edition: string;
  readonly title: string;
}

/**
 * Which templates look up which lists: rules of kind `reference` on one column, whose reference has the column `code`. A rule
 * that wants another file is not for a list.
 */
export async function askingTemplates(db: Database): Promise<readonly Asking[]> {
  const { rows } = await sql<Asking>`
    select distinct rule->'reference'->>'resource' as list, name as template, edition, title
    from template_edition, jsonb_array_elements(coalesce(template->'rules', '[]'::jsonb)) rule
    where rule->>'kind' = 'reference' and rule->'reference'->'columns' = '["code"]'::jsonb
      and rule->'reference'->>'resource' ~ '^[a-z0-9-]{1,80}$'
    order by list, title, edition desc`.execute(db);
  return rows;
}

/** Every list that can be kept: those known, and those that a template asks for. */
export function listKinds(asking: readonly Asking[]): readonly ListKind[] {
  const others = [...new Set(asking.map(({ list }) => list))].filter(
    (name) => !KNOWN.some((kind) => kind.name === name),
  );
  return [...KNOWN, ...others.map(kindNamed)];
}

/** The kind of a list; undefined where there is none of this name. */
export async function findKind(db: Database, name: string): Promise<ListKind | undefined> {
  return (
    KNOWN.find((kind) => kind.name === name) ?? listKinds(await askingTemplates(db)).find((kind) => kind.name === name)
  );
}

/** What a list is called, whether or not it is known. */
export function kindNamed(name: string): ListKind {
  const words = name.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return KNOWN.find((kind) => kind.name === name) ?? { name, title, one: 'code', many: words, ...ANY_CODE };
}
