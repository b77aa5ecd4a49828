import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { ForeignKey } from '../../src/template.ts';
import { loadTemplate } from '../run.ts';
import { compiledOf, rule } from './templates.ts';

describe('a template is refused whose reference rule', () => {
  test('names a column that is not there', () => {
    expect(() => compiledOf([rule(['D'], 'r')])).toThrow('The rule UNKNOWN names a column that is not there: D');
  });
  test('names none', () => {
    expect(() => compiledOf([rule([], 'r')])).toThrow('The rule UNKNOWN names no column.');
  });
  test('does not pair its columns', () => {
    const uneven = rule(['A', 'B'], 'r', { reference: { resource: 'r', columns: ['A'] } });
    expect(() => compiledOf([uneven])).toThrow('The rule UNKNOWN has 2 columns here and 1 in the reference.');
  });
});

describe('foreign keys', () => {
  const pair = rule(['A', 'B'], 'r', { reference: { resource: 'r', columns: ['X', 'Y'] } });
  const key = (
    fields: ForeignKey['fields'],
    resource: string | undefined,
    theirs: ForeignKey['fields'],
  ): ForeignKey => ({
    fields,
    reference: { ...(resource !== undefined && { resource }), fields: theirs },
  });
  const compiles = (...foreignKeys: readonly ForeignKey[]) => {
    try {
      return compiledOf([pair], { foreignKeys }).referenceRules.length === 1;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const differ = 'The rule UNKNOWN and the foreign key into “r” name other columns.';

  test('need not be there; those into other files or from other columns are other tools’ own', () => {
    expect(compiles()).toBe(true);
    expect(compiles(key(['A', 'B'], 's', ['P', 'Q']), key('A', 'r', 'Z'), key(['A', 'B'], undefined, ['C', 'C']))).toBe(
      true,
    );
  });
  test('agree in any order', () => {
    expect(compiles(key(['B', 'A'], 'r', ['Y', 'X']))).toBe(true);
    expect(compiles(key(['A', 'B'], 'r', ['P', 'Q']), key(['A', 'B'], 'r', ['X', 'Y']))).toBe(true);
  });
  test('must not pair the same columns otherwise', () => {
    expect(compiles(key(['A', 'B'], 'r', ['Y', 'X']))).toBe(differ);
    expect(compiles(key(['B', 'A'], 'r', ['X', 'Y']))).toBe(differ);
  });
  test('of one column may be written without a list', () => {
    expect(() => compiledOf([rule(['A'], 'r')], { foreignKeys: [key('A', 'r', 'A')] })).not.toThrow();
    expect(() => compiledOf([rule(['A'], 'r')], { foreignKeys: [key('A', 'r', 'X')] })).toThrow(differ);
  });
});

describe('the schema of templates', () => {
  const path = join(import.meta.dirname, '../../../../collections/template.schema.json');
  const valid = new Ajv2020({ strict: false, discriminator: true }).compile(JSON.parse(readFileSync(path, 'utf8')));
  const ptq = loadTemplate('ptq-assessment-outcomes/2023-08');
  const accepts = (rules: readonly unknown[], more = {}) => valid({ ...ptq, ...more, rules });
  const whole = rule(['AcademicYear', 'AssessmentCode'], 'codes', { code: 'NOT-KNOWN' });

  test('takes rules of kind reference', () => {
    expect(accepts([whole])).toBe(true);
    const reference = { resource: 'codes', columns: ['Year', 'Code'] };
    expect(accepts([{ ...whole, reference, exceptMissing: false, besides: ['value'] }])).toBe(true);
  });
  test.each([
    ['without a resource', { reference: {} }],
    ['with an empty resource', { reference: { resource: '' } }],
    ['with an unknown key', { reference: { resource: 'codes', fields: ['Year'] } }],
    ['without columns', { columns: [] }],
    ['with a word for yes', { exceptMissing: 'yes' }],
  ])('refuses one %s', (_name, wrong) => {
    expect(accepts([{ ...whole, ...wrong }])).toBe(false);
  });
  test('takes foreign keys as Data Package v2 has them', () => {
    const foreignKeys = [
      { fields: ['AcademicYear', 'AssessmentCode'], reference: { resource: 'codes', fields: ['Year', 'Code'] } },
      { fields: 'AssessmentCode', reference: { resource: '', fields: 'AcademicYear' } },
      { fields: ['AssessmentCode'], reference: { fields: ['AcademicYear'] } },
    ];
    expect(accepts([], { foreignKeys })).toBe(true);
    expect(accepts([], { foreignKeys: [{ fields: [], reference: { fields: ['A'] } }] })).toBe(false);
    expect(accepts([], { foreignKeys: [{ fields: ['A'] }] })).toBe(false);
  });
});
