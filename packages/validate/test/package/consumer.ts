/** A stranger's TypeScript that uses the package, and what the compiler says of it. */
import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './project.ts';

/** Without Node. */
export const BROWSER = `
import { blobSource, check, type Finding, type Template } from '@garner/validate';
import { toRowSchema } from '@garner/validate/export';
import { lint } from '@garner/validate/lint';
import { readXml } from '@garner/validate/xml';
import { FindingsReader } from '@garner/validate/findings-file';

export async function values(file: File, template: Template): Promise<string[]> {
  const found: Finding[] = [];
  for await (const finding of check(blobSource(file), template)) found.push(finding);
  const { errors }: { errors: number } = lint(template);
  const $schema: string = toRowSchema(template).$schema;
  return [...found.map(({ value }) => value), $schema, String(errors), typeof readXml, FindingsReader.name];
}
`;
/** In Node. */
export const NODE = `
import { run } from '@garner/validate/cli';
import { fileSource } from '@garner/validate/node';

export const size: number = (await fileSource('outcomes.csv')).size;
export const code: 0 | 1 | 2 | 130 = await run(['templates'], {} as Parameters<typeof run>[1]);
`;
/** Two mistakes. */
export const WRONG = `
import { check } from '@garner/validate';
export const rows: string = (await check('outcomes.csv', {}).summary()).rows;
`;

/** Has the types of Node installed in a project, as they are here. */
export async function addNodeTypes(folder: string): Promise<void> {
  for (const name of ['@types', 'undici-types'])
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
}

/** The compiler's complaints about a file in a project, strictly and of all types in full; empty where there are none. */
export async function complaints(
  folder: string,
  name: string,
  text: string,
  types: readonly string[],
): Promise<string> {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: 'ES2022',
    module: 'NodeNext',
    lib: types.length > 0 ? ['ES2023'] : ['ES2023', 'DOM', 'DOM.AsyncIterable'],
    types,
    noEmit: true,
  };
  await writeFile(join(folder, `${name}.ts`), text);
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  return await new Promise((resolve) =>
    execFile(process.execPath, [compiler, '--project', `${name}.json`], { cwd: folder }, (_error, stdout) =>
      resolve(stdout),
    ),
  );
}
