import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Template } from '../template.ts';
import { CliError, type Io } from './command.ts';
import { didYouMean } from './nearest.ts';
import { type PublishedTemplate, readTemplateFile, withHash } from './template-file.ts';

/**
 * The published templates that come with this program, by name and then newest edition first: in the package a folder of
 * JSON files (`{ hash, template }`), in the repository the YAML files of `collections/templates`.
 */
export async function readCatalogue(): Promise<readonly PublishedTemplate[]> {
  const { folder, ending, read } = templatesFolder();
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith(ending) && !name.includes('examples'));
  const all = await Promise.all(files.map(async (name) => await read(await readFile(join(folder, name), 'utf8'))));
  return all.sort((a, b) => order(a.template.name, b.template.name) || newerFirst(a.template, b.template));
}

interface TemplatesFolder {
  readonly folder: string;
  readonly ending: string;
  readonly read: (text: string) => Promise<PublishedTemplate>;
}

function templatesFolder(): TemplatesFolder {
  const packaged = fileURLToPath(new URL('../templates/', import.meta.url));
  if (existsSync(packaged)) return { folder: packaged, ending: '.json', read: async (text) => JSON.parse(text) };
  for (let folder = dirname(packaged); ; folder = dirname(folder)) {
    const templates = join(folder, 'collections/templates');
    if (existsSync(templates)) return { folder: templates, ending: '.yaml', read: fromYaml };
    if (folder === dirname(folder)) break;
  }
  throw new CliError('The published templates are missing from this installation.', 'Install garner again.');
}

async function fromYaml(text: string): Promise<PublishedTemplate> {
  const { load } = await import('js-yaml');
  return withHash(load(text) as Template);
}

/**
 * The template that a person means: `NAME`, the newest edition; `NAME@EDITION`; or the path of a template file. Throws
 * CliError with the names that are nearest where there is no such template.
 */
export async function findTemplate(
  io: Io,
  wanted: string,
  catalogue: readonly PublishedTemplate[],
): Promise<PublishedTemplate> {
  if (isPath(wanted)) return await readTemplateFile(io, wanted);
  const at = wanted.indexOf('@');
  const [name, edition] = at < 0 ? [wanted] : [wanted.slice(0, at), wanted.slice(at + 1)];
  const editions = catalogue.filter(({ template }) => template.name === name);
  const names = catalogue.map(({ template }) => template.name);
  if (editions.length === 0) {
    throw new CliError(
      `There is no template “${name}”.`,
      didYouMean(name, names, 'garner templates lists them. A template of your own is named by its path: ./own.yaml'),
    );
  }
  const found = editions.find(({ template }) => edition === undefined || template.edition === edition);
  if (found) return found;
  const known = editions.map(({ template }) => template.edition).join(', ');
  throw new CliError(`The template ${name} has no edition “${edition}”.`, `Its editions: ${known}.`);
}

/** `./own.yaml`, `templates/own.json`: anything that can be no name of a template. */
function isPath(wanted: string): boolean {
  return /[\\/]|\.(ya?ml|json)$/i.test(wanted);
}

/** `2025-02` before `2022-01`, and our later corrections `2023-08.10` before `2023-08.9`. */
function newerFirst(a: Template, b: Template): number {
  const [month, correction] = parts(a);
  const [otherMonth, otherCorrection] = parts(b);
  return order(otherMonth, month) || otherCorrection - correction;
}

function parts({ edition }: Template): [string, number] {
  const [month = '', correction = '0'] = String(edition).split('.');
  return [month, Number(correction)];
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
