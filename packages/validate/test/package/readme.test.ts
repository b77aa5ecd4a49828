/** The README says what is true: its examples are the files that run in the tests, its size is the one measured. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { ENTRIES } from '../../../../scripts/build-manifest.ts';
import { EXAMPLES, ROOT } from './project.ts';

const README = readFileSync(join(ROOT, 'packages/validate/README.md'), 'utf8');
const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

test('every example of the README is a file that runs, and every such file is in it', () => {
  const shown = [...README.matchAll(/<!-- examples\/([\w.-]+) -->\n+```js\n([\s\S]*?)```/g)];
  expect(shown.map(([, name]) => name).sort()).toEqual(readdirSync(EXAMPLES).sort());
  for (const [, name, text] of shown) expect([name, text]).toEqual([name, readFileSync(join(EXAMPLES, name!), 'utf8')]);
  expect([...README.matchAll(/```js\n/g)]).toHaveLength(shown.length);
});

test('the browser bundle is as small as the README says, within a tenth', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { blobSource, check, compileTemplate } from '@garner/validate';",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  const measured = gzipSync(outputFiles[0]!.contents, { level: 9 }).length / 1000;
  const stated = Number(/\*\*(\d+) KB\*\*/.exec(README)?.[1]);
  expect({ measured, stated, fits: measured <= stated * 1.1 && stated <= measured * 1.1 }).toMatchObject({
    fits: true,
  });
});

test('every entry point is named in the README, and whatever the workspace offers is published', () => {
  const offered = Object.keys(json('packages/validate/package.json').exports);
  expect(Object.keys(ENTRIES)).toEqual(expect.arrayContaining(offered));
  for (const entry of Object.keys(ENTRIES)) expect(README).toContain(`\`@garner/validate${entry.slice(1)}\``);
});

test('the package garner is this version of the command', () => {
  const [mine, command] = [json('packages/validate/package.json'), json('packages/garner/package.json')];
  expect(command).toMatchObject({
    version: mine.version,
    license: mine.license,
    dependencies: { [mine.name]: mine.version },
  });
  const licence = (folder: string) => readFileSync(join(ROOT, folder, 'LICENSE'), 'utf8');
  expect(licence('packages/garner')).toBe(licence('.'));
});
