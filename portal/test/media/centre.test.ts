/** The centre's side, from the dashboard to the receipt, without JavaScript. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Visitor } from '../visitor.ts';
import { type CentreStage, EVE, FIN, GUS, openCentreStage, recording, sendFiles, settled } from './centre.ts';

let stage: CentreStage;
let eve: Visitor;
let place: string;
beforeAll(async () => {
  stage = await openCentreStage();
  await stage.garner.startWorker();
  place = stage.place(stage.speaking);
  eve = await Visitor.signedIn(stage.garner.app, EVE);
});
afterAll(() => stage[Symbol.asyncDispose]());

describe('the story of a component', () => {
  const first = recording(440);
  let fileId: string;

  test('the dashboard shows what is to be sent, and how much of it is left', async () => {
    const { body } = await eve.get('/media');
    const words = ['8698/SF', 'Speaking, foundation', '0 uploaded', '3 remaining', 'Record non-submission'];
    for (const each of [...words, 'Final submission']) expect(body).toContain(each);
    expect((await eve.get(`/media?session=${stage.session}&code=7712`)).body).not.toContain('8698/SF');
    expect((await eve.get('/media?session=')).body).toContain('Select a session');
  });

  test('files whose names say it are tagged by themselves; a document is what its name says', async () => {
    await eve.get(`${place}/files`);
    const answer = await sendFiles(eve, `${place}/files`, [
      { name: '16677_8698SF_0001.wav', content: first },
      { name: 'second.wav', content: recording(880) },
      { name: 'notes.pdf', content: Buffer.from('no pdf at all, only text') },
    ]);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${place}/files`]);
    const files = await settled(stage, 3);
    expect(files.get('16677_8698SF_0001.wav')).toMatchObject({ status: 'uploaded', playable_type: 'audio/mp4' });
    expect(files.get('notes.pdf')).toMatchObject({ status: 'failed', failure: 'kind' });
    fileId = files.get('16677_8698SF_0001.wav')!.id;
    const { body } = await eve.get(`${place}/files`);
    expect(body).toContain('1 of 3 candidates dealt with');
    expect(body).toContain('Not virus-scanned');
    expect(body).toContain('The file is not what its name says: it is a plain text file.');
  });

  test('a file is played from a link that needs no cookie, in parts; another’s is not there', async () => {
    const page = await eve.get(`/media/files/${fileId}`);
    expect(page.headers['content-security-policy']).toContain("media-src 'self'");
    const [, link = ''] = /<audio[^>]*src="([^"#]+)/.exec(page.body) ?? [];
    const address = link.replaceAll('&amp;', '&');
    const stranger = new Visitor(stage.garner.app);
    const part = await stranger.ask(address, { headers: { range: 'bytes=4-7' } });
    expect([part.statusCode, part.body, part.headers['content-type']]).toEqual([206, 'ftyp', 'audio/mp4']);
    expect((await stranger.get(address.replace('/playable', '/original'))).statusCode).toBe(404);
    expect((await stranger.get(address.replace(/until=(\d)/, 'until=9$1'))).statusCode).toBe(404);
    const [, whole = ''] = /href="([^"]+original[^"]+)"/.exec(page.body) ?? [];
    const original = await stranger.ask(whole.replaceAll('&amp;', '&'));
    expect(original.rawPayload.equals(first)).toBe(true);
    expect(original.headers['content-disposition']).toContain('attachment');
    stage.garner.clock.moveDays(0.5);
    expect((await stranger.get(address)).statusCode).toBe(404);
    stage.garner.clock.moveDays(-0.5);
    const gus = await Visitor.signedIn(stage.garner.app, GUS);
    expect((await gus.get(`/media/files/${fileId}`)).statusCode).toBe(404);
    expect((await gus.get(`${stage.place(stage.pairs)}/files`)).statusCode).toBe(404);
  });

  test('candidates are searched, ticked, removed after a question, and saved at the end only', async () => {
    const { id, version: number } = (await settled(stage, 3)).get('second.wav')!;
    const path = `/media/files/${id}/candidates`;
    const version = String(number);
    const [one, two] = [String(stage.ids['0001']), String(stage.ids['0002'])];
    await eve.get(path);
    const found = await eve.post(path, { version, act: 'search', surname: 'stev' });
    expect(found.body).toContain('STEVENSON');
    expect(found.body).not.toContain('TAMARA');
    const ticked = await eve.post(path, { version, act: 'search', candidate: two, shown: two });
    expect(ticked.body).toContain(`remove:${two}`);
    const asked = await eve.post(path, { version, act: `remove:${two}`, chosen: two });
    expect(asked.body).toContain('Are you sure you want to remove this candidate? 0002 STEVENSON, ALICIA');
    const removed = await eve.post(path, { version, act: `removed:${two}`, chosen: two });
    expect(removed.body).not.toContain(`name="chosen" value="${two}"`);
    const refused = await eve.post(path, { version, act: 'save', chosen: one, candidate: two });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('A file for 8698/SF is for one candidate only.');
    const saved = await eve.post(path, { version, act: 'save', candidate: two, shown: two });
    expect([saved.statusCode, saved.headers.location]).toEqual([303, `${place}/files?done=saved`]);
    const fin = await Visitor.signedIn(stage.garner.app, FIN);
    await fin.get(path);
    const late = await fin.post(path, { version, act: 'save', candidate: one, shown: one });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('Somebody else changed the candidates of this file meanwhile');
    expect(late.body).toContain(`name="chosen" value="${two}"`);
  });

  test('a reason is refused for who has a file, saved for who has none, and bars files from then on', async () => {
    const path = `${place}/non-submissions`;
    const [one, three] = [stage.ids['0001'], stage.ids['0003']];
    await eve.get(path);
    const refused = await eve.post(path, { [`tick-${one}`]: 'yes', [`reason-${one}`]: 'Absent' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('Candidate 0001 is tagged to a file');
    const missing = await eve.post(path, { [`tick-${three}`]: 'yes', [`reason-${three}`]: '' });
    expect(missing.body).toContain('Select a reason for candidate 0003');
    const forged = await eve.post(path, { [`tick-${three}`]: 'yes', [`reason-${three}`]: 'Did not want to' });
    expect(forged.statusCode).toBe(422);
    const saved = await eve.post(path, { [`tick-${three}`]: 'yes', [`reason-${three}`]: 'Absent' });
    expect(saved.statusCode).toBe(303);
    expect((await eve.get(String(saved.headers.location))).body).toContain('The reasons were saved.');
    // What Eve left alone is not hers to undo: Fin saved the page before he saw her reason.
    const fin = await Visitor.signedIn(stage.garner.app, FIN);
    await fin.get(path);
    expect((await fin.post(path, { [`reason-${three}`]: '', [`was-${three}`]: '' })).statusCode).toBe(303);
    const crossed = await fin.post(path, { [`reason-${three}`]: 'Exempt', [`was-${three}`]: '' });
    expect(crossed.body).toContain('Somebody else changed the reason for candidate 0003 meanwhile.');
    expect((await eve.get(path)).body).toContain('<option value="Absent" selected>Absent</option>');
    await eve.get(`${place}/files`);
    const barred = await sendFiles(eve, `${place}/files`, [{ name: '16677_8698SF_0003.wav', content: recording(500) }]);
    expect(barred.statusCode).toBe(422);
    expect(barred.body).toContain('Candidate 0003 has a non-submission: Absent.');
  });

  test('the final submission says what is in the way, by name', async () => {
    const path = `${place}/final`;
    expect((await eve.get(path)).body).toContain('A centre document is asked for, and none is here.');
    const refused = await eve.post(path, { declared: 'yes' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('Say that you have looked at the uploads that failed');
    const long = await sendFiles(eve, `${place}/documents`, [
      { name: `${'x'.repeat(60)}.txt`, content: Buffer.from('a') },
    ]);
    expect(long.body).toContain('has 64 characters; the most is 50');
    const register = { name: 'register.txt', content: Buffer.from('all there') };
    expect((await sendFiles(eve, `${place}/documents`, [register])).statusCode).toBe(303);
    await settled(stage, 4);
    expect((await eve.get(path)).body).toContain('Nothing: every candidate is dealt with, and every file is here.');
  });

  test('“Are you sure?”, then it is locked, with a receipt of every file', async () => {
    const path = `${place}/final`;
    const given = { declared: 'yes', acknowledged: 'yes' };
    expect((await eve.post(path, {})).body).toContain('Confirm that all the files for this component are uploaded');
    expect((await eve.post(path, given)).body).toContain('Are you sure you want to submit?');
    const done = await eve.post(path, { ...given, sure: 'yes' });
    expect([done.statusCode, done.headers.location]).toEqual([303, `${place}/receipt?done=submitted`]);
    const receipt = await eve.get(`${place}/receipt`);
    expect(receipt.body).toContain(createHash('sha256').update(first).digest('hex'));
    expect(receipt.body).toContain('0003 PRESS, TAMARA');
    const csv = await eve.get(`${place}/receipt/1/files.csv`);
    expect(csv.body).toContain('0003,,,,,,,Absent');
    await eve.get(`${place}/files`);
    const locked = [
      await sendFiles(eve, `${place}/files`, [{ name: 'more.wav', content: recording() }]),
      await eve.post(`/media/files/${fileId}/delete`),
      await eve.post(`/media/files/${fileId}/candidates`, { version: '1', act: 'save' }),
      await eve.post(`${place}/non-submissions`, { [`reason-${stage.ids['0003']}`]: '' }),
      await eve.post(path, { ...given, sure: 'yes' }),
    ];
    expect(locked.map(({ statusCode }) => statusCode)).toEqual([422, 409, 409, 409, 409]);
    expect((await eve.get('/media')).body).toContain('Submitted');
    const viewed = await eve.get(`/media/files?session=${stage.session}&candidate=0001`);
    expect(viewed.body).toContain('16677_8698SF_0001.wav');
  });

  test('both sides are told', async () => {
    const { rows } = await stage.garner.context.pool.query('select subject from message order by id');
    expect(rows.map(({ subject }) => subject)).toEqual([
      'Submitted: 8698/SF Speaking, foundation, June 2027',
      'Submitted: 8698/SF Speaking, foundation, June 2027',
      'Sandhill School submitted 8698/SF Speaking, foundation, June 2027',
    ]);
  });
});

describe('bad input', () => {
  beforeEach(async () => {
    await eve.get(`${stage.place(stage.pairs)}/files`);
  });
  const send = (name: string, content: Buffer) =>
    sendFiles(eve, `${stage.place(stage.pairs)}/files`, [{ name, content }]);

  test.each([
    ['empty.wav', Buffer.alloc(0), 'The file is empty'],
    ['program.exe', Buffer.from('MZ'), 'The file must be a'],
    ['99999_7712SP_0001.wav', Buffer.from('x'), 'The name says centre 99999; yours is 16677.'],
    ['16677_8698SF_0001.wav', Buffer.from('x'), 'The name says component 8698/SF; this is 7712/SP.'],
    ['16677_7712SP_0042.wav', Buffer.from('x'), 'No candidate 0042 is entered for 7712/SP.'],
  ])('%s', async (name, content, words) => {
    const answer = await send(name, content);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
  });

  test('nothing of what was refused is listed', async () => {
    expect((await eve.get(`${stage.place(stage.pairs)}/files`)).body).toContain('No files yet.');
  });

  test('a text file called .mp3, a virus, and a name with tricks: each is told in words, nothing else is lost', async () => {
    const eicar = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR${'-STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`;
    const files = `${stage.place(stage.pairs)}/files`;
    const answer = await sendFiles(eve, files, [
      { name: 'text.mp3', content: Buffer.from('this is no sound at all\n'.repeat(50)) },
      { name: 'virus.txt', content: Buffer.from(eicar) },
      { name: `..\\..\\${'long'.repeat(80)}\u202e.wav`, content: recording(300) },
    ]);
    expect(answer.statusCode).toBe(303);
    const all = await settled(stage, 7);
    expect(all.get('text.mp3')).toMatchObject({ status: 'failed', failure: 'kind' });
    expect(all.get('virus.txt')).toMatchObject({ status: 'failed', failure: 'infected' });
    const { body } = await eve.get(files);
    expect(body).toContain('A virus was found (');
    expect(body).not.toContain('\u202e');
    const { id } = all.get('virus.txt')!;
    expect((await eve.get(`/media/files/${id}`)).statusCode).toBe(404);
  });
});
