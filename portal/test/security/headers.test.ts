import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AMINA, exampleCsv, makeWorld, type World } from '../factories.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { decided, PATIENCE_MS } from '../journeys/story.ts';
import { Visitor } from '../visitor.ts';

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const FILE_POLICY = "default-src 'none'; sandbox";

let garner: TestGarner;
let world: World;
let amina: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  world = await makeWorld(garner);
  amina = await Visitor.signedIn(garner.app, AMINA);
  await using _worker = await garner.startWorker();
  await amina.sendForm(world.open, 'outcomes.csv', await exampleCsv('faulty'));
  await decided(amina, world.open, 1);
}, PATIENCE_MS);
afterAll(() => garner[Symbol.asyncDispose]());

/** Addresses of every kind of answer: pages, faults, news, downloads, machine answers, what the router itself refuses. */
const ANSWERS: readonly (readonly [string, number, string])[] = [
  ['/templates', 200, PAGE_POLICY],
  ['/returns', 200, PAGE_POLICY],
  ['/returns/OPEN/submissions/1', 200, PAGE_POLICY],
  ['/returns/OPEN/submissions/1/events', 200, PAGE_POLICY],
  ['/returns/OPEN/submissions/1/file', 200, FILE_POLICY],
  ['/returns/OPEN/submissions/1/findings.csv', 200, FILE_POLICY],
  ['/returns/OPEN/submissions/1/findings.json', 200, FILE_POLICY],
  ['/templates/ptq-assessment-outcomes/2023-08/format.csv', 200, FILE_POLICY],
  ['/check', 200, PAGE_POLICY],
  ['/check/ptq-assessment-outcomes/2023-08', 200, PAGE_POLICY],
  ['/check/no-such-template/2023-08', 404, PAGE_POLICY],
  ['/', 302, PAGE_POLICY],
  ['/health', 200, PAGE_POLICY],
  ['/returns/999999', 404, PAGE_POLICY],
  ['/returns/abc', 400, PAGE_POLICY],
  ['/nowhere', 404, PAGE_POLICY],
  ['/%', 400, PAGE_POLICY],
  [`/returns/${'1'.repeat(200)}`, 414, PAGE_POLICY],
];

describe.each(ANSWERS)('%s', (path, status, policy) => {
  test('is answered with every protection', async () => {
    const answer = await amina.get(path.replace('OPEN', String(world.open)));
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });
});

test('answers of the upload protocol carry them too', async () => {
  const id = await amina.begin(world.open, 'outcomes.csv', 10);
  for (const answer of [
    await amina.tus('HEAD', id),
    await amina.tus('PATCH', id, 3, Buffer.from('late')),
    await amina.tus('PATCH', id, 0, Buffer.from('start')),
    await amina.tus('DELETE', id),
  ]) {
    expect(answer.headers).toMatchObject({
      'content-security-policy': PAGE_POLICY,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
  }
});

test('only assets, whose names change with their content, are kept by browsers', async () => {
  const asset = /href="(\/assets\/[^"]+\.css)"/.exec((await amina.get('/returns')).body)?.[1];
  expect(asset).toBeDefined();
  const { headers } = await amina.get(asset!);
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('the worker that checks files may compile WebAssembly and reach nothing; no other asset and no page may', async () => {
  const pages = ['/sign-in', '/check/ptq-assessment-outcomes/2023-08', `/returns/${world.open}/upload`, '/returns'];
  const bodies = await Promise.all(pages.map(async (path) => (await amina.get(path)).body));
  const found = bodies.flatMap((body) => [...body.matchAll(/="(\/assets\/[^"]+)"/g)].map(([, url]) => url!));
  const policies = new Map<string, unknown>();
  for (const url of new Set(found)) policies.set(url, (await amina.get(url)).headers['content-security-policy']);
  const [workers, others] = [true, false].map((is) =>
    [...policies].filter(([url]) => url.startsWith('/assets/check.worker-') === is),
  );
  expect(workers!.map(([, policy]) => policy)).toEqual(["default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"]);
  expect(others!.length).toBeGreaterThanOrEqual(5);
  expect(new Set(others!.map(([, policy]) => policy))).toEqual(new Set([PAGE_POLICY]));
  expect(PAGE_POLICY).not.toMatch(/unsafe/);
});

test('pages hold no inline script, style or handler, and name no other site', async () => {
  for (const path of [
    '/returns',
    '/check/ptq-assessment-outcomes/2023-08',
    `/returns/${world.open}/upload`,
    `/returns/${world.open}/submissions/1`,
  ]) {
    const { body } = await amina.get(path);
    expect(body).not.toMatch(/<script(?![^>]* src="\/assets\/)/);
    expect(body).not.toMatch(/<style|\sstyle="|\son[a-z]+="/);
    expect(body).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
  }
});
