/** Organisations from a file: checked by the engine, looked over, imported as shown or not at all. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTIONS } from '../../src/modules/collections/index.ts';
import { forgetOldImports, readRows } from '../../src/modules/organisations/index.ts';
import type { Visitor } from '../visitor.ts';
import { fieldOf, type OrganisationsStage, openOrganisations, wordsOf } from './stage.ts';

const HEAD = 'Name,Kind,RecognitionNumber,UKPRN,URN,LAESTAB,NCN,ContactEmail,Phone,PostalAddress,Website,OtherNames';

let stage: OrganisationsStage;
beforeAll(async () => {
  stage = await openOrganisations();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const csv = (...rows: string[]) => Buffer.from([HEAD, ...rows, ''].join('\r\n'));
const example = (template: string, name: string) =>
  readFile(join(COLLECTIONS, 'templates', template, 'examples/2026-11', name));

async function send(who: Visitor, content: Buffer, name = 'organisations.csv', csrf = who.csrf) {
  const boundary = '----garner-test';
  const part = (head: string) => `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n`;
  const payload = Buffer.concat([
    Buffer.from(`${part('name="_csrf"')}\r\n${csrf}\r\n`),
    Buffer.from(`${part(`name="file"; filename="${name}"`)}content-type: text/csv\r\n\r\n`),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return await who.ask('/organisations/import', { method: 'POST', headers, payload });
}

/** Sends a clean file; gives the address of its preview and the page. */
async function preview(who: Visitor, content: Buffer) {
  const { headers, statusCode } = await send(who, content);
  expect(statusCode).toBe(303);
  const path = String(headers.location);
  return { path, page: await who.get(path) };
}

const confirm = (who: Visitor, path: string, fingerprint: string) => who.post(`${path}/confirm`, { fingerprint });
const named = (name: string) =>
  stage.garner.context.db.selectFrom('organisation').selectAll().where('name', '=', name).executeTakeFirst();
const importOf = (path: string) =>
  stage.garner.context.db
    .selectFrom('organisation_import')
    .selectAll()
    .where('id', '=', Number(path.split('/').at(-1)))
    .executeTakeFirstOrThrow();

describe('a file with faults', () => {
  test('is shown what to mend, row by row, and changes nothing', async () => {
    const answer = await send(stage.carla, await example('garner-organisations', 'faulty.csv'), '<b>faulty.csv');
    expect(answer.statusCode).toBe(422);
    const words = wordsOf(answer);
    expect(words).toContain('13 faults to mend in <b>faulty.csv');
    expect(words).toMatch(/3 Kind B3 school Error/);
    expect(words).toContain('schools and colleges are centres');
    expect(words).toContain('javascript:alert(1)');
    expect(answer.body).not.toContain('<b>faulty');
    expect(await named('Hill Road College')).toBeUndefined();
  });

  test.each<[string, Buffer, number, string]>([
    ['an empty file', Buffer.alloc(0), 422, 'The file is empty'],
    ['a workbook', Buffer.from('PK\u0003\u0004 and more'), 422, 'Excel workbook'],
    ['UTF-16', Buffer.from(`\uFEFF${HEAD}`, 'utf16le'), 422, 'UTF-16'],
    ['another table', Buffer.from('A,B\r\n1,2\r\n'), 422, 'template'],
    ['a header alone', Buffer.from(`${HEAD}\r\n`), 422, 'rows'],
    ['a cut-off quote', csv('"Tarn School,centre,,,,,,,,,,'), 422, 'quot'],
    ['semicolons', Buffer.from(`${HEAD.replaceAll(',', ';')}\r\na;centre;;;;;;;;;;\r\n`), 422, 'semicolons'],
    ['more than 5 MB', Buffer.alloc(5_000_001, 'x'), 413, 'The most is 5 MB'],
  ])('%s is refused in words', async (_what, content, status, words) => {
    const answer = await send(stage.carla, content);
    expect(answer.statusCode).toBe(status);
    expect(wordsOf(answer)).toContain(words);
    expect(answer.body).toContain('id="file"');
  });

  test('no file, no form, no token', async () => {
    expect(wordsOf(await send(stage.carla, Buffer.alloc(0), ''))).toContain('Choose a file');
    expect((await stage.carla.post('/organisations/import', { file: 'x' })).statusCode).toBe(400);
    expect((await send(stage.carla, csv('A School,centre,,,,,,,,,,'), 'a.csv', 'forged')).statusCode).toBe(403);
    expect((await send(stage.nora, csv('A School,centre,,,,,,,,,,'))).statusCode).toBe(403);
  });

  test('more rows than one import takes', async () => {
    const rows = Array.from({ length: 2001 }, (_, at) => `School ${at},centre,,,,,,,,,,`);
    const answer = await send(stage.carla, csv(...rows));
    expect(answer.statusCode).toBe(413);
    expect(wordsOf(answer)).toContain('The most is 2000 rows');
  });
});

describe('a clean file', () => {
  test('is shown with what is new, changed, as it is and left out, then imported', async () => {
    await stage.add({ kind: 'centre', name: 'Marsh Lane School', urn: '990101', phone: '01632 960101' });
    await stage.add({ kind: 'centre', name: 'Ford School', urn: '990104' });
    await stage.add({ kind: 'centre', name: 'Vale School', urn: '990105', ncn: '09905' });
    await stage.add({ kind: 'centre', name: 'Glen School', urn: '990106' });
    const { path, page } = await preview(
      stage.carla,
      csv(
        'Hill Road College,centre,,10090002,990102,9904002,09902,,,,,HRC; Hill Road',
        'Marsh Lane Academy,centre,,,990101,,,,01632 960199,,,',
        'Ford School,centre,,,990104,,,,,,,',
        'Vale School,supplier,,,,,,,,,,',
        'Moor School,centre,,,990104,,09905,,,,,',
        'Albiоn Examinations,awarding-organisation,,,,,,,,,,',
        'Glen School,centre,,,990199,,,,,,,',
        'Quay School,supplier,,,990107,,,,,,,',
        'Hill Road School,centre,,,990102,,,,,,,',
      ),
    );
    const words = wordsOf(page);
    expect(words).toContain('Added 1 organisation Changed 1 organisation As they are 1 organisation Left out 6 rows');
    expect(words).toContain('3 Marsh Lane Academy Name Marsh Lane School Marsh Lane Academy');
    expect(words).toContain('3 Marsh Lane Academy Phone 01632 960101 01632 960199');
    for (const why of [
      'Vale School is here as: Centre (school or college). The kind of an organisation cannot be changed.',
      'Its identifiers belong to two organisations, Ford School and Vale School.',
      'The name is taken, or looks like one that is: Albion Examinations.',
      'The name is taken: there is an organisation of this name with another URN.',
      'Leave the URN empty: an organisation of this kind has none.',
      'Row 2 is about the same organisation.',
    ]) {
      expect(words).toContain(why);
    }
    expect(await named('Hill Road College')).toBeUndefined();
    const answer = await confirm(stage.carla, path, fieldOf(page, 'fingerprint'));
    expect(answer.headers.location).toBe('/organisations?done=imported');
    const hill = await named('Hill Road College');
    expect(hill).toMatchObject({
      urn: '990102',
      laestab: '9904002',
      names_in_files: ['Hill Road College', 'HRC', 'Hill Road'],
    });
    const marsh = await named('Marsh Lane Academy');
    expect(marsh).toMatchObject({ phone: '01632 960199', names_in_files: ['Marsh Lane Academy', 'Marsh Lane School'] });
    expect((await stage.events(marsh!.id)).map(({ action }) => action)).toEqual([
      'organisation.renamed',
      'organisation.changed',
    ]);
    expect((await stage.events(hill!.id)).map(({ action }) => action)).toEqual(['organisation.added']);
    expect(await importOf(path)).toMatchObject({ rows: null, summary: { new: 1, changed: 1, same: 1, refused: 6 } });
  });

  test('pressed twice is done once, at once or later', async () => {
    const { path, page } = await preview(stage.carla, csv('Twice School,centre,,,990201,,,,,,,'));
    const fingerprint = fieldOf(page, 'fingerprint');
    const answers = await Promise.all([
      confirm(stage.carla, path, fingerprint),
      confirm(stage.carla, path, fingerprint),
    ]);
    expect(answers.map(({ headers }) => headers.location).sort()).toEqual([
      '/organisations?done=imported',
      '/organisations?done=imported-before',
    ]);
    expect((await stage.carla.get(path)).headers.location).toBe('/organisations?done=imported-before');
    expect(await stage.events((await named('Twice School'))!.id)).toHaveLength(1);
  });

  test('changed meanwhile: nothing is imported, and what it would do now is shown', async () => {
    const id = await stage.add({ kind: 'centre', name: 'Cliff School', urn: '990301' });
    const file = csv('Cliff School,centre,,,990301,,,,01632 960131,,,', 'Sand School,centre,,,990302,,,,,,,');
    const { path, page } = await preview(stage.carla, file);
    await stage.colin.get(`/organisations/${id}/edit`);
    await stage.colin.post(`/organisations/${id}/edit`, { version: '1', phone: '01632 960132' });
    const told = await confirm(stage.carla, path, fieldOf(page, 'fingerprint'));
    expect(told.statusCode).toBe(409);
    expect(wordsOf(told)).toContain('nothing was imported');
    expect(wordsOf(told)).toContain('Phone 01632 960132 01632 960131');
    expect(await named('Sand School')).toBeUndefined();
    expect((await confirm(stage.carla, path, fieldOf(told, 'fingerprint'))).statusCode).toBe(303);
    expect(await named('Sand School')).toBeDefined();
    expect((await named('Cliff School'))!.phone).toBe('01632 960131');
  });

  test('a fingerprint that nobody was shown imports nothing', async () => {
    const { path } = await preview(stage.carla, csv('Forged School,centre,,,,,,,,,,'));
    expect((await confirm(stage.carla, path, 'forged')).statusCode).toBe(409);
    expect(await named('Forged School')).toBeUndefined();
  });

  test('given up, its rows are forgotten; so they are after a day', async () => {
    const first = await preview(stage.carla, csv('Given School,centre,,,,,,,,,,'));
    expect((await stage.carla.post(`${first.path}/give-up`)).headers.location).toBe('/organisations?done=given-up');
    expect((await importOf(first.path)).rows).toBeNull();
    expect((await confirm(stage.carla, first.path, fieldOf(first.page, 'fingerprint'))).statusCode).toBe(409);
    expect((await stage.carla.get(first.path)).statusCode).toBe(409);
    const second = await preview(stage.carla, csv('Late School,centre,,,,,,,,,,'));
    const { context } = stage.garner;
    const tomorrow = { now: () => new Date(stage.garner.clock.now().getTime() + 24 * 60 * 60 * 1000) };
    expect(await forgetOldImports(context.db, tomorrow)).toBeGreaterThanOrEqual(1);
    expect((await importOf(second.path)).rows).toBeNull();
    expect((await confirm(stage.carla, second.path, fieldOf(second.page, 'fingerprint'))).statusCode).toBe(409);
    expect(await named('Late School')).toBeUndefined();
  });

  test('another collector’s import is not there', async () => {
    const { path } = await preview(stage.carla, csv('Mine School,centre,,,,,,,,,,'));
    const { db } = stage.garner.context;
    const id = Number(path.split('/').at(-1));
    await db
      .updateTable('organisation_import')
      .set({ organisation_id: stage.world.albion })
      .where('id', '=', id)
      .execute();
    expect((await stage.carla.get(path)).statusCode).toBe(404);
    expect((await confirm(stage.carla, path, 'x')).statusCode).toBe(404);
    await stage.carla.post(`${path}/give-up`);
    expect((await importOf(path)).rows).not.toBeNull();
  });

  test('the list as downloaded, sent back, changes nothing', async () => {
    await stage.add({
      kind: 'supplier',
      name: '=Sum Systems',
      phone: '+44 1632 960140',
      postalAddress: '1 Mill Street,\nNorthbury',
      otherNames: ['-SumSys'],
    });
    const { rawPayload } = await stage.carla.get('/organisations.csv?state=open');
    const { page } = await preview(stage.carla, rawPayload);
    expect(wordsOf(page)).toMatch(
      /Added 0 organisations Changed 0 organisations As they are \d+ organisations Left out 0 rows/,
    );
    expect(page.body).not.toContain('>Import<');
  });
});

describe('reading rows', () => {
  test('people, by the columns of their template', async () => {
    const read = await readRows(await example('garner-people', 'valid.csv'), 'garner-people');
    expect(read.findings).toBeUndefined();
    expect('rows' in read && read.rows[0]).toEqual({
      row: 2,
      cells: {
        Name: 'Farah Iqbal',
        Email: 'farah.iqbal@northern.example',
        Phone: '+441632960125',
        JobTitles: 'Data Manager; Exams Officer',
        Permissions: 'Data Submissions; Event Notifications',
        AccessUntil: 'none',
      },
    });
  });

  test('people with faults give findings', async () => {
    const read = await readRows(await example('garner-people', 'faulty.csv'), 'garner-people');
    expect(read.findings?.map(({ cell }) => cell)).toEqual(['A2', 'B3', 'C3', 'E3', 'F3', 'E4', 'F4', 'B5']);
  });

  test('columns in another order or spelling, a byte order mark, blank lines and Windows-1252', async () => {
    const head = HEAD.split(',').reverse().join(',').replace('ContactEmail', 'contact email');
    const cells = ['', '', '', '', '', '', '', '', '', '', 'centre', '"Caf\u00e9, ""The"" School"'].join(',');
    for (const bytes of [Buffer.from(`\uFEFF${head}\n\n${cells}\n\n`), Buffer.from(`${head}\r\n${cells}`, 'latin1')]) {
      const read = await readRows(bytes, 'garner-organisations');
      expect('rows' in read && read.rows.map(({ cells: found }) => [found['Name'], found['Kind']])).toEqual([
        ['Caf\u00e9, "The" School', 'centre'],
      ]);
    }
  });
});
