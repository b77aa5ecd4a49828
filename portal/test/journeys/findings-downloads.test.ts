import { bytesSource, checkFile, compileTemplate, type Finding, type Summary } from '@garner/validate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTemplate, otherTemplates } from '../../src/modules/collections/index.ts';
import { AMINA, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, PATIENCE_MS, send } from './story.ts';

/** Values that a spreadsheet would run, or that break CSV. */
const HOSTILE = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(A1)',
  '"quoted, and cut"',
  'line\nbreak',
  'été',
];

let garner: TestGarner;
let world: World;
let amina: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
}, PATIENCE_MS);
afterAll(() => garner[Symbol.asyncDispose]());

let attempts = 0;
async function sent(content: Buffer): Promise<string> {
  await send(amina, world.open, 'outcomes.csv', content);
  attempts += 1;
  await decided(amina, world.open, attempts);
  return `/returns/${world.open}/submissions/${attempts}`;
}

/** What the engine itself finds in the same bytes, asked directly. */
async function direct(content: Buffer): Promise<{ findings: Finding[]; summary: Summary }> {
  const { db } = garner.context;
  const published = await findTemplate(db, 'ptq-assessment-outcomes', '2023-08');
  const check = checkFile(bytesSource(content), compileTemplate(published!.template), {
    context: {
      dueDate: '2026-12-02',
      period: '2022-2023',
      organisationNames: ['Northern Skills Awards', 'NSA'],
    },
    known: await otherTemplates(db, 'ptq-assessment-outcomes'),
  });
  const findings: Finding[] = [];
  for (let next = await check.next(); ; next = await check.next()) {
    if (next.done) return { findings, summary: next.value };
    findings.push(...next.value);
  }
}

describe('the CSV of hostile values', () => {
  let csv: string;
  let rows: readonly (readonly string[])[];
  let url: string;

  beforeAll(async () => {
    const [head, row] = (await exampleCsv('valid')).toString().split(/\r?\n/);
    const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
    const lines = HOSTILE.map((value) => row!.replace(/,[^,]*$/, `,${quoted(value)}`));
    url = await sent(Buffer.from([head, ...lines, ''].join('\r\n')));
    const answer = await amina.get(`${url}/findings.csv`);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain(
      `filename="ptq-assessment-outcomes-2022-2023-attempt-${attempts}-findings.csv"`,
    );
    csv = answer.rawPayload.toString();
    rows = parsed(csv.slice(1));
  }, PATIENCE_MS);

  test('begins with a byte order mark and the names of its columns', () => {
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(rows[0]).toEqual([
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
    ]);
  });

  test('holds every finding, the value with an apostrophe where a spreadsheet would run it', async () => {
    const { findings } = JSON.parse((await amina.get(`${url}/findings.json`)).body) as { findings: Finding[] };
    expect(rows.length - 1).toBe(findings.length);
    const danger = /^[=+\-@\t\r\n＝＋－＠]/u;
    expect(rows.slice(1).map((row) => row[5])).toEqual(
      findings.map(({ value }) => (danger.test(value) ? `'${value}` : value)),
    );
    expect(findings.filter(({ value }) => danger.test(value)).length).toBeGreaterThanOrEqual(9);
  });

  test('has no cell at all that a spreadsheet would run', () => {
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
  });

  test('keeps to the chosen findings', async () => {
    const some = parsed((await amina.get(`${url}/findings.csv?rule=value.list&column=AssessmentGrade`)).body.slice(1));
    expect(some.length).toBeGreaterThan(2);
    expect(new Set(some.slice(1).map((row) => `${row[4]} ${row[2]}`))).toEqual(new Set(['value.list AssessmentGrade']));
    const none = parsed((await amina.get(`${url}/findings.csv?rule=none`)).body.slice(1));
    expect(none).toHaveLength(1);
    const json = JSON.parse((await amina.get(`${url}/findings.json?rule=none`)).body) as { findings: unknown[] };
    expect(json.findings).toEqual([]);
  });
});

describe.each([
  'faulty',
  'duplicates',
  'header-misspelt',
  'no-header',
  'spreadsheet-damage',
  'never-closed',
  'wrong-template',
  'empty',
  // Accepted with notices, so it comes last.
  'windows-1252',
])('%s.csv', (name) => {
  test(
    'the JSON says exactly what the engine says',
    async () => {
      // A file with nothing in it is refused before it is sent; one of blanks is not.
      const content = name === 'empty' ? Buffer.from('\r\n\r\n') : await exampleCsv(name);
      const answer = await amina.get(`${await sent(content)}/findings.json`);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      const { findings, summary } = await direct(content);
      const json = JSON.parse(answer.body) as Record<string, unknown> & { byRule: unknown[] };
      expect(json['findings']).toEqual(findings);
      expect(json['counts']).toEqual(summary.counts);
      expect(json['rows']).toBe(summary.rows);
      expect(json.byRule).toHaveLength(summary.byRule.length);
      expect(json.byRule).toEqual(expect.arrayContaining([...summary.byRule]));
      expect(json['file']).toMatchObject({ name: 'outcomes.csv', size: content.length });
      expect(json['template']).toMatchObject({ name: 'ptq-assessment-outcomes', edition: '2023-08' });
    },
    PATIENCE_MS,
  );
});

/** A reader of RFC 4180 that owes nothing to ours. */
function parsed(text: string): string[][] {
  const rows: string[][] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    if (rows.length === 0 || rows.at(-1)!.at(-1) === '\r\n') rows.push([]);
    const row = rows.at(-1)!;
    row.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') row.push('\r\n');
  }
  return rows.map((row) => row.slice(0, -1));
}
