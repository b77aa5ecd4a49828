/** Runs every benchmark and writes docs/benchmarks.md: `npm run bench`. About ten minutes on two cores. */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { accountsBenchmark } from './accounts.ts';
import { auditBenchmark } from './audit.ts';
import { coldStartBenchmark } from './cold-start.ts';
import { mediaBenchmark } from './media.ts';
import { portalBenchmark } from './portal.ts';
import { recordingsBenchmark } from './recordings.ts';
import { recordingsBrowserBenchmark } from './recordings-browser.ts';
import { scanBenchmark } from './scan.ts';
import { markdown } from './table.ts';

const portal = await portalBenchmark();
const accounts = await accountsBenchmark();
const audit = await auditBenchmark(1_000_000, 3);
const recordings = [
  ...(await recordingsBenchmark()),
  await recordingsBrowserBenchmark(),
  ...(await mediaBenchmark()),
  ...(await scanBenchmark()),
];
const cold = await coldStartBenchmark();
const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 1e9)} GB of memory, Node ${process.version}`;
const page = `# Benchmarks

Made by \`npm run bench\` in one run on ${machine}, with files that \`bench/ptq-generator.ts\` makes from a seed. The machine is
slow and shared with others: read the ratios, which were measured side by side, not the seconds. A megabyte is 10⁶ bytes.

## The portal

One web process, one worker process and one PostgreSQL on the same machine.

${portal.map(markdown).join('\n')}
The worker holds no file in memory and does not grow with it. Each check has a process of its own, which grows only by what the
two rules about duplicates keep: up to 24 bytes a row and rule, half as much again while a table grows.

## People and the audit trail

${[...accounts, audit].map(markdown).join('\n')}
## Recordings

${recordings.map(markdown).join('\n')}
## The engine alone

See [benchmarks-engine.md](benchmarks-engine.md), made by \`npm run bench:engine -- --write\`.

## Start

${markdown(cold)}`;
await writeFile(join(import.meta.dirname, '../docs/benchmarks.md'), page);
console.log(page);
