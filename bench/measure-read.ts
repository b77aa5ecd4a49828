/** Reads a file and looks at nothing, in a process of its own: node bench/measure-read.ts JOB. Prints a Measured. */
import { closeSync, openSync, readSync } from 'node:fs';
import { measured } from './job.ts';

await measured(async ({ path }) => {
  const buffer = new Uint8Array(256 * 1024);
  const file = openSync(path, 'r');
  while (readSync(file, buffer, 0, buffer.length, null) > 0);
  closeSync(file);
  return { rows: 0, faults: 0, faultsByColumn: [] };
});
