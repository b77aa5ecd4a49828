/** The templates of this repository: nothing is left to be said of them, and what was wrong with the published text is known. */
import { expect, test } from 'vitest';
import { lint } from '../../src/lint/index.ts';
import { loadTemplate, templatePlaces } from '../run.ts';
import { readYaml } from './template.ts';

test.each(templatePlaces())('%s', (place) => {
  const { remarks, settled } = lint(loadTemplate(place));
  expect(remarks).toEqual([]);
  const known = readYaml('lint', 'settled.yaml') as Record<string, string[]>;
  expect(settled.map(({ code, path, class: defect }) => `${defect} ${code} ${path}`)).toEqual(known[place] ?? []);
});
