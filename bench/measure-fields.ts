/** The checks of single values in a process of its own: node bench/measure-fields.ts JOB [THREADS]. Prints a Measured. */
import { fileSource } from '../packages/validate/src/node.ts';
import { fieldFaults } from './field-faults.ts';
import { measured } from './job.ts';

// Named, so that the one in JavaScript is never measured unnoticed.
const kernel = process.env['GARNER_KERNEL'] === 'js' ? 'js' : 'wasm';

await measured(async ({ path, template }) => {
  await using source = await fileSource(path, { workers: Number(process.argv[3] ?? 1) });
  return await fieldFaults(source, template, kernel);
});
