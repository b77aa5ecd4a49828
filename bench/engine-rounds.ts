import { readFile } from 'node:fs/promises';
import { type BenchBrowser, startBenchBrowser } from './engine-browser.ts';
import type { BenchFile, FileName } from './engine-files.ts';
import type { Ran, Scripts } from './engine-process.ts';
import { Results } from './engine-results.ts';
import { WAYS, type Way, type WayName, wayOf } from './engine-ways.ts';
import type { Job, Measured } from './job.ts';

/** Which ways go through a file in every round, and which only in the first: slow ones, and peers that only have to agree. */
interface Plan {
  readonly every: readonly WayName[];
  readonly once: readonly WayName[];
}

const PEERS: readonly WayName[] = WAYS.filter(({ peer }) => peer !== undefined).map(({ name }) => name);
const OTHER: Plan = { every: ['fields', 'whole'], once: ['fields-js', 'browser', ...PEERS] };

const PLANS: Readonly<Record<FileName, Plan>> = {
  clean: {
    every: ['read', 'fields', 'fields-2', 'fields-js', 'browser', 'whole', 'whole-2', ...PEERS],
    once: ['naive'],
  },
  large: {
    every: [
      'read',
      'fields',
      'fields-2',
      'fields-js',
      'browser',
      'whole',
      'whole-2',
      'whole-one-key',
      'whole-no-keys',
      'duckdb-2',
      'polars',
    ],
    once: ['duckdb-1', 'csv-parse', 'papaparse', 'udsv'],
  },
  some: OTHER,
  names: OTHER,
  quoted: OTHER,
  every: OTHER,
};

/**
 * Goes through all files in all ways, `rounds` times in turns, so that a slow minute of the machine falls on all alike.
 * A way that fails is not tried again, and noted with the reason; one that finds anything else than is there throws.
 */
export async function runRounds(
  files: readonly BenchFile[],
  scripts: Scripts,
  rounds: number,
  say: (line: string) => void,
): Promise<Results> {
  const results = new Results();
  const failed = new Set<WayName>();
  await using stack = new AsyncDisposableStack();
  let browser: Promise<BenchBrowser> | undefined;
  const started = (): Promise<BenchBrowser> => (browser ??= startBenchBrowser().then((made) => stack.use(made)));
  for (let round = 0; round < rounds; round++) {
    for (const file of files) {
      say(`Round ${round + 1} of ${rounds}: ${file.title}`);
      // So that the first that is measured does not pay for reading from the disk.
      if (round === 0) await scripts.runWay(wayOf('read'), file.job);
      for (const way of waysOf(file, round)) {
        if (failed.has(way.name)) continue;
        const run = await attempt(() => (way.script ? scripts.runWay(way, file.job) : inBrowser(started, file)));
        if (run instanceof Error) {
          failed.add(way.name);
          const why = run.message.split('\n')[0] ?? '';
          results.notMeasured.push({ way, file: file.title, why });
          say(`  ${way.title} could not be measured. ${why}`);
        } else results.add(file, way, run.printed, run.wall);
      }
    }
  }
  return results;
}

function waysOf(file: BenchFile, round: number): readonly Way[] {
  const { every, once } = PLANS[file.name];
  return [...every, ...(round === 0 ? once : [])].map(wayOf);
}

async function inBrowser(started: () => Promise<BenchBrowser>, file: BenchFile): Promise<Ran<Measured>> {
  const job = JSON.parse(await readFile(file.job, 'utf8')) as Job;
  return { printed: await (await started()).run(job), wall: undefined };
}

async function attempt<Result>(run: () => Promise<Result>): Promise<Result | Error> {
  try {
    return await run();
  } catch (error) {
    return error as Error;
  }
}
