import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { type Ask, Visitor } from '../visitor.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  amina = await Visitor.signedIn(garner.app, AMINA);
});
afterAll(() => garner[Symbol.asyncDispose]());

const FORM = 'application/x-www-form-urlencoded';
const post = (type: string | undefined, payload: string): Ask => ({
  method: 'POST',
  headers: type === undefined ? {} : { 'content-type': type },
  payload,
});

const SIGN_IN: readonly (readonly [string, number, Ask])[] = [
  ['nothing', 400, post(FORM, '')],
  ['no password', 400, post(FORM, 'email=a%40b')],
  ['an e-mail address of 400 characters', 400, post(FORM, `email=${'a'.repeat(400)}&password=b`)],
  ['two e-mail addresses', 400, post(FORM, 'email=a&email=b&password=c')],
  ['a body over the limit', 413, post(FORM, `email=a&password=${'b'.repeat(300_000)}`)],
  ['broken JSON', 400, post('application/json', '{"email":')],
  ['JSON that is a list', 400, post('application/json', '[]')],
  ['JSON that reaches for the prototype', 400, post('application/json', '{"__proto__":{"email":"a"}}')],
  ['plain text', 400, post('text/plain', 'email=a&password=b')],
  ['XML', 415, post('application/xml', '<email/>')],
  ['a content type that is none', 415, post('rubbish', 'email=a')],
  ['a file form', 400, post('multipart/form-data; boundary=x', '--x--\r\n')],
  ['a file form without a boundary', 400, post('multipart/form-data', 'x')],
  ['upload bytes', 400, post('application/offset+octet-stream', 'x')],
  ['no content type', 415, post(undefined, 'email=a&password=b')],
];

/** In words, as the one who asked wanted it, and nothing of the inside. */
function inWords(answer: Awaited<ReturnType<Visitor['ask']>>): void {
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.body).toContain('<h1 class="govuk-heading-l">');
  expect(answer.body).not.toMatch(/FST_|node_modules|\.ts:\d|Error:|must have|must be (?:string|object)/);
}

describe('signing in with', () => {
  test.each(SIGN_IN)('%s gives %i in words', async (_what, status, request) => {
    const visitor = new Visitor(garner.app);
    await visitor.get('/sign-in');
    const answer = await visitor.ask('/sign-in', {
      ...request,
      headers: { ...request.headers, 'x-csrf-token': visitor.csrf },
    });
    expect(answer.statusCode).toBe(status);
    inWords(answer);
  });

  test('a NUL in the e-mail address is refused as any wrong one', async () => {
    const visitor = new Visitor(garner.app);
    await visitor.get('/sign-in');
    const answer = await visitor.post('/sign-in', { email: 'amina\0@northern.example', password: 'x' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('Enter an e-mail address and password that belong together');
  });

  test('markup in the e-mail address comes back as text', async () => {
    const visitor = new Visitor(garner.app);
    await visitor.get('/sign-in');
    const { body } = await visitor.post('/sign-in', { email: '"><script>alert(1)</script>', password: 'x' });
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });
});

describe('addresses that name nothing', () => {
  test.each([
    ['/returns?page=abc', 400],
    ['/returns?page=0', 400],
    ['/returns?page=-1', 400],
    ['/returns?page=1.5', 400],
    ['/returns?page=99999999999999999999', 400],
    ['/returns?page=1&page=2', 400],
    ['/returns?page=', 400],
    ['/returns?tab=other', 400],
    ['/returns?page=1000000000', 200],
    ['/outbox?page=abc', 400],
    ['/outbox/abc', 400],
    ['/returns/1e400', 400],
    ['/returns/-1', 400],
    ['/returns/9007199254740991', 404],
    ['/returns/1/submissions/2147483647', 404],
    ['/returns/1/submissions/2147483648', 400],
    ['/returns/1/arrived/not-an-upload', 400],
    ['/returns/1/arrived/------------------------------------', 400],
    ['/returns?page=1e400', 400],
    ['/templates/no-such/2023-08', 404],
    ['/templates/..%2f..%2fetc/passwd', 400],
    ['/templates/ptq-assessment-outcomes/%00', 400],
    ['/assets/..%2f..%2fpackage.json', 404],
    ['/assets/%00', 404],
    ['/%00', 404],
    ['/.env', 404],
  ])('%s gives %i', async (url, status) => {
    const answer = await amina.get(url);
    expect([url, answer.statusCode]).toEqual([url, status]);
    if (status !== 200) inWords(answer);
  });

  test('an upload that cannot be is refused, whatever is asked of it', async () => {
    for (const method of ['HEAD', 'PATCH', 'DELETE'] as const)
      expect([method, (await amina.tus(method, '-'.repeat(36), 0, Buffer.alloc(0))).statusCode]).toEqual([method, 400]);
  });
});

test('a program is told the same as a problem document', async () => {
  const answer = await amina.postJson(`/returns/${world.open}/uploads`, { name: 'a.csv', size: 'huge' });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.json()).toEqual({
    type: '/problems/bad-request',
    title: 'There is a problem with this request',
    status: 400,
    detail: 'Go back and try again. If you typed the address, check it.',
  });
});
