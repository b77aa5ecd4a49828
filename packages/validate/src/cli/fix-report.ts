import type { RuleCount, Summary } from '../finding.ts';
import { type LeftAlone, REPAIR_WORDS, type Repair, type RepairStep } from '../fix/index.ts';
import type { Io } from './command.ts';
import type { Output } from './output.ts';
import { Scratch } from './scratch.ts';
import type { PublishedTemplate } from './template-file.ts';
import { count, type Paint, painter, plural, size, visible, wrap } from './words.ts';

/** Examples named for each kind of repair in each column. */
const EXAMPLES = 5;

interface Checked {
  readonly size: number;
  readonly sha256: string;
  readonly summary: Summary;
}

interface Group<T> {
  readonly first: T[];
  count: number;
}

/** Keeps what was repaired and what was left alone: the first of each kind in memory, all of it in temporary files. */
export class FixReport implements AsyncDisposable {
  readonly name: string;
  readonly template: PublishedTemplate;
  readonly repairs: Spool<Repair> = new Spool();
  readonly leftAlone: Spool<LeftAlone> = new Spool();
  before: Checked | undefined;
  after: Checked | undefined;
  /** Where the repaired file was written, and under which name the file as it was is kept. */
  written: string | undefined;
  backup: string | undefined;

  constructor(name: string, template: PublishedTemplate) {
    this.name = name;
    this.template = template;
  }

  /** How many repairs there are. */
  get total(): number {
    return this.repairs.size;
  }

  async add({ repairs, leftAlone }: Pick<RepairStep, 'repairs' | 'leftAlone'>): Promise<void> {
    await this.repairs.add(repairs);
    await this.leftAlone.add(leftAlone);
  }

  compared(before: Checked, after: Checked): void {
    this.before = before;
    this.after = after;
  }

  /** The findings whose number changes, by rule and column. */
  changes(): { rule: string; column: string; severity: string; before: number; after: number }[] {
    const key = ({ rule, column }: RuleCount) => `${rule}\n${column}`;
    const old = new Map(this.before!.summary.byRule.map((group) => [key(group), group]));
    const now = new Map(this.after!.summary.byRule.map((group) => [key(group), group]));
    return [...new Map([...old, ...now])]
      .map(([id, { rule, column, severity }]) => {
        return { rule, column, severity, before: old.get(id)?.count ?? 0, after: now.get(id)?.count ?? 0 };
      })
      .filter(({ before, after }) => before !== after);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.repairs[Symbol.asyncDispose]();
    await this.leftAlone[Symbol.asyncDispose]();
  }
}

/** Entries in the order they came, in a temporary file, and the first of each kind and column. */
class Spool<T extends { readonly kind: string; readonly column: string }> implements AsyncDisposable {
  readonly groups: Map<string, Group<T>> = new Map();
  #scratch: Scratch | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  async add(entries: readonly T[]): Promise<void> {
    if (entries.length === 0) return;
    let text = '';
    for (const entry of entries) {
      text += `${this.#size++ === 0 ? '\n' : ',\n'}${JSON.stringify(entry)}`;
      // Column names are told together, values column by column.
      const key = `${entry.kind}\n${entry.kind === 'header' ? '' : entry.column}`;
      const group = this.groups.get(key) ?? { first: [], count: 0 };
      this.groups.set(key, group);
      if (++group.count <= EXAMPLES) group.first.push(entry);
    }
    this.#scratch ??= await Scratch.open();
    await this.#scratch.write(new TextEncoder().encode(text));
  }

  /** The entries as the inside of a JSON list. */
  async *json(): AsyncGenerator<Uint8Array> {
    if (this.#scratch) yield* this.#scratch.chunks();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scratch?.[Symbol.asyncDispose]();
  }
}

/** One document: what the file is, what was done, the findings before and after, then every repair. */
export async function jsonReport(report: FixReport, out: Output): Promise<void> {
  const { name, template, before, after, written = null, backup = null } = report;
  const head = {
    file: { name, size: before!.size, sha256: before!.sha256 },
    template: { name: template.template.name, edition: template.template.edition, hash: template.hash },
    repaired: { size: after!.size, sha256: after!.sha256, written, backup },
    findings: { before: before!.summary.counts, after: after!.summary.counts, changes: report.changes() },
  };
  const lines = Object.entries(head).map(([key, value]) => `"${key}":${JSON.stringify(value)},\n`);
  await out.write(`{${lines.join('')}"repairs":[`);
  for await (const chunk of report.repairs.json()) await out.write(chunk);
  await out.write('],\n"leftAlone":[');
  for await (const chunk of report.leftAlone.json()) await out.write(chunk);
  await out.write(']}\n');
}

/** To read: what was or would be repaired, what is left alone, and what the check says before and after. */
export async function textReport(report: FixReport, out: Output, io: Io): Promise<void> {
  const paint = painter(io, out.toTerminal);
  const width = Math.min(Math.max(io.columns, 40), 120);
  const lines: string[] = [];
  const say = (text: string, indent = 0) => lines.push(wrap(text, width, indent));
  const { name, template, before, repairs, leftAlone } = report;
  const { rows } = before!.summary;
  say(`${paint('bold', visible(name))}: ${plural(rows, 'row')}, ${size(before!.size)}.`);
  say(`Template: ${template.template.title} (${template.template.name}@${template.template.edition}).`);
  lines.push('');
  say(repairs.size === 0 ? paint('green', 'There is nothing to repair.') : `${plural(repairs.size, 'repair')}:`);
  for (const [key, { first, count: times }] of repairs.groups) {
    const [kind = '', column = ''] = key.split('\n');
    const where = column === '' ? '' : ` in ${visible(column)}`;
    say(
      `${paint('bold', REPAIR_WORDS[kind as Repair['kind']])}${where}${times > 1 ? `, ${count(times)} times` : ''}`,
      2,
    );
    const more = times > first.length ? [`… and ${count(times - first.length)} more`] : [];
    say([...first.map(repairWords), ...more].join('; '), 4);
  }
  if (leftAlone.size > 0) {
    lines.push('');
    say(`Left alone, for you to look at: ${count(leftAlone.size)}`);
    for (const { first, count: times } of leftAlone.groups.values()) {
      for (const { cell, row, before: text, why } of first)
        say(`${place(cell, row)}${quoted(text)}: ${visible(why)}`, 2);
      if (times > first.length) say(`… and ${count(times - first.length)} more like it`, 2);
    }
  }
  lines.push('', ...changeLines(report, paint, width), '', ...endLines(report, width));
  await out.write(`${lines.join('\n')}\n`);
}

function repairWords({ kind, cell, row, before, after }: Repair): string {
  if (kind === 'blank-lines') return `${plural(Number(before), 'line')} from row ${row} on`;
  if (kind === 'empty-columns') return plural(Number(before), 'column');
  if (kind === 'encoding' && cell !== '') return `${cell} “${visible(after)}”`;
  if (cell === '') return `${before}${after === '' ? '' : ` → ${after}`}`;
  return `${cell} “${visible(before)}” → “${visible(after)}”`;
}

function place(cell: string, row: number): string {
  return cell !== '' ? cell : row > 0 ? `Row ${row}` : 'The file';
}

function quoted(text: string): string {
  return text === '' ? '' : ` “${visible(text)}”`;
}

/** What checking says before and after. */
function changeLines(report: FixReport, paint: Paint, width: number): string[] {
  const [before, after] = [report.before!.summary.counts, report.after!.summary.counts];
  const words = ({ error, query, notice }: Summary['counts']) =>
    [plural(error, 'error'), plural(query, 'query', 'queries'), plural(notice, 'notice')].join(', ');
  const lines = [wrap(`Findings before: ${words(before)}. After: ${words(after)}.`, width)];
  for (const { rule, column, before: old, after: now } of report.changes()) {
    const where = column === '' ? '' : ` in ${visible(column)}`;
    const why = now > old ? ' (asked now that the values beside it are right)' : '';
    lines.push(wrap(`${paint('bold', visible(rule))}${where}: ${count(old)} → ${count(now)}${why}`, width, 2));
  }
  return lines;
}

function endLines({ total, written, backup, name }: FixReport, width: number): string[] {
  if (written === '-') return [];
  if (backup !== undefined) return [wrap(`Written. The file as it was is kept as ${visible(backup)}.`, width)];
  if (written !== undefined) return [wrap(`Written to ${visible(written)}. ${visible(name)} is as it was.`, width)];
  if (total === 0) return [wrap('Nothing was written.', width)];
  return [
    wrap('Nothing was written. To write the repaired file, add --out FILE; to replace this one, --write.', width),
  ];
}
