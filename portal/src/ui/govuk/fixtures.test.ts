import { describe, expect, test } from 'vitest';
import { componentNames, fixturesOf } from '../../../../scripts/govuk-types.ts';
import { renderMacro } from './environment.ts';

const normalise = (html: string): string => html.replaceAll(/\s+/g, ' ').trim();

const camelCase = (name: string): string => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const examples = componentNames().flatMap((component) =>
  fixturesOf(component).map((fixture) => ({ ...fixture, component, id: `${component}: ${fixture.name}` })),
);

// The few with pageTemplateOptions only ask for a class on <body>, which is not part of their HTML: none is skipped.
describe('every example of the library renders as the library renders it, but for blanks', () => {
  test.each(examples)('$id', ({ component, options, html }) => {
    expect(normalise(renderMacro(camelCase(component), options))).toBe(normalise(html));
  });
});

test('no component and no example is left out', () => {
  expect(componentNames()).toHaveLength(39);
  expect(examples).toHaveLength(725);
});
