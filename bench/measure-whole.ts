/** The check of the whole template in a process of its own: node bench/measure-whole.ts JOB [--workers=N] [--keys=N]. Prints a Measured. */
import { checkFile, compileTemplate, type Template } from '../packages/validate/src/index.ts';
import { fileSource } from '../packages/validate/src/node.ts';
import { measured } from './job.ts';
import { faultsOfCheck } from './whole-faults.ts';

/** The number given as `--name=N`; a parser of arguments would be measured, too. */
function option(name: string): number | undefined {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given === undefined ? undefined : Number(given.split('=')[1]);
}

const keys = option('keys');

await measured(async ({ path, template, context }) => {
  await using source = await fileSource(path, { workers: option('workers') ?? 1 });
  const compiled = compileTemplate(keys === undefined ? template : withKeys(template, keys));
  return await faultsOfCheck(checkFile(source, compiled, { context, kernel: 'wasm' }), template);
});

/** The template with only its first `count` unique keys. */
function withKeys(template: Template, count: number): Template {
  const keys = (template.rules ?? []).filter(({ kind }) => kind === 'unique').slice(count);
  return { ...template, rules: (template.rules ?? []).filter((rule) => !keys.includes(rule)) };
}
