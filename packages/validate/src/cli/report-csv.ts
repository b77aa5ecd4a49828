import type { Finding } from '../finding.ts';
import { csvRow } from './csv-row.ts';
import type { Output } from './output.ts';
import type { FileFacts, Report, ReportOrder } from './report.ts';

/** The columns of the portal's own download, after the name of the file. */
const HEAD = [
  'File',
  'Row',
  'Cell',
  'Column',
  'Kind',
  'Rule',
  'Value as sent',
  'What is wrong',
  'How to mend it',
  'More',
  'Byte offset',
];

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
    const rows = batch.slice(0, this.#left).map((finding) => this.#row(finding));
    this.#left -= rows.length;
    await this.#out.write(rows.join(''));
  }

  #row({ row, cell, column, severity, rule, value, message, help, detail, offset }: Finding): string {
    return csvRow([this.#name, row, cell, column, severity, rule, value, message, help, detail ?? '', offset]);
  }

  async end(): Promise<void> {}

  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
