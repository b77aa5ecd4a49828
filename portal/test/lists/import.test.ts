import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Visitor } from '../visitor.ts';
import {
  add,
  CODES,
  confirm,
  hidden,
  type ListsStage,
  NUMBERS,
  OTHER_KEEPER,
  openListsStage,
  told,
  upload,
} from './stage.ts';

let stage: ListsStage;
let keeper: Visitor;
const HEAD = 'code,title,from,until\r\n';

beforeAll(async () => {
  stage = await openListsStage();
  keeper = stage.keeper;
});
afterAll(() => stage[Symbol.asyncDispose]());

async function list(of: string = CODES): Promise<string> {
  return (await keeper.get(`${of}/list.csv`)).body.slice(1 + HEAD.length);
}

describe('a right file', () => {
  beforeEach(async () => {
    const { headers } = await upload(
      keeper,
      CODES,
      'replace',
      `${HEAD}A,one,,\r\nB,two,2024-09-01,2026-08-31\r\nC,three,,\r\n`,
    );
    await confirm(keeper, headers.location!);
  });

  test('shows what it would do before anything is done', async () => {
    const file = `${HEAD}A,one,,\r\nB,zwei,01/09/2024,\r\nD,four,,\r\n`;
    const sent = await upload(keeper, CODES, 'replace', file);
    expect(sent.statusCode).toBe(303);
    const { body } = await keeper.get(sent.headers.location!);
    expect(body).toContain('1 added, 1 changed, 1 removed');
    expect(body).toContain('1 assessment code stays as it is');
    expect(body).toContain('two. From 1 September 2024 to 31 August 2026');
    expect(await list()).toBe('A,one,,\r\nB,two,2024-09-01,2026-08-31\r\nC,three,,\r\n');
    const done = await confirm(keeper, sent.headers.location!);
    expect(done.headers.location).toBe(`${CODES}?done=imported`);
    expect(await list()).toBe('A,one,,\r\nB,zwei,2024-09-01,\r\nD,four,,\r\n');
    expect((await told(stage.garner)).at(-1)).toMatchObject({
      action: 'list.imported',
      after: { way: 'replace', added: 1, changed: 1, removed: 1 },
    });
  });

  test('adds new codes only, where that is chosen', async () => {
    const { headers } = await upload(keeper, CODES, 'add', `${HEAD}A,other,,\r\nD,four,,\r\n`);
    expect((await keeper.get(headers.location!)).body).toContain('1 added, 0 changed, 0 removed');
    await confirm(keeper, headers.location!);
    expect(await list()).toBe('A,one,,\r\nB,two,2024-09-01,2026-08-31\r\nC,three,,\r\nD,four,,\r\n');
  });

  test('can be given up, and is then no more', async () => {
    const { headers } = await upload(keeper, CODES, 'replace', `${HEAD}Z,,,\r\n`);
    const address = headers.location!;
    await keeper.get(address);
    expect((await keeper.post(`${address}/give-up`)).headers.location).toBe(`${CODES}?done=given-up`);
    expect((await keeper.get(address)).body).toContain('This file is not kept any more');
    expect((await keeper.post(address, { version: '1' })).statusCode).toBe(409);
    expect(await list()).toContain('A,one');
  });

  test('waits for a day, not longer', async () => {
    const { headers } = await upload(keeper, CODES, 'replace', `${HEAD}Z,,,\r\n`);
    stage.garner.clock.moveDays(1);
    try {
      keeper = await Visitor.signedIn(stage.garner.app, 'kit@northern.example');
      expect((await keeper.get(headers.location!)).body).toContain('This file is not kept any more');
    } finally {
      stage.garner.clock.moveDays(-1);
      keeper = await Visitor.signedIn(stage.garner.app, 'kit@northern.example');
    }
  });

  test('is confirmed as it was shown, or shown anew', async () => {
    const { headers } = await upload(keeper, CODES, 'replace', `${HEAD}A,one,,\r\n`);
    const { body } = await keeper.get(headers.location!);
    await add(keeper, CODES, { code: 'E' });
    const refused = await keeper.post(headers.location!, { version: hidden(body, 'version') });
    expect(refused.statusCode).toBe(409);
    expect(refused.body).toContain('Somebody else changed the list meanwhile');
    expect(refused.body).toContain('0 added, 0 changed, 3 removed');
    expect(await list()).toContain('E,');
  });

  test('confirmed twice at once is done once', async () => {
    const { headers } = await upload(keeper, CODES, 'replace', `${HEAD}Q,,,\r\n`);
    const version = hidden((await keeper.get(headers.location!)).body, 'version');
    const answers = await Promise.all([1, 2, 3].map(() => keeper.post(headers.location!, { version })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
    expect(
      (await told(stage.garner)).filter(({ after }) => (after as { version?: number }).version === Number(version) + 1),
    ).toHaveLength(1);
    expect(await list()).toBe('Q,,,\r\n');
  });

  test('is not to be seen by another organisation', async () => {
    const { headers } = await upload(keeper, CODES, 'replace', `${HEAD}Q,,,\r\n`);
    const ola = await Visitor.signedIn(stage.garner.app, OTHER_KEEPER);
    expect((await ola.get(headers.location!)).statusCode).toBe(404);
    await ola.get(`${CODES}/add`);
    expect((await ola.post(headers.location!, { version: '1' })).statusCode).toBe(404);
    expect((await ola.post(`${headers.location}/give-up`)).statusCode).toBe(404);
    expect((await keeper.get(headers.location!)).body).toContain('1 added');
  });

  test('is the list itself, downloaded, and changes nothing', async () => {
    await add(keeper, CODES, { code: '-2x', title: 'a "quoted", title' });
    const { rawPayload } = await keeper.get(`${CODES}/list.csv`);
    const { headers } = await upload(keeper, CODES, 'replace', rawPayload);
    const { body } = await keeper.get(headers.location!);
    expect(body).toContain('0 added, 0 changed, 0 removed');
    expect(body).not.toContain('Change the list');
  });
});

test('qualification numbers are kept with their slashes', async () => {
  const { headers } = await upload(keeper, NUMBERS, 'add', `${HEAD}5008513x,,,\r\n601/2977/3,,,\r\n`);
  await confirm(keeper, headers.location!);
  expect(await list(NUMBERS)).toBe('500/8513/X,,,\r\n601/2977/3,,,\r\n');
});

describe('a file with faults is told row by row, and changes nothing', () => {
  test.each([
    ['no code', CODES, `${HEAD},title,,\r\nB,,,\r\n`, [['2', 'code']]],
    [
      'a day that is none',
      CODES,
      `${HEAD}A,,2026-02-30,\r\nB,,,31/02/2026\r\n`,
      [
        ['2', 'from'],
        ['3', 'until'],
      ],
    ],
    ['days the wrong way round', CODES, `${HEAD}A,,2026-02-03,2026-02-02\r\n`, [['2', 'until']]],
    ['a code twice', CODES, `${HEAD}A,,,\r\nB,,,\r\nA,,,\r\n`, [['4', 'code']]],
    ['a number twice, written in two ways', NUMBERS, `${HEAD}500/8513/X,,,\r\n5008513x,,,\r\n`, [['3', 'code']]],
    ['what is no qualification number', NUMBERS, `${HEAD}50/08513/X,,,\r\n`, [['2', 'code']]],
    ['too long a title', CODES, `${HEAD}A,${'t'.repeat(201)},,\r\n`, [['2', 'title']]],
    ['a column missing', CODES, 'code,title,from\r\nA,,\r\n', [['1', 'until']]],
  ])('%s', async (_what, of, file, places) => {
    const before = await list(of);
    const { statusCode, body } = await upload(keeper, of, 'replace', file);
    expect(statusCode).toBe(422);
    const told = [...body.matchAll(/data-name="Row">\s*([^\s<]+)\s*<[\s\S]*?data-name="Column">\s*([^\s<]*)\s*</g)];
    expect(told.map(([, row, column]) => [row, column])).toEqual(places);
    expect(body).toContain(`to mend in codes.csv`);
    expect(await list(of)).toBe(before);
  });

  test.each([
    ['an empty file', ''],
    ['only a header', HEAD],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
    ['a quotation mark that is never closed', `${HEAD}"A,,,\r\n`],
    ['another table', 'name,age\r\nA,1\r\n'],
    ['UTF-16', Buffer.from(`\uFEFF${HEAD}A,,,\r\n`, 'utf16le')],
  ])('%s', async (_what, file) => {
    const { statusCode, body } = await upload(keeper, CODES, 'replace', file);
    expect(statusCode).toBe(422);
    expect(body).toMatch(/\d+ faults? to mend in codes\.csv/);
    expect(body).toContain('Nothing was changed.');
  });

  test('ten thousand faults are counted, a hundred shown', async () => {
    const { body } = await upload(keeper, CODES, 'replace', HEAD + ',,,x\r\n'.repeat(10_000));
    expect(body).toContain('These are the first 100 of ');
    expect(body.match(/data-name="Row">/g)).toHaveLength(100);
  });

  test('accented letters of Windows-1252 come out right', async () => {
    const { headers } = await upload(keeper, CODES, 'replace', Buffer.from(`${HEAD}Caf\xe9,,,\r\n`, 'latin1'));
    expect((await keeper.get(headers.location!)).body).toContain('Café');
  });
});

describe('a form that is not right', () => {
  test('without a choice', async () => {
    const { statusCode, body } = await upload(keeper, CODES, '', `${HEAD}A,,,\r\n`);
    expect([statusCode, body.includes('Choose what the file does')]).toEqual([422, true]);
    expect((await upload(keeper, CODES, 'everything', `${HEAD}A,,,\r\n`)).statusCode).toBe(422);
  });

  test('without a file', async () => {
    const { statusCode, body } = await upload(keeper, CODES, 'add', '', '');
    expect([statusCode, body.includes('href="#file"')]).toEqual([422, true]);
  });

  test('without its token', async () => {
    await keeper.get(`${CODES}/upload`);
    keeper.csrf = 'forged';
    const { statusCode } = await keeper.ask(`${CODES}/upload`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      payload:
        '--b\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\nforged\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\ncode\r\n--b--\r\n',
    });
    expect(statusCode).toBe(403);
  });

  test('with a file that is too large', async () => {
    const { statusCode, body } = await upload(keeper, CODES, 'add', Buffer.alloc(10_000_001, 'a'));
    expect([statusCode, body.includes('The file is larger than 10 MB')]).toEqual([422, true]);
  });

  test('with a name that no file has', async () => {
    const { headers } = await upload(keeper, CODES, 'add', `${HEAD}Y,,,\r\n`, `<b>${'n'.repeat(300)}.csv`);
    const { body, statusCode } = await keeper.get(headers.location!);
    expect(statusCode).toBe(200);
    expect(body).not.toContain('<b>');
  });
});
