// Lets Node load `.tsx` files: all of them are compiled in one call of esbuild at the first import of one.
import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const SOURCE = fileURLToPath(new URL('./src', import.meta.url));
const OUT = join(SOURCE, '../.compiled');

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
