import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Environment } from '@marcbachmann/cel-js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { RowRule, Template, TemplateField } from '../packages/validate/src/template.ts';

const root = import.meta.dirname;
const schema = JSON.parse(readFileSync(join(root, 'template.schema.json'), 'utf8'));
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
  discriminator: true,
});
const validate = ajv.compile(schema);

const paths = globSync('templates/*/*.yaml', { cwd: root }).sort();
const templates = paths.map((path) => load(readFileSync(join(root, path), 'utf8')) as Template);

test('all ten editions are here', () => {
  expect(paths).toEqual([
    'templates/access-arrangements-referrals/2021-03.yaml',
    'templates/fsq-outcomes-c/2022-03.yaml',
    'templates/garner-entries/2026-11.yaml',
    'templates/garner-organisations/2026-11.yaml',
    'templates/garner-people/2026-11.yaml',
    'templates/number-of-candidates/2021-03.yaml',
    'templates/ptq-assessment-outcomes/2023-08.yaml',
    'templates/specification-codes/2023-09.yaml',
    'templates/standard-qualification-fee/2022-01.yaml',
    'templates/standard-qualification-fee/2025-02.yaml',
  ]);
});

describe.each(paths.map((path, i) => [path, templates[i]!] as const))('%s', (path, template) => {
  test('keeps to the schema', () => {
    expect(validate(template) ? [] : validate.errors).toEqual([]);
  });

  test('is named as its path says', () => {
    expect(template.name).toBe(basename(dirname(path)));
    expect(template.edition).toBe(basename(path, '.yaml'));
    expect(template.updated.slice(0, 7)).toBe(template.edition.slice(0, 7));
  });

  test('names each column and each rule once', () => {
    expect(repeated(template.fields.map((field) => field.name))).toEqual([]);
    expect(repeated((template.rules ?? []).map((rule) => rule.code))).toEqual([]);
  });

  test('rules name columns and rules that exist', () => {
    const columns = template.fields.map((field) => field.name);
    const codes = ['value', ...(template.rules ?? []).map((rule) => rule.code)];
    for (const rule of template.rules ?? []) {
      expect(columns).toEqual(expect.arrayContaining([...(rule.columns ?? [])]));
      expect(codes).toEqual(expect.arrayContaining([...(rule.besides ?? [])]));
    }
  });

  test('every expression is CEL, typed, and reads the columns it lists', () => {
    for (const rule of rowRules(template)) {
      const checked = environment(rule.columns).check(rule.expression);
      expect({ code: rule.code, valid: checked.valid, type: String(checked.type) }).toEqual({
        code: rule.code,
        valid: true,
        type: 'bool',
      });
      for (const name of rule.columns) expect(rule.expression).toContain(name);
    }
  });

  test.each(template.fields.map((field) => [field.name, field] as const))('%s', (_name, field) => {
    expect(matches(field, field.example)).toBe(true);
    if (field.notApplicable === undefined) expect(field.missingValues).toBeUndefined();
    else {
      // In files that Garner itself asks for, an empty cell may say the same.
      const values = field.missingValues?.filter((value) => value !== '' || !template.name.startsWith('garner-'));
      expect(values).toEqual([field.notApplicable]);
      expect(field.constraints?.enum ?? []).not.toContain(field.notApplicable);
      expect(matches(field, '')).toBe(false);
    }
    for (const text of [field.description, field.accepts, field.mend, field.reading ?? 'Fine.']) {
      expect(text).toMatch(/[.]$/);
    }
  });
});

describe('what a template may not say', () => {
  const ptq = templates.find((template) => template.name === 'ptq-assessment-outcomes')!;
  const field = (name: string) => ptq.fields.find((each) => each.name === name)!;
  const refuses = (changed: object) =>
    expect(validate({ ...ptq, fields: [changed], rules: [] }) ? 'accepted' : 'refused').toBe('refused');

  test('the fields themselves are accepted one by one', () => {
    for (const each of ptq.fields) expect(validate({ ...ptq, fields: [each], rules: [] })).toBe(true);
  });
  test('an unknown key', () => refuses({ ...field('AcademicYear'), unit: 'year' }));
  test('a pattern on a date', () =>
    refuses({ ...field('AssessmentDate'), constraints: { required: true, pattern: '.{10}' } }));
  test('a pattern on a number', () => refuses({ ...field('AssessmentRawMark'), constraints: { pattern: '.{1,3}' } }));
  test('a length on a number', () => refuses({ ...field('AssessmentRawMark'), constraints: { maxLength: 3 } }));
  test('a minimum on text', () => refuses({ ...field('AcademicYear'), constraints: { required: true, minimum: 1 } }));
  test('a least date that is no date', () =>
    refuses({ ...field('AssessmentDate'), constraints: { required: true, minimum: 2000 } }));
  test('anchors', () => refuses({ ...field('AcademicYear'), constraints: { required: true, pattern: '^20.*$' } }));
  test('required beside notApplicable', () =>
    refuses({ ...field('AssessmentRawMark'), constraints: { required: true, minimum: 0 } }));
  test('notApplicable without missingValues', () => {
    const { missingValues: _, ...rest } = field('AssessmentRawMark');
    refuses(rest);
  });
  test('neither required nor notApplicable', () =>
    refuses({ ...field('AcademicYear'), constraints: { pattern: '.{9}' } }));
  test('several date formats without saying so', () => refuses({ ...field('AssessmentDate'), format: 'any' }));
  test('a row rule without its columns', () => {
    const [first] = rowRules(ptq);
    const { columns: _, ...rest } = first!;
    expect(validate({ ...ptq, rules: [rest] })).toBe(false);
  });
});

test('every key of the schemas is explained', () => {
  const collection = JSON.parse(readFileSync(join(root, 'collection.schema.json'), 'utf8'));
  expect([...unexplained(schema), ...unexplained(collection)]).toEqual([]);
});

function rowRules(template: Template): RowRule[] {
  return (template.rules ?? []).filter((rule) => rule.kind === 'row');
}

/** What an expression may use, with only the rule's own columns, so that one it forgot to list is unknown. */
function environment(columns: readonly string[]): Environment {
  const env = new Environment().registerVariable('context', 'map').registerVariable('row', 'map');
  for (const name of ['isUln', 'isUci', 'isUpn']) env.registerFunction(`${name}(string): bool`, () => true);
  for (const name of columns) if (/^[A-Za-z_]\w*$/.test(name)) env.registerVariable(name, 'string');
  return env;
}

function matches(field: TemplateField, value: string): boolean {
  const { pattern, enum: list, minimum, maximum } = field.constraints ?? {};
  if (list && !list.includes(value)) return false;
  if (!full(pattern, value) || !full(field.lexical, value)) return false;
  if (field.type === 'date') return isDate(value) && value >= String(minimum) && value <= String(maximum);
  if (field.type === 'string') return true;
  return Number(value) >= Number(minimum ?? 0) && Number(value) <= Number(maximum ?? Number.POSITIVE_INFINITY);
}

function full(pattern: string | undefined, value: string): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, 'v').test(value);
}

/** A real calendar date: one that comes back the same from the calendar. */
function isDate(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value;
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}

/** Paths of the properties declared without a description; `false` forbids a key and needs none. */
function unexplained(node: unknown, path = '', declared = false): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.entries(node).flatMap(([key, value]) => {
    const forbidsOrNarrows = /\/(then|else|if)(\/|$)/.test(path);
    return unexplained(value, `${path}/${key}`, key === 'properties' && !declared && !forbidsOrNarrows);
  });
  if (!declared) return own;
  const bare = Object.entries(node).filter(([, value]) => !(value as { description?: string }).description);
  return [...bare.map(([key]) => `${path}/${key}`), ...own];
}
