import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';

interface Component {
  readonly code: string;
  readonly opens?: string;
  readonly closes?: string;
  readonly rules?: Rules;
}

interface Rules {
  readonly leastSeconds?: number;
  readonly mostSeconds?: number;
}

interface Session {
  readonly name: string;
  readonly opens: string;
  readonly closes: string;
  readonly keepUntil: string;
  readonly rules: Rules;
  readonly components: readonly Component[];
}

const root = import.meta.dirname;
const schema = JSON.parse(readFileSync(join(root, 'media.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(
  schema,
);
const paths = globSync('*/media.yaml', { cwd: root }).sort();

test('the media sessions', () => expect(paths).toEqual(['demo-speaking/media.yaml']));

describe.each(paths)('%s', (path) => {
  const session = load(readFileSync(join(root, path), 'utf8')) as Session;

  test('keeps to the schema', () => {
    expect(validate(session) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...session, colour: 'blue' })).toBe(false);
    expect(validate({ ...session, rules: { ...session.rules, colour: 'blue' } })).toBe(false);
    const { bytes: _, ...without } = session.rules as Rules & { bytes: number };
    expect(validate({ ...session, rules: without })).toBe(false);
  });

  test('is named as its folder', () => expect(session.name).toBe(basename(dirname(path))));

  test('names each component once, also without strokes', () => {
    const codes = session.components.map(({ code }) => code.replaceAll('/', '').toUpperCase());
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('its moments are real and in order', () => {
    for (const { opens = session.opens, closes = session.closes } of session.components) {
      for (const moment of [opens, closes])
        expect(new Date(`${moment.replace(' ', 'T')}:00Z`).toISOString().slice(0, 16)).toBe(moment.replace(' ', 'T'));
      expect(opens < closes).toBe(true);
      expect(closes.slice(0, 10) < session.keepUntil).toBe(true);
    }
  });

  test('lengths are in order', () => {
    for (const { rules } of session.components) {
      const { leastSeconds = 0, mostSeconds = Number.POSITIVE_INFINITY } = { ...session.rules, ...rules };
      expect(leastSeconds).toBeLessThan(mostSeconds);
    }
  });
});
