import { type OracleCell, type OracleLine, parseCsv } from './oracle-csv.ts';
import { COLUMNS, isRight, looksScientific, uciHolds, ulnHolds, whatIsWrong } from './oracle-fields.ts';
import { readHeader } from './oracle-header.ts';

/** What a finding says, without the words of the rule. */
export interface Said {
  readonly rule: string;
  readonly row: number;
  readonly column: string;
  readonly cell: string;
  readonly offset: number;
  readonly length: number;
  readonly value: string;
  readonly detail: string | undefined;
}

export interface Answer {
  readonly findings: readonly Said[];
  readonly rows: number;
  readonly counts: { readonly error: number; readonly query: number; readonly notice: number };
  /** `rule column count`, most frequent first. */
  readonly byRule: readonly string[];
  readonly notAsked: readonly string[];
}

export interface OracleContext {
  readonly dueDate?: string;
  readonly organisationNames?: readonly string[];
}

const QUERIES = ['value.scientific-text', 'PTQ-SAME-LEARNER-ASSESSMENT-DATE'];
const NOTICES = [
  ...['file.windows-1252', 'header.blank', 'header.folded', 'header.order', 'row.blank-line', 'csv.quote-in-value'],
  ...['PTQ-ULN-CHECK', 'PTQ-UCI-CHECK'],
];

/** Checks a PTQ file the slow and plain way; the oracle that the engine is compared with. Shares no code with it. */
export function oracle(bytes: Uint8Array, context: OracleContext): Answer {
  const reading = new Reading(context);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const start = hasMark ? 3 : 0;
  if (/^\s*$/.test(Buffer.from(bytes.subarray(start)).toString('latin1'))) reading.sayFile('file.empty');
  else reading.read(parseCsv(bytes, start));
  const { findings, rows, notAsked } = reading;
  const tally = new Map<string, number>();
  for (const { rule, column } of findings) tally.set(`${rule} ${column}`, (tally.get(`${rule} ${column}`) ?? 0) + 1);
  const severity = ({ rule }: Said) => (QUERIES.includes(rule) ? 'query' : NOTICES.includes(rule) ? 'notice' : 'error');
  const count = (wanted: string) => findings.filter((each) => severity(each) === wanted).length;
  return {
    rows,
    notAsked,
    findings: [
      ...findings.filter((each) => each.row > 0).sort((a, b) => a.row - b.row),
      ...findings.filter((each) => each.row === 0),
    ],
    counts: { error: count('error'), query: count('query'), notice: count('notice') },
    byRule: [...tally].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map((each) => each.join(' ')),
  };
}

class Reading {
  readonly findings: Said[] = [];
  readonly notAsked: string[] = [];
  rows = 0;
  readonly #context: OracleContext;
  readonly #seen: Map<string, number> = new Map();
  #places: ReadonlyMap<string, number> = new Map();
  #sender: { name: string; row: number } | undefined;
  #fellBack = false;

  constructor(context: OracleContext) {
    this.#context = context;
  }

  read([header, ...lines]: readonly OracleLine[]): void {
    const { places, says, fatal } = readHeader(header!);
    for (const { rule, column = '', fileColumn, detail } of says) {
      if (fileColumn === undefined) this.#sayLine(rule, header!, column, detail);
      else this.#say(rule, header!, fileColumn, column, detail);
    }
    if (fatal) return;
    this.#places = places;
    this.#listNotAsked();
    const full = lines.filter((line) => line.from !== line.to);
    const lastFull = full.at(-1)?.row ?? 0;
    const blank = lines.find((line) => line.from === line.to);
    if (blank && blank.row < lastFull) this.#sayLine('row.blank-line', blank);
    for (const line of full) this.#row(line, header!.cells.length);
    this.rows = full.length;
    if (this.rows === 0) this.sayFile('file.no-rows');
  }

  sayFile(rule: string): void {
    this.#push({ rule, row: 0, offset: 0, length: 0, value: '' });
  }

  #row(line: OracleLine, wide: number): void {
    const last = line.cells.length - 1;
    if (line.cells[last]!.kind === 'never-closed') {
      this.#say('csv.never-closed', line, last, [...this.#places].find(([, at]) => at === last)?.[0] ?? '');
    } else if (last > 0 && line.cells.every((cell) => cell.kind === 'plain' && cell.text === '')) {
      this.#sayLine('row.empty', line);
    } else if (last + 1 !== wide) {
      const detail = `It has ${last + 1} value${last === 0 ? '' : 's'}; the header has ${wide} column${wide === 1 ? '' : 's'}.`;
      this.#sayLine(last + 1 < wide ? 'row.too-few' : 'row.too-many', line, '', detail);
    } else this.#values(line);
  }

  #values(line: OracleLine): void {
    const row = new Map<string, OracleCell>();
    const right = new Set<string>();
    for (const column of COLUMNS) {
      const at = this.#places.get(column);
      if (at === undefined) continue;
      const cell = line.cells[at]!;
      row.set(column, cell);
      const say = (rule: string) => this.#say(rule, line, at, column);
      if (cell.kind === 'text-after') {
        say('csv.text-after-quote');
        continue;
      }
      if (cell.kind === 'plain' && cell.text.includes('"')) say('csv.quote-in-value');
      if (cell.fellBack && !this.#fellBack) say('file.windows-1252');
      this.#fellBack ||= cell.fellBack;
      if (!isRight(column, cell.text) || cell.text.includes('\0')) say(whatIsWrong(column, cell.text));
      else {
        right.add(column);
        if (looksScientific(column, cell.text)) say('value.scientific-text');
      }
    }
    this.#rules(line, (column) => (right.has(column) ? row.get(column)!.text : undefined));
    this.#repeats(
      line,
      (column) => row.get(column)?.text,
      LEARNER_KEY.every((column) => right.has(column)),
    );
  }

  /** The rules of a row, written out; `text` is undefined where there is no right value. */
  #rules(line: OracleLine, text: (column: string) => string | undefined): void {
    const say = (rule: string, column: string, detail?: string) =>
      this.#say(rule, line, this.#places.get(column)!, column, detail);
    const { dueDate, organisationNames } = this.#context;
    const other = text('CandidateIdentifierOther');
    const uln = text('UniqueLearnerNumber');
    const uci = text('UniqueCandidateIdentifier');
    const due = text('ReportingDate');
    const sender = text('AwardingOrganisation');
    const years = text('AcademicYear');
    if (other === '-2' && uln === '-2' && uci === '-2') say('PTQ-IDENTIFIER', 'CandidateIdentifierOther');
    if (dueDate !== undefined && due !== undefined && due !== dueDate) {
      say('PTQ-REPORTING-DATE', 'ReportingDate', `Expected: “${dueDate}”.`);
    }
    const strange = organisationNames && sender !== undefined && !organisationNames.includes(sender);
    if (strange) {
      say(
        'PTQ-SENDER',
        'AwardingOrganisation',
        `Expected: ${organisationNames.map((name) => `“${name}”`).join(' or ')}.`,
      );
    }
    if (years !== undefined && Number(years.slice(5)) - Number(years.slice(0, 4)) !== 1) {
      say('PTQ-CONSECUTIVE-YEARS', 'AcademicYear');
    }
    if (uln !== undefined && uln !== '-2' && !ulnHolds(uln)) say('PTQ-ULN-CHECK', 'UniqueLearnerNumber');
    if (uci !== undefined && uci !== '-2' && !uciHolds(uci)) say('PTQ-UCI-CHECK', 'UniqueCandidateIdentifier');
    if (sender === undefined || strange) return;
    this.#sender ??= { name: sender, row: line.row };
    if (this.#sender.name !== sender) {
      say('PTQ-ONE-SENDER', 'AwardingOrganisation', `Row ${this.#sender.row} has another value.`);
    }
  }

  /** `keyIsRight`: no value of the learner's key is at fault. */
  #repeats(line: OracleLine, text: (column: string) => string | undefined, keyIsRight: boolean): void {
    const earlier = (columns: readonly string[]): number | undefined => {
      if (columns.some((column) => !this.#places.has(column))) return undefined;
      const key = JSON.stringify([columns.length, ...columns.map(text)]);
      const row = this.#seen.get(key);
      if (row === undefined) this.#seen.set(key, line.row);
      return row;
    };
    const whole = earlier(COLUMNS);
    const same = keyIsRight ? earlier(LEARNER_KEY) : undefined;
    const nobody = this.findings.some((each) => each.row === line.row && each.rule === 'PTQ-IDENTIFIER');
    if (whole !== undefined) this.#sayLine('PTQ-DUPLICATE-ROW', line, '', `Same as row ${whole}.`);
    else if (same !== undefined && !nobody) {
      const at = this.#places.get(LEARNER_KEY[0]!)!;
      this.#say('PTQ-SAME-LEARNER-ASSESSMENT-DATE', line, at, LEARNER_KEY[0]!, `Same as row ${same}.`);
    }
  }

  #listNotAsked(): void {
    const has = (...columns: string[]) => columns.every((column) => this.#places.has(column));
    const asks: [string, boolean][] = [
      ['PTQ-IDENTIFIER', has('CandidateIdentifierOther', 'UniqueLearnerNumber', 'UniqueCandidateIdentifier')],
      ['PTQ-REPORTING-DATE', has('ReportingDate') && this.#context.dueDate !== undefined],
      ['PTQ-SENDER', has('AwardingOrganisation') && this.#context.organisationNames !== undefined],
      ['PTQ-ONE-SENDER', has('AwardingOrganisation')],
      ['PTQ-CONSECUTIVE-YEARS', has('AcademicYear')],
      ['PTQ-DUPLICATE-ROW', has(...COLUMNS)],
      ['PTQ-SAME-LEARNER-ASSESSMENT-DATE', has(...LEARNER_KEY)],
      ['PTQ-ULN-CHECK', has('UniqueLearnerNumber')],
      ['PTQ-UCI-CHECK', has('UniqueCandidateIdentifier')],
    ];
    // No list of codes is given.
    asks.push(['PTQ-ASSESSMENT-CODE', false]);
    this.notAsked.push(...asks.filter(([, asked]) => !asked).map(([rule]) => rule));
  }

  /** Says something of one cell. */
  #say(rule: string, line: OracleLine, at: number, column: string, detail?: string): void {
    const { from, to, text } = line.cells[at]!;
    const cell = `${letters(at)}${line.row}`;
    this.#push({ rule, row: line.row, column, cell, offset: from, length: to - from, value: text, detail });
  }

  /** Says something of a whole line; only remarks on the header show it. */
  #sayLine(rule: string, line: OracleLine, column = '', detail?: string): void {
    const value = line.row === 1 ? line.text : '';
    this.#push({ rule, row: line.row, column, offset: line.from, length: line.to - line.from, value, detail });
  }

  #push(said: Pick<Said, 'rule' | 'row' | 'offset' | 'length' | 'value'> & Partial<Said>): void {
    const value = said.value.length > 200 ? `${said.value.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '')}…` : said.value;
    this.findings.push({ column: '', cell: '', detail: undefined, ...said, value });
  }
}

const LEARNER_KEY = [
  'UniqueLearnerNumber',
  'UniqueCandidateIdentifier',
  'CandidateIdentifierOther',
  'AssessmentCode',
  'AssessmentDate',
];

function letters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : letters(Math.floor(at / 26) - 1) + last;
}
