import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBytes, headerOf, PTQ } from '../run.ts';

const SRC = join(import.meta.dirname, '../../src');
const ROW = '2023-10-31,2022-2023,NSA,U01,"June 2023",-2,-2,A1,2023-06-14,4x,-2,M';
const FILE = `${headerOf(PTQ)}\n${ROW}\n${ROW}\n`;

let folder: string;
// In plain JavaScript, as Node itself needs WebAssembly to read TypeScript.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'garner-no-wasm-'));
  const contents = "export { bytesSource, check } from './index.ts'; export { openKernel } from './kernel/index.ts';";
  const stdin = { contents, resolveDir: SRC, loader: 'ts' } as const;
  await build({ stdin, bundle: true, format: 'esm', outfile: join(folder, 'engine.mjs'), external: ['node:*'] });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Checks the file in a process whose WebAssembly is as `before` makes it; gives the kernel it used and the findings. */
function inProcess(before: string, options: { kernel?: string } = {}): unknown {
  const script = `
    ${before}
    const { bytesSource, check, openKernel } = await import(${JSON.stringify(`file://${join(folder, 'engine.mjs')}`)});
    const { template, file, options } = JSON.parse(process.argv[1]);
    try {
      const findings = [];
      for await (const each of check(bytesSource(new TextEncoder().encode(file)), template, options)) findings.push(each);
      console.log(JSON.stringify({ name: (await openKernel(options.kernel)).name, findings }));
    } catch (error) {
      console.log(JSON.stringify({ error: error.name }));
    }
  `;
  const input = JSON.stringify({ template: PTQ.template, file: FILE, options });
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script, input], { encoding: 'utf8' }));
}

const NO_WASM = 'delete globalThis.WebAssembly;';
const FORBIDDEN = 'WebAssembly.compile = async () => { throw new WebAssembly.CompileError("not allowed here"); };';
const NO_MEMORY = 'WebAssembly.Memory = class { constructor() { throw new RangeError("no memory"); } };';

test('where there is WebAssembly it is used', async () => {
  expect(inProcess('')).toEqual({ name: 'wasm', findings: (await checkBytes(FILE, PTQ)).findings });
});

test.each([
  ['there is none', NO_WASM],
  ['it may not be compiled', FORBIDDEN],
  ['its memory cannot be had', NO_MEMORY],
])('where %s, the kernel in JavaScript finds the same', async (_why, before) => {
  expect(inProcess(before)).toEqual({ name: 'js', findings: (await checkBytes(FILE, PTQ)).findings });
});

test('who asks for the kernel in WebAssembly by name is told that there is none', () => {
  expect(inProcess(NO_WASM, { kernel: 'wasm' })).toEqual({ error: 'ReferenceError' });
  expect(inProcess(FORBIDDEN, { kernel: 'wasm' })).toEqual({ error: 'CompileError' });
});
