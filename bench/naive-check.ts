import { createReadStream } from 'node:fs';
import { isUci, isUln, type Template, type TemplateField } from '../packages/validate/src/index.ts';
import { NaiveCsv } from './naive-csv.ts';
import { COLUMN } from './ptq-template.ts';

/** What the return says about itself. */
export interface NaiveContext {
  readonly dueDate: string;
  readonly sender: string;
}

const BATCH = 256 * 1024;

/**
 * The check of a PTQ file as one would write it without an engine: strings, one RegExp for each column, the rules
 * between columns by hand, two Sets of joined keys. It says no more than that a row is wrong: not where its bytes
 * are, nor what happened to the value. Gives the rows and how many of them are wrong.
 */
export async function naiveCheck(
  path: string,
  template: Template,
  context: NaiveContext,
): Promise<{ rows: number; wrong: number }> {
  const csv = new NaiveCsv();
  const check = new NaiveRows(template, context);
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: BATCH })) {
    for (const row of csv.feed(piece as string)) check.take(row);
  }
  for (const row of csv.end()) check.take(row);
  return { rows: check.rows, wrong: check.wrong };
}

class NaiveRows {
  rows = 0;
  wrong = 0;
  readonly #patterns: readonly RegExp[];
  readonly #context: NaiveContext;
  readonly #whole: Set<string> = new Set();
  readonly #keys: Set<string> = new Set();
  #headerSeen = false;

  constructor(template: Template, context: NaiveContext) {
    this.#patterns = template.fields.map(columnPattern);
    this.#context = context;
  }

  take(cells: readonly string[]): void {
    if (!this.#headerSeen) {
      this.#headerSeen = true;
      return;
    }
    this.rows++;
    if (!this.#isRight(cells)) this.wrong++;
  }

  #isRight(cells: readonly string[]): boolean {
    if (cells.length !== this.#patterns.length) return false;
    const sound = this.#patterns.every((pattern, at) => pattern.test(cells[at]!)) && this.#keepsRules(cells);
    return this.#isNew(cells) && sound;
  }

  #keepsRules(cells: readonly string[]): boolean {
    const years = cells[COLUMN.AcademicYear]!;
    const uln = cells[COLUMN.UniqueLearnerNumber]!;
    const uci = cells[COLUMN.UniqueCandidateIdentifier]!;
    const other = cells[COLUMN.CandidateIdentifierOther]!;
    return (
      cells[COLUMN.ReportingDate] === this.#context.dueDate &&
      cells[COLUMN.AwardingOrganisation] === this.#context.sender &&
      Number(years.slice(5)) === Number(years.slice(0, 4)) + 1 &&
      isDate(cells[COLUMN.AssessmentDate]!) &&
      (uln !== '-2' || uci !== '-2' || other !== '-2') &&
      (uln === '-2' || isUln(uln)) &&
      (uci === '-2' || isUci(uci))
    );
  }

  #isNew(cells: readonly string[]): boolean {
    const whole = cells.join('\0');
    const key = [...cells.slice(5, 8), cells[COLUMN.AssessmentCode], cells[COLUMN.AssessmentDate]].join('\0');
    const isNew = !this.#whole.has(whole) && !this.#keys.has(key);
    this.#whole.add(whole);
    this.#keys.add(key);
    return isNew;
  }
}

function isDate(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** One RegExp for what a column accepts. */
function columnPattern({ constraints = {}, lexical, type, notApplicable }: TemplateField): RegExp {
  const members = constraints.enum?.map((member) => member.replaceAll('*', '\\*')).join('|');
  const date = '20\\d\\d-(?:0[1-9]|1[012])-(?:0[1-9]|[12]\\d|3[01])';
  const accepted = members ?? constraints.pattern ?? lexical ?? (type === 'date' ? date : '.*');
  return notApplicable === undefined
    ? new RegExp(`^(?!-2$)(?:${accepted})$`, 'u')
    : new RegExp(`^(?:${notApplicable}|${accepted})$`, 'u');
}
