import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { type Ask, Visitor } from '../visitor.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;
let upload: string;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  amina = await Visitor.signedIn(garner.app, AMINA);
  upload = await amina.begin(world.open, 'outcomes.csv', 100);
});
afterAll(() => garner[Symbol.asyncDispose]());

const FORM = 'application/x-www-form-urlencoded';
const credentials = `email=${encodeURIComponent(AMINA)}&password=a-password-for-tests`;

/** One row for each unsafe route: how it is asked, but for the token. */
const UNSAFE: Readonly<Record<string, { url(): string; ask: Ask }>> = {
  'POST /sign-in': {
    url: () => '/sign-in',
    ask: { method: 'POST', headers: { 'content-type': FORM }, payload: credentials },
  },
  'POST /sign-out': { url: () => '/sign-out', ask: { method: 'POST', headers: { 'content-type': FORM }, payload: '' } },
  'POST /returns/:id/uploads': {
    url: () => `/returns/${world.open}/uploads`,
    ask: {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ name: 'outcomes.csv', size: 10 }),
    },
  },
  'POST /returns/:id/upload': {
    url: () => `/returns/${world.open}/upload`,
    ask: { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=edge' }, payload: multipart('') },
  },
  'POST /returns/:id/uploads/:upload/cancel': {
    url: () => `/returns/${world.open}/uploads/${upload}/cancel`,
    ask: { method: 'POST', headers: { 'content-type': FORM }, payload: '' },
  },
  'POST /uploads/:id/complete': {
    url: () => `/uploads/${upload}/complete`,
    ask: { method: 'POST', headers: { 'content-type': 'application/json' }, payload: '{}' },
  },
  'PATCH /uploads/:id': {
    url: () => `/uploads/${upload}`,
    ask: {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      payload: Buffer.from('ReportingDate'),
    },
  },
  'DELETE /uploads/:id': {
    url: () => `/uploads/${upload}`,
    ask: { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } },
  },
};

function multipart(token: string): string {
  return [
    ...(token === '' ? [] : ['--edge', 'content-disposition: form-data; name="_csrf"', '', token]),
    '--edge',
    'content-disposition: form-data; name="file"; filename="outcomes.csv"',
    'content-type: text/csv',
    '',
    'ReportingDate,AcademicYear',
    '--edge--',
    '',
  ].join('\r\n');
}

/** The same request with this token in its header, or in its form where it is a form with a file. */
function withToken({ payload, ...ask }: Ask, token: string): Ask {
  if (String(ask.headers?.['content-type']).startsWith('multipart')) return { ...ask, payload: multipart(token) };
  const headers = { ...ask.headers, 'x-csrf-token': token };
  return payload === undefined ? { ...ask, headers } : { ...ask, headers, payload };
}

/** What a refused request must not have changed. */
async function traces(): Promise<unknown> {
  const { rows } = await garner.context.pool.query(
    `select (select count(*) from upload) uploads, (select count(*) from session) sessions,
            (select count(*) from audit_event) events, (select state from upload where id = $1)`,
    [upload],
  );
  return rows[0];
}

test('every unsafe route is looked at here', () => {
  const unsafe = garner.app.routeList.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
  expect(unsafe.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(Object.keys(UNSAFE).sort());
});

describe.each(Object.entries(UNSAFE))('%s', (_name, { url, ask }) => {
  async function refused(request: Ask): Promise<void> {
    const before = await traces();
    const answer = await amina.ask(url(), request);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('This page is out of date');
    expect(answer.body).toContain('Nothing was changed.');
    expect(await traces()).toEqual(before);
  }

  test('is refused without a token', () => refused(ask));

  test('is refused with a made-up token', () => refused(withToken(ask, 'made-up-token')));

  test('is refused with the token of another browser', async () => {
    const other = new Visitor(garner.app);
    await other.get('/sign-in');
    await refused(withToken(ask, other.csrf));
  });

  test.each(['cross-site', 'same-site'])('is refused from %s, right token or not', async (site) => {
    const right = withToken(ask, amina.csrf);
    await refused({ ...right, headers: { ...right.headers, 'sec-fetch-site': site } });
  });

  test('is refused where the browser keeps no cookies', async () => {
    const request = withToken(ask, amina.csrf);
    const [session] = [...amina.cookies].filter(([name]) => name === 'garner_session');
    await refused({ ...request, headers: { ...request.headers, cookie: session!.join('=') } });
  });
});

test('the token in the address does not count', async () => {
  const answer = await amina.ask(`/returns/${world.open}/uploads/${upload}/cancel?_csrf=${amina.csrf}`, {
    method: 'POST',
    headers: { 'content-type': FORM },
    payload: '',
  });
  expect(answer.statusCode).toBe(403);
});

test('a file before the token in the form is refused: the token must be read before a byte is kept', async () => {
  const parts = multipart(amina.csrf).split('--edge\r\n');
  const payload = `--edge\r\n${parts[2]!.replace('--edge--\r\n', '')}--edge\r\n${parts[1]}--edge--\r\n`;
  const answer = await amina.ask(`/returns/${world.open}/upload`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
    payload,
  });
  expect(answer.statusCode).toBe(403);
});
