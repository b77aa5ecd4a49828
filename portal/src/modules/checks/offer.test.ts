import { expect, test } from 'vitest';
import { readTemplates } from '../collections/index.ts';
import { comparedWith } from './offer.ts';

test('what each published template compares with is known by name, each name once', async () => {
  const found = new Map<string, readonly string[]>();
  for (const { template, hash } of await readTemplates()) {
    found.set(`${template.name}@${template.edition}`, comparedWith({ template, hash }));
    expect(comparedWith({ template, hash })).toBe(found.get(`${template.name}@${template.edition}`));
  }
  expect(found.get('ptq-assessment-outcomes@2023-08')).toEqual(['dueDate', 'organisationNames']);
  expect(found.get('number-of-candidates@2021-03')).toEqual(['organisationNames']);
});
