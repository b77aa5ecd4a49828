// Lets Node load `.tsx` files: all of them are compiled in one call of esbuild at the first import of one. And keeps what
// Node makes of `.ts` files, so that the next start, and each thread, need not strip the types again: a third of the
// time, and some 25 MB less in each.
import { readdirSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SOURCE = fileURLToPath(new URL('./src', import.meta.url));
const OUT = join(SOURCE, '../.compiled');

const CACHE = fileURLToPath(new URL('../node_modules/.cache/garner/compile', import.meta.url));
enableCompileCache(process.env.NODE_COMPILE_CACHE ?? CACHE);
// Threads are told by the environment.
process.env.NODE_COMPILE_CACHE ??= CACHE;

/** @type {Map<string, string> | undefined} */
let compiled;

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.tsx')) return next(url, context);
    compiled ??= compileAll();
    const source = compiled.get(url);
    if (source === undefined) throw new Error(`${url} is not below ${SOURCE}`);
    return { format: 'module', source, shortCircuit: true };
  },
});

function compileAll() {
  // Not before it is needed: a process without pages does without 25 MB.
  const { buildSync } = createRequire(import.meta.url)('esbuild');
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  const { outputFiles } = buildSync({
    entryPoints: files.map((name) => join(SOURCE, name)),
    outbase: SOURCE,
    outdir: OUT,
    write: false,
    bundle: false,
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'inline',
  });
  return new Map(
    outputFiles.map(({ path, text }) => [
      pathToFileURL(join(SOURCE, relative(OUT, path).replace(/\.js$/, '.tsx'))).href,
      text,
    ]),
  );
}
