import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lint } from '../../src/lint/index.ts';
import { Remarks } from '../../src/lint/remark.ts';
import { checkShape } from '../../src/lint/shape/template.ts';
import { loadTemplate, templatePlaces } from '../run.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../collections/template.schema.json'), 'utf8'),
);
const valid = new Ajv2020({ strict: false, discriminator: true }).compile(schema);
const templates = templatePlaces().map((place) => JSON.stringify(loadTemplate(place)));

function shapeRemarks(template: unknown): readonly string[] {
  const remarks = new Remarks();
  checkShape(template, remarks);
  return remarks.report().remarks.map(({ code, path, message }) => `${code} ${path} ${message}`);
}

/** Values that stand in for others, near enough to be mistaken. */
const value = fc.constantFrom<unknown>(
  '',
  ' ',
  'a',
  'A b',
  'a\nb',
  ' a',
  'a ',
  'string',
  'integer',
  'date',
  'default',
  'any',
  'row',
  'unique',
  'constant',
  'value',
  'error',
  'A-B',
  '2026-01',
  '2026-01-15',
  '%d/%m/%Y',
  '^a$',
  '.{1,5}',
  0,
  1,
  1.5,
  -1,
  true,
  false,
  null,
  [],
  ['a'],
  ['a', 'a'],
  [''],
  [1],
  {},
  { title: 'a' },
);
const key = fc.constantFrom(
  'name',
  'type',
  'format',
  'constraints',
  'required',
  'pattern',
  'enum',
  'minLength',
  'minimum',
  'lexical',
  'dateFormats',
  'notApplicable',
  'missingValues',
  'kind',
  'columns',
  'besides',
  'expression',
  'published',
  'position',
  'sources',
  'path',
  'primaryKey',
  'unknown',
);

/** Changes one thing somewhere in a tree of JSON: another value, a key more, a key less. */
function change(tree: unknown, steps: readonly number[], how: number, name: string, to: unknown): unknown {
  const [step, ...rest] = steps;
  if (typeof tree !== 'object' || tree === null || step === undefined) return to;
  const keys = Object.keys(tree);
  const chosen = keys[step % Math.max(keys.length, 1)];
  if (rest.length > 0 && chosen !== undefined) {
    return replaced(tree, chosen, change((tree as Record<string, unknown>)[chosen], rest, how, name, to));
  }
  if (how === 0 && chosen !== undefined) return without(tree, chosen);
  return Array.isArray(tree) ? [...tree, to] : replaced(tree, how === 1 ? name : (chosen ?? name), to);
}

function replaced(tree: object, at: string, to: unknown): unknown {
  return Array.isArray(tree) ? tree.with(Number(at), to) : { ...tree, [at]: to };
}

function without(tree: object, at: string): unknown {
  return Array.isArray(tree)
    ? tree.toSpliced(Number(at), 1)
    : Object.fromEntries(Object.entries(tree).filter(([name]) => name !== at));
}

test('it says of a template just what the schema says: right or wrong', () => {
  const changed = fc
    .tuple(fc.constantFrom(...templates), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), fc.nat(2), key, value)
    .map(([template, steps, how, name, to]) => change(JSON.parse(template), steps, how, name, to));
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(changed, (template) => {
      const remarks = shapeRemarks(template);
      seen.add(remarks.length === 0);
      expect({ template, remarks, isRight: remarks.length === 0 }).toEqual({
        template,
        remarks,
        isRight: valid(template) || mayBeEmpty(template),
      });
    }),
    { numRuns: 3000 },
  );
  expect(seen.size).toBe(2);
});

/** A column of which the words accept an empty value is right, though the schema has no way yet to say so. */
function mayBeEmpty(template: unknown): boolean {
  const fields = (template as { fields?: { missingValues?: unknown; constraints?: object }[] } | null)?.fields;
  if (!Array.isArray(fields)) return false;
  const mended = fields.map((field) =>
    Array.isArray(field?.missingValues) && field.missingValues.includes('')
      ? { ...field, constraints: { ...field.constraints, required: true } }
      : field,
  );
  return valid({ ...(template as object), fields: mended });
}

test('it never throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (json) => {
      expect(lint(json).errors).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
  for (const odd of [undefined, null, 0, 'text', [], new Date(0), Number.NaN, 10n, Symbol('a'), () => 0, new Map()]) {
    expect(lint(odd).errors).toBeGreaterThan(0);
  }
});

test('nor where a template has anything anywhere', () => {
  const anywhere = fc
    .tuple(
      fc.constantFrom(...templates),
      fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
      fc.nat(2),
      key,
      fc.oneof(value, fc.jsonValue()),
    )
    .map(([template, steps, how, name, to]) => change(JSON.parse(template), steps, how, name, to));
  fc.assert(
    fc.property(anywhere, (template) => {
      const { remarks, settled } = lint(template);
      for (const { path, message, remedy } of [...remarks, ...settled])
        expect([typeof path, typeof message, typeof remedy]).toEqual(['string', 'string', 'string']);
    }),
    { numRuns: 300 },
  );
});

test('values of nothing for “not applicable” are nothing to look for', () => {
  for (const place of templatePlaces()) {
    const template = loadTemplate(place);
    const { errors } = lint({ ...template, notApplicableValues: ['', ' ', '-2'] });
    expect(errors).toBe(0);
  }
});

test('a key that an object inherits is not a key of the template', () => {
  const template = JSON.parse(templates[0]!.replace('"name"', '"__proto__"').replace('"title"', '"constructor"'));
  expect(lint(template).remarks.map(({ message }) => message)).toContain('The key name is missing.');
});
