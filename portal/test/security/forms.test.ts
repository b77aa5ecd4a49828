import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS } from '../journeys/story.ts';
import type { Visitor } from '../visitor.ts';
import { ROWS, UNSAFE } from './route-table.ts';
import { asked, form, json, type Request, requestOf } from './routes/row.ts';
import { openSecurityStage, type SecurityStage, whoMay } from './stage.ts';

let stage: SecurityStage;
beforeAll(async () => {
  stage = await openSecurityStage();
}, PATIENCE_MS);
afterAll(() => stage[Symbol.asyncDispose]());

/** Fields that some form has; each is sent to every form, as nobody is kept to the fields of a page. */
const NAMES =
  `address intoId organisationId permission personId role token again by capacity code contactEmail current day done email fingerprint give id jobTitles kind name new next
  only organisation other password permissions person phone q relation response sealed session since state title trust twoPerson
  until until-day version was way website`.split(/\s+/);

/** Nothing of the inside, and never our fault. */
function told(what: string, { statusCode, body, headers }: LightMyRequestResponse): void {
  expect([what, statusCode < 500, statusCode]).toEqual([what, true, statusCode]);
  expect([
    what,
    /FST_|node_modules|\.ts:\d|[A-Z]\w+Error\b|must have|must be (?:string|object)|syntax error/.exec(body),
  ]).toEqual([what, null]);
  if (statusCode >= 400) expect([what, headers['x-frame-options']]).toEqual([what, 'DENY']);
}

/** The browser as it was, and no wait for what was tried before. */
async function afresh(visitor: Visitor, work: () => Promise<void>): Promise<void> {
  const cookies = [...visitor.cookies];
  await stage.garner.context.pool.query('delete from sign_in_failure');
  await work();
  visitor.cookies.clear();
  for (const [cookie, value] of cookies) visitor.cookies.set(cookie, value);
}

const FORMS = UNSAFE.filter(
  ([name]) => name.startsWith('POST ') && !/sign-out|step\/cancel|look$|stop-looking|delete$/.test(name),
);
const every = (value: string | readonly string[]) => form(Object.fromEntries(NAMES.map((name) => [name, value])));
const everyJson = (value: unknown) => json(Object.fromEntries(NAMES.map((name) => [name, value])));

const BODIES = {
  'blank fields': every(''),
  'a number without end': every('1e400'),
  'a number too large': every('9223372036854775808'),
  'a number below nought': every('-1'),
  'several values for each field': every(['a', 'b']),
  'a NUL': every('a\0b'),
  'half a letter': every('%ED%A0%80'),
  'a letter that no text has': every('\uFFFF\u202E'),
  'markup and SQL': every(`'"><script>alert(1)</script>;drop table person--`),
  'a long value': every('x'.repeat(4000)),
  'JSON: texts with half a letter': everyJson('\ud800'),
  'JSON: nothing in each': everyJson(null),
  'JSON: lists': everyJson([['a']]),
  'JSON: objects': everyJson({ length: 3, toString: 'x' }),
  'JSON: numbers': everyJson(1e308),
  'JSON: a list': json([1]),
  'JSON: nothing': json(null),
} as const;

describe.each(FORMS)('%s', (name, row) => {
  test('takes whatever is sent to it without a fault of ours', async () => {
    const { visitor } = whoMay(stage, name, row);
    const request = await requestOf(name, row, stage.places);
    for (const [what, body] of Object.entries(BODIES))
      await afresh(visitor, async () =>
        told(what, await visitor.ask(request.url, asked({ ...request, body }, visitor.csrf))),
      );
  });

  test('refuses what is no form, and what is too large', async () => {
    const { visitor } = whoMay(stage, name, row);
    const request = await requestOf(name, row, stage.places);
    const send = async (type: string, payload: string) =>
      await visitor.ask(request.url, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': type, 'x-csrf-token': visitor.csrf },
        payload,
      });
    await afresh(visitor, async () => {
      const large = 'x'.repeat(1_000_000);
      const isFile = request.body.as === 'file';
      const form = await send('application/x-www-form-urlencoded', `name=${large}`);
      expect([form.statusCode, form.json()]).toEqual([413, expect.objectContaining({ type: '/problems/too-large' })]);
      expect((await send('application/json', `{"name":"${large}"}`)).statusCode).toBe(413);
      expect((await send('application/json', '{"name":')).statusCode).toBe(400);
      expect((await send('application/xml', '<name/>')).statusCode).toBe(415);
      expect((await send('rubbish', 'name=x')).statusCode).toBe(415);
      if (!isFile) told('a file', await send('multipart/form-data; boundary=x', '--x\r\n\r\n--x--\r\n'));
      told('broken escapes', await send('application/x-www-form-urlencoded', 'name=%E0%A4%A&%=%&&=;version=%ZZ'));
      told('deep', await send('application/json', `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`));
      told(
        'its prototype',
        await send('application/json', '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'),
      );
    });
  });
});

const HOSTILE = [
  '1e400',
  '-1',
  '0',
  '9223372036854775808',
  '%00',
  '%ED%A0%80',
  '..%2f..%2f',
  '%27%20or%201=1',
  'x'.repeat(99),
];
const QUERY_NAMES =
  `action code done edition from give id kind next organisation page period permission person q relation rule search
  severity state status tab template to way`.split(/\s+/);

/** The address with each part that was filled in made hostile, one after the other. */
function* hostileAddresses({ url }: Request, name: string): Generator<string> {
  const [path] = url.split('?');
  const pattern = name.replace(/^[A-Z]+ /, '').split('/');
  const parts = path!.split('/');
  for (const [at, part] of pattern.entries()) {
    if (part.startsWith(':')) for (const hostile of HOSTILE) yield parts.with(at, hostile).join('/');
  }
  for (const hostile of HOSTILE) {
    yield `${path}?${QUERY_NAMES.map((one) => `${one}=${hostile}`).join('&')}`;
    yield `${path}?page=${hostile}`;
  }
  yield `${path}?${QUERY_NAMES.map((one) => `${one}=a&${one}=b&${one}[x]=c`).join('&')}`;
}

describe.each(ROWS.filter(([name]) => name.startsWith('GET ')))('%s', (name, row) => {
  test('whatever the address holds, it is no fault of ours', async () => {
    const { visitor } = whoMay(stage, name, row);
    const request = await requestOf(name, row, stage.places);
    for (const url of hostileAddresses(request, name)) {
      // That page waits for its file before it answers.
      if (name.includes('/arrived/') && url.startsWith(request.url)) continue;
      const answer = await visitor.ask(url, { headers: { accept: 'text/html' } });
      // Nobody answers for single sign-on here, and we say so.
      if (name === 'GET /sign-in/single' && answer.statusCode === 503) continue;
      told(url, answer);
    }
  });
});
