/** Files as the browser's scripts send them: begun, gone on with, compared, and what the clock and others do meanwhile. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveFile } from '../../src/modules/media/store.ts';
import { sweepUnsent } from '../../src/modules/media/sweep.ts';
import type { Scanner } from '../../src/platform/scan/index.ts';
import { Visitor } from '../visitor.ts';
import { type CentreStage, EVE, FIN, GUS, openCentreStage, recording, sendFiles, settled } from './centre.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let stage: CentreStage;
let eve: Visitor;
let fin: Visitor;
let gus: Visitor;
let place: string;
beforeAll(async () => {
  stage = await openCentreStage();
  await stage.garner.startWorker();
  place = stage.place(stage.speaking);
  const { app } = stage.garner;
  eve = await Visitor.signedIn(app, EVE);
  fin = await Visitor.signedIn(app, FIN);
  gus = await Visitor.signedIn(app, GUS);
  for (const each of [eve, fin]) await each.get(`${place}/files`);
});
afterAll(() => stage[Symbol.asyncDispose]());

const begin = (who: Visitor, name: string, bytes: Buffer, more: Readonly<Record<string, unknown>> = {}) =>
  who.postJson(`${place}/uploads`, {
    name,
    size: bytes.length,
    fingerprint: sha256(bytes),
    candidates: [],
    ...more,
  });
const whole = async (who: Visitor, name: string, bytes: Buffer, more: Readonly<Record<string, unknown>> = {}) => {
  const { id } = (await begin(who, name, bytes, more)).json() as { id: string };
  await who.tus('PATCH', id, 0, bytes);
  return id;
};

test('what was sent is compared with what arrived, in both directions', async () => {
  const bytes = recording(301);
  const id = await whole(eve, 'right.wav', bytes, { candidates: [stage.ids['0001']] });
  const right = await eve.postJson(`/media/files/${id}/sent`, { sha256: sha256(bytes) });
  expect(right.json()).toEqual({ state: 'received', sha256: sha256(bytes) });
  const other = await whole(eve, 'other.wav', recording(302));
  const wrong = await eve.postJson(`/media/files/${other}/sent`, { sha256: '0'.repeat(64) });
  expect(wrong.json()).toMatchObject({ state: 'changed' });
  const files = await settled(stage, 2);
  expect(files.get('right.wav')).toMatchObject({ status: 'uploaded' });
  expect(files.get('other.wav')).toMatchObject({ status: 'failed', failure: 'changed' });
  expect((await eve.get(`${place}/files`)).body).toContain('What arrived is not what was sent');
});

test('a file that stopped is gone on with, also by a colleague; one that is here is not sent again', async () => {
  const bytes = recording(303);
  const first = (await begin(eve, 'stopped.wav', bytes)).json() as { id: string };
  await eve.tus('PATCH', first.id, 0, bytes.subarray(0, 1000));
  const again = await begin(fin, 'renamed.wav', bytes);
  expect([again.statusCode, again.json()]).toEqual([200, { ...first, url: `/uploads/${first.id}`, resumes: true }]);
  expect((await fin.tus('HEAD', first.id)).headers['upload-offset']).toBe('1000');
  expect((await gus.tus('HEAD', first.id)).statusCode).toBe(404);
  expect((await fin.tus('PATCH', first.id, 1000, bytes.subarray(1000))).statusCode).toBe(204);
  const done = await fin.postJson(`/media/files/${first.id}/sent`, { sha256: sha256(bytes) });
  expect(done.json()).toEqual({ state: 'received', sha256: sha256(bytes) });
  const third = await begin(eve, 'copy.wav', bytes);
  expect(third.statusCode).toBe(409);
  expect(third.body).toContain('“copy.wav” has the same content as “stopped.wav”');
  await settled(stage, 3);
});

test('what stopped is shown as such, with how to go on', async () => {
  const bytes = recording(304);
  await begin(eve, 'stopping.wav', bytes);
  expect((await eve.get(`${place}/files`)).body).toContain('File upload is in progress.');
  // Far enough for the file system's own clock, which is not ours to move.
  stage.garner.clock.moveDays(2);
  eve = await Visitor.signedIn(stage.garner.app, EVE);
  const { body } = await eve.get(`${place}/files`);
  stage.garner.clock.moveDays(-2);
  expect(body).toContain('The upload stopped: the network failed, or the page was closed.');
  expect(body).toMatch(/data-resume="[^"]+" data-name="stopping.wav"/);
  expect((await eve.get(`${place}/final`)).body).toContain('still on the way: stopping.wav');
});

test('a file that is on its way is deleted, bytes and all', async () => {
  const bytes = recording(305);
  const { id } = (await begin(eve, 'unwanted.wav', bytes, { candidates: [stage.ids['0002']] })).json() as {
    id: string;
  };
  expect((await eve.get(`/media/files/${id}/delete`)).body).toContain('0002 STEVENSON, ALICIA');
  const gone = await eve.post(`/media/files/${id}/delete`);
  expect(gone.headers.location).toBe(`${place}/files?done=deleted`);
  expect((await eve.get(`${place}/files?done=deleted`)).body).toContain('The file was deleted.');
  expect((await eve.tus('HEAD', id)).statusCode).toBe(410);
  expect((await eve.get(`/media/files/${id}/candidates`)).statusCode).toBe(404);
});

test('a file whose upload was given up is no longer counted, and one that nobody finished is said to have failed', async () => {
  const { context } = stage.garner;
  const dealt = async () => (await eve.get(`${place}/files`)).body.match(/(\d) of \d candidates/)?.[1];
  const before = Number(await dealt());
  const one = { candidates: [stage.ids['0002']] };
  const first = (await begin(eve, 'given-up.wav', recording(311), one)).json() as { id: string };
  await eve.tus('DELETE', first.id);
  const second = (await begin(eve, 'forgotten.wav', recording(312), one)).json() as { id: string };
  expect(Number(await dealt())).toBe(before + 1);
  await context.pool.query("update upload set state = 'expired' where id = $1", [second.id]);
  await sweepUnsent(context);
  await sweepUnsent(context);
  expect(Number(await dealt())).toBe(before);
  const { body } = await eve.get(`${place}/files`);
  expect(body).not.toContain('given-up.wav');
  expect(body).toContain('The upload was not finished within seven days');
  await eve.post(`/media/files/${second.id}/delete`);
});

test('steps of two files of one candidate that end at once count right', async () => {
  const { db, clock } = stage.garner.context;
  const one = { candidates: [stage.ids['0002']] };
  const ids: string[] = [];
  for (const hertz of [320, 321]) {
    const { id } = (await begin(eve, `${hertz}.wav`, recording(hertz), one)).json() as { id: string };
    ids.push(id);
  }
  const work = { componentId: stage.speaking, centreId: stage.centre };
  const fail = (id: string) =>
    db.transaction().execute((trx) => moveFile(trx, clock, { ...work, id }, { status: 'failed', failure: 'expired' }));
  await Promise.all(ids.map(fail));
  const { files } = await db
    .selectFrom('media_entry')
    .select('files')
    .where('component_id', '=', stage.speaking)
    .where('candidate_id', '=', stage.ids['0002']!)
    .executeTakeFirstOrThrow();
  expect(files).toBe(0);
  for (const id of ids) await eve.post(`/media/files/${id}/delete`);
});

test('whoever goes on with a file that is nobody’s yet says whose it is', async () => {
  const bytes = recording(322);
  const { id } = (await begin(eve, 'whose.wav', bytes)).json() as { id: string };
  fin = await Visitor.signedIn(stage.garner.app, FIN);
  await fin.get(`${place}/files`);
  await begin(fin, 'whose_0002.wav', bytes, { candidates: [stage.ids['0002']] });
  expect((await eve.get(`/media/files/${id}/delete`)).body).toContain('0002 STEVENSON, ALICIA');
  await begin(fin, 'whose_0001.wav', bytes, { candidates: [stage.ids['0001']] });
  expect((await eve.get(`/media/files/${id}/delete`)).body).not.toContain('0001 CRAWFORD');
  await eve.post(`/media/files/${id}/delete`);
});

test('a wrong sum does not undo what was found sound', async () => {
  const rows = await stage.garner.context.db
    .selectFrom('media_file')
    .select('id')
    .where('name', '=', 'right.wav')
    .execute();
  const again = await eve.postJson(`/media/files/${rows[0]!.id}/sent`, { sha256: 'f'.repeat(64) });
  expect(again.json()).toMatchObject({ state: 'changed' });
  const now = await settled(stage, 1);
  expect(now.get('right.wav')).toMatchObject({ status: 'uploaded' });
});

test('candidates who cannot have a file are refused before a byte, whoever asks', async () => {
  const bytes = recording(306);
  const { rows } = await stage.garner.context.pool.query(
    "select candidate.id from media_candidate candidate join organisation on organisation.id = centre_id where organisation.ncn = '16678'",
  );
  const theirs = await begin(eve, 'a.wav', bytes, { candidates: [rows[0].id] });
  expect([theirs.statusCode, theirs.json().detail]).toEqual([422, 'One of them is not entered for this component.']);
  const two = await begin(eve, 'a.wav', bytes, { candidates: [stage.ids['0001'], stage.ids['0002']] });
  expect(two.json().detail).toBe('A file for 8698/SF is for one candidate only.');
});

test('a candidate withdrawn while a file is on its way is shown, and the file is not lost', async () => {
  const bytes = recording(307);
  const id = await whole(eve, 'third.wav', bytes, { candidates: [stage.ids['0003']] });
  await stage.garner.context.pool.query(
    'update media_entry set withdrawn_at = now() where component_id = $1 and candidate_id = $2',
    [stage.speaking, stage.ids['0003']],
  );
  await eve.postJson(`/media/files/${id}/sent`, { sha256: sha256(bytes) });
  await settled(stage, 4);
  const { body } = await eve.get(`${place}/final`);
  expect(body).toContain('Withdrawn after a file was uploaded: 0003 PRESS, TAMARA.');
  expect((await eve.get(`/media/files/${id}/candidates`)).body).toContain('Entry withdrawn. 1 file');
});

test('an upload begun in time may end after the closing; new ones are late, then closed', async () => {
  const bytes = recording(308);
  const { id } = (await begin(eve, 'in-time.wav', bytes)).json() as { id: string };
  stage.garner.clock.moveDays(11);
  eve = await Visitor.signedIn(stage.garner.app, EVE);
  await eve.get(`${place}/files`);
  expect((await eve.tus('PATCH', id, 0, bytes)).statusCode).toBe(204);
  await settled(stage, 5);
  expect((await eve.get(`${place}/files`)).body).toContain('You can still submit, and it will be marked late');
  expect((await begin(eve, 'late.wav', recording(309))).statusCode).toBe(201);
  stage.garner.clock.moveDays(15);
  eve = await Visitor.signedIn(stage.garner.app, EVE);
  await eve.get(`${place}/files`);
  const closed = await begin(eve, 'closed.wav', recording(310));
  expect([closed.statusCode, closed.json().title]).toEqual([409, '8698/SF is closed']);
  stage.garner.clock.moveDays(-26);
});

describe('what the awarding body asks for', () => {
  test('notices that block fail a file, which can still be listened to', async () => {
    await using strict = await openCentreStage({ leastSeconds: 60, blocking: ['too-short'] });
    await using _worker = await strict.garner.startWorker();
    const sender = await Visitor.signedIn(strict.garner.app, EVE);
    const files = `${strict.place(strict.speaking)}/files`;
    await sender.get(files);
    await sendFiles(sender, files, [{ name: '16677_8698SF_0001.wav', content: recording() }]);
    const all = await settled(strict, 1);
    expect(all.get('16677_8698SF_0001.wav')).toMatchObject({ status: 'failed', failure: 'rule' });
    const { body } = await sender.get(files);
    expect(body).toContain('The recording is 2 s long; at least 1 min are expected. Upload another file.');
    expect(body).toContain('0 of 3 candidates dealt with');
    expect((await sender.get(`/media/files/${all.get('16677_8698SF_0001.wav')!.id}`)).statusCode).toBe(200);
  });

  test('a file goes on also where its candidate may have no other', async () => {
    await using strict = await openCentreStage({ filesEach: 1 });
    const sender = await Visitor.signedIn(strict.garner.app, EVE);
    const path = strict.place(strict.speaking);
    await sender.get(`${path}/files`);
    const bytes = recording(313);
    const wish = { size: bytes.length, fingerprint: sha256(bytes), candidates: [strict.ids['0001']] };
    expect((await sender.postJson(`${path}/uploads`, { name: 'one.wav', ...wish })).statusCode).toBe(201);
    const again = await sender.postJson(`${path}/uploads`, { name: 'one.wav', ...wish });
    expect(again.json()).toMatchObject({ resumes: true });
    const other = { ...wish, name: 'two.wav', fingerprint: 'f'.repeat(64) };
    const refused = await sender.postJson(`${path}/uploads`, other);
    expect([refused.statusCode, refused.json().title]).toEqual([422, '0001 CRAWFORD, EVE has 1 file already']);
  });

  test('files that could not be scanned are held where it says so, and scanned again on demand', async () => {
    let clean = false;
    const scanner: Scanner = {
      engine: 'test',
      truly: true,
      async scan(file) {
        for await (const _ of file.stream());
        const verdict = clean
          ? ({ verdict: 'clean', engine: 'test' } as const)
          : ({ verdict: 'not-scanned', engine: 'test', reason: 'the archive is locked' } as const);
        return { verdict, kind: { id: 'text', label: 'a plain text file' }, warnings: [] };
      },
    };
    await using strict = await openCentreStage({ unscanned: 'held' }, { scanner });
    await using _worker = await strict.garner.startWorker();
    const sender = await Visitor.signedIn(strict.garner.app, EVE);
    const files = `${strict.place(strict.speaking)}/files`;
    await sender.get(files);
    await sendFiles(sender, files, [{ name: 'notes.txt', content: Buffer.from('notes') }]);
    const { id } = (await settled(strict, 1)).get('notes.txt')!;
    const held = (await sender.get(files)).body;
    expect(held).toContain('The file could not be virus-scanned (the archive is locked)');
    expect((await sender.get(`/media/files/${id}`)).statusCode).toBe(404);
    clean = true;
    expect((await sender.post(`/media/files/${id}/scan-again`)).statusCode).toBe(303);
    await settled(strict, 1);
    const { body } = await sender.get(files);
    expect(body).toContain('The file is here and was looked at.');
    expect(body).not.toContain('Not virus-scanned');
    expect((await sender.post(`/media/files/${id}/scan-again`)).statusCode).toBe(409);
  });
});
