/** The engine in a process of its own: node bench/measure.ts JOB fields|whole|read [--workers=N] [--keys=N]. Prints a Measured. */
import { closeSync, openSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkFile, compileTemplate, type Template } from '../packages/validate/src/index.ts';
import { fileSource } from '../packages/validate/src/node.ts';
import { faultsOfCheck, fieldFaults } from './field-faults.ts';
import { type Counted, type Job, measured } from './job.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { workers: { type: 'string', default: '1' }, keys: { type: 'string' } },
});

const workers = Number(values.workers);
// Named, so that the one in JavaScript is never measured unnoticed.
const kernel = process.env['GARNER_KERNEL'] === 'js' ? 'js' : 'wasm';

const WAYS: Readonly<Record<string, (job: Job) => Promise<Counted>>> = {
  fields: async ({ path, template }) => {
    await using source = await fileSource(path, { workers });
    return await fieldFaults(source, compileTemplate(template), kernel);
  },
  whole: async ({ path, template, context }) => {
    await using source = await fileSource(path, { workers });
    const compiled = compileTemplate(values.keys === undefined ? template : withKeys(template, Number(values.keys)));
    return await faultsOfCheck(checkFile(source, compiled, { context, kernel }), template);
  },
  read: async ({ path }) => {
    const buffer = new Uint8Array(256 * 1024);
    const file = openSync(path, 'r');
    while (readSync(file, buffer, 0, buffer.length, null) > 0);
    closeSync(file);
    return { rows: 0, faults: 0, faultsByColumn: [] };
  },
};

const way = WAYS[positionals[1] ?? ''];
if (!way) throw new Error(`Say how to go through the file: ${Object.keys(WAYS).join(', ')}`);
await measured(way);

/** The template with only its first `count` unique keys. */
function withKeys(template: Template, count: number): Template {
  const keys = (template.rules ?? []).filter(({ kind }) => kind === 'unique').slice(count);
  return { ...template, rules: (template.rules ?? []).filter((rule) => !keys.includes(rule)) };
}
