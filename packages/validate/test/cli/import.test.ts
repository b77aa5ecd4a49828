import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import type { Template } from '../../src/index.ts';
import { loadTemplate } from '../run.ts';
import { formatFile } from './format-file.ts';
import { folder, inProcess, PTQ_EXAMPLES } from './garner.ts';

const PLACE = 'ptq-assessment-outcomes/2023-08';

test('a file format becomes a draft with the published text word for word, and what is left to do is told', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'PTQ Outcomes.csv'), formatFile(PLACE));
  const about = ['--edition', '2023-08', '--publisher', 'Ofqual', '--updated', '2023-08-04'];
  const { code, stdout, stderr } = await inProcess(['import', 'PTQ Outcomes.csv', ...about], { cwd });
  const draft = load(stdout) as Template;
  const { fields } = loadTemplate(PLACE);
  expect(draft).toMatchObject({
    name: 'ptq-outcomes',
    title: 'PTQ Outcomes',
    edition: '2023-08',
    publisher: 'Ofqual',
    updated: '2023-08-04',
  });
  expect(draft.fields.map(({ name, published }) => ({ name, published }))).toEqual(
    fields.map(({ name, published }) => ({ name, published })),
  );
  expect(stderr).toMatch(/^A draft of 12 columns with \d+ proposals/);
  expect(code).toBe(0);
});

test('with --out the draft is a file that garner lint reads', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'format.csv'), formatFile(PLACE));
  const made = await inProcess(['import', 'format.csv', '--name', 'own', '--title', 'Own', '--out', 'own.yaml'], {
    cwd,
  });
  expect([made.code, made.stdout]).toEqual([0, '']);
  expect(made.stderr).toContain('garner lint own.yaml');
  const lint = await inProcess(['lint', 'own.yaml', '--format', 'json'], { cwd });
  expect(lint.code).toBe(1);
  const told = /(\d+) things are to be done/.exec(made.stderr)![1];
  expect(JSON.parse(lint.stdout).remarks).toHaveLength(Number(told));
});

test.each([
  ['a return', readFileSync(join(PTQ_EXAMPLES, 'valid.csv'))],
  ['an empty file', Buffer.alloc(0)],
  ['an Excel workbook', Buffer.from('504b030414000600080000002100', 'hex')],
])('%s is no file format: told in two lines, and nothing is written', async (_what, content) => {
  const cwd = folder();
  writeFileSync(join(cwd, 'in.csv'), content);
  const { code, stdout, stderr } = await inProcess(['import', 'in.csv', '--out', 'own.yaml'], { cwd });
  expect(stderr).toMatch(/^garner: in\.csv: \S.*\n\S.*\n$/);
  expect([code, stdout, readdirSync(cwd)]).toEqual([2, '', ['in.csv']]);
});

test('a draft that is there already is left as it is', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'format.csv'), formatFile(PLACE));
  writeFileSync(join(cwd, 'own.yaml'), 'worked on');
  const { code, stderr } = await inProcess(['import', 'format.csv', '--out', 'own.yaml'], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining('own.yaml is there already.')]);
  expect(readFileSync(join(cwd, 'own.yaml'), 'utf8')).toBe('worked on');
  expect(readdirSync(cwd).sort()).toEqual(['format.csv', 'own.yaml']);
});

test('import and lint read standard input as they read the same file', async () => {
  const cwd = folder();
  const [format, about] = [formatFile(PLACE), ['--name', 'own', '--title', 'Own']];
  writeFileSync(join(cwd, 'format.csv'), format);
  const made = await inProcess(['import', 'format.csv', ...about], { cwd });
  expect((await inProcess(['import', '-', ...about], { cwd, input: format })).stdout).toBe(made.stdout);
  writeFileSync(join(cwd, 'own.yaml'), made.stdout);
  const lint = await inProcess(['lint', 'own.yaml'], { cwd });
  const { stdout } = await inProcess(['lint', '-'], { cwd, input: made.stdout });
  expect(stdout).toBe(lint.stdout.replace('own.yaml: ', 'Standard input: '));
  const none = await inProcess(['import', '-'], { cwd });
  expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/^garner: Standard input: \S/)]);
});

test('it never writes over the file format', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'format.csv'), formatFile(PLACE));
  const { code, stderr } = await inProcess(['import', 'format.csv', '--out', 'format.csv'], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining('format.csv is the file that is read.')]);
  expect(readFileSync(join(cwd, 'format.csv'), 'utf8')).toBe(formatFile(PLACE));
});
