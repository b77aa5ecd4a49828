/** The JSON of `garner check` and every finding that is kept keep to findings.schema.json. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { hashed } from '../../src/cli/hashed.ts';
import { bytesSource } from '../../src/index.ts';
import { examplePaths, goldenPath } from '../golden.ts';
import { inProcess, PTQ_EXAMPLES, TEMPLATES } from './garner.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../src/findings.schema.json'), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).addSchema(schema);
const isResult = ajv.getSchema('urn:garner:findings')!;
const isFinding = ajv.getSchema('urn:garner:findings#/$defs/finding')!;
const { $defs } = schema;

interface Result {
  readonly file: { readonly size: number; readonly sha256: string };
  readonly byRule: readonly { readonly rule: string; readonly column: string; readonly count: number }[];
  readonly findings: readonly { readonly rule: string; readonly column: string }[];
}

const editions = [...new Set(examplePaths().map((path) => dirname(path)))];

test('there are examples of all editions', () => {
  expect(editions).toHaveLength(10);
});

test.each(editions)(
  '%s: the results of all examples keep to the schema, and every key is described in it',
  async (path) => {
    const cwd = join(TEMPLATES, path);
    const [name, , edition] = path.split('/');
    const files = globSync('*.csv', { cwd }).sort();
    const args = [
      'check',
      ...files,
      '--template',
      `${name}@${edition}`,
      '--against',
      'context.json',
      '--format',
      'json',
    ];
    const { stdout, stderr } = await inProcess(args, { cwd });
    expect(stderr).toBe('');
    const results: Result[] = JSON.parse(stdout);
    expect(isResult(results), JSON.stringify(isResult.errors)).toBe(true);
    expect(results).toHaveLength(files.length);
    for (const [at, result] of results.entries()) {
      const golden = JSON.parse(readFileSync(join(cwd, files[at]!.replace(/csv$/, 'findings.json')), 'utf8'));
      expect(result.findings).toMatchObject(golden.findings);
      expect(result.findings).toHaveLength(golden.findings.length);
      expectDescribed(result, $defs.result);
      expectDescribed(result.file, $defs.file);
      for (const finding of result.findings) expectDescribed(finding, $defs.finding);
      for (const group of result.byRule) {
        expectDescribed(group, $defs.ruleCount);
        const found = result.findings.filter(({ rule, column }) => rule === group.rule && column === group.column);
        expect(group.count).toBe(found.length);
      }
    }
  },
);

function expectDescribed(value: object, { properties }: { properties: object }): void {
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(value)));
}

test.each(examplePaths())('%s: each finding kept beside it is one, once it has its words', (path) => {
  const { findings } = JSON.parse(readFileSync(goldenPath(path), 'utf8'));
  for (const finding of findings) {
    expect(isFinding({ ...finding, message: 'Wrong.', help: 'Mend it.' }), JSON.stringify(isFinding.errors)).toBe(true);
    expect(isFinding(finding)).toBe(false);
  }
});

test('a single file gives the one result, keys in their order, with size and hash of its bytes', async () => {
  const { stdout } = await inProcess(['check', 'faulty.csv', '--against', 'context.json', '--format', 'json'], {
    cwd: PTQ_EXAMPLES,
  });
  const result = JSON.parse(stdout);
  expect(isResult(result)).toBe(true);
  expect(Object.keys(result)).toEqual([
    'file',
    'template',
    'rows',
    'rowsChecked',
    'counts',
    'byRule',
    'notAsked',
    'findings',
  ]);
  const bytes = readFileSync(join(PTQ_EXAMPLES, 'faulty.csv'));
  expect(result.file).toEqual({ name: 'faulty.csv', ...(await hashed(bytesSource(bytes)).finish()) });
  expect(result.counts).toEqual({ error: 28, query: 0, notice: 3 });
});

test('the hash is over all bytes, however much of them was read, and how often', async () => {
  const bytes = new TextEncoder().encode('abc'.repeat(100));
  const expected = { size: 300, sha256: await sha256(bytes) };
  for (const reads of [[], [1], [Infinity], [3, Infinity], [Infinity, 2]]) {
    const { source, finish } = hashed(bytesSource(bytes, 7));
    for (const most of reads) {
      let taken = 0;
      for await (const _ of source.chunks()) if (++taken >= most) break;
    }
    expect(await finish()).toEqual(expected);
  }
});

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
