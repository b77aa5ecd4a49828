import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';

const templatesFolder = join(dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')), 'dist');

/** The library builds its own pages with trimBlocks and lstripBlocks; the macros are written for them. */
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(templatesFolder), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
});

// The macros indent the HTML they are handed, only to look tidy. Inside <textarea> and preformatted text that would
// change what a person typed, line by line, so it stays as it is.
environment.addFilter('indent', (value: unknown) => value);

const compiled = new Map<string, nunjucks.Template>();

function compile(name: string): nunjucks.Template {
  const folder = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const macro = `govuk${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const source = `{% from "govuk/components/${folder}/macro.njk" import ${macro} %}{{ ${macro}(params) }}`;
  return nunjucks.compile(source, environment);
}

/**
 * The HTML of one govuk-frontend macro ("errorSummary" calls govukErrorSummary), without blanks around it.
 * Each template is compiled at its first use and kept. Throws for a name the library does not have.
 */
export function renderMacro(name: string, params: object): string {
  let template = compiled.get(name);
  if (template === undefined) compiled.set(name, (template = compile(name)));
  return template.render({ params }).trim();
}
