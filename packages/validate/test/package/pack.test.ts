/** The packed package works in an empty project, on each Node that is here. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toCsvw, toRowSchema, toTableSchema } from '../../src/export/index.ts';
import { compileTemplate } from '../../src/index.ts';
import { checkBytes, loadTemplate, type Outcome } from '../run.ts';
import { addNodeTypes, BROWSER, complaints, NODE, WRONG } from './consumer.ts';
import { installedProject, type Project, ROOT, runtimes } from './project.ts';

const PTQ = join(ROOT, 'collections/templates/ptq-assessment-outcomes/examples/2023-08');
/** Five minutes: the registry may be slow. */
const INSTALL = 300_000;

let project: Project;
beforeAll(async () => {
  project = await installedProject();
}, INSTALL);
afterAll(() => project?.[Symbol.asyncDispose]());

const RUNTIMES = runtimes();

/** What the engine finds here, from its source. */
async function expected(name: string): Promise<Outcome> {
  const context = JSON.parse(await readFile(join(PTQ, 'context.json'), 'utf8'));
  return await checkBytes(
    await readFile(join(PTQ, name)),
    compileTemplate(loadTemplate('ptq-assessment-outcomes/2023-08')),
    { context },
  );
}

test('one of them is the Node that Garner runs on', () => {
  expect(RUNTIMES.map(({ version }) => version)).toContain(process.version);
});

describe.each(RUNTIMES)('Node $version', (runtime) => {
  const node = (...args: readonly string[]) => project.run(runtime, 'node', ...args);

  test('check-file.mjs finds what the engine finds here', async () => {
    const { findings, summary } = await expected('faulty.csv');
    const { code, stdout } = await node('check-file.mjs', join(PTQ, 'faulty.csv'));
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines.slice(0, -1)).toEqual(
      findings.map(({ severity, cell, message, help }) => [severity, cell, message, help].join(' ')),
    );
    const { error, query, notice } = summary.counts;
    expect(lines.at(-1)).toBe(`${summary.rows} rows, ${error} errors, ${query} queries, ${notice} notices`);
  });

  test('own-template.mjs finds the faults of its file', async () => {
    const { stdout } = await node('own-template.mjs');
    expect(stdout.trimEnd().split('\n')).toEqual([
      'B2 “2026-06-31”: There is no such date in the calendar.',
      'A3 “b7”: The value does not have the form this column wants.',
      'B4 “2026-06-30”: The exam is after the end of the series.',
      'B5 “2026-06-30”: The exam is after the end of the series.',
      'row 5 “”: The room is booked twice on this day.',
    ]);
  });

  test('exports.mjs writes the template in three forms', async () => {
    expect(await node('exports.mjs')).toMatchObject({ code: 0, stdout: '' });
    const template = loadTemplate('specification-codes/2023-09');
    const read = async (name: string) => JSON.parse(await readFile(join(project.folder, name), 'utf8'));
    expect(await read('specification-codes.schema.json')).toEqual(toTableSchema(template));
    expect(await read('specification-codes.csv-metadata.json')).toEqual(toCsvw(template));
    expect(await read('specification-codes.row.schema.json')).toEqual(toRowSchema(template));
  });

  test('lint.mjs finds nothing wrong with a published template, and says what is wrong with another', async () => {
    const published = 'node_modules/@garner/validate/lib/templates/specification-codes@2023-09.json';
    const { template } = JSON.parse(await readFile(join(project.folder, published), 'utf8'));
    const write = async (name: string, value: object) => {
      await writeFile(join(project.folder, name), JSON.stringify(value));
      return await node('lint.mjs', name);
    };
    expect((await write('right.json', template)).code).toBe(0);
    const { code, stdout } = await write('wrong.json', { ...template, fields: [] });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error at fields: /m);
  });

  test('npx garner checks a file, its findings and exit code those of the engine', async () => {
    const { findings, summary } = await expected('faulty.csv');
    const of = (name: string) =>
      project.run(
        runtime,
        'npx',
        '--no-install',
        'garner',
        'check',
        join(PTQ, name),
        '--format',
        'json',
        '--template',
        'ptq-assessment-outcomes@2023-08',
        '--against',
        join(PTQ, 'context.json'),
      );
    const faulty = await of('faulty.csv');
    expect(faulty.code).toBe(1);
    expect(JSON.parse(faulty.stdout)).toMatchObject({ rows: summary.rows, counts: summary.counts, findings });
    expect((await of('valid.csv')).code).toBe(0);
    expect((await of('no-such.csv')).code).toBe(2);
  });

  test('the package garner brings the same command', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'packages/validate/package.json'), 'utf8'));
    expect(await node('node_modules/garner/garner.js', '--version')).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
    const { stdout } = await node('node_modules/garner/garner.js', 'templates');
    expect(stdout).toContain('ptq-assessment-outcomes');
  });
});

describe('the types serve a stranger', () => {
  beforeAll(() => addNodeTypes(project.folder));

  test('in a browser, without the types of Node', async () => {
    expect(await complaints(project.folder, 'browser', BROWSER, [])).toBe('');
  });

  test('in Node', async () => {
    expect(await complaints(project.folder, 'server', NODE, ['node'])).toBe('');
  });

  test('and refuse what is wrong', async () => {
    const found = await complaints(project.folder, 'wrong', WRONG, []);
    expect(found).toContain("'string' is not assignable to parameter of type 'Source'");
    expect(found).toContain("Type 'number' is not assignable to type 'string'");
  });
});
