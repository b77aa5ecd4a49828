/** Files that are locked away; destruction once their time is over, with its certificate. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyTasks } from '../../src/modules/media/body/tasks.ts';
import { addFile } from '../../src/modules/media/store.ts';
import { Uploads } from '../../src/modules/uploads/index.ts';
import { BlobMissingError } from '../../src/platform/blobs/index.ts';
import { readCsv } from '../../src/platform/csv.ts';
import { Visitor } from '../visitor.ts';
import { ALED, type BodyStage, ELLA, openBodyStage, PETRA, SAUL, wordsOf } from './body-stage.ts';

let stage: BodyStage;
let session: string;
let good: string;
let half: string;

beforeAll(async () => {
  stage = await openBodyStage();
  const { marshLane, hilltop } = stage;
  session = `/recordings/sessions/${stage.session}`;
  const [first] = await stage.enter('8638/SF', marshLane, 1);
  good = await stage.file({ code: '8638/SF', centreId: marshLane, name: 'good.mp3', candidates: [first!] });
  await stage.enter('8698/SF', hilltop, 1);
  const failed = { code: '8698/SF', centreId: hilltop };
  await stage.file({
    ...{ ...failed, name: '<i>bad.mp3' },
    news: { status: 'failed', failure: 'infected', detail: 'Eicar-Test' },
  });
  await stage.file({
    ...{ ...failed, name: 'sealed.docx', role: 'notes' },
    news: { status: 'failed', failure: 'not-scanned', detail: 'it is encrypted' },
  });
  await stage.file({ ...{ ...failed, name: 'broken.mp3' }, news: { status: 'failed', failure: 'transcoding' } });
  half = await halfSent();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** An upload that stopped halfway. */
async function halfSent(): Promise<string> {
  const { context, clock } = stage.garner;
  const uploads = new Uploads(context);
  const work = { componentId: stage.component('8638/SF'), centreId: stage.marshLane };
  const personId = stage.people.get(ELLA)!;
  const id = await uploads.begin({
    ...{ organisationId: stage.marshLane, personId, name: 'half.mp3', size: 100, purpose: 'component' },
    limits: { bytes: 100, types: ['.mp3'] },
    then: { task: 'media.received', payload: {} },
    also: (trx, upload) =>
      addFile(trx, clock, upload, {
        ...{ ...work, personId, role: 'recording', name: 'half.mp3', size: 100, fingerprint: undefined },
        candidateIds: [],
      }),
  });
  await uploads.tus.write(Readable.from([Buffer.alloc(50)]), id, 0);
  return id;
}

describe('the quarantine', () => {
  test('lists what is locked away and why, and gives nothing of it', async () => {
    const page = await stage.petra.get(`${session}/quarantine`);
    const words = wordsOf(page);
    expect(words).toContain('2 files are locked away');
    expect(words).toMatch(
      /<i>bad\.mp3 [0-9a-f]{64} 16678 Hilltop College 8698\/SF Malware: Eicar-Test 22 November 2026/,
    );
    expect(words).toMatch(/sealed\.docx .* Not scanned: it is encrypted/);
    expect(words).not.toContain('broken.mp3');
    expect(page.body).not.toMatch(/<i>bad|href="[^"]*\/files\//);
  });

  test('is for who collects or audits there', async () => {
    const aled = await Visitor.signedIn(stage.garner.app, ALED);
    expect((await aled.get(`${session}/quarantine`)).statusCode).toBe(200);
    expect((await stage.odo.get(`${session}/quarantine`)).statusCode).toBe(404);
    expect((await stage.saul.get(`${session}/quarantine`)).statusCode).toBe(403);
  });
});

describe('destruction', () => {
  const destroy = (who: Visitor, code = 'JUN27') => who.post(`${session}/destruction`, { code });

  test('is refused while the files must be kept', async () => {
    const page = await stage.petra.get(`${session}/destruction`);
    expect(wordsOf(page)).toContain('5 files, 244 bytes. They are kept until 30 June 2027');
    expect(page.body).not.toContain('to confirm');
    expect((await destroy(stage.petra)).statusCode).toBe(409);
  });

  test('is refused while a centre may still send', async () => {
    const { db } = stage.garner.context;
    const keep = (day: string) => db.updateTable('media_session').set({ keep_until: day }).execute();
    await keep('2026-11-21');
    await stage.petra.get(`${session}/destruction`);
    const answer = await destroy(stage.petra);
    expect([answer.statusCode, wordsOf(answer).includes('still takes files')]).toEqual([409, true]);
    await keep('2027-06-30');
  });

  test('on the last day itself is too early', async () => {
    stage.garner.clock.moveDays(220);
    const petra = await Visitor.signedIn(stage.garner.app, PETRA);
    await petra.get(`${session}/destruction`);
    expect((await destroy(petra)).statusCode).toBe(409);
  });

  test('asks for the code, and for who one is where that was proved long ago', async () => {
    stage.garner.clock.moveDays(1);
    const petra = await Visitor.signedIn(stage.garner.app, PETRA);
    await petra.get(`${session}/destruction`);
    const wrong = await destroy(petra, 'jun27');
    expect([wrong.statusCode, wordsOf(wrong).includes('Type JUN27, the code of the session')]).toEqual([422, true]);
    stage.garner.clock.moveDays(1 / 72);
    expect(wordsOf(await destroy(petra))).toContain('Confirm that it is you');
    const saul = await Visitor.signedIn(stage.garner.app, SAUL);
    expect((await destroy(saul)).statusCode).toBe(403);
    expect(await stage.told('media.destroyed')).toEqual([]);
  });

  test('removes every byte, and keeps a certificate', async () => {
    const { context } = stage.garner;
    const petra = await Visitor.signedIn(stage.garner.app, PETRA);
    await petra.get(`${session}/destruction`);
    const answers = await Promise.all([destroy(petra), destroy(petra)]);
    const places = answers.map(({ headers }) => String(headers.location)).sort();
    expect(places).toEqual([expect.stringMatching(/^\/recordings\/certificates\/\d+$/), `${session}/destruction`]);
    const place = places[0]!;
    expect(wordsOf(await petra.get(place))).toContain('State Being removed');
    const job = bodyTasks(context).find(({ name }) => name === 'media.destroy')!;
    const run = () =>
      job.run({ destruction: Number(place.split('/').at(-1)) }, { attempt: 1, signal: new AbortController().signal });
    await run();
    await run();
    const { rows } = await context.pool.query<{ blob_key: string }>('select blob_key from file');
    expect(rows).toHaveLength(4);
    for (const { blob_key } of rows) await expect(context.blobs.size(blob_key)).rejects.toThrow(BlobMissingError);
    expect(await new Uploads(context).state(half)).toBe('expired');
    const words = wordsOf(await petra.get(place));
    expect(words).toContain('Files 5, with everything that was made of them');
    expect(words).toContain('Ordered 1 July 2027 at 10:20am by Petra Lowe State Gone since 1 July 2027');
    expect(words).toMatch(/16677 Marsh Lane Academy 8638\/SF half\.mp3 Recording 100 bytes never arrived in full/);
    expect(await stage.told('media.destroyed')).toMatchObject([{ organisation_id: stage.wessex, after: { files: 5 } }]);

    const csv = readCsv((await petra.get(`${place}/certificate.csv`)).rawPayload.subarray(3));
    expect(csv).toHaveLength(6);
    expect(csv.find(({ cells }) => cells[3] === 'good.mp3')!.cells[6]).toMatch(/^[0-9a-f]{64}$/);
    const json = JSON.parse((await petra.get(`${place}/certificate.json`)).body);
    expect(json).toMatchObject({ person: 'Petra Lowe', code: 'JUN27', removedAt: expect.any(String) });
    expect(json.files.map(({ id }: { id: string }) => id)).toContain(good);

    expect((await petra.get(`/recordings/files/${good}`)).statusCode).toBe(409);
    const work = `/recordings/components/${stage.component('8638/SF')}/centres/${stage.marshLane}`;
    expect(wordsOf(await petra.get(work))).toContain('good.mp3 Recording 0001 Destroyed');
    const again = wordsOf(await petra.get(`${session}/destruction`));
    expect(again).toContain('No file of this session is left.');
    expect(again).toContain('1 July 2027 at 10:20am Petra Lowe 5 Gone since');

    const odo = await Visitor.signedIn(stage.garner.app, 'odo@mercia.example');
    for (const part of ['', '/certificate.csv', '/certificate.json'])
      expect((await odo.get(place + part)).statusCode).toBe(404);
    expect((await odo.get(`${session}/destruction`)).statusCode).toBe(404);
    await odo.get('/recordings/sessions/new');
    expect((await destroy(odo)).statusCode).toBe(404);
  });
});
