import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS } from '../journeys/story.ts';
import { type Ask, Visitor } from '../visitor.ts';
import { SENDER } from './roles.ts';
import { UNSAFE } from './route-table.ts';
import { asked, requestOf } from './routes/row.ts';
import { openSecurityStage, type SecurityStage, whoMay } from './stage.ts';

let stage: SecurityStage;
let stranger: Visitor;
beforeAll(async () => {
  stage = await openSecurityStage();
  stranger = new Visitor(stage.garner.app);
  await stranger.get('/sign-in');
}, PATIENCE_MS);
afterAll(() => stage[Symbol.asyncDispose]());

/** What a refused request must not have changed: how many of each there are, and what people and organisations look like. */
async function traces(): Promise<unknown> {
  const counted = ['session', 'audit_event', 'outbox_letter', 'emailed_link', 'phone_code', 'sign_in_failure'];
  const also = ['upload', 'reference_entry', 'reference_import', 'organisation_import', 'pending_act'];
  const hashed = ['person', 'membership', 'organisation', 'organisation_relation', 'upload'];
  const { rows } = await stage.garner.context.pool.query(
    `select ${[
      ...[...counted, ...also].map((table) => `(select count(*) from ${table}) as "count of ${table}"`),
      ...hashed.map((table) => `(select md5(string_agg(t::text, '' order by t::text)) from ${table} t) as ${table}`),
    ].join(', ')}`,
  );
  return rows[0];
}

describe.each(UNSAFE)('%s', (name, row) => {
  test('is refused without the token of its own browser, and from another site whatever it carries', async () => {
    const { visitor } = whoMay(stage, name, row);
    const request = await requestOf(name, row, stage.places);
    const right = asked(request, visitor.csrf);
    const session = [...visitor.cookies].filter(([cookie]) => cookie === 'garner_session');
    const asks: Readonly<Record<string, Ask>> = {
      'no token': asked(request),
      'a made-up token': asked(request, 'made-up-token'),
      'the token of another browser': asked(request, stranger.csrf),
      'from another site': { ...right, headers: { ...right.headers, 'sec-fetch-site': 'cross-site' } },
      'from a neighbour': { ...right, headers: { ...right.headers, 'sec-fetch-site': 'same-site' } },
      'no cookie beside the session': {
        ...right,
        headers: { ...right.headers, cookie: session.map((pair) => pair.join('=')).join('; ') },
      },
    };
    const before = await traces();
    for (const [what, ask] of Object.entries(asks)) {
      const answer = await visitor.ask(request.url, ask);
      expect([what, answer.statusCode, request.method === 'HEAD' || answer.json()]).toEqual([
        what,
        403,
        expect.objectContaining({
          type: '/problems/stale-page',
          detail: expect.stringContaining('Nothing was changed'),
        }),
      ]);
    }
    expect(await traces()).toEqual(before);
  });
});

test('the token in the address does not count', async () => {
  const { visitor } = stage.role(SENDER);
  const answer = await visitor.ask(`/account/sessions/end-others?_csrf=${visitor.csrf}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: '',
  });
  expect(answer.statusCode).toBe(403);
  expect(answer.body).toContain('This page is out of date');
});

test('a file before the token in the form is refused: the token must be read before a byte is kept', async () => {
  const { visitor } = stage.role(SENDER);
  const file = 'content-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\na,b\r\n';
  const token = `content-disposition: form-data; name="_csrf"\r\n\r\n${visitor.csrf}\r\n`;
  const answer = await visitor.ask(`/returns/${stage.places.open}/upload`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
    payload: `--edge\r\n${file}--edge\r\n${token}--edge--\r\n`,
  });
  expect(answer.statusCode).toBe(403);
});
