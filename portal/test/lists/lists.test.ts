import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RUTH } from '../factories.ts';
import { Visitor } from '../visitor.ts';
import {
  add,
  CODES,
  entryId,
  hidden,
  type ListsStage,
  LOOKER,
  NUMBERS,
  OTHER_KEEPER,
  openListsStage,
  READER,
  told,
} from './stage.ts';

let stage: ListsStage;
let keeper: Visitor;

beforeAll(async () => {
  stage = await openListsStage();
  keeper = stage.keeper;
});
afterAll(() => stage[Symbol.asyncDispose]());

describe('a list by hand', () => {
  test('begins empty, and says which templates use it', async () => {
    const { body } = await keeper.get('/organisation/lists');
    expect(body).toContain('Assessment codes');
    expect(body).toContain('Qualification numbers');
    expect(body).toContain('PTQ outcomes: assessment outcomes, edition 2023-08');
    expect((await keeper.get(CODES)).body).toContain('Your organisation keeps no such list yet.');
  });

  test('takes a code, shows it, finds it', async () => {
    const answer = await add(keeper, CODES, { code: ' A & B ', title: 'Unit <1>', since: '1/9/2024', until: '' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${CODES}?done=added`]);
    const { body } = await keeper.get(`${CODES}?done=added&search=%26`);
    expect(body).toContain('The assessment code is in the list.');
    expect(body).toContain('A &amp; B');
    expect(body).toContain('Unit &lt;1&gt;');
    expect(body).toContain('From 1 September 2024');
    expect((await keeper.get(`${CODES}?search=%25`)).body).toContain('Nothing matches');
    expect((await keeper.get('/organisation/lists')).body).toContain('22 November 2026 at 9:00am by Kit Moss');
  });

  test.each([
    ['nothing', { code: ' ' }, 'code', 'Enter the assessment code'],
    ['the same code again', { code: 'A & B' }, 'code', 'This assessment code is in the list already'],
    ['too long a code', { code: 'x'.repeat(51) }, 'code', 'must have 50 characters or fewer'],
    ['a code of two lines', { code: 'a\nb' }, 'code', 'one line of plain text'],
    ['a code with NUL', { code: 'a\0b' }, 'code', 'one line of plain text'],
    ['a day that is none', { code: 'C', since: '2026-02-30' }, 'since', 'The first day must be a real date'],
    ['days the wrong way round', { code: 'C', since: '2026-02-03', until: '2/2/2026' }, 'until', 'must not be before'],
    ['too long a title', { code: 'C', title: 'y'.repeat(201) }, 'title', '200 characters or fewer'],
  ])('refuses %s, at its field, and keeps what was typed', async (_what, typed, field, words) => {
    const { statusCode, body } = await add(keeper, CODES, { title: 'kept title', ...typed });
    expect(statusCode).toBe(422);
    expect(body).toContain(`href="#${field}"`);
    expect(body).toContain(words);
    if (!('title' in typed)) expect(body).toContain('kept title');
  });

  test.each([
    ['500/8513/x', '500/8513/X'],
    ['6012977 3', undefined],
    ['60129773', '601/2977/3'],
    ['50/08513/X', undefined],
  ])('the qualification number %s is kept as %s', async (typed, kept) => {
    const { statusCode, body } = await add(keeper, NUMBERS, { code: typed });
    expect(statusCode).toBe(kept === undefined ? 422 : 303);
    if (kept === undefined) expect(body).toContain('with slashes between or without');
    else expect((await keeper.get(NUMBERS)).body).toContain(kept);
  });

  test('changes, ends and removes a code; each is recorded', async () => {
    await add(keeper, CODES, { code: 'OLD' });
    const one = `${CODES}/entries/${await entryId(keeper, CODES, 'OLD')}`;
    const form = await keeper.get(one);
    const changed = await keeper.post(one, { code: 'NEW', title: 'T', version: hidden(form.body, 'version') });
    expect(changed.statusCode).toBe(303);
    const ending = await keeper.get(`${one}/end`);
    expect(ending.body).toContain('value="2026-11-22"');
    const version = hidden(ending.body, 'version');
    const bad = await keeper.post(`${one}/end`, { until: 'soon', version });
    expect([bad.statusCode, bad.body.includes('The last day must be a real date')]).toEqual([422, true]);
    expect((await keeper.post(`${one}/end`, { until: '2026-11-21', version })).statusCode).toBe(303);
    expect((await keeper.get(`${CODES}?search=NEW`)).body).toContain('Ended');
    const asked = await keeper.get(`${one}/remove`);
    expect((await keeper.post(`${one}/remove`, { version: hidden(asked.body, 'version') })).statusCode).toBe(303);
    expect((await keeper.get(one)).statusCode).toBe(404);
    const events = (await told(stage.garner)).filter(({ subject }) => subject === 'list assessment-codes').slice(-4);
    expect(events.map(({ action }) => action)).toEqual([
      'list.entry-added',
      'list.entry-changed',
      'list.entry-ended',
      'list.entry-removed',
    ]);
    expect(events[1]).toMatchObject({ before: { code: 'OLD' }, after: { code: 'NEW', title: 'T' } });
    expect(events[2]).toMatchObject({ before: { until: null }, after: { until: '2026-11-21' } });
  });

  test('what is downloaded does not run as a formula, and is the list', async () => {
    await add(keeper, CODES, { code: '=1+1', title: '@SUM(A1)' });
    const { body, headers } = await keeper.get(`${CODES}/list.csv`);
    expect(headers['content-disposition']).toContain('assessment-codes.csv');
    expect(body).toBe("\uFEFFcode,title,from,until\r\n'=1+1,'@SUM(A1),,\r\nA & B,Unit <1>,2024-09-01,\r\n");
  });
});

describe('two people at once', () => {
  const seen = async (code: string) => {
    await add(keeper, CODES, { code });
    const one = `${CODES}/entries/${await entryId(keeper, CODES, code)}`;
    return { one, version: hidden((await keeper.get(one)).body, 'version') };
  };

  test('who saves second sees what the first saved, and keeps what they typed', async () => {
    const { one, version } = await seen('PAIR');
    expect((await keeper.post(one, { code: 'PAIR', title: 'first', version })).statusCode).toBe(303);
    const second = await keeper.post(one, { code: 'PAIR', title: 'second', version });
    expect(second.statusCode).toBe(409);
    expect(second.body).toContain('Somebody else changed this code');
    expect(second.body).toContain('“first”');
    expect(second.body).toContain('value="second"');
    const again = await keeper.post(one, { code: 'PAIR', title: 'second', version: hidden(second.body, 'version') });
    expect(again.statusCode).toBe(303);
  });

  test('a code is not removed or ended as it is no more', async () => {
    const { one, version } = await seen('GONE');
    await keeper.post(one, { code: 'GONE', title: 'changed', version });
    expect((await keeper.post(`${one}/remove`, { version })).statusCode).toBe(409);
    expect((await keeper.post(`${one}/end`, { until: '2026-12-31', version })).statusCode).toBe(409);
    expect((await keeper.get(one)).body).toContain('changed');
  });

  test('the same code added many times at once is added once', async () => {
    await keeper.get(`${CODES}/add`);
    const answers = await Promise.all(Array.from({ length: 6 }, () => keeper.post(`${CODES}/add`, { code: 'ONCE' })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422, 422, 422, 422, 422]);
  });

  test('different codes added at once are all there, and each counts as a change', async () => {
    const before = await version();
    await keeper.get(`${CODES}/add`);
    const codes = Array.from({ length: 6 }, (_, at) => `MANY-${at}`);
    await Promise.all(codes.map((code) => keeper.post(`${CODES}/add`, { code })));
    const { body } = await keeper.get(`${CODES}?search=MANY-`);
    for (const code of codes) expect(body).toContain(code);
    expect(await version()).toBe(before + 6);
  });

  async function version(): Promise<number> {
    return Number(/version (\d+)\)/.exec((await keeper.get(CODES)).body)?.[1]);
  }
});

test('fifty codes a page', async () => {
  for (let at = 0; at < 51; at++) await add(keeper, NUMBERS, { code: `999/${1000 + at}/0` });
  const first = await keeper.get(`${NUMBERS}?search=999/`);
  expect(first.body.match(/999\/\d{4}\/0<\/code>/g)).toHaveLength(50);
  expect(first.body).toContain('51 qualification numbers found');
  const second = await keeper.get(`${NUMBERS}?search=999/&page=2`);
  expect(second.body.match(/999\/\d{4}\/0<\/code>/g)).toHaveLength(1);
});

describe('who may what', () => {
  const pages = ['/organisation/lists', CODES, `${CODES}/list.csv`];
  const forms = [`${CODES}/add`, `${CODES}/upload`];

  test('an auditor and who sends returns read the lists and change nothing', async () => {
    const id = await entryId(keeper, CODES, 'PAIR');
    for (const visitor of [await Visitor.signedIn(stage.garner.app, READER), stage.amina]) {
      for (const page of pages) expect((await visitor.get(page)).statusCode).toBe(200);
      const { body } = await visitor.get(CODES);
      for (const part of ['/add', '/upload', '/entries/']) expect(body).not.toContain(`${CODES}${part}`);
      for (const form of [
        ...forms,
        `${CODES}/entries/${id}`,
        `${CODES}/entries/${id}/end`,
        `${CODES}/entries/${id}/remove`,
      ]) {
        expect((await visitor.get(form)).statusCode).toBe(403);
        expect((await visitor.post(form, { code: 'X', version: '1', until: '2026-01-01' })).statusCode).toBe(403);
      }
    }
    expect((await keeper.get(`${CODES}/entries/${id}`)).body).toContain('PAIR');
  });

  test('others of the organisation see none of it', async () => {
    const ruth = await Visitor.signedIn(stage.garner.app, RUTH);
    for (const page of [...pages, ...forms]) expect((await ruth.get(page)).statusCode).toBe(403);
  });

  test('another organisation has lists of its own, and reaches none of these', async () => {
    const ola = await Visitor.signedIn(stage.garner.app, OTHER_KEEPER);
    expect((await ola.get(CODES)).body).not.toContain('PAIR');
    expect((await ola.get(`${CODES}/list.csv`)).body).toBe('\uFEFFcode,title,from,until\r\n');
    const one = `${CODES}/entries/${await entryId(keeper, CODES, 'PAIR')}`;
    for (const part of ['', '/end', '/remove']) {
      expect((await ola.get(one + part)).statusCode).toBe(404);
      await ola.get(`${CODES}/add`);
      const answer = await ola.post(one + part, { code: 'PAIR', title: 'stolen', version: '3', until: '2026-01-01' });
      expect(answer.statusCode).toBe(404);
    }
    expect((await add(ola, CODES, { code: 'PAIR' })).statusCode).toBe(303);
  });

  test('who looks at what the organisation sees reads and changes nothing', async () => {
    const lena = await Visitor.signedIn(stage.garner.app, LOOKER);
    await lena.get('/outbox');
    expect((await lena.post(`/organisations/${stage.world.northern}/look`)).statusCode).toBe(303);
    const { body, statusCode } = await lena.get(CODES);
    expect(statusCode).toBe(200);
    expect(body).toContain('PAIR');
    expect(body).not.toContain(`${CODES}/add`);
    const refused = await add(lena, CODES, { code: 'LOOKED' });
    expect([refused.statusCode, refused.body.includes('You are only looking')]).toEqual([403, true]);
  });

  test.each(['/organisation/lists/no-such-list', '/organisation/lists/NO', `${CODES}/entries/999999999`])(
    '%s is not there',
    async (page) => expect((await keeper.get(page)).statusCode).toBeOneOf([400, 404]),
  );
});
