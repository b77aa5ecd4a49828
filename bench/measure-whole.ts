/** The check of the whole template in a process of its own: node bench/measure-whole.ts JOB [--workers=N] [--keys=N]. Prints a Measured. */
import { parseArgs } from 'node:util';
import { checkFile, compileTemplate, type Template } from '../packages/validate/src/index.ts';
import { fileSource } from '../packages/validate/src/node.ts';
import { measured } from './job.ts';
import { faultsOfCheck } from './whole-faults.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: { workers: { type: 'string', default: '1' }, keys: { type: 'string' } },
});

await measured(async ({ path, template, context }) => {
  await using source = await fileSource(path, { workers: Number(values.workers) });
  const compiled = compileTemplate(values.keys === undefined ? template : withKeys(template, Number(values.keys)));
  return await faultsOfCheck(checkFile(source, compiled, { context, kernel: 'wasm' }), template);
});

/** The template with only its first `count` unique keys. */
function withKeys(template: Template, count: number): Template {
  const keys = (template.rules ?? []).filter(({ kind }) => kind === 'unique').slice(count);
  return { ...template, rules: (template.rules ?? []).filter((rule) => !keys.includes(rule)) };
}
