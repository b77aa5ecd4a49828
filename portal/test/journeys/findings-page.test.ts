import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';
import { decided, PATIENCE_MS, send } from './story.ts';

let garner: TestGarner;
let world: World;
let amina: Visitor;

/** 120 rows, each with one wrong grade and one wrong mark, after one row whose grade is markup. */
async function wrongRows(): Promise<Buffer> {
  const [head, row] = (await exampleCsv('valid')).toString().split(/\r?\n/);
  const wrong = (id: number, mark: string, grade: string): string =>
    row!.replace(',-2,2023', `,NSA-${id},2023`).replace(/,41,-2,[^,]*$/, `,${mark},-2,${grade}`);
  const rows = Array.from({ length: 120 }, (_, index) => wrong(index + 1000, 'x1', 'WRONG'));
  return Buffer.from([head, wrong(999, '41', '<b onclick=x>&amp;</b>'), ...rows, ''].join('\r\n'));
}

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  await garner.startWorker();
  amina = await Visitor.signedIn(garner.app, AMINA);
  await send(amina, world.open, 'outcomes.csv', await wrongRows());
  await decided(amina, world.open, 1);
}, PATIENCE_MS);
afterAll(() => garner[Symbol.asyncDispose]());

const ask = (query: string) => amina.get(`/returns/${world.open}/submissions/1${query}`);

/** Which findings a page shows, of how many, by their cells; with the page itself. */
async function list(query: string) {
  const { statusCode, body } = await ask(query);
  expect(statusCode).toBe(200);
  const [, after = ''] = body.split('id="findings"');
  const table = after.slice(after.lastIndexOf('Findings in the order of the rows'));
  return {
    shown: /[\d,]+ to [\d,]+ of [\d,]+/.exec(after)?.[0] ?? 'none',
    cells: [...table.matchAll(/>([A-L]\d+)<\/td>/g)].map(([, cell]) => cell!),
    table,
    body,
  };
}

test('the summary counts by rule and column, the most frequent first', async () => {
  const { body } = await list('');
  const counts = [...body.matchAll(/\?rule=([\w.-]+)&(?:amp;)?column=(\w+)#findings">([\d,]+)</g)].map(
    ([, rule, column, times]) => [rule, column, times],
  );
  expect(counts).toEqual([
    ['value.list', 'AssessmentGrade', '121'],
    ['value.number', 'AssessmentRawMark', '120'],
  ]);
});

test.each([
  ['', '1 to 50 of 241', 50],
  ['?page=2', '51 to 100 of 241', 50],
  ['?page=5', '201 to 241 of 241', 41],
  ['?page=6', '201 to 241 of 241', 41],
  ['?page=1000000000', '201 to 241 of 241', 41],
  ['?rule=value.list', '1 to 50 of 121', 50],
  ['?rule=value.list&page=3', '101 to 121 of 121', 21],
  ['?column=AssessmentRawMark&page=3', '101 to 120 of 120', 20],
  ['?rule=value.list&column=AssessmentRawMark', 'none', 0],
  ['?severity=error', '1 to 50 of 241', 50],
  ['?severity=notice', 'none', 0],
  ['?rule=&column=&severity=', '1 to 50 of 241', 50],
  ['?rule=no-such-rule', 'none', 0],
  ['?rule=%27%3B%20drop%20table%20file%3B--', 'none', 0],
])('%s shows %s', async (query, shown, count) => {
  const page = await list(query);
  expect([page.shown, page.cells.length]).toEqual([shown, count]);
});

test('every finding is on exactly one page, in the order of the rows', async () => {
  const places: string[] = [];
  for (let page = 1; page <= 5; page++) places.push(...(await list(`?page=${page}`)).cells);
  expect(new Set(places).size).toBe(241);
  const numbers = places.map((place) => Number(place.slice(1)));
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
});

test('the choice is kept from page to page and in the downloads', async () => {
  const { body } = await list('?rule=value.list&page=2');
  expect(body).toContain('<option value="value.list" selected>');
  const links = [...body.matchAll(/href="([^"]*submissions\/1[^"]*)"/g)].map(([, href]) =>
    href!.replaceAll('&amp;', '&'),
  );
  expect(links).toContain(`/returns/${world.open}/submissions/1?rule=value.list&page=3#findings`);
  expect(links).toContain(`/returns/${world.open}/submissions/1/findings.csv?rule=value.list`);
  expect(links).toContain(`/returns/${world.open}/submissions/1/findings.json?rule=value.list`);
});

test.each(['0', '-1', '1.5', 'abc', '', '1e400', '99999999999', '1&page=2', '%00'])(
  'the page number %j is refused in words',
  async (page) => {
    const answer = await ask(`?page=${page}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('There is a problem with this request');
  },
);

test('a filter of 201 characters is refused', async () => {
  expect((await ask(`?rule=${'x'.repeat(201)}`)).statusCode).toBe(400);
});

describe('markup in a value', () => {
  test('is shown as the text that it is', async () => {
    const { table, body } = await list('?rule=value.list');
    expect(body).not.toContain('<b onclick');
    expect(table).toContain('&lt;b onclick=x>&amp;amp;&lt;/b>');
  });

  test('is shown as text in a filter too', async () => {
    const { body } = await ask(`?rule=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(body).not.toContain('<script>alert');
  });
});
