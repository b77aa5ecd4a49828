import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { componentNames, generate, publishedExamples } from '../../../../scripts/govuk-types.ts';

const typesFile = join(import.meta.dirname, 'components.generated.ts');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const flags = '--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess'.split(' ');
const settings = [
  ...flags,
  '--target',
  'es2024',
  '--module',
  'nodenext',
  '--allowImportingTsExtensions',
  '--types',
  '',
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'garner-types-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the TypeScript compiler says about a source that has the generated types at hand; empty when it is content. */
function compile(source: string): string {
  const file = join(folder, 'source.ts');
  writeFileSync(file, `import type { GovukComponents } from ${JSON.stringify(typesFile)};\n${source}`);
  return spawnSync(process.execPath, [compiler, ...settings, file], { encoding: 'utf8' }).stdout;
}

const camelCase = (name: string): string => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

test('the checked-in types are those of the installed library (else run: node scripts/govuk-types.ts)', () => {
  expect(readFileSync(typesFile, 'utf8')).toBe(generate());
});

test('every published example of the library fits the types', () => {
  const examples = componentNames().flatMap((name) =>
    publishedExamples(name).map((example) => `({ ${camelCase(name)}: ${JSON.stringify(example.options)} })`),
  );
  expect(examples.length).toBeGreaterThan(280);
  expect(compile(examples.map((example) => `${example} satisfies Partial<GovukComponents>;`).join('\n'))).toBe('');
});

test('what does not fit does not compile', () => {
  const faults = [
    ["{ button: { txt: 'Save' } }", "'txt' does not exist in type 'ButtonParams'"],
    ["{ radios: { name: 'r', items: [{ value: 'a', hnt: {} }] } }", "'hnt' does not exist"],
    ["{ input: { name: 'n', label: { txt: 'N' } } }", "'txt' does not exist in type 'LabelParams'"],
    ["{ radios: { name: 'r' } }", "Property 'items' is missing"],
    ["{ buton: { text: 'Save' } }", "'buton' does not exist"],
  ];
  const complaints = compile(faults.map(([params]) => `(${params}) satisfies Partial<GovukComponents>;`).join('\n'));
  const places = complaints.split('\n').filter((line) => line.includes('error TS'));
  expect(places).toHaveLength(faults.length);
  for (const [index, [, complaint]] of faults.entries()) expect(places[index]).toContain(complaint);
});
