import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const nodeModules = dirname(dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')));

/** styles.scss as CSS, minified. Takes a second or more. */
export async function compileStylesheet(): Promise<string> {
  // Loaded here because Sass is slow to load as well, and needed only when there is something to compile.
  const sass = await import('sass');
  const { css } = await sass.compileAsync(join(import.meta.dirname, 'styles.scss'), {
    style: 'compressed',
    loadPaths: [nodeModules],
    quietDeps: true,
    // The file is served as UTF-8, so it needs no mark of its own.
    charset: false,
  });
  return css;
}
