import type { Finding } from '../finding.ts';
import { FindingSpool } from './finding-spool.ts';
import type { Output } from './output.ts';
import type { FileFacts, Outcome, Report, ReportOrder } from './report.ts';

/**
 * One JSON document as `findings.schema.json` describes it: the result of the one file, or a list of results where
 * several were named. What stands before the findings is known only after them, so they wait in a spool.
 */
export class JsonReport implements Report {
  readonly #out: Output;
  readonly #order: ReportOrder;
  #facts: FileFacts | undefined;
  #spool: FindingSpool = new FindingSpool();
  #files = 0;

  constructor(out: Output, order: ReportOrder) {
    this.#out = out;
    this.#order = order;
  }

  async begin(facts: FileFacts): Promise<void> {
    await this.#spool[Symbol.asyncDispose]();
    this.#spool = new FindingSpool();
    this.#facts = facts;
  }

  async findings(batch: readonly Finding[]): Promise<void> {
    await this.#spool.add(batch.slice(0, this.#order.limit - this.#spool.size));
  }

  async end(outcome: Outcome): Promise<void> {
    const before = this.#files++ === 0 ? (this.#order.several ? '[\n' : '') : ',\n';
    await this.#out.write(before + head(this.#facts!, outcome));
    let separator = '\n';
    for await (const findings of this.#spool.read()) {
      await this.#out.write(separator + findings.map((finding) => JSON.stringify(finding)).join(',\n'));
      separator = ',\n';
    }
    await this.#out.write(this.#spool.size > 0 ? '\n]}' : ']}');
  }

  async close(): Promise<void> {
    if (this.#order.several) await this.#out.write(this.#files === 0 ? '[]\n' : '\n]\n');
    else if (this.#files > 0) await this.#out.write('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool[Symbol.asyncDispose]();
  }
}

/** All of a result up to its findings, a line for each key. */
function head({ name, template, hash }: FileFacts, { size, sha256, summary }: Outcome): string {
  const { rows, rowsChecked, counts, byRule, notAsked } = summary;
  const before = {
    file: { name, size, sha256 },
    template: { name: template.name, edition: template.edition, hash },
    rows,
    rowsChecked,
    counts,
    byRule,
    notAsked,
  };
  const lines = Object.entries(before).map(([key, value]) => `"${key}":${JSON.stringify(value)},\n`);
  return `{${lines.join('')}"findings":[`;
}
