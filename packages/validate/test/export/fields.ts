import fc from 'fast-check';
import { compileField, type Field } from '../../src/fields/field.ts';
import type { Template, TemplateField } from '../../src/template.ts';
import { loadTemplate, templatePlaces } from '../run.ts';

export const TEMPLATES: readonly (readonly [place: string, template: Template])[] = templatePlaces().map((place) => [
  place,
  loadTemplate(place),
]);

/** A template of one column, for what none of the published ones has. */
export function templateOf(field: Partial<TemplateField>, rest: Partial<Template> = {}): Template {
  return {
    name: 'made-up',
    title: 'Made up',
    edition: '2026-01',
    publisher: 'Northern Skills Awards',
    updated: '2026-01-15',
    description: 'One row is a test.',
    fields: [
      {
        name: 'Code',
        type: 'string',
        description: 'A code.',
        example: 'A',
        accepts: 'A code.',
        mend: 'Write a code.',
        ...field,
      },
    ],
    ...rest,
  };
}

/** The fields of a template as the engine compiles them. */
export function engineFields({ fields, missingValues = [''], notApplicableValues = [] }: Template): readonly Field[] {
  const sentinels = new Set([...notApplicableValues, ...fields.flatMap((field) => field.notApplicable ?? [])]);
  return fields.map((field) => compileField(field, missingValues, sentinels));
}

const BLANK = fc.constantFrom(' ', '  ', '\t', '\n', '\u00a0', '\ufeff', '\u2028');
const two = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
const DATE = fc
  .tuple(fc.integer({ min: 1899, max: 2101 }), two(13), two(32), fc.constantFrom('-', '/', '.'))
  .map(([year, month, day, mark]) => (mark === '-' ? `${year}-${month}-${day}` : [day, month, year].join(mark)));
const NUMBER = fc
  .tuple(fc.constantFrom('', '+', '-'), fc.nat(100_000), fc.constantFrom('', '.', '.5', '.05', '.005', 'e3', '.5E-2'))
  .map(([sign, whole, rest]) => sign + whole + rest);

/** Values that are right or nearly right for a field, and some that are neither. */
export function valuesFor(field: TemplateField): fc.Arbitrary<string> {
  const known = ['', '-2', '-1', field.example, ...(field.missingValues ?? []), ...(field.constraints?.enum ?? [])];
  const near = fc.oneof(fc.constantFrom(...known), DATE, NUMBER);
  return fc.oneof(
    near,
    fc.tuple(near, BLANK).map(([text, blank]) => text + blank),
    fc.tuple(BLANK, near).map(([blank, text]) => blank + text),
    fc
      .tuple(near, fc.nat(20), fc.string({ maxLength: 2 }))
      .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + 1)),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.nat(160).map((length) => 'x'.repeat(length)),
    fc.nat(16).map((length) => '7'.repeat(length)),
  );
}
