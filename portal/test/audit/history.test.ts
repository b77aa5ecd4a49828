/** "What happened": the organisation's own events, in words, filtered, paged, and as a table to take away. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuditEvent, record } from '../../src/modules/audit/index.ts';
import type { App } from '../../src/platform/http/app.ts';
import type { Visitor } from '../visitor.ts';
import { auditPages, reading } from './pages-stage.ts';
import { type AuditStage, openStage, tamperer } from './stage.ts';

let garner: AuditStage;
let app: App;
let amina: Visitor;
const [NORTHERN, ALBION, COLLECTOR] = [1, 2, 3];
const PAGE = '/organisation/history';

beforeAll(async () => {
  garner = await openStage();
  await using owner = await tamperer(garner);
  await owner.query(`
    insert into organisation (id, kind, name, names_in_files) overriding system value values
      (1, 'awarding-organisation', 'Northern Skills Awards', '{}'),
      (2, 'awarding-organisation', 'Albion Examinations', '{}'),
      (3, 'regulator', 'The Regulator', '{}');
    insert into person (id, name, email, email_key) overriding system value values
      (11, 'Amina Patel', 'amina@northern.example', 'amina@northern.example'),
      (12, 'Ben 100% Ito', 'ben@northern.example', 'ben@northern.example'),
      (13, 'Connie Collins', 'connie@regulator.example', 'connie@regulator.example')`);
  app = await auditPages(garner, {
    amina: { organisationId: NORTHERN, mayReadAll: false },
    owen: { organisationId: ALBION, mayReadAll: false },
    connie: { organisationId: COLLECTOR, mayReadAll: true, personId: 13, address: '192.0.2.13' },
    visitor: { organisationId: NORTHERN, mayReadAll: true, mayRead: false },
  });
  amina = reading(app, 'amina');
  garner.clock.moveDays(-30);
  await happened({ action: 'sign-in', subject: 'person 12', personId: 12, address: '198.51.100.12' });
  garner.clock.moveDays(20);
  for (let number = 1; number <= 45; number++) {
    await happened({ action: 'submission.received', subject: `return ${number}`, personId: 11, address: '192.0.2.11' });
  }
  garner.clock.moveDays(10);
  await happened({
    action: 'submission.accepted',
    subject: 'return 45',
    before: { status: 'checking' },
    after: { status: 'accepted', note: '<script>alert(1)</script>' },
  });
  await happened({ action: 'kettle.boiled', subject: '=1+1', personId: 99, after: { formula: '=HYPERLINK("x")' } });
  await happened({ action: 'sign-in', subject: 'person 21', organisationId: ALBION, personId: 12 });
  await happened({
    action: 'neighbour.seen',
    subject: 'organisation 1',
    organisationId: COLLECTOR,
    onBehalfOf: NORTHERN,
    personId: 13,
    address: '203.0.113.13',
  });
});
afterAll(async () => {
  await app.close();
  await garner[Symbol.asyncDispose]();
});

const happened = (event: Partial<AuditEvent>) =>
  record(garner.context.db, garner.context.clock, { organisationId: NORTHERN, action: 'x', subject: 'x', ...event });

async function body(query = '', visitor = amina): Promise<string> {
  const answer = await visitor.get(`${PAGE}${query}`);
  expect(answer.statusCode).toBe(200);
  return answer.body;
}
const rowsOf = (page: string): number => page.match(/data-name="When"/g)?.length ?? 0;

test('shows who did what, from where, in words, newest first, twenty a page', async () => {
  const page = await body();
  expect(page).toContain('Showing 1 to 20 of 49 events');
  expect(rowsOf(page)).toBe(20);
  expect(page.lastIndexOf('neighbour.seen')).toBeLessThan(page.lastIndexOf('Accepted a submission'));
  for (const part of ['Amina Patel', '192.0.2.11', 'Made a submission', 'Return 45', '12 November 2026 at 9:00am'])
    expect(page).toContain(part);
  expect(rowsOf(await body('?page=3'))).toBe(9);
  expect(await body('?page=99')).toContain('Showing 41 to 49 of 49 events');
});

test('shows an action without words as it is, a person who is unknown by number, Garner by its name', async () => {
  const page = await body();
  expect(page).toContain('kettle.boiled');
  expect(page).toContain('Person 99');
  expect(page).toMatch(/data-name="Who">\s*Garner\s*</);
});

test('before and after are folded away, and whatever they hold is text', async () => {
  const page = await body('?action=submission.accepted');
  expect(page).toMatch(/<details class="govuk-details/);
  expect(page).toContain('checking → accepted');
  expect(page).toContain('nothing → &lt;script>alert(1)&lt;/script>');
  expect(page).not.toContain('<script>alert');
});

test('an organisation sees who looked at its pages, but not from where; no other organisation’s events', async () => {
  const page = await body();
  expect(page).toMatch(/Connie Collins of The Regulator, about Northern Skills Awards/);
  expect(page).not.toContain('203.0.113.13');
  const albion = await body('', reading(app, 'owen'));
  expect(albion).toContain('Showing 1 to 1 of 1 event.');
  expect(albion).toContain('Ben 100% Ito');
  expect(await body('', reading(app, 'connie'))).toContain('Showing 1 to 1 of 1 event.');
});

test.each([
  ['?person=amina', 45],
  ['?person=100%25', 1],
  ['?person=%25', 1],
  ['?person=nobody', 0],
  ['?person=%00', 49],
  ['?action=sign-in', 1],
  ['?action=nothing', 0],
  ['?from=12/11/2026&to=12/11/2026', 45],
  ['?from=2026-11-13', 3],
  ['?to=11/11/2026', 1],
  ['?person=amina&action=sign-in', 0],
])('%s shows %i', async (query, total) => {
  const page = await body(query);
  if (total === 0) expect(page).toContain('Nothing that happened is of this kind');
  else expect(page).toContain(`of ${total} event`);
  const csv = await amina.get(`${PAGE}.csv${query}`);
  expect(csv.body.trim().split('\r\n').length - 1).toBe(total);
});

test('days are days in London: an hour of summer time before midnight UTC is the next day', async () => {
  garner.clock.moveDays(-150);
  const day = garner.clock.now().toISOString().slice(0, 10);
  await garner.owner.query(
    `select record_audit_event(($1::date + time '23:30') at time zone 'UTC', 'summer.night', 'x', $2, null, null, null, null, null)`,
    [day, NORTHERN],
  );
  garner.clock.moveDays(150);
  expect(await body(`?action=summer.night&to=${day}`)).toContain('Nothing that happened');
  await using owner = await tamperer(garner);
  await owner.query(`delete from audit_event where action = 'summer.night'`);
});

test('the links of the pages and of the download keep the filter', async () => {
  const page = await body('?person=amina&page=2');
  expect(page).toContain('href="/organisation/history?person=amina&amp;page=3"');
  expect(page).toContain('href="/organisation/history.csv?person=amina"');
  expect(page).toMatch(/name="person"[^>]*value="amina"/);
});

test('a date that is none is told beside its field, and nothing is lost', async () => {
  const answer = await amina.get(`${PAGE}?from=31/02/2026&to=x&person=amina`);
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain('<title>Error: What happened');
  expect(answer.body).toContain('“From” must be a real date, such as 31/10/2026');
  expect(answer.body).toContain('href="#filter-to"');
  expect(answer.body).toMatch(/value="31\/02\/2026"/);
  expect((await amina.get(`${PAGE}?from=2/11/2026&to=1/11/2026`)).statusCode).toBe(422);
  expect((await amina.get(`${PAGE}.csv?from=x`)).statusCode).toBe(400);
});

test('the table to take away is safe to open in a spreadsheet', async () => {
  const { body: csv, headers } = await amina.get(`${PAGE}.csv?action=kettle.boiled`);
  expect(headers['content-disposition']).toContain('what-happened-2026-11-22.csv');
  expect(csv.startsWith('\uFEFFWhen,Who,')).toBe(true);
  expect(csv.split('\r\n')[1]).toBe(
    `2026-11-22T09:00:00.000Z,Person 99,Northern Skills Awards,,,kettle.boiled,kettle.boiled,'=1+1,,,"{""formula"":""=HYPERLINK(\\""x\\"")""}"`,
  );
});

test('a person whom an event is about is named, on the page and in the table', async () => {
  expect(await body('?action=sign-in')).toContain('Ben 100% Ito (person 12)');
  expect((await amina.get(`${PAGE}.csv?action=sign-in`)).body).toContain(',sign-in,person 12,Ben 100% Ito,');
});

test('details that were erased say so, and whom it was about is no longer named', async () => {
  await using owner = await tamperer(garner);
  await owner.query(
    `delete from audit_detail where event_id = (select id from audit_event where subject = 'person 12')`,
  );
  const page = await body('?action=sign-in');
  expect(page).toContain('No longer kept');
  expect(page).not.toContain('Ben 100% Ito');
});

test('who has not the permission sees nothing of it', async () => {
  for (const url of [PAGE, `${PAGE}.csv`, '/audit/chain']) {
    expect((await reading(app, 'visitor').get(url)).statusCode).toBe(403);
    expect((await reading(app, 'nobody').get(url)).statusCode).toBe(401);
  }
  expect((await amina.get('/audit/chain')).statusCode).toBe(404);
  await body();
  expect((await amina.post('/audit/chain/check')).statusCode).toBe(404);
});

test('many events stream out whole, each once, in order', async () => {
  await garner.owner.query(
    `select record_audit_event(now() - interval '20 years' - n * interval '1 us', 'many.events', 'n ' || n, $1, null, null, null, null, null)
    from generate_series(1, 2500) n`.replace('$1', String(NORTHERN)),
  );
  const { body: csv } = await amina.get(`${PAGE}.csv?action=many.events`);
  const subjects = csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[7]);
  expect(subjects).toEqual(Array.from({ length: 2500 }, (_none, index) => `n ${index + 1}`));
});
