import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/** A column with nothing wrong, to which a case gives what it is about. */
export const FIELD = {
  name: 'Value',
  type: 'string',
  example: 'A',
  constraints: { required: true },
  accepts: 'A value.',
  mend: 'Write it again.',
} as const;

const PUBLISHED = { position: 1, description: 'The value', pattern: '', words: '' };

/** A part of a column as a case gives it. */
export type Part = Readonly<Record<string, unknown>>;

/** A template of such columns, with nothing else wrong. */
export function templateOf(fields: readonly Part[], more: Part = {}): Part {
  return {
    name: 'small',
    title: 'Small',
    edition: '2026-01',
    publisher: 'A publisher',
    updated: '2026-01-15',
    description: 'One row for each thing.',
    fields: fields.map(fieldOf),
    ...more,
  };
}

function fieldOf(part: Part, at: number): Part {
  const { published, ...rest } = part;
  const whole: Record<string, unknown> = { ...FIELD, description: `What column ${at + 1} holds.`, ...rest };
  if (whole['notApplicable'] !== undefined && part['constraints'] === undefined) whole['constraints'] = {};
  return published === undefined ? whole : { ...whole, published: { ...PUBLISHED, ...(published as object) } };
}

/** A YAML file of the folder of tests; `<<` puts one group of keys under another. */
export function readYaml(...path: string[]): unknown {
  return merged(load(readFileSync(join(import.meta.dirname, '..', ...path), 'utf8')));
}

function merged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(merged);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const { '<<': base, ...own } = value as Part;
  const all = { ...(base as Part | undefined), ...own };
  return Object.fromEntries(Object.entries(all).map(([key, each]) => [key, merged(each)]));
}
