import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleCsv } from '../factories.ts';
import { decided, PATIENCE_MS, quiet, send } from '../journeys/story.ts';
import { add, CODES, confirm, type ListsStage, openListsStage, upload } from './stage.ts';

let stage: ListsStage;
let file: Buffer;
const RULE = 'PTQ-ASSESSMENT-CODE';
const ALL = ['NSA-HSC-U01', 'NSA-HSC-U02', `NSA-${'X'.repeat(46)}`, '"NSA-""Gold""-CATERING"'];

beforeAll(async () => {
  stage = await openListsStage();
  await stage.garner.startWorker();
  // With an error, so that one attempt after another can be sent.
  file = Buffer.from((await exampleCsv('valid')).toString('latin1').replace('2022-2023', '2022-2024'), 'latin1');
}, PATIENCE_MS);
afterAll(() => stage[Symbol.asyncDispose]());

interface Told {
  readonly findings: readonly { rule: string; severity: string; value: string; row: number }[];
}

/** Sends the file once more; gives the page of the attempt and what the rule found. */
async function attempt(number: number) {
  const { amina, world, garner } = stage;
  await send(amina, world.open, 'outcomes.csv', file);
  const body = await decided(amina, world.open, number);
  const { findings } = (await amina.get(`/returns/${world.open}/submissions/${number}/findings.json`)).json() as Told;
  const { rows } = await garner.context.pool.query(
    `select context->'lists' as lists from check_run order by id desc limit 1`,
  );
  return { body, found: findings.filter(({ rule }) => rule === RULE), lists: rows[0].lists };
}

test(
  'without a list the rule is not asked, and the page says why',
  async () => {
    const { body, found, lists } = await attempt(1);
    expect(found).toEqual([]);
    expect(lists).toBeNull();
    expect(body).toContain('Rules that could not be applied');
    expect(body).toContain('Your organisation keeps no list of assessment codes.');
  },
  PATIENCE_MS,
);

test(
  'codes that are not in the list are queried, each where it stands',
  async () => {
    await add(stage.keeper, CODES, { code: 'NSA-HSC-U01' });
    // In use before and after the academic year 2022-2023, not in it.
    await add(stage.keeper, CODES, { code: 'NSA-HSC-U02', until: '2022-08-31' });
    await add(stage.keeper, CODES, { code: ALL[2]!, since: '2023-09-01' });
    const { body, found, lists } = await attempt(2);
    expect(found.map(({ severity }) => severity)).toEqual(['query', 'query', 'query']);
    expect(found.map(({ value }) => value).sort()).toEqual(['NSA-"Gold"-CATERING', 'NSA-HSC-U02', ALL[2]]);
    expect(lists).toEqual([{ list: 'assessment-codes', version: 3, codes: 1, asOf: '2026-11-22T09:00:00.000Z' }]);
    expect(body).not.toContain('Your organisation keeps no list');
    expect(body).toMatch(/1 assessment code<\/a>\s*, as of 22 November 2026 at 9:00am \(version 3 of the list\)/);
  },
  PATIENCE_MS,
);

test(
  'a list that changed counts from the next attempt on; the one before keeps what it was checked against',
  async () => {
    const rows = ALL.map((code) => `${code},,2022-09-01,2023-08-31\r\n`).join('');
    const sent = await upload(stage.keeper, CODES, 'replace', `code,title,from,until\r\n${rows}`);
    await confirm(stage.keeper, sent.headers.location!);
    const { found, lists } = await attempt(3);
    expect(found).toEqual([]);
    expect(lists).toMatchObject([{ version: 4, codes: 4 }]);
    const { rows: runs } = await stage.garner.context.pool.query(
      `select context->'lists'->0->'version' as version from check_run order by id`,
    );
    expect(runs.map(({ version }) => version)).toEqual([null, 3, 4]);
    const before = (await stage.amina.get(`/returns/${stage.world.open}/submissions/2/findings.json`)).json() as Told;
    expect(before.findings.filter(({ rule }) => rule === RULE)).toHaveLength(3);
  },
  PATIENCE_MS,
);

test(
  'a list that was emptied is no list',
  async () => {
    const { context } = stage.garner;
    await context.pool.query('delete from reference_entry');
    const { found, lists, body } = await attempt(4);
    expect([found, lists]).toEqual([[], null]);
    expect(body).toContain('Your organisation keeps no list of assessment codes.');
  },
  PATIENCE_MS,
);

test(
  'queries do not stop a return; work files do not stay',
  async () => {
    await add(stage.keeper, CODES, { code: 'ANOTHER' });
    file = await exampleCsv('valid');
    const { body, found } = await attempt(5);
    expect(found).toHaveLength(12);
    expect(body).toContain('Accepted');
    expect(body).toContain('12 queries');
    await quiet(stage.garner);
    expect(await readdir(stage.garner.context.workFolder)).toEqual([]);
  },
  PATIENCE_MS,
);
