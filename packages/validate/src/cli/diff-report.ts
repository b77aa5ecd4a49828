import type { CompiledTemplate } from '../compile.ts';
import { type ChangedRow, type Difference, type DiffSummary, keyColumns, type LoneRow } from '../diff/index.ts';
import type { Finding } from '../finding.ts';
import { cellsLine } from './cells.ts';
import type { Io } from './command.ts';
import type { Input } from './input.ts';
import type { Output } from './output.ts';
import type { PublishedTemplate } from './template-file.ts';
import { count, fileName, type Paint, painter, plural, size, visible, wrap } from './words.ts';

/** Rows of each kind, and findings of each rule and column, that are named in text. */
const NAMED = 10;

/** What is compared. */
export interface Compared {
  readonly old: Input;
  readonly now: Input;
  readonly template: PublishedTemplate;
  readonly compiled: CompiledTemplate;
}

/** Writes down what differs; memory does not grow with the number of differences. */
export interface DiffReport {
  begin(): Promise<void>;
  add(difference: Difference): Promise<void>;
  end(summary: DiffSummary): Promise<void>;
}

/** One document: the files, every row that differs, every finding by what became of it, and the summary. */
export class JsonDiff implements DiffReport {
  readonly #out: Output;
  readonly #compared: Compared;
  #list: 'rows' | 'findings' = 'rows';
  #separator = '\n';

  constructor(out: Output, compared: Compared) {
    this.#out = out;
    this.#compared = compared;
  }

  async begin(): Promise<void> {
    const { old, now, template } = this.#compared;
    const { name, edition } = template.template;
    const head = {
      old: { name: old.name, size: old.size },
      new: { name: now.name, size: now.size },
      template: { name, edition, hash: template.hash },
    };
    const lines = Object.entries(head).map(([key, value]) => `"${key}":${JSON.stringify(value)},\n`);
    await this.#out.write(`{${lines.join('')}"rows":[`);
  }

  async add(difference: Difference): Promise<void> {
    if ('finding' in difference) await this.#turn();
    await this.#out.write(`${this.#separator}${JSON.stringify(difference)}`);
    this.#separator = ',\n';
  }

  async end(summary: DiffSummary): Promise<void> {
    await this.#turn();
    await this.#out.write(`],\n"summary":${JSON.stringify(summary)}}\n`);
  }

  /** From the rows to the findings. */
  async #turn(): Promise<void> {
    if (this.#list === 'findings') return;
    this.#list = 'findings';
    this.#separator = '\n';
    await this.#out.write('],\n"findings":[');
  }
}

/** To read: how many rows differ and the first of them, then what became of the findings. */
export class TextDiff implements DiffReport {
  readonly #out: Output;
  readonly #compared: Compared;
  readonly #paint: Paint;
  readonly #width: number;
  readonly #changed: ChangedRow[] = [];
  readonly #lone: Record<LoneRow['kind'], LoneRow[]> = { added: [], gone: [] };
  /** The first findings of each state, rule and column. */
  readonly #findings: Map<string, Finding[]> = new Map();

  constructor(out: Output, compared: Compared, io: Io) {
    this.#out = out;
    this.#compared = compared;
    this.#paint = painter(io, out.toTerminal);
    this.#width = Math.min(Math.max(io.columns, 40), 120);
  }

  async begin(): Promise<void> {}

  async add(difference: Difference): Promise<void> {
    if ('finding' in difference) {
      const { kind, finding } = difference;
      const id = `${kind}\n${finding.rule}\n${finding.column}`;
      const first = this.#findings.get(id) ?? [];
      this.#findings.set(id, first);
      if (first.length < NAMED) first.push(finding);
    } else if (difference.kind !== 'changed') {
      const first = this.#lone[difference.kind];
      if (first.length < NAMED) first.push(difference);
    } else if (this.#changed.length < NAMED) this.#changed.push(difference);
  }

  async end(summary: DiffSummary): Promise<void> {
    const { old, now, template } = this.#compared;
    const { rows } = summary;
    const file = ({ name, size: bytes }: Input, lines: number) =>
      `${this.#paint('bold', fileName(name))} (${plural(lines, 'row')}, ${size(bytes)})`;
    await this.#say(`${file(old, rows.before)} and ${file(now, rows.after)}.`);
    await this.#say(`Template: ${template.template.title} (${template.template.name}@${template.template.edition}).`);
    await this.#say(
      summary.key.length > 0
        ? `Rows are found again by ${summary.key.map(visible).join(', ')}.`
        : 'The template names no key, so whole rows are compared: a row that changed is gone and added.',
    );
    await this.#rows(summary);
    await this.#outcome(summary);
  }

  async #rows({ rows, columns, cells }: DiffSummary): Promise<void> {
    const { same, changed, added, gone, byOrder } = rows;
    const words = [
      `${count(same)} the same`,
      `${count(changed)} changed`,
      `${count(added)} added`,
      `${count(gone)} gone`,
    ];
    await this.#say('');
    await this.#say(`${this.#paint('bold', 'Rows')}: ${words.join(', ')}.`);
    if (columns.added.length > 0) await this.#say(`New columns: ${columns.added.map(visible).join(', ')}.`);
    if (columns.gone.length > 0) await this.#say(`Columns that are gone: ${columns.gone.map(visible).join(', ')}.`);
    const byColumn = Object.entries(cells).sort(([, a], [, b]) => b - a);
    if (changed > 0) {
      await this.#say(
        `Changed cells: ${byColumn.map(([name, times]) => `${visible(name)} ${count(times)}`).join(', ')}.`,
      );
    }
    if (byOrder > 0) {
      await this.#say(
        `${plural(byOrder, 'changed row')} could be paired only in the order of the files: their key is there more than once.`,
      );
    }
    for (const row of this.#changed) await this.#say(changedWords(row), 2);
    await this.#more(changed, this.#changed.length, 'changed');
    for (const kind of ['added', 'gone'] as const) {
      for (const row of this.#lone[kind]) await this.#say(this.#loneWords(row), 2);
      await this.#more(rows[kind], this.#lone[kind].length, kind);
    }
  }

  async #outcome({ findings, byRule, isSame }: DiffSummary): Promise<void> {
    const { fixed, still, new: fresh } = findings;
    await this.#say('');
    const words = [`${count(fixed)} fixed`, `${count(still)} still there`, `${count(fresh)} new`];
    await this.#say(`${this.#paint('bold', 'Findings')}: ${words.join(', ')}.`);
    for (const [kind, title] of [
      ['new', 'New'],
      ['still', 'Still there'],
      ['fixed', 'Fixed'],
    ] as const) {
      for (const group of byRule) {
        if (group[kind] === 0) continue;
        const where = group.column === '' ? '' : ` in ${visible(group.column)}`;
        const times = group[kind] === 1 ? 'once' : `${count(group[kind])} times`;
        await this.#say(`${title}: ${group.severity} ${this.#paint('bold', visible(group.rule))}${where}, ${times}`, 2);
        const first = this.#findings.get(`${kind}\n${group.rule}\n${group.column}`) ?? [];
        const places = cellsLine(first, group[kind] - first.length);
        if (places !== '') await this.#say(places, 4);
      }
    }
    if (isSame) await this.#say(this.#paint('green', 'Nothing differs.'));
  }

  #loneWords({ kind, row, values }: LoneRow): string {
    const names = keyColumns(this.#compared.compiled).filter((name) => name in values);
    const shown = names.length > 0 ? names : Object.keys(values).slice(0, 5);
    const cells = shown.map((name) => `${visible(name)} “${visible(values[name] ?? '')}”`);
    const title = kind === 'added' ? 'Added' : 'Gone';
    return `${title}: row ${row}${kind === 'gone' ? ' of the old file' : ''}: ${cells.join(', ')}`;
  }

  async #more(all: number, named: number, what: string): Promise<void> {
    if (all > named) await this.#say(`… and ${count(all - named)} more ${what}`, 2);
  }

  async #say(text: string, indent = 0): Promise<void> {
    await this.#out.write(`${wrap(text, this.#width, indent)}\n`);
  }
}

function changedWords({ oldRow, newRow, key, cells }: ChangedRow): string {
  const names = Object.values(key).filter((value) => value !== '' && value !== '-2');
  const changes = cells.map(
    ({ column, before, after }) => `${visible(column)} “${visible(before)}” → “${visible(after)}”`,
  );
  const where = oldRow === newRow ? `row ${newRow}` : `row ${newRow} (was ${oldRow})`;
  return `Changed: ${where}, ${names.map(visible).join(', ')}: ${changes.join('; ')}`;
}
