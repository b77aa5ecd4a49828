/** What a browser holds while it sends 300 recordings: node --import ./portal/tsx-hook.mjs bench/recordings-browser.ts. Prints a Markdown table. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../portal/test/browser/browser.ts';
import { startGarner } from './garner-process.ts';
import { fillRecordings, noise } from './recordings.ts';
import { markdown, type Table } from './table.ts';

const FILES = 300;
const BYTES = 5_000_000;
const LOOK_MS = 250;

/** Three hundred files by the page "Upload files" in the Chromium that npm ships. */
export async function recordingsBrowserBenchmark(): Promise<Table> {
  await using garner = await startGarner(0, fillRecordings);
  const folder = join(garner.folder, 'recordings');
  await mkdir(folder);
  const paths: string[] = [];
  for (let at = 1; at <= FILES; at++) {
    const path = join(folder, `1000A_${String(at).padStart(4, '0')}.wav`);
    await writeFile(path, noise(BYTES));
    paths.push(path);
  }
  await using browser = await launchBrowser({ sharedMemory: true });
  const context = await browser.newContext();
  await context.addCookies(
    garner.headers['cookie']!.split('; ').map((one) => {
      const at = one.indexOf('=');
      return { name: one.slice(0, at), value: one.slice(at + 1), url: garner.base };
    }),
  );
  const page = await context.newPage();
  await page.goto(`${garner.base}/media/components/1/files`);
  const before = renderers();
  const review = performance.now();
  await page.getByLabel('Choose files').setInputFiles(paths);
  const button = page.getByRole('button', { name: `Upload ${FILES} files`, exact: true });
  await button.waitFor({ timeout: 120_000 });
  const looked = performance.now() - review;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, renderers());
  }, LOOK_MS);
  const began = performance.now();
  await button.click();
  await page.getByRole('heading', { name: 'Every file was sent', exact: true }).waitFor({ timeout: 900_000 });
  const sent = performance.now() - began;
  clearInterval(timer);
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  return {
    title: `A browser that sends ${FILES} recordings of ${BYTES / 1e6} MB`,
    head: ['what', 'measured'],
    rows: [
      ['review of all of them', `${(looked / 1000).toFixed(1)} s`],
      [
        'sent, SHA-256 worked out and compared',
        `${(sent / 1000).toFixed(0)} s, ${((FILES * BYTES) / 1e6 / (sent / 1000)).toFixed(0)} MB/s`,
      ],
      ['memory of the page and its worker before', mb(before)],
      ['the most while sending', mb(peak)],
    ],
    note: 'Browser, web process, worker (which makes each playable meanwhile) and database share the cores.',
  };
}

/** What the renderer processes on this machine hold together, in bytes. */
function renderers(): number {
  let all = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer')) continue;
      all += Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    } catch {
      // It has ended meanwhile.
    }
  }
  return all;
}

if (import.meta.main) console.log(markdown(await recordingsBrowserBenchmark()));
