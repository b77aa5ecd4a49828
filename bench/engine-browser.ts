import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../portal/test/browser/browser.ts';
import type { Counted, Job, Measured } from './job.ts';

/** What the worker runs: the checks of single values over a File, as a page hands it one. */
const WORKER = `
import { blobSource } from '../packages/validate/src/index.ts';
import { fieldFaults } from './field-faults.ts';
self.onmessage = async ({ data: { file, template } }) => {
  try {
    const start = performance.now();
    const counted = await fieldFaults(blobSource(file), template, 'wasm');
    self.postMessage({ ...counted, milliseconds: performance.now() - start });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};`;

/** A Chromium that checks files in a worker of its page; open until disposed. */
export interface BenchBrowser extends AsyncDisposable {
  /** Once through the file, in a page and a worker of its own; the time is the worker's, as that of a process is. */
  run(job: Job): Promise<Measured>;
}

/** Starts Chromium. Throws with what to do about it where it cannot. */
export async function startBenchBrowser(): Promise<BenchBrowser> {
  const { outputFiles } = await build({
    stdin: { contents: WORKER, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'error',
  });
  const script = outputFiles[0]!.text;
  // As a person's: with the shared memory that a container may be short of.
  const browser = await launchBrowser({ sharedMemory: true });
  return { run: (job) => runInPage(browser, script, job), [Symbol.asyncDispose]: () => browser.close() };
}

async function runInPage(browser: Browser, script: string, { path, template }: Job): Promise<Measured> {
  const page = await browser.newPage();
  try {
    await page.setContent('<input type="file">');
    // By its path, so that it stays on the disk, as a person's file does.
    await page.locator('input').setInputFiles(path);
    const counted = await page.evaluate(
      ({ script, template }) =>
        new Promise<Counted & { milliseconds: number }>((resolve, reject) => {
          const file = document.querySelector('input')?.files?.[0];
          const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
          worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage({ file, template });
        }),
      { script, template: template as unknown as { [name: string]: unknown } },
    );
    return { ...counted, peak: 0 };
  } finally {
    await page.close();
  }
}
