/** The examples for browsers, run in the Chromium that npm ships: the file is read in the worker, and sent nowhere. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../../../portal/test/browser/browser.ts';
import type { Finding, Summary } from '../../src/index.ts';
import { checkBytes, loadTemplate, PTQ } from '../run.ts';
import { EXAMPLES, ROOT } from './project.ts';

const FOLDER = join(ROOT, 'collections/templates/ptq-assessment-outcomes/examples/2023-08');

const PAGE = `<!doctype html><title>Check</title><link rel="icon" href="data:,">
<script type="module">import { checkInWorker } from '/page.mjs'; Object.assign(window, { checkInWorker });</script>`;

let browser: Browser;
let server: Server;
let address: string;
const asked: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  const { outputFiles } = await build({
    entryPoints: ['page.mjs', 'worker.mjs'].map((name) => join(EXAMPLES, name)),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    outdir: '/',
    outExtension: { '.js': '.mjs' },
    nodePaths: [join(ROOT, 'node_modules')],
    write: false,
  });
  const scripts = new Map(outputFiles.map(({ path, text }) => [`/${path.split(/[\\/]/).at(-1)}`, text]));
  server = createServer(({ method, url = '' }, response) => {
    asked.push(`${method} ${url}`);
    const script = scripts.get(url);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

test('page.mjs and worker.mjs find what the engine finds in Node', async () => {
  const csv = await readFile(join(FOLDER, 'faulty.csv'), 'utf8');
  const context = JSON.parse(await readFile(join(FOLDER, 'context.json'), 'utf8'));
  const page = await browser.newPage();
  await page.goto(`${address}/`);
  const found = await page.evaluate(
    async ({ csv, template, context }) => {
      const { checkInWorker } = globalThis as unknown as { checkInWorker: CheckInWorker };
      const findings: Finding[] = [];
      const shares: number[] = [];
      const file = new File([csv], 'outcomes.csv');
      const onFindings = (some: readonly Finding[]) => findings.push(...some);
      const summary = await checkInWorker(file, template, {
        context,
        onFindings,
        onProgress: (done) => shares.push(done),
      });
      return { findings, summary, last: shares.at(-1) };
    },
    { csv, template: loadTemplate('ptq-assessment-outcomes/2023-08'), context },
  );
  await page.close();
  const expected = await checkBytes(csv, PTQ, { context });
  expect(found).toEqual(JSON.parse(JSON.stringify({ ...expected, last: 1 })));
  expect(asked).toEqual(['GET /', 'GET /page.mjs', 'GET /worker.mjs']);
});

type CheckInWorker = (
  file: File,
  template: unknown,
  options: { context: unknown; onFindings: (some: readonly Finding[]) => void; onProgress: (share: number) => void },
) => Promise<Summary>;
