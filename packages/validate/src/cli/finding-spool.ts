import type { Finding, RuleCount } from '../finding.ts';
import { Scratch } from './scratch.ts';

/** Most that is kept in memory, in UTF-16 units, before a temporary file is begun. */
const IN_MEMORY = 1024 * 1024;

type Words = Pick<Finding, 'rule' | 'column' | 'severity' | 'message' | 'help'>;
/** A finding without its words: group, row, cell, offset, length, value, detail. */
type Line = readonly [number, number, string, number, number, string, string?];

/**
 * Findings kept until the counts that stand before them are known: in memory while they are few, else in a temporary
 * file, each in some 60 bytes, as the words of a rule are the same every time.
 */
export class FindingSpool implements AsyncDisposable {
  readonly #groups: Words[] = [];
  readonly #numbers: Map<string, number> = new Map();
  #text = '';
  #scratch: Scratch | undefined;

  /** How many findings it holds. */
  size = 0;

  async add(findings: readonly Finding[]): Promise<void> {
    for (const finding of findings) this.#text += `${JSON.stringify(this.#line(finding))}\n`;
    this.size += findings.length;
    if (this.#text.length < IN_MEMORY) return;
    this.#scratch ??= await Scratch.open();
    const text = this.#text;
    this.#text = '';
    await this.#scratch.write(new TextEncoder().encode(text));
  }

  /** All findings in the order they came, some at a time, or those of one rule and column. */
  async *read(only?: Pick<RuleCount, 'rule' | 'column'>): AsyncGenerator<readonly Finding[]> {
    const wanted = this.#groups.map((words) => !only || (words.rule === only.rule && words.column === only.column));
    for await (const lines of this.#lines()) {
      const mine = lines.filter((line) => line !== '' && wanted[Number.parseInt(line.slice(1), 10)]);
      if (mine.length > 0) yield mine.map((line) => this.#finding(JSON.parse(line)));
    }
  }

  #line(finding: Finding): Line {
    const { row, cell, offset, length, value, detail } = finding;
    const line = [this.#number(finding), row, cell, offset, length, value] as const;
    return detail === undefined ? line : [...line, detail];
  }

  async *#lines(): AsyncGenerator<readonly string[]> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of this.#scratch?.chunks() ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop()!;
      yield lines;
    }
    yield (rest + this.#text).split('\n');
  }

  #number({ rule, column, severity, message, help }: Finding): number {
    const key = `${rule}\n${column}\n${message}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#groups.length);
    return this.#groups.push({ rule, column, severity, message, help }) - 1;
  }

  #finding([group, row, cell, offset, length, value, detail]: Line): Finding {
    const { rule, severity, column, message, help } = this.#groups[group]!;
    const finding = { rule, severity, row, column, cell, offset, length, value, message, help };
    return detail === undefined ? finding : { ...finding, detail };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scratch?.[Symbol.asyncDispose]();
  }
}
