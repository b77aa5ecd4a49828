import { readFileSync } from 'node:fs';
import type { CheckContext, Template } from '../packages/validate/src/index.ts';

/** What every measured process is told, as a JSON file beside the file to be checked. */
export interface Job {
  /** The CSV file. */
  readonly path: string;
  readonly template: Template;
  readonly context: CheckContext;
}

/** What one way of going through a file came to. Peers and engine tell the same. */
export interface Counted {
  /** Data rows. */
  readonly rows: number;
  readonly faults: number;
  /** In the order of the template's columns; empty where the way does not tell columns apart. */
  readonly faultsByColumn: readonly number[];
}

/** What a measured process prints. */
export interface Measured extends Counted {
  /** From the first byte asked for to the last count, compiling included; without the start of the process. */
  readonly milliseconds: number;
  /** Most memory the process ever held, in bytes. */
  readonly peak: number;
}

/** Runs one way through the file of the job named on the command line, and prints what it came to. */
export async function measured(way: (job: Job) => Promise<Counted>): Promise<void> {
  const path = process.argv[2];
  if (path === undefined) throw new Error('Say which job: the path of its JSON file.');
  const job = JSON.parse(readFileSync(path, 'utf8')) as Job;
  const start = performance.now();
  const counted = await way(job);
  const result: Measured = { ...counted, milliseconds: performance.now() - start, peak: peakMemory() };
  console.log(JSON.stringify(result));
}

/**
 * Most memory this process ever held, in bytes. Linux tells of the program itself in /proc; `maxRSS` would begin with
 * that of the process that started it.
 */
export function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
