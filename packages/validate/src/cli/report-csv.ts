import { csvRow } from '../csv/row.ts';
import type { Finding } from '../finding.ts';
import { FINDING_HEAD, findingCells } from '../findings-file/downloads.ts';
import type { Output } from './output.ts';
import type { FileFacts, Report, ReportOrder } from './report.ts';

/** The columns of any table of findings, after the name of the file. */
const HEAD = ['File', ...FINDING_HEAD];

/** Findings as a table, safe to open in a spreadsheet; a byte order mark in front makes accented letters come out right. */
export class CsvReport implements Report {
  readonly #out: Output;
  readonly #order: ReportOrder;
  #name = '';
  #left = 0;
  #begun = false;

  constructor(out: Output, order: ReportOrder) {
    this.#out = out;
    this.#order = order;
  }

  async begin({ name }: FileFacts): Promise<void> {
    this.#name = name;
    this.#left = this.#order.limit;
    if (!this.#begun) await this.#out.write(`\uFEFF${csvRow(HEAD)}`);
    this.#begun = true;
  }

  async findings(batch: readonly Finding[]): Promise<void> {
    const rows = batch.slice(0, this.#left).map((finding) => csvRow([this.#name, ...findingCells(finding)]));
    this.#left -= rows.length;
    await this.#out.write(rows.join(''));
  }

  async end(): Promise<void> {}

  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
