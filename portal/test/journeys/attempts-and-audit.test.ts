import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, BEN, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, PATIENCE_MS, quiet, send } from './story.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;
let uploads: readonly string[];
const SENT = ['faulty', 'spreadsheet-damage', 'valid'];

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
  const ids: string[] = [];
  for (const [index, name] of SENT.entries()) {
    ids.push(await send(amina, world.open, `${name}.csv`, await exampleCsv(name)));
    await decided(amina, world.open, index + 1);
  }
  uploads = ids;
  await quiet(garner);
}, PATIENCE_MS);
afterAll(() => garner[Symbol.asyncDispose]());

const page = (number: number, part = ''): Promise<Awaited<ReturnType<Visitor['get']>>> =>
  amina.get(`/returns/${world.open}/submissions/${number}${part}`);

describe.each(SENT.map((name, index) => [name, index + 1] as const))('%s.csv, attempt %i', (name, number) => {
  test('can be fetched byte for byte, with the SHA-256 that its page shows', async () => {
    const content = await exampleCsv(name);
    const file = await page(number, '/file');
    expect(file.statusCode).toBe(200);
    expect(file.rawPayload.equals(content)).toBe(true);
    expect(file.headers['content-length']).toBe(String(content.length));
    const hash = createHash('sha256').update(file.rawPayload).digest('hex');
    expect((await page(number)).body).toContain(hash);
  });

  test('keeps its findings', async () => {
    const json = JSON.parse((await page(number, '/findings.json')).body) as {
      findings: { severity: string }[];
      counts: { error: number };
    };
    expect(json.findings.filter(({ severity }) => severity === 'error')).toHaveLength(json.counts.error);
    expect(json.counts.error > 0).toBe(name !== 'valid');
  });
});

test('every attempt stays listed, the newest first, with its outcome', async () => {
  const { body } = await amina.get(`/returns/${world.open}`);
  const listed = [...body.matchAll(/submissions\/(\d)">Attempt\s\d/g)].map(([, number]) => number);
  expect(listed.slice(-3)).toEqual(['3', '2', '1']);
  for (const name of SENT) expect(body).toContain(`${name}.csv`);
  expect(body).toContain('28 errors');
});

test('an attempt that was followed by another says so and leads there', async () => {
  expect((await page(1)).body).toContain(`href="/returns/${world.open}/submissions/3"`);
  expect((await page(4)).statusCode).toBe(404);
});

describe('the audit trail', () => {
  test('tells every step of every attempt, by whom', async () => {
    const { rows: people } = await garner.context.pool.query('select id from person where email = $1', [AMINA]);
    const by = Number(people[0].id);
    const { rows } = await garner.context.pool.query(
      'select action, person_id, organisation_id, after from audit_event join audit_detail on event_id = id where subject = $1 order by id',
      [`return ${world.open}`],
    );
    const events = rows.map(({ action, person_id, after }) => [action, person_id, after.submission ?? after.upload]);
    const story = (number: number, verdict: string) => [
      ['upload.begun', by, uploads[number - 1]],
      ['upload.received', by, uploads[number - 1]],
      ['submission.received', by, number],
      ['submission.scanning', null, number],
      ['submission.checking', null, number],
      [`submission.${verdict}`, null, number],
    ];
    expect(events).toEqual([...story(1, 'failed'), ...story(2, 'failed'), ...story(3, 'accepted')]);
    expect(new Set(rows.map(({ organisation_id: id }) => id))).toEqual(new Set([world.northern]));
  });

  test('tells of signing in, of tries that failed, and of uploads given up', async () => {
    const ben = new Visitor(garner.app);
    await ben.get('/sign-in');
    await ben.post('/sign-in', { email: BEN, password: 'wrong' });
    const id = await (await Visitor.signedIn(garner.app, BEN)).begin(world.closed, 'x.csv', 1).catch(() => undefined);
    expect(id).toBeUndefined();
    const { rows } = await garner.context.pool.query(
      "select action, count(*)::int as times from audit_event where action like 'sign-in%' group by action order by action",
    );
    expect(rows).toEqual([
      { action: 'sign-in', times: 2 },
      { action: 'sign-in.refused', times: 1 },
    ]);
  });

  test('holds no value of a file', async () => {
    const { rows } = await garner.context.pool.query('select before, after from audit_detail');
    const all = JSON.stringify(rows);
    for (const value of ['9900000349', '999010230002X', 'NSA-HSC-U01']) expect(all).not.toContain(value);
  });

  test.each([
    "update audit_event set action = 'nothing'",
    'update audit_detail set after = null where false or event_id > 0',
    'delete from audit_event',
    'truncate audit_event',
    'truncate audit_event cascade',
  ])('cannot be changed: %s', async (sql) => {
    const count = async () => (await garner.context.pool.query('select count(*)::int as n from audit_event')).rows[0].n;
    const before = await count();
    await expect(garner.context.pool.query(sql)).rejects.toThrow(/^permission denied|must be owner/);
    expect(await count()).toBe(before);
  });
});
