/** The package.json of the published package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: 'module';
  readonly sideEffects: false;
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The entry points; those that need Node are so marked, all others run in browsers too. */
export const ENTRIES: Readonly<Record<string, { readonly module: string; readonly node?: true }>> = {
  '.': { module: 'index' },
  './node': { module: 'node', node: true },
  './cli': { module: 'cli', node: true },
  './lint': { module: 'lint/index' },
  './import': { module: 'import/index' },
  './export': { module: 'export/index' },
  './sample': { module: 'sample/index' },
  './fix': { module: 'fix/index' },
  './diff': { module: 'diff/index' },
  './xml': { module: 'xml/index' },
  './findings-file': { module: 'findings-file/index' },
};

/** The package.json. The packages that the modules import are its dependencies, at the versions installed and tested here. */
export function manifestOf(packages: Iterable<string>): Manifest {
  const { name, version, license } = read('packages/validate');
  return {
    name,
    version,
    description: 'Checks CSV files against published templates: in Node, in browsers, on the command line.',
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19' },
    bin: { garner: './bin/garner.js' },
    exports: {
      ...Object.fromEntries(
        Object.entries(ENTRIES).map(([entry, { module }]) => [
          entry,
          { types: `./lib/${module}.d.ts`, default: `./lib/${module}.js` },
        ]),
      ),
      './templates/*.json': './lib/templates/*.json',
      './template.schema.json': './lib/template.schema.json',
      './findings.schema.json': './lib/findings.schema.json',
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries([...packages].sort().map((one) => [one, read(`node_modules/${one}`).version])),
  };
}

function read(folder: string): { readonly name: string; readonly version: string; readonly license: string } {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}
