/** Entries from a file: checked by the engine, shown with what they would change, imported as shown or not at all. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COLLECTIONS } from '../../src/modules/collections/index.ts';
import { forgetImports } from '../../src/modules/media/body/import/store.ts';
import { workTopic } from '../../src/modules/media/store.ts';
import { until } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { type BodyStage, formOf, ODO, openBodyStage, PETRA, SAUL, wordsOf } from './body-stage.ts';

const HEAD = 'CentreNumber,ComponentCode,CandidateNumber,Surname,Forename';
const csv = (...rows: string[]) => Buffer.from([HEAD, ...rows, ''].join('\r\n'));

let stage: BodyStage;
let saul: Visitor;
beforeAll(async () => {
  stage = await openBodyStage();
  saul = stage.saul;
});
/** Each test begins with nobody entered. */
beforeEach(async () => {
  for (const table of ['tag', 'final', 'file', 'entry', 'candidate', 'import'])
    await stage.garner.context.pool.query(`delete from media_${table}`);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

async function send(who: Visitor, content: Buffer, way = 'add', name = 'entries.csv', csrf = who.csrf) {
  const boundary = '----garner-test';
  const part = (head: string) => `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n`;
  const payload = Buffer.concat([
    Buffer.from(`${part('name="_csrf"')}\r\n${csrf}\r\n${part('name="way"')}\r\n${way}\r\n`),
    Buffer.from(`${part(`name="file"; filename="${name}"`)}content-type: text/csv\r\n\r\n`),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return await who.ask(`/recordings/sessions/${stage.session}/entries`, { method: 'POST', headers, payload });
}

/** Sends a clean file; gives the address of its preview and the page. */
async function preview(content: Buffer, way = 'add', who: Visitor = saul) {
  await who.get('/recordings');
  await who.get(`/recordings/sessions/${stage.session}/entries`);
  const { headers, statusCode } = await send(who, content, way);
  expect(statusCode).toBe(303);
  const path = String(headers.location);
  return { path, page: await who.get(path) };
}

function confirm(path: string, page: { readonly body: string }, who: Visitor = saul) {
  return who.post(`${path}/confirm`, Object.fromEntries(formOf(page, `${path}/confirm`)));
}

async function entries() {
  const { rows } = await stage.garner.context.pool.query<{ entry: string }>(
    `select ncn || ' ' || component.code || ' ' || number || ' ' || surname || ', ' || forename ||
       case when withdrawn_at is null then '' else ' withdrawn' end || case files when 0 then '' else ' ' || files end as entry
     from media_entry entry join media_component component on component.id = component_id
     join media_candidate candidate on candidate.id = candidate_id join organisation on organisation.id = entry.centre_id
     order by 1`,
  );
  return rows.map(({ entry }) => entry);
}

describe('a right file', () => {
  test('shows what is new before anything changes, then does it, once', async () => {
    const { path, page } = await preview(
      await readFile(join(COLLECTIONS, 'templates/garner-entries/examples/2026-11/valid.csv')),
    );
    const words = wordsOf(page);
    expect(words).toContain('New candidates 4 candidates Changed names 0 candidates New entries 5 entries');
    expect(words).toContain("16678 Hilltop College 7712/SP 0412 D'SOUZA-LEE, MARIA, JOSÉ New candidate");
    expect(await entries()).toEqual([]);
    const answers = await Promise.all([confirm(path, page), confirm(path, page), confirm(path, page)]);
    expect(answers.map(({ headers }) => String(headers.location).split('=')[1]).sort()).toEqual([
      'imported',
      'imported-before',
      'imported-before',
    ]);
    expect(await entries()).toEqual([
      '16677 8638/SF 0001 BEGUM, NADIA',
      '16677 8638/SF 0002 STEVENSON, ALICIA',
      '16677 8698/SF 0002 STEVENSON, ALICIA',
      "16678 7712/SP 0412 D'SOUZA-LEE, MARIA, JOSÉ",
      '16678 8698/SF 0001 O’BRIEN, SEÁN',
    ]);
    const [told, ...more] = await stage.told('media.entries-imported');
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      organisation_id: stage.wessex,
      after: { newCandidates: 4, newEntries: 5, whole: false },
    });
    expect(JSON.stringify(told)).not.toMatch(/BEGUM|STEVENSON/);
  });

  test('keeps files when names change, and shows a withdrawn candidate with what is there first', async () => {
    const [first, second, third] = await stage.enter('8638/SF', stage.marshLane, 4);
    await stage.file({ code: '8638/SF', centreId: stage.marshLane, name: 'a.mp3', candidates: [third!] });
    await stage.excuse('8638/SF', stage.marshLane, [second!]);
    const { path, page } = await preview(csv('16677,8638/SF,0001,NEWNAME,FORENAME1'), 'whole');
    const words = wordsOf(page);
    expect(words).toContain('Withdrawn 3 entries, 2 of them with files or a reason');
    expect(words).toMatch(
      /0003 SURNAME3, FORENAME3 1 file, kept .*0002 SURNAME2.* Non-submission: Absent .*0004 .* Nothing yet/,
    );
    expect(words).toContain('0001 SURNAME1, FORENAME1 NEWNAME, FORENAME1');
    expect((await confirm(path, page)).statusCode).toBe(303);
    expect(await entries()).toEqual([
      '16677 8638/SF 0001 NEWNAME, FORENAME1',
      '16677 8638/SF 0002 SURNAME2, FORENAME2 withdrawn',
      '16677 8638/SF 0003 SURNAME3, FORENAME3 withdrawn 1',
      '16677 8638/SF 0004 SURNAME4, FORENAME4 withdrawn',
    ]);
    const again = await preview(csv('16677,8638SF,0003,SURNAME3,FORENAME3'));
    expect(wordsOf(again.page)).toContain('Withdrawn before, stands again');
    await confirm(again.path, again.page);
    expect((await entries())[2]).toBe('16677 8638/SF 0003 SURNAME3, FORENAME3 1');
    expect(first).toBeDefined();
  });

  test('says which rows are left out and why, and touches nothing of theirs', async () => {
    await stage.enter('8638/SF', stage.marshLane, 2);
    const file = csv(
      '99999,8638/SF,0001,A,B',
      '16677,8638/XX,0001,SURNAME1,FORENAME1',
      '16677,8638/SF,0002,ONE,NAME',
      '16677,8698/SF,0002,OTHER,NAME',
      '16677,8638/SF,0001,SURNAME1,FORENAME1',
      '16677,8638sf,0001,SURNAME1,FORENAME1',
    );
    const { path, page } = await preview(file, 'whole');
    const words = wordsOf(page);
    expect(words).toContain('2 99999 8638/SF 0001 A, B There is no centre with the number 99999');
    expect(words).toContain('The session has no component 8638/XX');
    expect(words).toContain('5 16677 8698/SF 0002 OTHER, NAME The same candidate is there twice with different names');
    expect(words).toContain('Withdrawn 0 entries As they are 1 entry Left out 4 rows');
    expect(page.body).not.toContain(`${path}/confirm`);
  });

  test('warns of entries for work that has been submitted', async () => {
    const [only] = await stage.enter('8638/SF', stage.marshLane, 1);
    await stage.excuse('8638/SF', stage.marshLane, [only!]);
    await stage.submit('8638/SF', stage.marshLane);
    const { page } = await preview(csv('16677,8638/SF,0002,NEW,COMER'));
    expect(wordsOf(page)).toContain('1 entry is for work whose final submission has been made');
  });

  test('is confirmed as it was shown, or shown anew', async () => {
    const { path, page } = await preview(csv('16677,8638/SF,0001,A,B', '16677,8638/SF,0002,C,D'));
    await stage.enter('8638/SF', stage.marshLane, 1);
    const answer = await confirm(path, page);
    expect(answer.statusCode).toBe(409);
    expect(wordsOf(answer)).toContain('Something was changed since you saw this page');
    expect(wordsOf(answer)).toContain('SURNAME1, FORENAME1 A, B');
    expect((await confirm(path, answer)).statusCode).toBe(303);
    expect(await entries()).toEqual(['16677 8638/SF 0001 A, B', '16677 8638/SF 0002 C, D']);
  });

  test('tells open pages of the centres that it changes, and no others', async () => {
    const { events } = stage.garner.context;
    const { marshLane, hilltop } = stage;
    await stage.enter('8638/SF', marshLane, 2);
    await stage.enter('8638/SF', hilltop, 1);
    const told: string[] = [];
    const listen = (centreId: number) =>
      events.listen(workTopic({ componentId: stage.component('8638/SF'), centreId }), () =>
        told.push(String(centreId)),
      );
    const stops = [listen(marshLane), listen(hilltop)];
    const rows = ['16677,8638/SF,0001,SURNAME1,FORENAME1', '16678,8638/SF,0001,SURNAME1,FORENAME1'];
    const { path, page } = await preview(csv(...rows), 'whole');
    await confirm(path, page);
    await until('the page of the centre to be told', async () => told.length > 0);
    expect(told).toEqual([String(marshLane)]);
    for (const stop of stops) stop();
  });

  test('can be given up, and waits for a day only', async () => {
    const { path, page } = await preview(csv('16677,8638/SF,0001,A,B'));
    expect((await saul.post(`${path}/give-up`)).headers.location).toContain('done=given-up');
    expect((await confirm(path, page)).statusCode).toBe(409);
    const second = await preview(csv('16677,8638/SF,0001,A,B'));
    stage.garner.clock.moveDays(1);
    saul = await Visitor.signedIn(stage.garner.app, SAUL);
    const old = await saul.get(second.path);
    expect([old.statusCode, wordsOf(old).includes('waited for more than a day')]).toEqual([409, true]);
    expect(await forgetImports(stage.garner.context.db, stage.garner.clock)).toBe(1);
    stage.garner.clock.moveDays(-1);
    saul = await Visitor.signedIn(stage.garner.app, SAUL);
    const { rows } = await stage.garner.context.pool.query('select from media_import where rows is not null');
    expect(rows).toEqual([]);
    expect(await entries()).toEqual([]);
  });

  test('of 600 rows is imported; those with hostile names are names and nothing else', async () => {
    const hostile = ['<script>alert(1)</script>', '=HYPERLINK("x")', "'; drop table x", '\u202eEVIL', 'Ñ'.repeat(100)];
    const rows = Array.from({ length: 600 }, (_, at) => {
      const surname = hostile[at] ?? `S${at}`;
      return `${at % 2 ? '16677' : '16678'},7712/SP,${String(at).padStart(4, '0')},"${surname.replaceAll('"', '""')}",F`;
    });
    const { path, page } = await preview(csv(...rows), 'whole');
    expect(page.body).not.toContain('<script>alert');
    expect(wordsOf(page)).toContain('New entries 600 entries');
    expect(wordsOf(page)).toContain('And 500 more');
    expect((await confirm(path, page)).statusCode).toBe(303);
    expect(await entries()).toHaveLength(600);
  });
});

describe('a file that is not right changes nothing', () => {
  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['only a header', csv()],
    ['another header', Buffer.from('Name,Kind\r\nA,centre\r\n')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
    ['a quotation mark that is never closed', csv('"16677,8638/SF,0001,A,B')],
    ['lost zeros', csv('1667,8638/SF,1,A,B')],
  ])('%s', async (_what, file) => {
    await saul.get(`/recordings/sessions/${stage.session}/entries`);
    const answer = await send(saul, file, 'whole');
    expect(answer.statusCode).toBe(422);
    expect(wordsOf(answer)).toMatch(/\d+ faults? to mend in entries\.csv/);
  });

  test('and the form asks for what is missing', async () => {
    const before = (await stage.told('media.entries-imported')).length;
    await saul.get(`/recordings/sessions/${stage.session}/entries`);
    expect(wordsOf(await send(saul, csv('16677,8638/SF,0001,A,B'), ''))).toContain('Choose what the file is');
    expect(wordsOf(await send(saul, Buffer.alloc(0), 'add', ''))).toContain('Choose a file');
    expect(wordsOf(await send(saul, Buffer.alloc(30_000_001, 'a')))).toContain('larger than 30 MB');
    expect((await send(saul, csv('16677,8638/SF,0001,A,B'), 'add', 'a.csv', 'forged')).statusCode).toBe(403);
    expect(await stage.told('media.entries-imported')).toHaveLength(before);
  });
});

test('an import into somebody else’s session is not there', async () => {
  const { path } = await preview(csv('16677,8638/SF,0001,A,B'));
  const odo = await Visitor.signedIn(stage.garner.app, ODO);
  const petra = await Visitor.signedIn(stage.garner.app, PETRA);
  await odo.get('/recordings/sessions/new');
  expect((await send(odo, csv('16677,8638/SF,0001,A,B'))).statusCode).toBe(404);
  expect((await odo.get(path)).statusCode).toBe(404);
  expect((await odo.post(`${path}/confirm`, { fingerprint: 'x' })).statusCode).toBe(404);
  expect((await odo.post(`${path}/give-up`)).statusCode).toBe(404);
  expect((await petra.get(path)).statusCode).toBe(403);
  expect((await saul.get(path)).statusCode).toBe(200);
});
