import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bytesSource,
  type CompiledTemplate,
  checkFile,
  compileTemplate,
  type Finding,
  type Summary,
  type Template,
} from '@garner/validate';
import { load } from 'js-yaml';
import { readCsv, withoutSafeMark } from '../../../platform/csv.ts';

/** The templates of files that are imported: `collections/templates/<name>`, the newest edition. */
export type ImportTemplate = 'garner-organisations' | 'garner-people' | 'garner-entries';

/** One row that was checked: its cells by the template's names of the columns. */
export interface CheckedRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** The rows of a file in which nothing has to be mended, or what has to. */
export type ReadRows =
  | { readonly rows: readonly CheckedRow[]; readonly findings?: undefined }
  | { readonly findings: readonly Finding[]; readonly summary: Summary };

/** Findings kept for the page; the summary counts all. */
const SHOWN = 500;

/** Checks a file against a template of ours and reads it. Never throws for what is in the file. */
export async function readRows(bytes: Uint8Array, templateName: ImportTemplate): Promise<ReadRows> {
  const compiled = await compiledTemplate(templateName);
  const findings: Finding[] = [];
  const check = checkFile(bytesSource(bytes), compiled);
  for (;;) {
    const { done, value } = await check.next();
    if (!done) {
      findings.push(...value.slice(0, SHOWN - findings.length));
      continue;
    }
    if (value.counts.error > 0 || value.counts.query > 0) return { findings, summary: value };
    return { rows: byName(bytes, compiled, value) };
  }
}

/** Cells by the names of their columns, found as the engine finds them: exactly or, if need be, folded. */
function byName(bytes: Uint8Array, { template }: CompiledTemplate, { rows: expected }: Summary): CheckedRow[] {
  const [header, ...records] = readCsv(bytes);
  const heads = header?.cells ?? [];
  const columns = template.fields.map(({ name }) => {
    const exact = heads.indexOf(name);
    return [name, exact >= 0 ? exact : heads.findIndex((head) => fold(head) === fold(name))] as const;
  });
  if (records.length !== expected || columns.some(([, at]) => at < 0)) {
    throw new Error(`${template.name}: the rows read are not the rows checked`);
  }
  return records.map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(columns.map(([name, at]) => [name, withoutSafeMark(cells[at] ?? '')])),
  }));
}

function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const compiledByName = new Map<ImportTemplate, Promise<CompiledTemplate>>();

/** The newest edition, made ready once. */
function compiledTemplate(name: ImportTemplate): Promise<CompiledTemplate> {
  const known = compiledByName.get(name);
  if (known) return known;
  const compiled = readTemplate(name).then(compileTemplate);
  compiledByName.set(name, compiled);
  // One that could not be read is tried anew the next time.
  compiled.catch(() => compiledByName.delete(name));
  return compiled;
}

async function readTemplate(name: ImportTemplate): Promise<Template> {
  const root = dirname(fileURLToPath(import.meta.resolve('@garner/collections/package.json')));
  const folder = join(root, 'templates', name);
  const editions = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  return load(await readFile(join(folder, editions.at(-1)!), 'utf8')) as Template;
}
