/** Compiles the engine to JavaScript and types and lays out the folder that `npm pack` takes. */
import { execFile } from 'node:child_process';
import { access, chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { readCatalogue } from '../packages/validate/src/cli/catalogue.ts';
import { ENTRIES, type Manifest, manifestOf } from './build-manifest.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'packages/validate/src');

const BIN = `#!/usr/bin/env node
import { main } from '../lib/cli.js';

await main();
`;

/**
 * Builds the package into the folder `out`, emptied first: `lib/` (modules joined, types, templates), `bin/`, `package.json`,
 * `README.md`, `LICENSE`. Gives the package.json. Throws with the compiler's words where the source does not compile.
 */
export async function buildPackage(out: string): Promise<Manifest> {
  const lib = join(out, 'lib');
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, 'bin'), { recursive: true });
  await compile(lib);
  await renameImports(lib);
  const packages = await packagesOf(lib);
  await joinModules(lib);
  await copyData(lib);
  await findNamed(lib);
  await writeFile(join(out, 'bin/garner.js'), BIN);
  await chmod(join(out, 'bin/garner.js'), 0o755);
  await cp(join(ROOT, 'packages/validate/README.md'), join(out, 'README.md'));
  await cp(join(ROOT, 'LICENSE'), join(out, 'LICENSE'));
  const manifest = manifestOf(packages);
  await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/**
 * One run of the compiler makes modules and types. Its library is that of Node 20, so that whatever is newer does not
 * compile; `using` becomes plain JavaScript.
 */
async function compile(lib: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-build-'));
  try {
    const config = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        noEmitOnError: true,
        declaration: true,
        allowImportingTsExtensions: false,
        rewriteRelativeImportExtensions: true,
        target: 'ES2024',
        lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable', 'ESNext.Disposable'],
        typeRoots: [join(ROOT, 'node_modules/@types')],
        rootDir: SOURCE,
        outDir: lib,
      },
      include: [SOURCE],
      exclude: [join(SOURCE, '**/*.test.ts')],
    };
    const path = join(folder, 'tsconfig.json');
    await writeFile(path, JSON.stringify(config));
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', path], { cwd: ROOT });
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    throw new Error(`The package does not compile.\n${stdout || String(error)}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The compiler leaves the `.ts` endings of imports in types, and of a thread's script in modules. */
async function renameImports(lib: string): Promise<void> {
  for (const name of await readdir(lib, { recursive: true })) {
    if (!/\.(d\.ts|js)$/.test(name)) continue;
    const text = await readFile(join(lib, name), 'utf8');
    const left = name.endsWith('.js')
      ? /(new URL\(\s*['"]\.[^'"]*)\.ts(['"])/g
      : /((?:from|import\()\s*['"]\.[^'"]*)\.ts(['"])/g;
    await writeFile(join(lib, name), text.replace(left, '$1.js$2'));
  }
}

/** Where what several entry points share is put, one folder below `lib/`; modules name files beside it as from their own. */
const SHARED = 'chunks';

/**
 * Puts the modules of each entry point into one file, and what several share into files of their own: there would be 250
 * to read, which takes longer than the check of a small file. A thread's script has all that it needs. Types stay as they are.
 */
async function joinModules(lib: string): Promise<void> {
  const options = {
    absWorkingDir: lib,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    packages: 'external',
    external: ['node:*'],
    outbase: lib,
    write: false,
    logLevel: 'silent',
  } satisfies BuildOptions;
  const entries = Object.values(ENTRIES).map(({ module }) => `./${module}.js`);
  const joined = await Promise.all([
    build({ ...options, entryPoints: entries, splitting: true, chunkNames: `${SHARED}/[name]-[hash]`, outdir: lib }),
    build({ ...options, entryPoints: ['./node/scan-worker.js'], outfile: join(lib, SHARED, 'scan-worker.js') }),
  ]);
  for (const name of await readdir(lib, { recursive: true })) if (name.endsWith('.js')) await rm(join(lib, name));
  await mkdir(join(lib, SHARED), { recursive: true });
  for (const { path, contents } of joined.flatMap(({ outputFiles }) => outputFiles)) await writeFile(path, contents);
}

/** Throws where a module names a file or folder beside it that is not there. */
async function findNamed(lib: string): Promise<void> {
  for (const name of await readdir(lib, { recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const path = join(lib, name);
    for (const [, named = ''] of (await readFile(path, 'utf8')).matchAll(
      /new URL\("(\.[^"]*)", import\.meta\.url\)/g,
    )) {
      if (named === '../package.json' && dirname(path) === lib) continue;
      await access(join(dirname(path), named)).catch(() => {
        throw new Error(`${name} names ${named}, which is not there.`);
      });
    }
  }
}

/** What is no TypeScript: schemas beside the modules, and the published templates with their hashes. */
async function copyData(lib: string): Promise<void> {
  for (const name of await readdir(SOURCE)) if (name.endsWith('.json')) await cp(join(SOURCE, name), join(lib, name));
  await cp(join(ROOT, 'collections/template.schema.json'), join(lib, 'template.schema.json'));
  await mkdir(join(lib, 'templates'));
  for (const { template, hash } of await readCatalogue()) {
    const path = join(lib, 'templates', `${template.name}@${template.edition}.json`);
    await writeFile(path, `${JSON.stringify({ hash, template }, null, 2)}\n`);
  }
}

/**
 * The packages that the entry points and what they lead to import, Node's own aside. Throws where a module is missing, or
 * where an entry point that browsers may load leads to Node.
 */
async function packagesOf(lib: string): Promise<ReadonlySet<string>> {
  const of = async (platform: 'node' | 'browser'): Promise<readonly string[]> => {
    const entries = Object.values(ENTRIES).filter(({ node }) => (node === true) === (platform === 'node'));
    const { metafile } = await build({
      absWorkingDir: lib,
      entryPoints: entries.map(({ module }) => `./${module}.js`),
      bundle: true,
      format: 'esm',
      platform,
      packages: platform === 'node' ? 'external' : 'bundle',
      nodePaths: [join(ROOT, 'node_modules')],
      outdir: 'unused',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const own = Object.entries(metafile.inputs).filter(([path]) => !path.includes('node_modules'));
    const imports = own.flatMap(([, input]) => input.imports);
    return imports
      .map(({ path, original = path }) => original)
      .filter((name) => !name.startsWith('.') && !isBuiltin(name));
  };
  const names = [...(await of('node')), ...(await of('browser'))];
  return new Set(
    names.map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
}
