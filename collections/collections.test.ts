import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';

interface Collection {
  readonly name: string;
  readonly templates: readonly { readonly template: string; readonly edition: string }[];
  readonly timeZone: string;
  readonly periods: readonly { name: string; opens: string; due: string; closes: string }[];
}

const root = import.meta.dirname;
const schema = JSON.parse(readFileSync(join(root, 'collection.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);
const paths = globSync('*/collection.yaml', { cwd: root }).sort();

test('the collections', () => expect(paths).toEqual(['ptq-outcomes/collection.yaml']));

describe.each(paths)('%s', (path) => {
  const collection = load(readFileSync(join(root, path), 'utf8')) as Collection;

  test('keeps to the schema', () => {
    expect(validate(collection) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...collection, colour: 'blue' })).toBe(false);
  });

  test('is named as its folder', () => expect(collection.name).toBe(basename(dirname(path))));

  test('asks for templates that are here', () => {
    for (const { template, edition } of collection.templates) {
      expect(existsSync(join(root, 'templates', template, `${edition}.yaml`))).toBe(true);
    }
  });

  test('its time zone exists', () => {
    expect(new Intl.DateTimeFormat('en-GB', { timeZone: collection.timeZone }).resolvedOptions().timeZone).toBe(
      collection.timeZone,
    );
  });

  test('its periods are real days in order, one after another', () => {
    const days = collection.periods.flatMap(({ opens, due, closes }) => [opens, due, closes]);
    expect(days.map((day) => new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10))).toEqual(days);
    expect(days).toEqual([...days].sort());
    expect(new Set(collection.periods.map((period) => period.name)).size).toBe(collection.periods.length);
  });
});
