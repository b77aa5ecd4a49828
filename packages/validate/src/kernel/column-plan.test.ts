import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileField } from '../fields/field.ts';
import { runs } from '../pattern/index.ts';
import type { TemplateField } from '../template.ts';
import { withRecipe } from './column-automaton.ts';
import { type ColumnPlan, KIND } from './plan.ts';

const WORDS = { name: 'A', description: '', example: '', accepts: '', mend: '' } as const;
const FIELDS: Readonly<Record<string, TemplateField>> = {
  digits: { ...WORDS, type: 'string', constraints: { pattern: '\\d{2,3}' }, notApplicable: '-2' },
  number: { ...WORDS, type: 'integer', lexical: '\\d{1,3}', constraints: { minimum: 0, maximum: 999 } },
  date: { ...WORDS, type: 'date', constraints: { minimum: '2000-01-01', maximum: '2099-12-31' } },
  member: { ...WORDS, type: 'string', constraints: { enum: ['A', 'B*', ' C', '-2', 'much too long'] } },
};
const planned = (field: TemplateField): ColumnPlan => compileField(field, [''], new Set(['-2', '-9'])).plan;

test('the usual kinds are looked at without an automaton', () => {
  expect(Object.entries(FIELDS).map(([name, field]) => [name, planned(field).kind])).toEqual([
    ['digits', KIND.digits],
    ['number', KIND.digits],
    ['date', KIND.date],
    ['member', KIND.member],
  ]);
});

test.each([
  [
    'a number may not be negative, and its least is 1',
    { type: 'integer', lexical: '\\d{1,3}', constraints: { minimum: 1 } },
  ],
  [
    'a greatest number that three digits may pass',
    { type: 'integer', lexical: '\\d{1,3}', constraints: { maximum: 998 } },
  ],
  ['a number without digits', { type: 'number', lexical: '\\d{0,3}' }],
  ['dates of another form', { type: 'date', dateFormats: ['%d/%m/%Y'] }],
] as const)('%s: the exact check is asked', (_, field) => {
  expect(planned({ ...WORDS, ...field } as TemplateField)).toEqual(planned({ ...WORDS, type: 'number' }));
});

test.each(Object.entries(FIELDS))('the automaton made late takes what the exact check takes: %s', (_, template) => {
  const field = compileField(template, [''], new Set(['-2', '-9']));
  const given = structuredClone(field.plan);
  expect(given.automaton).toBeUndefined();
  const revived = withRecipe({ ...given, recipe: given.recipe! });
  const texts = fc.oneof(
    fc.stringMatching(/^\d{0,5}$/),
    fc.stringMatching(/^(19|20|21)\d\d-[01]\d-[0-3]\d$/),
    fc.constantFrom('', '-2', ' -2', '-9', ' ', 'A', 'B*', ' C', 'C', 'much too long', '1\0', 'é', '+5'),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(text.isWellFormed());
      const bytes = new TextEncoder().encode(text);
      for (const plan of [field.plan, revived])
        expect(runs(plan.automaton!, bytes)).toBe(field.accepts(text) && !text.includes('\0'));
    }),
  );
});

test('a list too long for an automaton leaves what is not passed to the exact check', () => {
  const texts = ['A', 'x'.repeat(200_000)];
  const plan = planned({ ...WORDS, type: 'string', constraints: { enum: texts } });
  expect(plan.kind).toBe(KIND.member);
  expect(plan.automaton).toBeUndefined();
});
