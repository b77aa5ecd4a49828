/** Materials for marking: listed, played, fetched one by one, with manifests, as one zip that can be resumed; each access noted. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyTasks } from '../../src/modules/media/body/tasks.ts';
import { reopen } from '../../src/modules/media/final.ts';
import { findWork } from '../../src/modules/media/queries.ts';
import { readCsv } from '../../src/platform/csv.ts';
import { Visitor } from '../visitor.ts';
import { ALED, type BodyStage, ELLA, openBodyStage, wordsOf } from './body-stage.ts';

let stage: BodyStage;
let place: string;
let pair: string;
let register: string;
const PAIR = Buffer.from('the sound of two candidates'.repeat(1000));
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Marsh Lane submitted a pair, notes of one, a document and an absence; Hilltop has a file and has not submitted. */
beforeAll(async () => {
  stage = await openBodyStage();
  const { marshLane, hilltop } = stage;
  const code = '7712/SP';
  place = `/recordings/components/${stage.component(code)}/materials`;
  const [first, second, third] = await stage.enter(code, marshLane, 3);
  pair = await stage.file({
    ...{ code, centreId: marshLane, name: '../=pair\u202e.MP3', bytes: PAIR, candidates: [first!, second!] },
    news: {
      playable: { key: 'playable/none.m4a', type: 'audio/mp4' },
      notices: [{ code: 'clipping', from: 3, to: 4, words: 'The sound is overdriven from 0:03 to 0:04.' }],
    },
  });
  await stage.file({ code, centreId: marshLane, name: 'notes.pdf', candidates: [first!], role: 'notes' });
  register = await stage.file({ code, centreId: marshLane, name: 'register.pdf', role: 'document' });
  await stage.excuse(code, marshLane, [third!]);
  const [other] = await stage.enter(code, hilltop, 1);
  await stage.file({ code, centreId: hilltop, name: 'other.mp3', candidates: [other!] });
  await stage.submit(code, marshLane);
});
afterAll(() => stage[Symbol.asyncDispose]());

const fetched = async () =>
  (await stage.told('media.materials-fetched')).map((event) => [event.subject.split(' ')[0], event.after!['what']]);

describe('the list', () => {
  test('has the centres whose submission stands, and their files', async () => {
    const words = wordsOf(await stage.petra.get(place));
    expect(words).toContain('1 centre, 3 files');
    expect(words).not.toContain('Hilltop');
    const one = wordsOf(await stage.petra.get(`${place}?centre=${stage.marshLane}`));
    expect(one).toContain('0001 SURNAME1, FORENAME1 0002 SURNAME2, FORENAME2 =pair.MP3');
    expect(one).toContain('Not virus-scanned. The sound is overdriven');
    expect(await fetched()).toEqual([]);
  });
});

describe('the manifest', () => {
  test('is CSV, a row for each candidate and file, safe for spreadsheets', async () => {
    const answer = await stage.petra.get(`${place}/manifest.csv`);
    const [head, ...rows] = readCsv(answer.rawPayload.subarray(3)).map(({ cells }) => cells);
    const records = rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [head![at], cell])));
    expect(records).toHaveLength(5);
    expect(records[0]).toMatchObject({
      ...{ CentreNumber: '16677', ComponentCode: '7712/SP', CandidateNumber: '0001', Surname: 'SURNAME1' },
      ...{ File: '16677_7712SP_0001-0002_1.mp3', NameAtCentre: "'=pair.MP3", Bytes: String(PAIR.length) },
      ...{
        SHA256: sha256(PAIR),
        Seconds: '272',
        VirusScan: 'not-scanned',
        Notices: expect.stringContaining('overdriven'),
      },
    });
    expect(records.map(({ File }) => File)).toEqual([
      '16677_7712SP_0001-0002_1.mp3',
      '16677_7712SP_0001-0002_1.mp3',
      '16677_7712SP_0001_1.pdf',
      '16677_7712SP_document_1.pdf',
      '',
    ]);
    expect(records[4]).toMatchObject({ CandidateNumber: '0003', NonSubmission: 'Absent' });
    // The link works without signing in.
    const link = new URL(records[2]!['Download']!);
    const { statusCode } = await new Visitor(stage.garner.app).get(link.pathname + link.search);
    expect(statusCode).toBe(200);
  });

  test('is JSON, of one centre where asked', async () => {
    const { body } = await stage.petra.get(`${place}/manifest.json?centre=${stage.marshLane}`);
    const manifest = JSON.parse(body);
    expect(manifest).toMatchObject({
      awardingBody: 'Wessex Exams',
      component: { code: '7712/SP' },
      nonSubmissions: [{ candidate: { number: '0003' }, reason: 'Absent' }],
    });
    expect(manifest.files[0]).toMatchObject({
      ...{ id: pair, sha256: sha256(PAIR), seconds: 272, notices: [{ code: 'clipping', from: 3 }] },
      candidates: [{ number: '0001', withdrawn: false }, { number: '0002' }],
    });
    const none = await stage.petra.get(`${place}/manifest.json?centre=${stage.hilltop}`);
    expect(JSON.parse(none.body).files).toEqual([]);
  });
});

describe('the zip', () => {
  const zip = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    stage.petra.ask(`${place}/files.zip`, { method, headers });

  test('holds every file under a safe name, and the manifest', async () => {
    const { rawPayload, headers } = await zip();
    expect(headers).toMatchObject({ 'content-type': 'application/zip', 'accept-ranges': 'bytes' });
    expect(Number(headers['content-length'])).toBe(rawPayload.length);
    const files = storedFiles(rawPayload);
    expect([...files.keys()]).toEqual([
      'manifest.csv',
      'manifest.json',
      '16677_7712SP_0001-0002_1.mp3',
      '16677_7712SP_0001_1.pdf',
      '16677_7712SP_document_1.pdf',
    ]);
    expect(files.get('16677_7712SP_0001-0002_1.mp3')!.equals(PAIR)).toBe(true);
    expect(files.get('manifest.csv')!.toString()).not.toContain('sign=');
  });

  test('is the same each time, in one piece or in parts', async () => {
    const { rawPayload: whole, headers } = await zip();
    const etag = String(headers.etag);
    const head = await zip({}, 'HEAD');
    expect([head.headers.etag, Number(head.headers['content-length'])]).toEqual([etag, whole.length]);
    const cuts = [0, 1, 29, 1000, 20_000, whole.length - 30, whole.length];
    const parts: Buffer[] = [];
    for (let at = 1; at < cuts.length; at++) {
      const [from, to] = [cuts[at - 1]!, cuts[at]! - 1];
      const part = await zip({ range: `bytes=${from}-${to}`, 'if-range': etag });
      expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes ${from}-${to}/${whole.length}`]);
      parts.push(part.rawPayload);
    }
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
    expect((await zip({ range: 'bytes=-10' })).rawPayload.equals(whole.subarray(-10))).toBe(true);
    expect((await zip({ range: `bytes=${whole.length}-` })).statusCode).toBe(416);
    // Something else is in it by now: it begins anew.
    const changed = await zip({ range: 'bytes=5-', 'if-range': '"old"' });
    expect([changed.statusCode, changed.rawPayload.length]).toEqual([200, whole.length]);
  });

  test('changes its tag with a name', async () => {
    const before = (await zip({}, 'HEAD')).headers.etag;
    const { db } = stage.garner.context;
    const rename = (surname: string) =>
      db.updateTable('media_candidate').set({ surname }).where('number', '=', '0002').execute();
    await rename('OTHER');
    expect((await zip({}, 'HEAD')).headers.etag).not.toBe(before);
    await rename('SURNAME2');
    expect((await zip({}, 'HEAD')).headers.etag).toBe(before);
  });

  test('keeps the sum of each file, also by the job', async () => {
    const { db } = stage.garner.context;
    const sumOf = async () =>
      (await db.selectFrom('media_file').select('crc32').where('id', '=', pair).executeTakeFirstOrThrow()).crc32;
    expect(await sumOf()).toBe(crc32(PAIR));
    await db.updateTable('media_file').set({ crc32: null }).execute();
    const job = bodyTasks(stage.garner.context).find(({ name }) => name === 'media.checksums')!;
    await job.run({}, { attempt: 1, signal: new AbortController().signal });
    expect(await sumOf()).toBe(crc32(PAIR));
  });
});

describe('one file', () => {
  test('is played, or downloaded by a link that needs no signing in', async () => {
    const page = await stage.petra.get(`/recordings/files/${pair}?at=3`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<audio');
    expect(page.body).toContain('Listen at 0:03');
    const original = await stage.petra.get(`/recordings/files/${pair}/original`);
    expect(original.headers.location).toMatch(new RegExp(`^/media/content/${pair}/original\\?until=`));
    const bytes = await new Visitor(stage.garner.app).get(original.headers.location!);
    expect(bytes.rawPayload.equals(PAIR)).toBe(true);
    expect((await stage.petra.get(`/recordings/files/${register}`)).headers.location).toBe(
      `/recordings/files/${register}/original`,
    );
    expect((await stage.petra.get(`/recordings/files/${register}/playable`)).statusCode).toBe(404);
  });
});

test('every access is told to both sides, once for a download in parts', async () => {
  const events = await stage.told('media.materials-fetched');
  expect(new Set(events.map(({ on_behalf_of }) => on_behalf_of))).toEqual(new Set([stage.marshLane]));
  expect(new Set(events.map(({ organisation_id }) => organisation_id))).toEqual(new Set([stage.wessex]));
  const whats = await fetched();
  expect(whats.filter(([, what]) => what === 'files.zip')).toHaveLength(1);
  expect(whats).toContainEqual(['component', 'manifest.csv']);
  expect(whats).toContainEqual(['file', 'player']);
  expect(whats).toContainEqual(['file', 'original']);
});

test('nothing is there before the final submission, or once it was opened again', async () => {
  const { context, clock } = stage.garner;
  const { id: unsubmitted } = await context.db
    .selectFrom('media_file')
    .select('id')
    .where('centre_id', '=', stage.hilltop)
    .executeTakeFirstOrThrow();
  expect((await stage.petra.get(`/recordings/files/${unsubmitted}`)).statusCode).toBe(409);
  const empty = ['manifest.csv', 'manifest.json'];
  const zipped = async (query = '') => [
    ...storedFiles((await stage.petra.get(`${place}/files.zip${query}`)).rawPayload).keys(),
  ];
  expect(await zipped(`?centre=${stage.hilltop}`)).toEqual(empty);
  const work = (await findWork(context.db, stage.marshLane, stage.component('7712/SP')))!;
  const doer = { clock, personId: stage.people.get(ELLA)!, address: '' };
  await context.db.transaction().execute((trx) => reopen(trx, doer, work, 'why'));
  expect((await stage.petra.get(`/recordings/files/${pair}/original`)).statusCode).toBe(409);
  expect(await zipped()).toEqual(empty);
  await stage.submit('7712/SP', stage.marshLane);
});

test('it is for who collects, and for nobody of another awarding body', async () => {
  const aled = await Visitor.signedIn(stage.garner.app, ALED);
  const ella = await Visitor.signedIn(stage.garner.app, ELLA);
  expect((await aled.get(place)).statusCode).toBe(200);
  expect((await aled.get(`${place}?centre=${stage.marshLane}`)).body).not.toContain('/recordings/files/');
  const fetches = ['manifest.csv', 'manifest.json', 'files.zip'].map((what) => `${place}/${what}`);
  const files = ['', '/original', '/playable'].map((what) => `/recordings/files/${pair}${what}`);
  for (const url of [...fetches, ...files]) {
    expect([url, (await aled.get(url)).statusCode]).toEqual([url, 403]);
    expect([url, (await stage.saul.get(url)).statusCode]).toEqual([url, 403]);
    expect([url, (await ella.get(url)).statusCode]).toEqual([url, 403]);
    expect([url, (await stage.odo.get(url)).statusCode]).toEqual([url, 404]);
  }
});

/** The files of an archive without compression, read from its beginning. */
function storedFiles(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50; ) {
    const [sum, size, name, extra] = [14, 18, 26, 28].map((of) =>
      of < 20 ? archive.readUInt32LE(at + of) : archive.readUInt16LE(at + of),
    ) as [number, number, number, number];
    const data = at + 30 + name + extra;
    const bytes = archive.subarray(data, data + size);
    expect(crc32(bytes)).toBe(sum);
    files.set(archive.toString('utf8', at + 30, at + 30 + name), bytes);
    at = data + size;
  }
  return files;
}
