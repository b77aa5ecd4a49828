import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS } from '../journeys/story.ts';
import { expected } from './expected.ts';
import { type RoleAtWork, SENDER } from './roles.ts';
import { ROWS } from './route-table.ts';
import { asked, type Request, requestOf } from './routes/row.ts';
import { openSecurityStage, type SecurityStage } from './stage.ts';

let stage: SecurityStage;
beforeAll(async () => {
  stage = await openSecurityStage();
}, PATIENCE_MS);
afterAll(() => stage[Symbol.asyncDispose]());

/** Asks as somebody, in the browser as it was: nothing that an answer sets is kept. */
async function ask({ visitor }: RoleAtWork, request: Request): Promise<LightMyRequestResponse> {
  const cookies = [...visitor.cookies];
  const answer = await visitor.ask(request.url, asked(request, visitor.csrf));
  visitor.cookies.clear();
  for (const [cookie, value] of cookies) visitor.cookies.set(cookie, value);
  return answer;
}

/** "403 forbidden", or "200". */
function inShort({ statusCode, headers, body }: LightMyRequestResponse): string {
  if (statusCode < 400 || body === '' || !String(headers['content-type']).startsWith('application/problem+json'))
    return `${statusCode}`;
  return `${statusCode} ${(JSON.parse(body) as { type: string }).type.replace('/problems/', '')}`;
}

test('the table names every route with the rules that the route declares', () => {
  const { routeList } = stage.garner.app;
  const pages = new Map(routeList.filter(({ method }) => method === 'GET').map((route) => [route.url, route]));
  for (const { method, url, access, recent } of routeList) {
    const page = pages.get(url);
    if (method === 'HEAD' && page) expect([url, access, recent]).toEqual([url, page.access, page.recent]);
  }
  const declared = routeList
    .filter(({ method, url }) => method !== 'HEAD' || !pages.has(url))
    .map(({ method, url, access, recent, whileSeeing }) => [`${method} ${url}`, { access, recent, whileSeeing }]);
  const named = ROWS.map(([name, { rule, recent = false, whileSeeing = false }]) => [
    name,
    { access: rule, recent, whileSeeing: name.startsWith('GET ') ? expect.any(Boolean) : whileSeeing },
  ]);
  expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(named));
});

// Before the table itself, which changes things and ends with signing everybody out.
describe.each(ROWS.filter(([, { seenBy }]) => seenBy !== undefined))('%s', (name, row) => {
  test('what is another organisation’s looks like what does not exist', async () => {
    const request = await requestOf(name, row, stage.places);
    const nowhere = request.url
      .replace(/\/\d+(?=[/?]|$)/, '/987654321')
      .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/, '/00000000-0000-4000-8000-000000000000');
    const permission = typeof row.rule === 'object' ? [row.rule.permission].flat()[0]! : 'Data Submissions';
    const stranger = stage.roles.find(
      (role) => role.state === 'full' && role.permissions.includes(permission) && !row.seenBy!(role),
    );
    if (request.url === nowhere || stranger === undefined) return expect(nothingToTell).toContain(name);
    const [theirs, none] = [await ask(stranger, request), await ask(stranger, { ...request, url: nowhere })];
    expect([inShort(theirs), theirs.body]).toEqual([name.startsWith('HEAD') ? '404' : '404 not-found', none.body]);
    expect(Object.keys(theirs.headers).sort()).toEqual(Object.keys(none.headers).sort());
  });
});

test('an address that names what is one’s own and, within it, what is not, is not found', async () => {
  const { places, role } = stage;
  const [mine, theirs] = [role(SENDER).visitor, role('Data Submissions at albion').visitor];
  const upload = (await places.upload()).split('/').at(-1)!;
  for (const url of [`/returns/${places.others}/arrived/${upload}`, `/returns/${places.others}/submissions/1`])
    expect([url, (await theirs.get(url)).statusCode]).toEqual([url, 404]);
  expect((await mine.get(`/returns/${places.decided}/arrived/${upload}`)).statusCode).toBe(404);
  expect((await mine.post(`/returns/${places.decided}/uploads/${upload}/cancel`)).statusCode).toBe(404);
  expect((await mine.tus('HEAD', upload)).statusCode).toBe(200);
  const { visitor: keeper } = role('Qualifications & Units at northern');
  for (const what of [`entries/${places.entry}`, `imports/${places.listImport}`]) {
    expect((await keeper.get(`/organisation/lists/assessment-codes/${what}`)).statusCode).toBe(200);
    expect((await keeper.get(`/organisation/lists/qualification-numbers/${what}`)).statusCode).toBe(404);
  }
});

/** Rows whose address holds no number, or that everybody with the permission may use. */
const nothingToTell: readonly string[] = [
  'POST /account/switch',
  'GET /organisation/acts',
  'GET /audit/chain',
  'POST /audit/chain/check',
];

describe.each(ROWS)('%s', (name, row) => {
  test('each gets what the rule says', async () => {
    const request = await requestOf(name, row, stage.places);
    const answers: Record<string, string> = {};
    for (const role of stage.roles) answers[role.name] = inShort(await ask(role, request));
    expect(answers).toEqual(Object.fromEntries(stage.roles.map((role) => [role.name, expected(name, row, role)])));
  });
});
