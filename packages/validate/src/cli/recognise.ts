import { SNIFF_BYTES, sniff } from '../csv/sniff.ts';
import { CATALOGUE } from '../fields/catalogue.ts';
import { fold } from '../header.ts';
import type { Source } from '../source.ts';
import { CliError } from './command.ts';
import type { PublishedTemplate } from './template-file.ts';

const HEAD = 256 * 1024;

/** A template found by the names of a file's columns. */
export interface Recognised extends PublishedTemplate {
  /** How it was chosen, to be said: "by its header". */
  readonly how: string;
}

/**
 * Finds the template that a file is for by its first row: the one of whose columns at least half are there. Of several
 * editions the newest. Throws CliError, naming the nearest, where none fits or more than one does.
 */
export async function recognise(
  source: Source & { readonly name: string },
  catalogue: readonly PublishedTemplate[],
): Promise<Recognised> {
  const head = await source.slice(0, Math.min(HEAD, source.size));
  const { fault } = sniff(head.subarray(0, SNIFF_BYTES));
  if (fault) {
    const { message, help } = CATALOGUE[fault.code];
    throw new CliError([`${source.name}: ${message}`, fault.detail ?? ''].join(' ').trim(), help);
  }
  const names = headerNames(head);
  const fits = catalogue.filter(({ template }) => shared(names, template.fields) * 2 >= template.fields.length);
  const same = fits.filter(({ template }) => sameColumns(names, template.fields));
  const best = same.length > 0 ? same : fits;
  const [newest] = best;
  const others = new Set(best.map(({ template }) => template.name));
  if (!newest || others.size > 1) throw unrecognised(source.name, names, catalogue);
  const how = best.length > 1 ? `by its header; the newest of ${best.length} editions that fit` : 'by its header';
  return { ...newest, how };
}

type Columns = readonly { readonly name: string }[];

/** How many of a template's columns are among the names, whatever their capitals, blanks and punctuation. */
function shared(names: readonly string[], columns: Columns): number {
  const there = new Set(names.map(fold));
  return columns.filter(({ name }) => there.has(fold(name))).length;
}

function sameColumns(names: readonly string[], columns: Columns): boolean {
  const there = new Set(names.map(fold));
  there.delete('');
  return there.size === columns.length && shared(names, columns) === columns.length;
}

function unrecognised(file: string, names: readonly string[], catalogue: readonly PublishedTemplate[]): CliError {
  const near = catalogue
    .map(({ template: { name, fields } }) => ({ name, has: shared(names, fields), of: fields.length }))
    .filter(({ has }) => has > 0)
    .sort((a, b) => b.has / b.of - a.has / a.of)
    .slice(0, 3)
    .map(({ name, has, of }) => `${name} (${has} of ${of} columns)`);
  return new CliError(
    `The template of ${file} cannot be told from its first row.`,
    near.length === 0
      ? 'Name it with --template; garner templates lists them.'
      : `Name it with --template. Nearest: ${near.join(', ')}.`,
  );
}

/** The names in the first row; commas failing, as other programs separate them. */
function headerNames(head: Uint8Array): string[] {
  const text = new TextDecoder().decode(head);
  const names = firstRow(text, ',');
  if (names.length > 2) return names;
  const others = [';', '\t', '|'].map((separator) => firstRow(text, separator));
  return [names, ...others].reduce((most, row) => (row.length > most.length ? row : most));
}

/** The values of the first row of a CSV text. */
function firstRow(text: string, separator: string): string[] {
  const values: string[] = [];
  let [value, quoted] = ['', false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted && character === '"' && text[at + 1] === '"') value += text[++at];
    else if (character === '"' && (quoted || value === '')) quoted = !quoted;
    else if (!quoted && character === separator) {
      values.push(value);
      value = '';
    } else if (!quoted && (character === '\n' || character === '\r')) break;
    else value += character;
  }
  return [...values, value];
}
