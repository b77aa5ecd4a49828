import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Visitor } from '../visitor.ts';
import { ALED, type BodyStage, changed, formOf, openBodyStage, send, wordsOf } from './body-stage.ts';

let stage: BodyStage;
beforeAll(async () => {
  stage = await openBodyStage();
  await stage.enter('8638/SF', stage.marshLane, 2);
});
afterAll(() => stage[Symbol.asyncDispose]());

const NEW = '/recordings/sessions/new';
const november = { code: 'NOV27', name: 'November 2027', contact: 'exams@wessex.example', keepUntil: '2028-05-31' };

describe('a session', () => {
  test('is listed with what there is in it, for its own awarding body', async () => {
    const words = wordsOf(await stage.petra.get('/recordings'));
    expect(words).toContain('June 2027 6 1 2 0 of 1 30 June 2027');
    expect(wordsOf(await stage.odo.get('/recordings'))).toContain('There is no session yet');
  });

  test('is added by who keeps qualifications', async () => {
    expect((await stage.petra.get(NEW)).statusCode).toBe(403);
    await stage.saul.get(NEW);
    const answer = await stage.saul.post(NEW, november);
    expect(answer.headers.location).toMatch(/^\/recordings\/sessions\/\d+\/components\?done=added$/);
    expect(wordsOf(await stage.saul.get(answer.headers.location!))).toContain('The session has no components yet');
    expect(await stage.told('media.session-added')).toMatchObject([{ organisation_id: stage.wessex, after: november }]);
  });

  test.each([
    [{ code: 'NOV 27' }, 'Enter a code of 1 to 20 letters'],
    [{ code: 'JUN27', name: 'Another' }, '“June 2027” has this code already'],
    [{ code: 'X1', name: 'June 2027' }, 'Another session has this name already'],
    [{ code: 'X1', name: ' \u202e ' }, 'Enter the name'],
    [{ code: 'X1', name: 'n'.repeat(101) }, 'Name must be 100 characters or fewer'],
    [{ code: 'X1', contact: 'exams' }, 'Enter an e-mail address'],
    [{ code: 'X1', keepUntil: '2027-02-30' }, 'Enter a real day'],
  ])('is refused with %o', async (wrong, words) => {
    await stage.saul.get(NEW);
    const answer = await stage.saul.post(NEW, { ...november, ...wrong });
    expect([answer.statusCode, wordsOf(answer).includes(words)]).toEqual([422, true]);
  });

  test('is changed, unless somebody else was first', async () => {
    const place = `/recordings/sessions/${stage.session}/edit`;
    const fields = formOf(await stage.saul.get(place), place);
    expect((await send(stage.saul, place, changed(fields, { contact: 'new@wessex.example' }))).statusCode).toBe(303);
    const second = await send(stage.saul, place, changed(fields, { keepUntil: '2027-07-31' }));
    expect(second.statusCode).toBe(409);
    expect(wordsOf(second)).toContain('E-mail address for questions: now “new@wessex.example”, you have “recordings@');
    // Looked over and sent again, it is saved.
    expect((await send(stage.saul, place, formOf(second, place))).statusCode).toBe(303);
    expect(await stage.told('media.session-changed')).toHaveLength(2);
  });
});

describe('a component', () => {
  const edit = (code: string) => `/recordings/components/${stage.component(code)}/edit`;

  test('is shown with all that is asked for, and saved as it is where nothing is changed', async () => {
    const before = await rulesOf('7712/SP');
    const fields = formOf(await stage.saul.get(edit('7712/SP')), edit('7712/SP'));
    expect(fields).toContainEqual(['closesTime', '17:00']);
    expect((await send(stage.saul, edit('7712/SP'), fields)).statusCode).toBe(303);
    const { rules, version } = await rulesOf('7712/SP');
    expect(rules).toEqual({ ...before.rules, types: expect.arrayContaining(before.rules['types'] as string[]) });
    expect(version).toBe(before.version + 1);
    expect(await stage.messages(stage.marshLane)).toEqual([]);
  });

  test('is added with everything it asks for', async () => {
    const place = `/recordings/sessions/${stage.session}/components/new`;
    const fields = formOf(await stage.saul.get(place), place);
    const typed = {
      ...{ code: '9001/A', name: 'Urdu, speaking', qualification: 'International GCSE', subject: 'Urdu' },
      ...{ opensDay: '2027-03-01', closesDay: '2027-06-04', least: '4:30', most: '15', shared: 'yes' },
      ...{ reasons: 'Absent\r\n\r\nExempt\r\nAbsent\r\n', blocking: 'silent', unscanned: 'held' },
    };
    const answer = await send(stage.saul, place, [...changed(fields, typed), ['blocking', 'no-sound']]);
    expect(answer.headers.location).toContain('done=component-added');
    const { rules, closes_at } = await rulesOf('9001/A');
    expect(closes_at).toEqual(new Date('2027-06-04T16:00:00Z'));
    expect(rules).toMatchObject({
      ...{ types: ['.mp3', '.wav', '.m4a', '.mp4'], bytes: 500_000_000, leastSeconds: 270, mostSeconds: 900 },
      ...{ shared: true, roles: ['recording'], reasons: ['Absent', 'Exempt'], blocking: ['no-sound', 'silent'] },
      ...{
        unscanned: 'held',
        documents: { nameLength: 50, atOnce: 5, wanted: ['Attendance register'], required: true },
      },
    });
  });

  test.each([
    [{ code: '8638SF' }, '8638/SF, “Bengali, speaking, foundation”, has this code already'],
    [{ closesDay: '2027-01-01', opensDay: '2027-01-02' }, 'The closing must come after the opening'],
    [{ closesTime: '5pm' }, 'Enter the time of the closing in 24 hours'],
    [{ opensDay: '1 March 2027' }, 'Enter the day of the opening as year-month-day'],
    [{ least: '5', most: '4:59' }, 'The longest length must be more than the shortest'],
    [{ most: '4:75' }, 'The longest length must be in minutes and seconds'],
    [{ megabytes: '0' }, 'The most megabytes of a file must be a whole number from 1 to 10,000'],
    [{ filesEach: 'many' }, 'Files for a candidate must be a whole number'],
    [{ reasons: 'r'.repeat(101) }, 'Each line of reasons must be 100 characters or fewer'],
    [{ types: '.exe' }, 'Choose at least one type of file'],
  ])('is refused with %o', async (wrong, words) => {
    const place = `/recordings/sessions/${stage.session}/components/new`;
    const fields = formOf(await stage.saul.get(place), place);
    const right = { code: '9002/A', name: 'N', qualification: 'Q', subject: 'S', opensDay: '2027-03-01' };
    const answer = await send(stage.saul, place, changed(fields, { ...right, closesDay: '2027-06-04', ...wrong }));
    expect(wordsOf(answer)).toContain(words);
    expect(answer.statusCode).toBe(422);
  });

  test('closing at another time is told to the centres with entries, once', async () => {
    const fields = formOf(await stage.saul.get(edit('8638/SF')), edit('8638/SF'));
    await send(stage.saul, edit('8638/SF'), changed(fields, { closesDay: '2026-12-04', closesTime: '12:00' }));
    expect(await stage.messages(stage.marshLane)).toMatchObject([
      { subject: '8638/SF closes at another time: 4 December 2026 at 12:00pm' },
    ]);
    expect((await stage.messages(stage.marshLane))[0]!.body).toContain('Before: 30 November 2026 at 5:00pm');
    expect(await stage.messages(stage.hilltop)).toEqual([]);
    const second = await send(stage.saul, edit('8638/SF'), changed(fields, { name: 'Bengali' }));
    expect(second.statusCode).toBe(409);
    expect(wordsOf(second)).toContain('Closes: day: now “2026-12-04”, you have “2026-11-30”');
    expect((await stage.told('media.component-changed')).at(-1)).toMatchObject({
      before: { closesAt: '2026-11-30T17:00:00.000Z' },
      after: { closesAt: '2026-12-04T12:00:00.000Z' },
    });
  });

  async function rulesOf(code: string) {
    const { rows } = await stage.garner.context.pool.query<{
      rules: Record<string, unknown>;
      version: number;
      closes_at: Date;
    }>('select rules, version, closes_at from media_component where code = $1', [code]);
    return rows[0]!;
  }
});

test('what is another awarding body’s is not there', async () => {
  const { session } = stage;
  for (const place of [
    `/recordings/sessions/${session}/edit`,
    `/recordings/sessions/${session}/components`,
    `/recordings/sessions/${session}/components/new`,
    `/recordings/components/${stage.component('8638/SF')}/edit`,
  ]) {
    expect([place, (await stage.odo.get(place)).statusCode]).toEqual([place, 404]);
    if (!place.endsWith('components')) {
      const fields = { version: '1', ...november };
      expect([place, (await stage.odo.post(place, fields)).statusCode]).toEqual([place, 404]);
    }
  }
});

test('an auditor reads, and changes nothing', async () => {
  const aled = await Visitor.signedIn(stage.garner.app, ALED);
  const list = await aled.get(`/recordings/sessions/${stage.session}/components`);
  expect([list.statusCode, list.body.includes('/edit')]).toEqual([200, false]);
  expect((await aled.get(`/recordings/sessions/${stage.session}/edit`)).statusCode).toBe(403);
});
