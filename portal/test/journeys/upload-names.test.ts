import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, PATIENCE_MS, quiet, send } from './story.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
});
afterAll(() => garner[Symbol.asyncDispose]());

/** Names as sent, and as they must be kept, shown and given back. */
const NAMES: readonly (readonly [string, string])[] = [
  ['../../etc/passwd.csv', 'passwd.csv'],
  ['C:\\Users\\amina\\outcomes.csv', 'outcomes.csv'],
  ['out\0co\r\nmes\x1b[31m.csv', 'outcomes[31m.csv'],
  ['outcomes\u202Evsc.exe.csv', 'outcomesvsc.exe.csv'],
  ['out"comes\'; x="y.csv', 'out"comes\'; x="y.csv'],
  ['<img src=x onerror=alert(1)>.csv', '<img src=x onerror=alert(1)>.csv'],
  ['=HYPERLINK("http:evil").csv', '=HYPERLINK("http:evil").csv'],
  ['résultats – été 2023 成绩.csv', 'résultats – été 2023 成绩.csv'],
  [`${'a'.repeat(300)}.csv`, `${'a'.repeat(146)}.csv`],
  [`a${'🎓'.repeat(200)}.csv`, `a${'🎓'.repeat(72)}.csv`],
  ['100% %2e%2e%2f.csv', '100% %2e%2e%2f.csv'],
  ['   spaced .csv  ', 'spaced .csv'],
  ['half\uD800.csv', 'half.csv'],
];

const asText = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

let attempt = 0;
describe.each(NAMES)('%j', (sent, kept) => {
  test(
    'is shown as text and given back safely',
    async () => {
      const content = await exampleCsv('faulty');
      const id = await send(amina, world.open, sent, content);
      const number = ++attempt;
      const page = await decided(amina, world.open, number);
      expect(asText(/\/file">([^<]*)<\/a>/.exec(page)![1]!)).toBe(kept);
      const [, listed] = /<td[^>]*>([^<]*) \([\d.]+ KB\)<\/td>/.exec((await amina.get(`/returns/${world.open}`)).body)!;
      expect(asText(listed!)).toBe(kept);

      const file = await amina.get(`/returns/${world.open}/submissions/${number}/file`);
      expect(file.statusCode).toBe(200);
      expect(file.rawPayload.equals(content)).toBe(true);
      const header = String(file.headers['content-disposition']);
      const [, plain, exact] = /^attachment; filename="([^"\\]*)"; filename\*=UTF-8''([\w.%!#$&+^`|~-]+)$/.exec(
        header,
      )!;
      expect(plain).toMatch(/^[\x20-\x7e]+\.csv$/);
      expect(decodeURIComponent(exact!)).toBe(kept);

      await quiet(garner);
      const { rows } = await garner.context.pool.query('select body from message where body like $1', [
        `%attempt ${number} at this return%`,
      ]);
      expect(rows[0].body).toContain(`File: ${kept}\n`);
      expect((await garner.context.pool.query('select name from upload where id = $1', [id])).rows[0].name).toBe(kept);
    },
    PATIENCE_MS,
  );
});

test.each([
  ['', 400],
  ['x'.repeat(1001), 400],
  ['..', 415],
  ['folder/', 415],
])('the name %j is refused with %i', async (name, status) => {
  expect((await amina.postJson(`/returns/${world.open}/uploads`, { name, size: 10 })).statusCode).toBe(status);
});

test('a name in the plain form is cleaned in the same way', async () => {
  const answer = await amina.sendForm(world.open, 'C:\\fakepath\\r\u202Eésultats.csv', await exampleCsv('faulty'));
  expect(answer.statusCode).toBe(303);
  const page = await decided(amina, world.open, attempt + 1);
  expect(page).toContain('>résultats.csv</a>');
});
