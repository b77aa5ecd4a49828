import type { Constraints, Published, TemplateField } from '../template.ts';
import type { ImportedFormat, Proposal } from './import.ts';
import { comment, entry, inline } from './yaml.ts';

/** Keys of a column, in the order in which templates are written. */
const FIELD_KEYS = [
  'title',
  'type',
  'format',
  'dateFormats',
  'description',
  'example',
  'notApplicable',
  'missingValues',
  'constraints',
  'lexical',
  'accepts',
  'mend',
  'reading',
  'published',
] as const satisfies readonly (keyof TemplateField)[];

/**
 * A draft as YAML in the layout of collections/templates, each proposal with its reason as a comment above it. A YAML
 * reader gives back the draft itself.
 */
export function draftYaml({ template, proposals }: ImportedFormat): string {
  const { name, title, edition, publisher, updated, description, sources, notApplicableValues, fields } = template;
  const head = Object.entries({ name, title, edition, publisher, updated, description }).flatMap(([key, value]) =>
    entry(key, value, ''),
  );
  const lines = [
    '# yaml-language-server: $schema=../../template.schema.json',
    ...comment(
      'A draft: read every “Proposed” against the publisher’s words, write the empty texts, then garner lint.',
      '',
    ),
    ...head,
    ...(sources ? ['sources:', ...sources.flatMap(sourceLines)] : []),
    ...(notApplicableValues ? ['', ...entry('notApplicableValues', notApplicableValues, '')] : []),
    '',
    ...(fields.length === 0 ? ['fields: []'] : ['fields:']),
    ...fields.flatMap((field, at) => [
      ...(at > 0 ? [''] : []),
      ...fieldLines(field, reasonsOf(proposals, `fields[${at}].`)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function sourceLines({ title, path }: { readonly title: string; readonly path?: string }): string[] {
  return [`  - title: ${inline(title)}`, ...(path === undefined ? [] : entry('path', path, '    '))];
}

/** Proposals by the key of the column that they are of. */
function reasonsOf(proposals: readonly Proposal[], prefix: string): ReadonlyMap<string, readonly Proposal[]> {
  const reasons = new Map<string, Proposal[]>();
  for (const proposal of proposals) {
    if (!proposal.path.startsWith(prefix)) continue;
    const key = proposal.path.slice(prefix.length);
    reasons.set(key, [...(reasons.get(key) ?? []), proposal]);
  }
  return reasons;
}

function fieldLines(field: TemplateField, reasons: ReadonlyMap<string, readonly Proposal[]>): string[] {
  const indent = '    ';
  const why = (key: string, at: string): string[] =>
    (reasons.get(key) ?? []).flatMap(({ because, class: defect }) =>
      comment(`Proposed: ${because}${defect === undefined ? '' : ` (class ${defect})`}`, at),
    );
  const lines = FIELD_KEYS.flatMap((key) => {
    const value = field[key];
    if (value === undefined) return [];
    if (key === 'constraints') return constraintLines(value as Constraints, indent, why);
    if (key === 'published') return publishedLines(value as Published, indent);
    return [...why(key, indent), ...entry(key, value, indent)];
  });
  return [`  - name: ${inline(field.name)}`, ...lines];
}

function constraintLines(
  constraints: Constraints,
  indent: string,
  why: (key: string, at: string) => string[],
): string[] {
  const inner = `${indent}  `;
  const lines = Object.entries(constraints).flatMap(([key, value]) => [
    ...why(`constraints.${key}`, inner),
    ...entry(key, value, inner),
  ]);
  return [`${indent}constraints:`, ...lines];
}

function publishedLines(published: Published, indent: string): string[] {
  return [
    `${indent}published:`,
    ...Object.entries(published).flatMap(([key, value]) => entry(key, value, `${indent}  `)),
  ];
}
