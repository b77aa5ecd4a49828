import type { Finding, RuleCount, Summary } from '../finding.ts';
import type { Severity } from '../template.ts';
import { cellsLine, shares } from './cells.ts';
import type { Io } from './command.ts';
import { FindingSpool } from './finding-spool.ts';
import { nextSteps } from './next-step.ts';
import type { Output } from './output.ts';
import type { FileFacts, Outcome, Report, ReportOrder } from './report.ts';
import { type Colour, count, fileName, type Paint, painter, plural, size, visible, wrap } from './words.ts';

const SEVERITIES: readonly Severity[] = ['error', 'query', 'notice'];
const COLOURS: Record<Severity, Colour> = { error: 'red', query: 'yellow', notice: 'dim' };
const INDENT = 2;

/** What was found as a person reads it: the faults by rule and column, the first cells of each, and what to do next. */
export class TextReport implements Report {
  readonly #out: Output;
  readonly #order: ReportOrder;
  readonly #paint: Paint;
  readonly #width: number;
  #facts: FileFacts | undefined;
  #spool: FindingSpool = new FindingSpool();
  /** How many findings of each rule and column are kept. */
  #kept: Map<string, number> = new Map();
  readonly #outcomes: Summary[] = [];

  constructor(out: Output, order: ReportOrder, io: Io) {
    this.#out = out;
    this.#order = order;
    this.#paint = painter(io, out.toTerminal);
    this.#width = Math.min(Math.max(io.columns, 40), 120);
  }

  async begin(facts: FileFacts): Promise<void> {
    await this.#spool[Symbol.asyncDispose]();
    this.#spool = new FindingSpool();
    this.#kept = new Map();
    this.#facts = facts;
  }

  async findings(batch: readonly Finding[]): Promise<void> {
    await this.#spool.add(batch.filter((finding) => this.#isWanted(finding)));
  }

  #isWanted({ rule, column }: Finding): boolean {
    const key = `${rule}\n${column}`;
    const kept = this.#kept.get(key) ?? 0;
    if (kept >= this.#order.limit) return false;
    this.#kept.set(key, kept + 1);
    return true;
  }

  async end({ size: bytes, summary }: Outcome): Promise<void> {
    const facts = this.#facts!;
    const { name, template, how } = facts;
    const chosen = how === undefined ? '' : `, recognised ${how}`;
    if (this.#outcomes.push(summary) > 1) await this.#out.write('\n');
    const file = fileName(name);
    await this.#out.write(`${this.#paint('bold', file)}: ${plural(summary.rows, 'row')}, ${size(bytes)}.\n`);
    await this.#say(`Template: ${template.title} (${template.name}@${template.edition})${chosen}.`);
    await this.#say(this.#verdict(summary), '');
    await this.#groups(summary.byRule);
    if (summary.notAsked.length > 0) await this.#out.write('\n');
    for (const { rule, why } of summary.notAsked) await this.#say(`Not asked: ${visible(rule)}. ${visible(why)}`);
    await this.#out.write('\n');
    for (const { words, command } of nextSteps(facts, summary)) {
      await this.#say(words);
      // Not wrapped, so that it can be copied.
      if (command !== undefined) await this.#out.write(`  ${command}\n`);
    }
    await this.#out.flush();
  }

  async close(failed: number): Promise<void> {
    if (!this.#order.several) return;
    const faulty = this.#outcomes.filter(({ counts }) => counts.error > 0).length;
    const parts = [
      `${count(this.#outcomes.length - faulty)} without errors`,
      `${count(faulty)} with errors`,
      ...(failed > 0 ? [`${count(failed)} could not be checked`] : []),
    ];
    await this.#say(`${plural(this.#outcomes.length + failed, 'file')}: ${parts.join(', ')}.`, '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool[Symbol.asyncDispose]();
  }

  #verdict({ counts, rowsChecked }: Summary): string {
    const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
      this.#paint(COLOURS[severity], plural(counts[severity], severity, severity === 'query' ? 'queries' : undefined)),
    );
    const found = parts.length === 0 ? this.#paint('green', 'Nothing is wrong.') : `Found: ${parts.join(', ')}.`;
    return rowsChecked ? found : `${found} The rows could not be checked.`;
  }

  /** Errors first; among those of one severity the most frequent. */
  async #groups(byRule: readonly RuleCount[]): Promise<void> {
    const groups = SEVERITIES.flatMap((severity) => byRule.filter((group) => group.severity === severity));
    const share = shares(
      groups.map((group) => group.count),
      this.#order.limit,
    );
    for (const [at, group] of groups.entries()) await this.#group(group, share[at]!);
  }

  async #group(group: RuleCount, most: number): Promise<void> {
    const { rule, column, severity, message, help } = group;
    const where = column === '' ? '' : ` in ${visible(column)}`;
    const head = `${this.#paint(COLOURS[severity], severity)} ${this.#paint('bold', rule)}${where}`;
    await this.#say(`${head}: ${group.count === 1 ? 'once' : `${count(group.count)} times`}`, '');
    const lines = [visible(message), help === '' ? '' : `To mend: ${visible(help)}`, await this.#cells(group, most)];
    for (const line of lines) if (line !== '') await this.#out.write(`${wrap(line, this.#width, INDENT)}\n`);
  }

  async #cells(group: RuleCount, most: number): Promise<string> {
    const first: Finding[] = [];
    for await (const findings of this.#spool.read(group)) {
      for (const finding of findings.slice(0, most - first.length)) first.push(finding);
      if (first.length >= most) break;
    }
    return first.length === 0 ? '' : cellsLine(first, group.count - first.length);
  }

  /** One paragraph; `before` the text is a blank line where it is given. */
  async #say(text: string, before?: ''): Promise<void> {
    await this.#out.write(`${before === undefined ? '' : '\n'}${wrap(text, this.#width)}\n`);
  }
}
