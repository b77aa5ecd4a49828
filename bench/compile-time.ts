/** How long a template takes to be made ready, in a process of its own: node bench/compile-time.ts JOB. Prints a CompileTime. */
import { readFileSync } from 'node:fs';
import { bytesSource, checkFile, compileTemplate } from '../packages/validate/src/index.ts';
import type { Job } from './job.ts';
import { faultsOfCheck } from './whole-faults.ts';

/** In milliseconds. */
export interface CompileTime {
  /** The first in the process: nothing is warm. */
  readonly first: number;
  /** Of 20 more. */
  readonly median: number;
  /** From there, the check of a file of one header: what the engine makes ready only when it is used. */
  readonly firstCheck: number;
}

const { template, context } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Job;
const start = performance.now();
const compiled = compileTemplate(template);
const first = performance.now() - start;
const header = new TextEncoder().encode(`${template.fields.map(({ name }) => name).join(',')}\n`);
const beforeCheck = performance.now();
await faultsOfCheck(checkFile(bytesSource(header), compiled, { context }), template);
const firstCheck = performance.now() - beforeCheck;
const times = Array.from({ length: 20 }, () => {
  const start = performance.now();
  compileTemplate(template);
  return performance.now() - start;
});
const median = times.sort((a, b) => a - b)[10]!;
console.log(JSON.stringify({ first, median, firstCheck } satisfies CompileTime));
