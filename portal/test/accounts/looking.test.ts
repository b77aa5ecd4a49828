import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOrganisation } from '../../src/modules/organisations/index.ts';
import { addTestPerson, makeWorld, RUTH, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

const DILYS = 'dilys@regulator.example';

let garner: TestGarner;
let world: World;
let dilys: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  const { context } = garner;
  await context.db.transaction().execute(async (trx) => {
    const organisationId = await addOrganisation(trx, { kind: 'regulator', name: 'Another Regulator', otherNames: [] });
    const permissions = ['Collector Administrator', 'Collector'] as const;
    await addTestPerson(trx, context, { name: 'Dilys Morgan', email: DILYS, organisationId, permissions });
  });
  dilys = await Visitor.signedIn(garner.app, DILYS);
});
afterAll(() => garner[Symbol.asyncDispose]());

const letters = () =>
  garner.context.db.selectFrom('outbox_letter').select(['recipient', 'subject', 'body']).orderBy('id').execute();

test('a collector administrator sees an organisation’s pages as it sees them, said on every page', async () => {
  await dilys.get(`/organisations/${world.northern}`);
  const answer = await dilys.post(`/organisations/${world.northern}/look`);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/returns']);
  const page = await dilys.get('/returns');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('You see Garner as <strong>Northern Skills Awards</strong> sees it.');
  expect(page.body).toContain('Stop looking');
  expect((await dilys.get(`/returns/${world.open}`)).statusCode).toBe(200);
  expect((await dilys.get(`/returns/${world.others}`)).statusCode).toBe(404);
});

test('and can change nothing there, nor use what they may do at home', async () => {
  await dilys.get('/returns');
  const upload = await dilys.postJson(`/returns/${world.open}/uploads`, { name: 'a.csv', size: 10 });
  expect([upload.statusCode, upload.json().title]).toEqual([403, 'You are only looking']);
  expect((await dilys.post('/account/sessions/end-others')).statusCode).toBe(403);
  expect((await dilys.get('/organisations')).statusCode).toBe(403);
});

test('the organisation is told, and both have it in their history', async () => {
  const [letter] = await letters();
  expect(letter).toMatchObject({
    recipient: RUTH,
    subject: 'Another Regulator is looking at your pages in Garner',
  });
  expect(letter?.body).toContain('Dilys Morgan of Another Regulator');
  expect(letter?.body).toContain('They can change nothing.');
  const events = await garner.context.db
    .selectFrom('audit_event')
    .select(['action', 'subject'])
    .where('action', 'like', 'organisation.looked%')
    .execute();
  expect(events).toEqual([{ action: 'organisation.looked-at', subject: `organisation ${world.northern}` }]);
});

test('until they stop looking, or sign out', async () => {
  await dilys.get('/returns');
  const answer = await dilys.post('/organisations/stop-looking');
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `/organisations/${world.northern}`]);
  expect((await dilys.get('/organisations')).statusCode).toBe(200);
  expect((await dilys.get(`/returns/${world.open}`)).statusCode).toBe(403);
});

test('nobody looks at their own organisation, at none, or at one that is closed', async () => {
  const own = await garner.context.db
    .selectFrom('organisation')
    .select('id')
    .where('name', '=', 'Another Regulator')
    .executeTakeFirstOrThrow();
  await dilys.get('/organisations');
  for (const id of [own.id, 987654321]) expect((await dilys.post(`/organisations/${id}/look`)).statusCode).toBe(404);
  await garner.context.pool.query("update organisation set closed_on = '2026-11-01' where id = $1", [world.albion]);
  expect((await dilys.post(`/organisations/${world.albion}/look`)).statusCode).toBe(404);
});
