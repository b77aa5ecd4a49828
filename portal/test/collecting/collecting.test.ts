import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Permission } from '../../src/modules/accounts/index.ts';
import { addCollection, readCollection } from '../../src/modules/collections/index.ts';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { addReturn } from '../../src/modules/returns/index.ts';
import { AMINA, addTestPerson, exampleCsv, makeWorld, OWEN, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { decided, PATIENCE_MS, send } from '../journeys/story.ts';
import { Visitor } from '../visitor.ts';

const CORA = 'cora@regulator.example';
const DORA = 'dora@department.example';
const AVA = 'ava@northern.example';
const AXEL = 'axel@albion.example';

let garner: TestGarner;
let world: World;
let cora: Visitor;
let amina: Visitor;
let board: string;
let others: string;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  const { context } = garner;
  await context.db.transaction().execute(async (trx) => {
    const mine = await trx.selectFrom('collection').select(['id', 'collector_id']).executeTakeFirstOrThrow();
    const department = await addOrganisation(trx, { kind: 'department', name: 'Department', otherNames: [] });
    const file = await readCollection('ptq-outcomes');
    const theirs = await addCollection(trx, { ...file, name: 'theirs', title: 'Theirs' }, department);
    board = `/collecting/${mine.id}`;
    others = `/collecting/${theirs}`;
    const template = { templateName: 'ptq-assessment-outcomes', edition: '2023-08' };
    const closesAt = new Date('2026-12-22T23:59:59Z');
    await addReturn(trx, {
      ...template,
      collectionId: theirs,
      organisationId: world.albion,
      period: '2019-2020',
      dueDate: '2026-12-01',
      closesAt,
    });
    // Enough for a second page, and a name that a spreadsheet would run.
    for (let at = 0; at < 51; at++) {
      const name = at === 0 ? '=SUM(1+1) Awards' : `Zeta ${String(at).padStart(2, '0')}`;
      const organisationId = await addOrganisation(trx, { kind: 'awarding-organisation', name, otherNames: [] });
      await addReturn(trx, {
        ...template,
        collectionId: mine.id,
        organisationId,
        period: '2021-2022',
        dueDate: '2026-11-22',
        closesAt,
      });
    }
    const person = (name: string, email: string, organisationId: number, ...permissions: Permission[]) =>
      addTestPerson(trx, context, { name, email, organisationId, permissions, jobTitles: [] });
    await person('Cora Lee', CORA, mine.collector_id, 'Collector', 'Collector Administrator');
    await person('Dora Kay', DORA, department, 'Collector');
    await person('Ava Sen', AVA, world.northern, 'Auditor');
    await person('Axel Orr', AXEL, world.albion, 'Auditor');
  });
  await garner.startWorker();
  cora = await Visitor.signedIn(garner.app, CORA);
  amina = await Visitor.signedIn(garner.app, AMINA);
  for (const [index, name] of ['faulty', 'valid'].entries()) {
    await send(amina, world.open, `${name}.csv`, await exampleCsv(name));
    await decided(amina, world.open, index + 1);
  }
}, PATIENCE_MS);
afterAll(() => garner[Symbol.asyncDispose]());

describe('the board', () => {
  test('says how the returns of each collection stand, of this collector only', async () => {
    const { body } = await cora.get('/collecting');
    // Due today is not overdue; Northern's closed return is.
    expect(body).toContain('1 accepted · 52 awaiting · 1 overdue');
    expect(body).not.toContain('Theirs');
    const dora = await Visitor.signedIn(garner.app, DORA);
    const theirs = await dora.get('/collecting');
    expect(theirs.body).toContain('Theirs');
    expect(theirs.body).toContain('1 awaiting');
    expect(theirs.body).not.toContain('accepted');
  });

  test('has one row a return, fifty a page', async () => {
    const first = await cora.get(board);
    expect(first.body.match(/data-name="Organisation"/g)).toHaveLength(50);
    expect(first.body).toContain('54 returns');
    const northern = /Northern Skills Awards[\s\S]*?2022-2023[\s\S]*?<\/tr>/.exec(first.body)![0];
    expect(northern).toContain('Accepted');
    expect(northern).toContain('2 attempts');
    const second = await cora.get(`${board}?page=2`);
    expect(second.body.match(/data-name="Organisation"/g)).toHaveLength(4);
  });

  test.each([
    ['status=accepted', 1],
    ['status=overdue', 1],
    ['status=failed', 0],
    ['status=awaiting&organisation=zeta', 50],
    ['period=2022-2023', 2],
    ['organisation=%25', 0],
    ['organisation=albion&period=2022-2023&status=awaiting', 1],
    ['period=nonsense', 0],
  ])('%s lets %i returns through, on the page and in the file', async (query, expected) => {
    const { body } = await cora.get(`${board}?${query}`);
    expect(body).toContain(expected === 1 ? '1 return matches' : `${expected} returns match`);
    const file = await cora.get(`${board}/returns.csv?${query}`);
    expect(file.body.trimEnd().split('\r\n')).toHaveLength(expected + 1);
  });

  test('can be downloaded whole, safe for spreadsheets', async () => {
    const { body, headers } = await cora.get(`${board}/returns.csv`);
    expect(headers['content-disposition']).toContain('PTQ outcomes returns 2026-11-22.csv');
    const lines = body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(55);
    expect(lines[0]).toBe(
      '\uFEFFOrganisation,Reporting period,Template,Edition,Due date,Status,Attempts,Last sent,Accepted on',
    );
    expect(lines[1]).toMatch(/^'=SUM\(1\+1\) Awards,2021-2022,/);
    expect(lines).toContain(
      'Northern Skills Awards,2022-2023,PTQ outcomes: assessment outcomes,2023-08,2026-12-02,Accepted,2,2026-11-22T09:00:00.000Z,2026-11-22T09:00:00.000Z',
    );
  });

  test('a status that is none is refused', async () =>
    expect((await cora.get(`${board}?status=lost`)).statusCode).toBe(400));
});

describe('one return', () => {
  test('tells each attempt with what was found, and gives no way to act', async () => {
    const { body } = await cora.get(`${board}/returns/${world.open}`);
    const row = (number: number): string => new RegExp(`Attempt\\s${number}<[\\s\\S]*?</tr>`).exec(body)![0];
    expect(row(1)).toContain('Failed validation');
    expect(row(1)).toMatch(/data-name="Errors">28</);
    expect(row(2)).toContain('Accepted');
    expect(body).not.toContain('<form method="post" action="/returns');
    expect(body).not.toContain('Amina');
  });

  test('gives the accepted file, byte for byte, and both organisations can read that it did', async () => {
    const answer = await cora.get(`${board}/returns/${world.open}/file`);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(await exampleCsv('valid'))).toBe(true);
    const { rows } = await garner.context.pool.query(
      `select e.organisation_id, on_behalf_of, subject, after, p.email from audit_event e
       join audit_detail d on d.event_id = e.id join person p on p.id = d.person_id where action = 'return.file-fetched'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      on_behalf_of: world.northern,
      subject: `return ${world.open}`,
      after: { submission: 2 },
      email: CORA,
    });
  });

  test('gives no file where none was accepted', async () => {
    for (const id of [world.closed, world.others])
      expect((await cora.get(`${board}/returns/${id}/file`)).statusCode).toBe(404);
    expect((await cora.get(`${board}/returns/${world.closed}`)).body).toContain('Nothing has been sent yet.');
  });
});

test('nothing of another collector is there', async () => {
  const dora = await Visitor.signedIn(garner.app, DORA);
  for (const part of ['', '/returns.csv', `/returns/${world.open}`, `/returns/${world.open}/file`]) {
    expect((await dora.get(board + part)).statusCode).toBe(404);
    // Nor under the number of a collection of one's own.
    if (part.startsWith('/returns/')) expect((await dora.get(others + part)).statusCode).toBe(404);
  }
  for (const part of ['', '/returns.csv']) expect((await cora.get(others + part)).statusCode).toBe(404);
  expect((await cora.get('/collecting/999999')).statusCode).toBe(404);
});

test('it is for those with the permission', async () => {
  const nobody = new Visitor(garner.app);
  for (const part of ['', '/returns.csv', `/returns/${world.open}`, `/returns/${world.open}/file`]) {
    expect((await amina.get(board + part)).statusCode).toBe(403);
    expect((await nobody.get(board + part)).statusCode).toBe(401);
  }
  expect((await amina.get('/collecting')).statusCode).toBe(403);
});

test('who looks at what an organisation sees, sees its returns and collects nothing meanwhile', async () => {
  const looking = await Visitor.signedIn(garner.app, CORA);
  await looking.get('/outbox');
  expect((await looking.post(`/organisations/${world.northern}/look`)).statusCode).toBe(303);
  expect((await looking.get(`/returns/${world.open}/submissions/1`)).statusCode).toBe(200);
  for (const part of ['', `/returns/${world.open}/file`])
    expect((await looking.get(board + part)).statusCode).toBe(403);
});

describe('an auditor', () => {
  test('reads returns, attempts, findings and messages', async () => {
    const ava = await Visitor.signedIn(garner.app, AVA);
    const base = `/returns/${world.open}`;
    const pages = [
      '/returns',
      '/returns?tab=previous',
      base,
      `${base}/submissions/1`,
      `${base}/submissions/1/findings.csv`,
    ];
    for (const page of [...pages, `${base}/submissions/1/findings.json`, `${base}/submissions/2/file`])
      expect((await ava.get(page)).statusCode).toBe(200);
    const { body } = await ava.get('/outbox');
    const [message] = /\/outbox\/\d+/.exec(body) ?? [];
    expect(message).toBeDefined();
    expect((await ava.get(message!)).statusCode).toBe(200);
  });

  test('is shown no button to act', async () => {
    const one = `/returns/${world.others}`;
    const owen = await Visitor.signedIn(garner.app, OWEN);
    for (const page of ['/returns', one]) expect((await owen.get(page)).body).toContain(`${one}/upload`);
    const axel = await Visitor.signedIn(garner.app, AXEL);
    for (const page of ['/returns', one]) {
      const { statusCode, body } = await axel.get(page);
      expect([statusCode, body.includes('/upload')]).toEqual([200, false]);
    }
  });

  test('changes nothing', async () => {
    const ava = await Visitor.signedIn(garner.app, AVA);
    const base = `/returns/${world.closed}`;
    expect((await ava.get(`${base}/upload`)).statusCode).toBe(403);
    expect((await ava.sendForm(world.closed, 'a.csv', Buffer.from('a'))).statusCode).toBe(403);
    expect((await ava.postJson(`${base}/uploads`, { name: 'a.csv', size: 1 })).statusCode).toBe(403);
  });

  test('reads nothing of another organisation', async () => {
    const ava = await Visitor.signedIn(garner.app, AVA);
    expect((await ava.get(`/returns/${world.others}`)).statusCode).toBe(404);
  });
});
