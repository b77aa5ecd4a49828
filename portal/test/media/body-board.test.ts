/** The board of centres: who stands how, chasing, reminders, more time, opening again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRows } from '../../src/modules/media/body/board/queries.ts';
import { bodyTasks } from '../../src/modules/media/body/tasks.ts';
import { standingOf } from '../../src/modules/media/model.ts';
import { findWork } from '../../src/modules/media/queries.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { Visitor } from '../visitor.ts';
import { ALED, type BodyStage, openBodyStage, PETRA, send, wordsOf } from './body-stage.ts';

let stage: BodyStage;
let board: string;
let work: string;

/** Marsh Lane: Bengali foundation partly, higher complete, French submitted, pairs not started. Hilltop: Bengali not started. */
beforeAll(async () => {
  stage = await openBodyStage();
  const { marshLane, hilltop } = stage;
  board = `/recordings/sessions/${stage.session}`;
  work = `/recordings/components/${stage.component('8638/SF')}/centres/${marshLane}`;
  const [first, second, third] = await stage.enter('8638/SF', marshLane, 3);
  await stage.enter('8638/SH', marshLane, 1);
  await stage.enter('5970/S', marshLane, 2);
  await stage.enter('7712/SP', marshLane, 1);
  await stage.enter('8638/SF', hilltop, 2);
  await stage.file({ code: '8638/SF', centreId: marshLane, name: '<b>one.mp3', candidates: [first!] });
  await stage.file({
    ...{ code: '8638/SF', centreId: marshLane, name: 'two.mp3', candidates: [third!] },
    news: { status: 'failed', failure: 'infected', detail: 'Eicar-Test' },
  });
  await stage.excuse('8638/SH', marshLane, [first!]);
  await stage.file({ code: '5970/S', centreId: marshLane, name: 'french.mp3', candidates: [first!] });
  await stage.excuse('5970/S', marshLane, [second!]);
  await stage.submit('5970/S', marshLane);
  await addOrganisation(stage.garner.context.db, { kind: 'centre', name: '=SUM(1+1) School', otherNames: [] });
});
afterAll(() => stage[Symbol.asyncDispose]());

describe('the board', () => {
  test('says how every centre stands with every component', async () => {
    const words = wordsOf(await stage.petra.get(board));
    expect(words).toContain('2 not started · 1 partly · 1 complete, not submitted · 1 submitted');
    expect(words).toMatch(
      /16677 Marsh Lane Academy , 8638\/SF 8638\/SF Bengali, speaking, foundation Partly 1 of 3 30 Nov/,
    );
  });

  test.each([
    ['standing=submitted', 1],
    ['standing=overdue', 0],
    ['centre=hill', 1],
    ['centre=16677', 4],
    ['centre=%25', 0],
    ['centre=%00', 0],
    ['standing=not-started&centre=marsh', 1],
  ])('%s lets %i rows through, on the page and in the file', async (query, expected) => {
    const words = wordsOf(await stage.petra.get(`${board}?${query}`));
    expect(words).toContain(expected === 1 ? '1 row matches' : `${expected} rows match`);
    const { body } = await stage.petra.get(`${board}/board.csv?${query}`);
    expect(body.trimEnd().split('\r\n')).toHaveLength(expected + 1);
  });

  test('is filtered by a component, and refuses what is none', async () => {
    const query = `component=${stage.component('8638/SF')}`;
    expect(wordsOf(await stage.petra.get(`${board}?${query}`))).toContain('2 rows match');
    expect((await stage.petra.get(`${board}?standing=lost`)).statusCode).toBe(400);
  });

  test('agrees with the pure rule at any time', async () => {
    const { db } = stage.garner.context;
    const filter = { standing: '', component: '', centre: '' } as const;
    for (const now of ['2026-11-22', '2026-11-30T17:00:00Z', '2026-11-30T17:00:01Z', '2027-03-01'].map(
      (at) => new Date(at),
    )) {
      for await (const rows of allRows(db, stage.session, filter, now))
        for (const row of rows) {
          const found = (await findWork(db, row.centreId, row.componentId))!;
          expect([row.code, row.standing]).toEqual([row.code, standingOf(found, found, now)]);
        }
    }
  });

  test('is safe for spreadsheets', async () => {
    const { db } = stage.garner.context;
    const { id } = await db
      .selectFrom('organisation')
      .select('id')
      .where('name', 'like', '=SUM%')
      .executeTakeFirstOrThrow();
    await stage.enter('8698/SH', id, 1);
    const { body } = await stage.petra.get(`${board}/board.csv?centre=SUM`);
    expect(body).toContain(",'=SUM(1+1) School,8698/SH,");
    expect(wordsOf(await stage.petra.get(`${board}?centre=SUM`))).toContain('Nobody there can be told yet');
  });
});

describe('one centre’s work', () => {
  test('shows candidates, files with their SHA-256 and length, and what failed', async () => {
    const page = await stage.petra.get(work);
    const words = wordsOf(page);
    expect(words).toContain('0002 SURNAME2, FORENAME2 Nothing yet');
    expect(words).toContain('<b>one.mp3 Recording 0001 Uploaded');
    expect(words).toContain('4 min 32 s 36 bytes');
    expect(page.body.match(/[0-9a-f]{64}/g)).toHaveLength(2);
    expect(words).toContain('A virus was found (Eicar-Test)');
    expect(page.body).not.toContain('<b>one');
    // Before the final submission nothing can be opened.
    expect(page.body).not.toContain('/recordings/files/');
  });
});

describe('more time', () => {
  test.each([
    [{ untilDay: '2026-02-30', untilTime: '12:00', why: 'Flood' }, 'Enter a real day'],
    [{ untilDay: '2026-11-21', untilTime: '12:00', why: 'Flood' }, 'More time must end in the future'],
    [{ untilDay: '2026-11-29', untilTime: '12:00', why: 'Flood' }, 'The component closes later'],
    [{ untilDay: '2026-12-29', untilTime: '12:00', why: ' ' }, 'Enter the reason'],
  ])('is refused with %o', async (typed, words) => {
    await stage.petra.get(`${work}/extension`);
    const answer = await stage.petra.post(`${work}/extension`, typed);
    expect([answer.statusCode, wordsOf(answer).includes(words)]).toEqual([422, true]);
  });

  test('is given, told and shown', async () => {
    await stage.petra.get(`${work}/extension`);
    const typed = { untilDay: '2026-12-11', untilTime: '17:00', why: 'A flood' };
    const answer = await stage.petra.post(`${work}/extension`, typed);
    expect(wordsOf(await stage.petra.get(answer.headers.location!))).toContain(
      'More time Until 11 December 2026 at 5:00pm, given by Petra Lowe on 22 November 2026 at 9:00am: A flood',
    );
    expect((await stage.messages(stage.marshLane)).at(-1)).toMatchObject({
      subject: '8638/SF: your centre has until 11 December 2026 at 5:00pm',
    });
    expect(await stage.told('media.extended')).toMatchObject([
      { organisation_id: stage.wessex, on_behalf_of: stage.marshLane, after: { why: 'A flood' } },
    ]);
  });
});

describe('opening a final submission again', () => {
  test('tells both sides and keeps the history', async () => {
    const french = `/recordings/components/${stage.component('5970/S')}/centres/${stage.marshLane}`;
    await stage.petra.get(`${french}/reopening`);
    expect((await stage.petra.post(`${french}/reopening`, { why: '' })).statusCode).toBe(422);
    const answer = await stage.petra.post(`${french}/reopening`, { why: 'Wrong candidate' });
    const words = wordsOf(await stage.petra.get(answer.headers.location!));
    expect(words).toContain('The final submission was opened again. Both sides were told.');
    expect(words).toContain('1 22 November 2026 at 9:00am Ella Moss 1 file, 2 candidates, 1 non-submission');
    for (const organisation of [stage.marshLane, stage.wessex])
      expect((await stage.messages(organisation)).at(-1)!.body).toContain('Reason: Wrong candidate');
    const again = await stage.petra.post(`${french}/reopening`, { why: 'Twice' });
    expect(wordsOf(await stage.petra.get(again.headers.location!))).toContain(
      'There is no final submission to open again',
    );
    expect(await stage.told('media.reopened')).toMatchObject([{ on_behalf_of: stage.marshLane }]);
    await stage.submit('5970/S', stage.marshLane);
    expect(wordsOf(await stage.petra.get(french))).toMatch(/2 22 Nov.* No 1 22 Nov.* Wrong candidate/);
  });
});

describe('chasing', () => {
  test('tells a centre once a day, of everything that is open', async () => {
    await stage.petra.get(board);
    const chosen = await send(stage.petra, `${board}/chase`, [
      ['who', 'chosen'],
      ['centre', String(stage.marshLane)],
      ['centre', String(stage.marshLane)],
    ]);
    expect(wordsOf(await stage.petra.get(chosen.headers.location!))).toContain('A message is on its way to 1 centre.');
    const { subject, body } = (await stage.messages(stage.marshLane)).at(-1)!;
    expect(subject).toBe('Wessex Exams is waiting for your recordings, June 2027');
    expect(body).toContain(
      '- 8638/SF Bengali, speaking, foundation: 1 of 3 candidates dealt with; closes on 11 December',
    );
    expect(body).toContain('- 8638/SH Bengali, speaking, higher: every candidate is dealt with, but');
    expect(body).not.toMatch(/5970|SURNAME/);
    const all = await send(stage.petra, `${board}/chase`, [['who', 'all']]);
    expect(wordsOf(await stage.petra.get(all.headers.location!))).toContain(
      'A message is on its way to 1 centre. 1 centre had one today already. 1 centre has nobody who could be told.',
    );
    expect((await stage.told('media.chased')).map((one) => one.on_behalf_of)).toEqual([stage.marshLane, stage.hilltop]);
  });

  test('asks for a choice', async () => {
    await stage.petra.get(board);
    const none = await send(stage.petra, `${board}/chase`, [['who', 'chosen']]);
    expect(wordsOf(await stage.petra.get(none.headers.location!))).toContain('Choose at least one centre');
    // A number of an organisation that has nothing to do with it tells nobody.
    const foreign = await send(stage.petra, `${board}/chase`, [
      ['who', 'chosen'],
      ['centre', String(stage.mercia)],
    ]);
    expect(foreign.headers.location).toContain('told=0&before=0&nobody=0');
  });
});

test('reminders come a week and two days before and on the day, once each, for what is not submitted', async () => {
  const { context, clock } = stage.garner;
  const remind = bodyTasks(context).find(({ name }) => name === 'media.remind')!;
  const run = async () => {
    const before = (await stage.messages(stage.hilltop)).length;
    for (let times = 0; times < 2; times++) await remind.run({}, { attempt: 1, signal: new AbortController().signal });
    return (await stage.messages(stage.hilltop)).slice(before).map(({ subject }) => subject.replace(/^.*close /, ''));
  };
  // It closes on 30 November.
  const told: Record<string, string[]> = {};
  for (let day = 22; day <= 31; day++) {
    told[day] = await run();
    clock.moveDays(1);
  }
  clock.moveDays(-10);
  expect(Object.fromEntries(Object.entries(told).filter(([, subjects]) => subjects.length > 0))).toEqual({
    23: ['in 7 days'],
    28: ['in 2 days'],
    30: ['today'],
  });
  const toMarshLane = (await stage.messages(stage.marshLane)).filter(({ occasion }) => occasion.startsWith('reminder'));
  // Bengali foundation closes later there.
  expect(
    toMarshLane.filter(({ body }) => body.includes('8638/SF')).every(({ occasion }) => occasion.includes('12-11')),
  ).toBe(true);
  expect(toMarshLane.some(({ body }) => body.includes('5970'))).toBe(false);
});

test('it is for who collects, and for nobody of another awarding body', async () => {
  const aled = await Visitor.signedIn(stage.garner.app, ALED);
  const petra = await Visitor.signedIn(stage.garner.app, PETRA);
  for (const page of [board, `${board}/board.csv`, work]) {
    expect([page, (await aled.get(page)).statusCode]).toEqual([page, 200]);
    expect([page, (await stage.odo.get(page)).statusCode]).toEqual([page, 404]);
  }
  expect((await stage.saul.get(work)).statusCode).toBe(403);
  for (const page of [`${work}/extension`, `${work}/reopening`]) {
    expect((await aled.get(page)).statusCode).toBe(403);
    expect((await stage.odo.get(page)).statusCode).toBe(404);
    expect((await stage.odo.post(page, { why: 'x', untilDay: '2026-12-12', untilTime: '12:00' })).statusCode).toBe(404);
  }
  expect((await send(stage.odo, `${board}/chase`, [['who', 'all']])).statusCode).toBe(404);
  // A centre without entries for the component is not there either.
  const nowhere = `/recordings/components/${stage.component('8698/SF')}/centres/${stage.hilltop}`;
  expect((await petra.get(nowhere)).statusCode).toBe(404);
});
