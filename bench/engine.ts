/** The engine beside its peers on the same twelve checks: node bench/engine.ts [--quick] [--runs N] [--write] */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CompileTime } from './compile-time.ts';
import { benchFile, type FileName, rowsOf } from './engine-files.ts';
import { installPeers, PEER_MODULES, peerVersion } from './engine-peers.ts';
import { Scripts } from './engine-process.ts';
import { runRounds } from './engine-rounds.ts';
import { fileTable, kindsTable, notMeasuredTable } from './engine-tables.ts';
import { targetTable } from './engine-targets.ts';
import { WAYS } from './engine-ways.ts';
import { markdown, type Table } from './table.ts';
import type { XmlResult } from './xml.ts';

const FILES: readonly FileName[] = ['clean', 'large', 'some', 'names', 'quoted', 'every'];
const PAGE = join(import.meta.dirname, '../docs/benchmarks-engine.md');
const XML = join(import.meta.dirname, 'xml.ts');

/** Measures everything and gives the page in Markdown. Throws where a way does not find what is in a file. */
export async function engineBenchmark(runs: number, quick: boolean): Promise<string> {
  const folder = process.env['GARNER_BENCH_DIR'] ?? join(tmpdir(), 'garner-bench');
  await mkdir(folder, { recursive: true });
  const notInstalled = await installPeers(say);
  if (notInstalled) say(notInstalled);
  const peers = [...new Set(WAYS.flatMap(({ peer }) => peer ?? []))];
  const names = [...new Set(WAYS.flatMap(({ script }) => script ?? [])), 'compile-time.ts'];
  // Beside the peers, so that their packages are found; git does not look there.
  const scripts = await Scripts.bundle(join(PEER_MODULES, '.scripts'), names, peers);

  const files = [];
  for (const name of FILES) files.push(await benchFile(folder, name, rowsOf(name, quick)));
  const results = await runRounds(files, scripts, runs, say);
  // A peer that this machine does not have is a note; an engine that does not run is a fault.
  if (results.notMeasured.some(({ way }) => way.peer === undefined)) process.exitCode = 1;
  const compile = await scripts.run<CompileTime>('compile-time.ts', [files[0]!.job]);
  const xml = await xmlResult();
  const tables = [
    targetTable(results, compile.printed, xml),
    ...files.slice(0, 2).map((file) => fileTable(results, file)),
    kindsTable(
      results,
      files.filter(({ name }) => name !== 'large'),
    ),
    compileTable(compile.printed),
    ...(results.notMeasured.length > 0 ? [notMeasuredTable(results.notMeasured)] : []),
    ...(xml ? [xml.table] : []),
  ];
  return page(tables, peers, runs, quick);
}

function page(tables: readonly Table[], peers: readonly string[], runs: number, quick: boolean): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 1e9)} GB of memory`;
  const rounds = runs === 1 ? 'one round' : `${runs} rounds`;
  const versions = peers.map((name) => `${name} ${peerVersion(name) ?? 'not installed'}`).join(', ');
  return `# Benchmarks of the engine

Made by \`npm run bench:engine -- --write\` in one run on ${machine}, Node ${process.version}. Peers: ${versions}.
${quick ? '\n**A quick run on small files: the targets are meant for files ten times as large.**\n' : ''}
How to read it:

- The files are PTQ assessment outcomes that \`bench/ptq-generator.ts\` makes from a seed; they are in the page cache.
- All do the same 12 checks: each value of a row against what its column accepts, faults counted by column. Peers do it with one
  anchored regular expression a column, made from the same template (\`bench/peers/patterns.ts\`), real days of the calendar
  included. What Garner does besides, such as where a fault is and what happened to the value, no peer does.
- Every run must find exactly the faults that the generator made, in the same columns, or the whole benchmark fails.
- Each run is a fresh process of plain JavaScript, all ways in turns, ${rounds}; on the large file the slow peers,
  and on the odd ones all peers, run in the first round only. "Process" is from its start to its end, "in-process" from the first byte
  asked for to the last count, both with the template compiled in it.
- The machine is slow and shared with others: read the ratios, which were measured side by side, not the seconds. A megabyte is
  10⁶ bytes. Peak memory is the most that the process held, Node's own 45 MB included.
- The targets are those of the issue that asked for the engine; they compare best times.

${tables.map(markdown).join('\n')}`;
}

function compileTable({ first, median, firstCheck }: CompileTime): Table {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  return {
    title: 'Making the template ready',
    head: ['first in the process', 'median of 20 more', 'first check of a file without rows, after that'],
    rows: [[ms(first), ms(median), ms(firstCheck)]],
  };
}

/** The XML reader's own benchmark, where it is there. */
async function xmlResult(): Promise<XmlResult | undefined> {
  if (!existsSync(XML)) return undefined;
  const { xmlBenchmark } = (await import(XML)) as { xmlBenchmark(): Promise<XmlResult> };
  return await xmlBenchmark();
}

function say(line: string): void {
  console.error(line);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      runs: { type: 'string', default: '3' },
      write: { type: 'boolean' },
    },
  });
  const text = await engineBenchmark(Number(values.runs), values.quick);
  if (values.write) await writeFile(PAGE, text);
  console.log(text);
}
