import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesSource, checkFile, compileTemplate, type Finding, type Template } from '@garner/validate';
import { build } from 'esbuild';
import { load } from 'js-yaml';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COLLECTIONS } from '../../src/modules/collections/index.ts';
import { launchBrowser } from './browser.ts';

const PTQ = join(COLLECTIONS, 'templates/ptq-assessment-outcomes');
const EXAMPLES = [
  'faulty',
  'duplicates',
  'windows-1252',
  'never-closed',
  'spreadsheet-damage',
  'wrong-template',
  'quotes',
  'valid',
];

/** Policies of the page, which a worker made from a Blob has as well: with the second the engine must do without WASM. */
const POLICIES = [
  ['WebAssembly', "script-src blob: 'unsafe-inline' 'wasm-unsafe-eval'", true],
  ['JavaScript alone', "script-src blob: 'unsafe-inline'", false],
] as const;
const EMPTY_MODULE = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** What the worker runs: the engine over a File, as a page would hand it one; and whether WASM may be compiled there. */
const WORKER = `
import { blobSource, checkFile, compileTemplate } from '@garner/validate';
self.onmessage = async ({ data: { bytes, template, context } }) => {
  const compiles = await WebAssembly.compile(new Uint8Array(${JSON.stringify(EMPTY_MODULE)})).then(() => true, () => false);
  const findings = [];
  const check = checkFile(blobSource(new Blob([new Uint8Array(bytes)])), compileTemplate(template), { context });
  for (;;) {
    const { done, value } = await check.next();
    if (done) return self.postMessage({ compiles, findings, summary: value });
    findings.push(...value);
  }
};`;

let browser: Browser;
let script: string;

beforeAll(async () => {
  browser = await launchBrowser();
  const { outputFiles } = await build({
    stdin: { contents: WORKER, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
  });
  script = outputFiles[0]!.text;
});
afterAll(() => browser.close());

const CASES = EXAMPLES.flatMap((name) => POLICIES.map(([by, policy, compiles]) => ({ name, by, policy, compiles })));

test.each(CASES)('the engine finds the same in a browser worker as in Node: $name, by $by', async (one) => {
  const { name, policy, compiles } = one;
  const template = load(await readFile(join(PTQ, '2023-08.yaml'), 'utf8')) as Template;
  const context = JSON.parse(await readFile(join(PTQ, 'examples/2023-08/context.json'), 'utf8'));
  const bytes = await readFile(join(PTQ, `examples/2023-08/${name}.csv`));

  const page = await browser.newPage();
  await page.setContent(`<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  const inBrowser = await page.evaluate(
    ({ script, ...given }) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(given);
      }),
    { script, bytes: [...bytes], template, context },
  );
  await page.close();

  const findings: Finding[] = [];
  const check = checkFile(bytesSource(bytes), compileTemplate(template), { context });
  let step = await check.next();
  for (; !step.done; step = await check.next()) findings.push(...step.value);
  expect(inBrowser).toEqual(JSON.parse(JSON.stringify({ compiles, findings, summary: step.value })));
});
