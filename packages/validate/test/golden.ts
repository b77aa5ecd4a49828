import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileTemplate, type Finding, type RuleCount } from '../src/index.ts';
import { checkBytes, knownTemplate, loadTemplate, type Outcome, templatePlaces } from './run.ts';

const TEMPLATES = join(import.meta.dirname, '../../../collections/templates');

/** Paths of all example files, from the folder of the templates. */
export function examplePaths(): string[] {
  return globSync('*/examples/*/*.csv', { cwd: TEMPLATES }).sort();
}

/** Where what is found in an example is kept. */
export function goldenPath(example: string): string {
  return join(TEMPLATES, example.replace(/\.csv$/, '.findings.json'));
}

/** What the engine finds in an example, checked with the context beside it, as it is kept. */
export async function goldenText(example: string): Promise<string> {
  const [name, , edition] = example.split('/');
  const path = join(TEMPLATES, example);
  const context = JSON.parse(readFileSync(join(dirname(path), 'context.json'), 'utf8'));
  const known = templatePlaces().map((place) => knownTemplate(loadTemplate(place)));
  const compiled = compileTemplate(loadTemplate(`${name}/${edition}`));
  return compact(await checkBytes(readFileSync(path), compiled, { context, known }));
}

/** One line for each count and each finding, without the words, which may be bettered at any time. */
function compact({ findings, summary }: Outcome): string {
  const { byRule, ...rest } = summary;
  return [
    '{',
    `  "summary": ${JSON.stringify(rest)},`,
    `  "byRule": [${lines(byRule.map(wordless))}],`,
    `  "findings": [${lines(findings.map(wordless))}]`,
    '}',
    '',
  ].join('\n');
}

function lines(items: readonly object[]): string {
  return items.length === 0 ? '' : `\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  `;
}

function wordless({ message, help, ...rest }: Finding | RuleCount): object {
  return rest;
}
