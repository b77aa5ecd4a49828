/** The engine beside a plain read and a naive check of the same files: node bench/engine.ts [--quick] [--runs N] */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Measure, Way } from './measure.ts';
import { FAULT_KINDS } from './ptq-faults.ts';
import { writePtqFile } from './ptq-generator.ts';
import { RETURN } from './ptq-return.ts';

/** One file, and how long one way of going through it took. */
export interface EngineResult {
  readonly file: string;
  readonly way: Way;
  readonly rows: number;
  readonly bytes: number;
  /** Of all runs. */
  readonly best: number;
  /** Milliseconds, as `best`. */
  readonly median: number;
  /** Bytes; the most of all runs. */
  readonly peak: number;
  /** See Measure. */
  readonly found: number;
}

interface FileKind {
  readonly title: string;
  readonly rows: number;
  readonly faults: number;
}

const FILES: readonly FileKind[] = [
  { title: '1,000 rows, valid', rows: 1000, faults: 0 },
  { title: '100,000 rows, valid', rows: 100_000, faults: 0 },
  { title: '1,000,000 rows, valid', rows: 1_000_000, faults: 0 },
  { title: '1,000,000 rows, 1 % with a fault', rows: 1_000_000, faults: 0.01 },
  { title: '1,000,000 rows, each with a fault', rows: 1_000_000, faults: 1 },
];
/** The naive check loses the rows after a quotation mark that is never closed, so that its time would mean nothing. */
const BENCH_RULES = [...new Set(FAULT_KINDS.map(({ rule }) => rule))].filter((rule) => rule !== 'csv.never-closed');
const WAYS: readonly Way[] = ['engine', 'naive', 'read'];
const NAMES: Readonly<Record<Way, string>> = { engine: 'engine', naive: 'naive check', read: 'plain read' };
const HEADINGS = ['File', 'Way', 'Rows/s', 'Rows/s, median', 'MB/s', 'Peak MB', 'Found', 'Time beside the engine'];

/** Makes the files, measures each way `runs` times in turns, each in a fresh process, and removes the files. */
export async function engineBenchmark(
  files: readonly FileKind[] = FILES,
  runs = 3,
): Promise<{ readonly results: readonly EngineResult[]; readonly table: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'garner-engine-bench-'));
  try {
    const results: EngineResult[] = [];
    for (const file of files) results.push(...(await measureFile(join(folder, 'outcomes.csv'), file, runs)));
    return { results, table: engineTable(results) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureFile(path: string, { title, rows, faults }: FileKind, runs: number): Promise<EngineResult[]> {
  const { bytes } = await writePtqFile(path, { ...RETURN, rows, faults, seed: 1, rules: BENCH_RULES });
  const measures: Record<Way, Measure[]> = { engine: [], naive: [], read: [] };
  for (let run = 0; run < runs; run++) for (const way of WAYS) measures[way].push(await measure(way, path));
  return WAYS.map((way) => {
    const times = measures[way].map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    return {
      file: title,
      way,
      rows,
      bytes,
      best: times[0]!,
      median: times[Math.floor(times.length / 2)]!,
      peak: Math.max(...measures[way].map(({ peak }) => peak)),
      found: measures[way][0]!.found,
    };
  });
}

async function measure(way: Way, path: string): Promise<Measure> {
  const script = join(import.meta.dirname, 'measure.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, way, path]);
  return JSON.parse(stdout);
}

/** The results as a Markdown table; speeds from the best run, ratios of best runs. */
export function engineTable(results: readonly EngineResult[]): string {
  const rows = results.map((result) => {
    const { file, way, rows, bytes, best, median, peak, found } = result;
    const engine = results.find((other) => other.file === file && other.way === 'engine');
    return [
      file,
      NAMES[way],
      whole(rows / (best / 1000)),
      whole(rows / (median / 1000)),
      whole(bytes / 1e6 / (best / 1000)),
      whole(peak / 1e6),
      way === 'read' ? '' : whole(found),
      engine ? `× ${Number((best / engine.best).toPrecision(2))}` : '',
    ];
  });
  return [HEADINGS, HEADINGS.map((_, at) => (at < 2 ? '---' : '---:')), ...rows].map(tableRow).join('\n');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en-GB');
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, runs: { type: 'string', default: '3' } } });
  const { table } = await engineBenchmark(values.quick ? FILES.slice(0, 2) : FILES, Number(values.runs));
  console.log(table);
}
