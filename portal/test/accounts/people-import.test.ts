/** People from a file: checked by the engine, looked over, added and invited as shown or not at all. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COLLECTIONS } from '../../src/modules/collections/index.ts';
import { forgetOldImports } from '../../src/modules/organisations/index.ts';
import type { Visitor } from '../visitor.ts';
import { type House, onward, openUsersStage, send, type UsersStage, words } from './users-stage.ts';

const PLACE = '/organisation/users/import';
const HEAD = 'Name,Email,Phone,JobTitles,Permissions,AccessUntil';

let stage: UsersStage;
let house: House;
let anna: Visitor;
let tests = 0;

beforeAll(async () => {
  stage = await openUsersStage();
});
beforeEach(async () => {
  house = await stage.newHouse();
  anna = await house.as('anna');
  tests++;
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const csv = (...rows: string[]) => Buffer.from([HEAD, ...rows, ''].join('\r\n'));
/** An address that no other test uses. */
const at = (local: string) => `${local}.${tests}@people.example`;
const found = (email: string) => house.rows('select * from person where email = $1', email);
const importOf = async (path: string) =>
  (await house.rows('select * from organisation_import where id = $1', Number(path.split('/').at(-1))))[0]!;

async function sendFile(who: Visitor, content: Buffer, name = 'people.csv', csrf = who.csrf) {
  const boundary = '----garner-test';
  const part = (head: string) => `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n`;
  const payload = Buffer.concat([
    Buffer.from(`${part('name="_csrf"')}\r\n${csrf}\r\n`),
    Buffer.from(`${part(`name="file"; filename="${name}"`)}content-type: text/csv\r\n\r\n`),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return await who.ask(PLACE, { method: 'POST', headers, payload });
}

/** Sends a clean file; gives the address of its preview and the page. */
async function preview(who: Visitor, content: Buffer) {
  const path = onward(await sendFile(who, content));
  const page = await who.get(path);
  return { path, page, text: words(page) };
}

const shownOn = ({ body }: LightMyRequestResponse) => /name="shown" value="([^"]*)"/.exec(body)?.[1] ?? '';
const confirm = (who: Visitor, path: string, page: LightMyRequestResponse) =>
  send(who, `${path}/confirm`, { shown: shownOn(page) });

describe('a file with faults', () => {
  test('is shown what to mend, row by row, and adds nobody', async () => {
    const bytes = await readFile(join(COLLECTIONS, 'templates/garner-people/examples/2026-11/faulty.csv'));
    const answer = await sendFile(anna, bytes, '<b>faulty.csv');
    expect(answer.statusCode).toBe(422);
    const text = words(answer);
    expect(text).toContain('8 faults to mend in &lt;b&gt;faulty.csv');
    expect(text).toMatch(/3 Email B3 farah\.iqbal Error/);
    expect(text).toContain('Keep one row for each person');
    expect(answer.body).not.toContain('<b>faulty');
    expect(await house.rows("select from person where email = 'tom.reed@northern.example'")).toEqual([]);
  });

  test.each<[string, Buffer, number, string]>([
    ['an empty file', Buffer.alloc(0), 422, 'The file is empty'],
    ['a workbook', Buffer.from('PK\u0003\u0004 and more'), 422, 'Excel workbook'],
    ['UTF-16', Buffer.from(`\uFEFF${HEAD}`, 'utf16le'), 422, 'UTF-16'],
    ['another table', Buffer.from('A,B\r\n1,2\r\n'), 422, 'template'],
    ['a header alone', csv(), 422, 'rows'],
    ['a cut-off quote', Buffer.from(`${HEAD}\r\n"Ola Berg,ola@people.example,,,,none`), 422, 'quot'],
    ['a control character', csv('Ola\u0000Berg,ola@people.example,,,,none'), 422, 'to mend in people.csv'],
    ['more than 1 MB', Buffer.alloc(1_000_001, 'x'), 413, 'The most is 1 MB'],
  ])('%s is refused in words', async (_what, content, status, why) => {
    const answer = await sendFile(anna, content);
    expect(answer.statusCode).toBe(status);
    expect(words(answer)).toContain(why);
    expect(answer.body).toContain('id="file"');
  });

  test('more rows than one import takes', async () => {
    const rows = Array.from({ length: 501 }, (_, index) => `Ola Berg,ola.${index}@people.example,,,,none`);
    const answer = await sendFile(anna, csv(...rows));
    expect(answer.statusCode).toBe(413);
    expect(words(answer)).toContain('The most is 500 rows');
  });

  test('no file, no form, no token, no permission', async () => {
    expect(words(await sendFile(anna, Buffer.alloc(0), ''))).toContain('Choose a file');
    expect((await send(anna, PLACE, { file: 'x' })).statusCode).toBe(400);
    const content = csv(`Ola Berg,${at('ola')},,,,none`);
    expect((await sendFile(anna, content, 'a.csv', 'forged')).statusCode).toBe(403);
    const amina = await house.as('amina');
    expect((await sendFile(amina, content)).statusCode).toBe(403);
    expect((await amina.get(PLACE)).statusCode).toBe(403);
    expect(
      (await house.rows('select from organisation_import where organisation_id = $1', house.northern)).length,
    ).toBe(0);
  });
});

test('from Manage users to the page, the header and the example, whose people are added', async () => {
  expect((await anna.get('/organisation/users')).body).toContain(`href="${PLACE}"`);
  const page = await anna.get(PLACE);
  for (const name of ['header', 'example']) {
    expect(page.body).toContain(`href="/templates/garner-people/2026-11/${name}.csv"`);
  }
  expect(words(page)).toContain('A CSV file of at most 1 MB and 500 rows');
  const example = await readFile(join(COLLECTIONS, 'templates/garner-people/examples/2026-11/valid.csv'));
  const { path, page: seen, text } = await preview(anna, example);
  expect(text).toContain('New people 3 people People who have an account 0 people Already there 0 people Left out 0');
  expect(text).toContain('+44 1632 960125 Data Manager Exams Officer Data Submissions Event Notifications No end');
  expect(text).toContain('Qualifications & Units 31 July 2027');
  expect(await found('farah.iqbal@northern.example')).toEqual([]);

  expect(onward(await confirm(anna, path, seen))).toBe(path);
  const over = words(await anna.get(path));
  expect(over).toContain('The people of this file were added');
  expect(over).toContain('New people 3 people');
  const [farah] = await found('farah.iqbal@northern.example');
  expect(farah).toMatchObject({ name: 'Farah Iqbal', phone: '+441632960125', password_hash: null });
  const memberships = await house.rows(
    `select p.name, m.permissions, m.job_titles, m.ends_at, m.granted_by from membership m join person p on p.id = m.person_id
      where m.organisation_id = $1 and m.granted_by is not null order by p.name`,
    house.northern,
  );
  const granted_by = house.id('anna');
  expect(memberships).toEqual([
    {
      name: 'Farah Iqbal',
      permissions: ['Data Submissions', 'Event Notifications'],
      job_titles: ['Data Manager', 'Exams Officer'],
      ends_at: null,
      granted_by,
    },
    { name: 'Iris Wood', permissions: [], job_titles: ['Responsible Officer'], ends_at: null, granted_by },
    {
      name: 'Tom Reed',
      permissions: ['Qualifications & Units'],
      job_titles: [],
      ends_at: new Date('2027-07-31T23:00:00Z'),
      granted_by,
    },
  ]);
  const letters = await house.rows(
    "select subject, body from outbox_letter where recipient = 'iris.wood@northern.example'",
  );
  expect(letters).toHaveLength(1);
  expect(letters[0]!['body']).toContain('/invitation/');
  expect(await house.letters('ruth')).toEqual([expect.stringContaining('3 people were added to Northern')]);
  expect(await house.record(`person ${farah!['id']}`)).toEqual(['person.added']);
  expect(await house.record(`import ${path.split('/').at(-1)}`)).toEqual(['people.imported']);
  const detail = 'select d.after from audit_event e join audit_detail d on d.event_id = e.id where e.subject = $1';
  const counts = { newPeople: 3, newMemberships: 0, alreadyThere: 0, refused: 0 };
  expect(await house.rows(detail, `import ${path.split('/').at(-1)}`)).toEqual([{ after: counts }]);
  expect(await importOf(path)).toMatchObject({ kind: 'people', rows: null, summary: counts });
});

describe('the preview', () => {
  test('tells new people, those with an account, those who are there and rows left out, which are not added', async () => {
    await house.rows('update membership set ends_at = $1 where person_id = $2', '2026-01-01', house.id('ruth'));
    const { path, page, text } = await preview(
      anna,
      csv(
        `Zoe Lund,${at('zoe')},,,Auditor,none`,
        `Owen Whoever,${house.email('owen')},+441632960199,Moderator,Data Submissions,2026-12-31`,
        `Amina P,${house.email('amina').toUpperCase()},,,Auditor,none`,
        `Ruth C,${house.email('ruth')},,,,none`,
        `Kay Moss,${at('kay')},,,Learner Records; Data Submissions,none`,
        `Lea Moss,${at('lea')},,,Organisation Administrator; Approver,none`,
        `Mia Moss,${at('mia')},,,,2026-11-21`,
      ),
    );
    expect(text).toContain('New people 1 person People who have an account 1 person Already there 2 people Left out 3');
    expect(text).toContain(`3 Owen Whoever ${house.email('owen')} – Moderator Data Submissions 31 December 2026`);
    expect(text).toContain('Their names and phone numbers stay as they have them');
    expect(text).toContain('The file changes nothing about them');
    expect(text).toContain('Their access has ended. Edit them on the page Manage users to renew it.');
    for (const why of [
      `6 Kay Moss ${at('kay')} “Learner Records” is not a permission that an organisation of this kind has.`,
      'A file cannot give Organisation Administrator and Approver. Leave it out here, then give it to the person on the page',
      'Access until must be 22 November 2026 or later.',
    ]) {
      expect(text).toContain(why);
    }
    // What a page about other people's accounts must not tell.
    expect(page.body).not.toContain('Owen Hughes');
    onward(await confirm(anna, path, page));
    expect(await found(at('zoe'))).toHaveLength(1);
    const [owen] = await found(house.email('owen'));
    expect(owen).toMatchObject({ name: 'Owen Hughes', phone: '+441632960001' });
    expect(await house.permissions('owen')).toEqual(['Data Submissions']);
    expect(await house.permissions('owen', house.albion)).toEqual(['Data Submissions']);
    expect(await house.permissions('amina')).toEqual(['Data Submissions']);
    for (const name of ['kay', 'lea', 'mia']) expect(await found(at(name))).toEqual([]);
  });

  test('addresses that are the same but for case, or look alike, are left out in every row', async () => {
    const { path, page, text } = await preview(
      anna,
      csv(
        `Ida Holm,${at('ida')},,,,none`,
        `Ida Holm,${at('IDA')},,,Auditor,none`,
        `Noa Holm,${at('noa')},,,,none`,
        `Noa Twin,${at('n\u043Ea')},,,,none`,
        `Amina Twin,${house.email('amina').replace('a', '\u0430')},,,,none`,
        `Finn Holm,${at('finn')},,,,none`,
      ),
    );
    expect(text).toContain('New people 1 person');
    expect(text).toContain('Left out 5 rows');
    expect(text).toContain('This is the address of row 3, too. Keep one row for each person.');
    expect(text).toContain('This is the address of row 2, too.');
    expect(text).toContain('This address looks like the one of row 5, though it is not the same.');
    expect(text).toContain('This address looks like the one of row 4, though');
    expect(text).toContain('This address looks like one that somebody else uses');
    onward(await confirm(anna, path, page));
    expect(await found(at('finn'))).toHaveLength(1);
    expect(await house.rows('select from person where email like $1', `%a.${tests}@people.example`)).toEqual([]);
  });

  test('hostile names and formula cells are left out, and shown as text', async () => {
    const rows = [
      `<script>alert(1)</script>,${at('a')},,,,none`,
      `=HYPERLINK(1;2) Berg,${at('b')},,,,none`,
      `'=SUM(A1) Berg,${at('c')},,,,none`,
      `\uFF0BOla Berg,${at('d')},,,,none`,
      `Ola Berg,=${at('e')},,,,none`,
      `Ola Berg,${at('f')},,Clerk; @SUM(A1),,none`,
      `Visit www.bad.example now,${at('g')},,,,none`,
      `Ola\u202Egreb,${at('h')},,,,none`,
      `Ola Berg,${at('i')},,Clerk http://bad.example,,none`,
      `O’Neill-Søndergård,${at('j')},,,,none`,
    ];
    const { path, page, text } = await preview(anna, csv(...rows));
    expect(text).toContain('New people 1 person');
    expect(text).toContain('Left out 9 rows');
    expect(page.body).not.toContain('<script>alert');
    expect(page.body).not.toContain('\u202E');
    expect(text).toContain('Ola\uFFFDgreb');
    expect(text).toContain('Name begins as a formula does, with =, +, - or @. Begin it with a letter or digit.');
    expect(text).toContain('Email begins as a formula does');
    expect(text).toContain('JobTitles begins as a formula does');
    expect(text).toContain('Full name must be a name');
    onward(await confirm(anna, path, page));
    expect(await house.rows('select name from person where email like $1', `%.${tests}@people.example`)).toEqual([
      { name: 'O’Neill-Søndergård' },
    ]);
  });

  test('a file that would add nobody has no button, and pressing it anyway adds nobody', async () => {
    const { path, page, text } = await preview(anna, csv(`Amina,${house.email('amina')},,,,none`));
    expect(text).toContain('The file would add nobody.');
    expect(text).not.toContain('Add these people');
    expect(shownOn(page)).toBe('');
    expect((await confirm(anna, path, page)).statusCode).toBe(409);
    expect((await importOf(path))['done_at']).toBeNull();
  });
});

test('pressed twice is done once, at once or later', async () => {
  const { path, page } = await preview(anna, csv(`Eva Roth,${at('eva')},,,,none`));
  const answers = await Promise.all([confirm(anna, path, page), confirm(anna, path, page)]);
  for (const answer of answers) expect(onward(answer)).toBe(path);
  expect(onward(await confirm(anna, path, page))).toBe(path);
  expect(await found(at('eva'))).toHaveLength(1);
  expect(await house.rows('select from outbox_letter where recipient = $1', at('eva'))).toHaveLength(1);
  expect(await house.record(`import ${path.split('/').at(-1)}`)).toEqual(['people.imported']);
});

describe('changed meanwhile', () => {
  test('nobody is added, what changed is said, and the new preview can be confirmed', async () => {
    const file = csv(`Uma Voss,${at('uma')},,,Auditor,none`, `Pia Voss,${at('pia')},,,,none`);
    const { path, page } = await preview(anna, file);
    const carl = await house.as('carl');
    await carl.get('/organisation/users/add');
    onward(await send(carl, '/organisation/users/add', { name: 'Uma Voss', email: at('uma') }));
    const told = await confirm(anna, path, page);
    expect(told.statusCode).toBe(409);
    expect(words(told)).toContain('Nobody was added, because the file would do something else than you saw.');
    expect(words(told)).toContain(`Row 2, ${at('uma')}: was a new person, and is in your organisation already now.`);
    expect(words(told)).not.toContain(`Row 3, ${at('pia')}`);
    expect(await found(at('pia'))).toEqual([]);
    expect(onward(await confirm(anna, path, told))).toBe(path);
    expect(await found(at('pia'))).toHaveLength(1);
  });

  test('a day that passed, and an account that another organisation made', async () => {
    const file = csv(`Ute Lang,${at('ute')},,,,2026-11-22`, `Jan Lang,${at('jan')},,,,none`);
    const { path, page } = await preview(anna, file);
    const olga = await house.as('olga');
    await olga.get('/organisation/users/add');
    onward(await send(olga, '/organisation/users/add', { name: 'Jan Lang', email: at('jan') }));
    stage.garner.clock.moveDays(0.9);
    const later = await house.as('anna');
    await later.get(PLACE);
    const told = words(await confirm(later, path, page));
    expect(told).toContain(`Row 2, ${at('ute')}: was a new person, and is left out now.`);
    expect(told).toContain(`Row 3, ${at('jan')}: was a new person, and is a person who has an account now.`);
    expect(await house.rows('select from membership where organisation_id = $1', house.northern)).toHaveLength(5);
  });

  test('two organisations that add the same people at once: each once, nobody twice', async () => {
    const rows = ['ada', 'bob', 'cyd', 'dan', 'eli'].map((name) => `Moss Lane,${at(name)},,,,none`);
    const olga = await house.as('olga');
    const here = await preview(anna, csv(...rows));
    const there = await preview(olga, csv(...rows.toReversed()));
    const answers = await Promise.all([confirm(anna, here.path, here.page), confirm(olga, there.path, there.page)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409]);
    const told = answers.find(({ statusCode }) => statusCode === 409)!;
    expect(words(told)).toContain('was a new person, and is a person who has an account now.');
    const late = told === answers[0] ? ([anna, here.path] as const) : ([olga, there.path] as const);
    onward(await confirm(...late, told));
    expect(await house.rows('select from person where email like $1', `%.${tests}@people.example`)).toHaveLength(5);
    for (const [id, before] of [
      [house.northern, 5],
      [house.albion, 2],
    ] as const) {
      expect(await house.rows('select from membership where organisation_id = $1', id)).toHaveLength(before + 5);
    }
  });

  test('what nobody was shown adds nobody', async () => {
    const { path } = await preview(anna, csv(`Lou Ames,${at('lou')},,,,none`));
    for (const shown of ['', 'forged', 'n0123456789', 'x'.repeat(6000)]) {
      expect((await send(anna, `${path}/confirm`, { shown })).statusCode).toBe(409);
    }
    expect((await send(anna, `${path}/confirm`, { shown: 'x'.repeat(6001) })).statusCode).toBe(400);
    expect(await found(at('lou'))).toEqual([]);
  });

  test('an administrator who is none any more adds nobody', async () => {
    const { path, page } = await preview(anna, csv(`Lou Ames,${at('lou')},,,,none`));
    await house.rows("update membership set permissions = '{}' where person_id = $1", house.id('anna'));
    expect((await confirm(anna, path, page)).statusCode).toBe(403);
    expect(await found(at('lou'))).toEqual([]);
  });
});

test('given up, its rows are forgotten; so they are after a day', async () => {
  const first = await preview(anna, csv(`Gil Oram,${at('gil')},,,,none`));
  expect(onward(await send(anna, `${first.path}/give-up`))).toBe(first.path);
  expect((await importOf(first.path))['rows']).toBeNull();
  expect(words(await anna.get(first.path))).toContain('Nobody was added, and its rows are forgotten');
  expect((await confirm(anna, first.path, first.page)).statusCode).toBe(409);

  const second = await preview(anna, csv(`Gil Oram,${at('gil')},,,,none`));
  const { db } = stage.garner.context;
  const tomorrow = { now: () => new Date(stage.garner.clock.now().getTime() + 24 * 60 * 60 * 1000) };
  await forgetOldImports(db, tomorrow);
  expect((await importOf(second.path))['rows']).toBeNull();
  expect((await confirm(anna, second.path, second.page)).statusCode).toBe(409);
  expect(await found(at('gil'))).toEqual([]);
});

test('another organisation’s import is not there, nor is one of organisations', async () => {
  const { path, page } = await preview(anna, csv(`Bea Lyle,${at('bea')},,,,none`));
  const olga = await house.as('olga');
  expect((await olga.get(path)).statusCode).toBe(404);
  expect((await confirm(olga, path, page)).statusCode).toBe(404);
  expect((await send(olga, `${path}/give-up`)).statusCode).toBe(404);
  expect((await importOf(path))['rows']).not.toBeNull();
  await house.rows("update organisation_import set kind = 'organisations' where id = $1", path.split('/').at(-1));
  expect((await anna.get(path)).statusCode).toBe(404);
  expect((await confirm(anna, path, page)).statusCode).toBe(404);
  expect((await send(anna, `${path}/give-up`)).statusCode).toBe(404);
  expect((await importOf(path))['rows']).not.toBeNull();
  expect(await found(at('bea'))).toEqual([]);
});
