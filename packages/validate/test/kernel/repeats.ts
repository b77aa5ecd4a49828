import type { CompiledTemplate } from '../../src/index.ts';
import type { UniqueRule } from '../../src/template.ts';
import { type OracleLine, parseCsv } from '../oracle-csv.ts';
import type { Outcome } from '../run.ts';

/** Codes about a value that is right all the same. */
const REMARKS = ['value.scientific-text', 'csv.quote-in-value', 'file.windows-1252'];

/** What a check says of repeated rows: the rule, the row, and which row it repeats. */
export function repeatsFound({ findings }: Outcome): string[] {
  return findings.flatMap(({ rule, row, detail }) =>
    detail?.startsWith('Same as row ') ? [`${rule} ${row}: ${detail}`] : [],
  );
}

/**
 * The same by a map of texts, with no hash in it. Which values are at fault, and what else was found in a row, is taken
 * from the check itself; `names` are those of the file's columns.
 */
export function repeatsByTexts(
  file: Uint8Array,
  { template, uniqueRules }: CompiledTemplate,
  { findings }: Outcome,
): string[] {
  const codes = new Map<number, string[]>();
  const faulty = new Set<string>();
  for (const { rule, row, column, detail } of findings) {
    if (detail?.startsWith('Same as row ')) continue;
    codes.set(row, [...(codes.get(row) ?? []), rule]);
    if (/^(value\.|csv\.)/.test(rule) && !REMARKS.includes(rule)) faulty.add(`${row} ${column}`);
  }
  const [header, ...lines] = parseCsv(file, file[0] === 0xef ? 3 : 0);
  const names = header!.cells.map(({ text }) => text);
  const places = template.fields.map(({ name }) => names.indexOf(name));
  const rules = uniqueRules.filter(({ columns }) => columns.every((column) => places[column] !== -1));
  const seen = rules.map(() => new Map<string, number>());
  const found: string[] = [];
  for (const line of lines.filter((each) => isData(each, names.length))) {
    const said = [...(codes.get(line.row) ?? [])];
    for (const [at, { rule, columns }] of rules.entries()) {
      const cells = columns.map((column) => line.cells[places[column]!]!);
      const key = JSON.stringify(cells.map(({ text }) => text));
      const whole = columns.length === template.fields.length;
      const first = seen[at]!.get(key);
      // A value that could not be read is never the same as another, save in a row that is the same throughout.
      const unread = !whole && cells.some(({ kind }) => kind === 'text-after');
      if (first === undefined && !unread) seen[at]!.set(key, line.row);
      const sound = whole || columns.every((column) => !faulty.has(`${line.row} ${template.fields[column]!.name}`));
      if (first === undefined || !sound || isBeside(rule, said)) continue;
      said.push(rule.code);
      found.push(`${rule.code} ${line.row}: Same as row ${first}.`);
    }
  }
  return found;
}

/** Whether the row's values can be told apart. */
function isData({ cells, from, to }: OracleLine, wide: number): boolean {
  if (from === to) return wide === 1;
  if (cells.at(-1)!.kind === 'never-closed' || cells.length !== wide) return false;
  return to - from > wide - 1 || wide === 1;
}

function isBeside({ besides = [] }: UniqueRule, codes: readonly string[]): boolean {
  return codes.some((code) => besides.includes(code) || (code.startsWith('value.') && besides.includes('value')));
}
