import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Template } from '@garner/validate';
import { load } from 'js-yaml';

/** The data folder of the repository: templates, collections, examples. */
export const COLLECTIONS: string = dirname(fileURLToPath(import.meta.resolve('@garner/collections/package.json')));

export interface TemplateFile {
  readonly template: Template;
  /** SHA-256 of the template's content: equal content, equal hash, whatever the layout of its YAML. */
  readonly hash: string;
}

/** What asks, of whom, with which templates and limits. */
export interface CollectionFile {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly collector: string;
  readonly templates: readonly { readonly template: string; readonly edition: string }[];
  readonly limits: { readonly bytes: number; readonly types: readonly string[] };
  readonly wording: { readonly contact: string; readonly help: string };
}

/** Every template of the data folder, in order of name and edition. */
export async function readTemplates(folder: string = COLLECTIONS): Promise<readonly TemplateFile[]> {
  const found = await readdir(join(folder, 'templates'), { recursive: true });
  const files = found.filter((name) => name.endsWith('.yaml') && !name.includes('examples')).sort();
  return await Promise.all(
    files.map(async (name) => {
      const template = load(await readFile(join(folder, 'templates', name), 'utf8')) as Template;
      return { template, hash: createHash('sha256').update(JSON.stringify(template)).digest('hex') };
    }),
  );
}

/** One collection of the data folder. */
export async function readCollection(name: string, folder: string = COLLECTIONS): Promise<CollectionFile> {
  return load(await readFile(join(folder, name, 'collection.yaml'), 'utf8')) as CollectionFile;
}

/** A valid example file of a template's edition, if it has one. */
export async function readExample(
  name: string,
  edition: string,
  folder: string = COLLECTIONS,
): Promise<Buffer | undefined> {
  if (!/^[\w.-]+$/.test(name) || !/^[\w.-]+$/.test(edition)) return undefined;
  return await readFile(join(folder, 'templates', name, 'examples', edition, 'valid.csv')).catch(() => undefined);
}
