import { type Template, TemplateError } from '@garner/validate';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestGarner, type TestGarner } from '../../../test/harness.ts';
import { readTemplates, type TemplateFile } from './files.ts';
import { EditionChangedError, findTemplate, publishTemplates, TemplateRefusedError } from './index.ts';

let garner: TestGarner;
let sound: Template;

beforeAll(async () => {
  garner = await openTestGarner();
  const [first] = await readTemplates();
  sound = first!.template;
});
afterAll(() => garner[Symbol.asyncDispose]());

/** A template like a published one, under another name, with its first column changed. */
function another(name: string, change: object = {}): TemplateFile {
  const [first, ...rest] = sound.fields;
  return { template: { ...sound, name, fields: [{ ...first!, ...change }, ...rest] }, hash: `hash of ${name}` };
}

/** Publishes, and gives the lines that were logged. */
async function publish(...files: TemplateFile[]): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => lines.push(line) });
  await publishTemplates({ ...garner.context, log }, files);
  return lines.map((line) => JSON.parse(line));
}

const names = async (): Promise<string[]> =>
  (await garner.context.db.selectFrom('template_edition').select('name').orderBy('name').execute()).map(
    ({ name }) => name,
  );

test('a template with an error is refused with every place and remedy, and nothing beside it is published', async () => {
  const before = await names();
  const faulty = another('faulty', {
    constraints: { required: true, pattern: '.(1,1000)' },
    example: 'June 2021',
    accepts: '',
    published: undefined,
  });
  const refusal = await publish(another('good-one'), faulty, another('good-two')).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(TemplateRefusedError);
  const { message } = refusal as Error;
  expect(message).toMatch(/^faulty 2021-03 is not published/);
  expect(message).toContain('error pattern.round-brackets at fields[0].constraints.pattern (Exam series)');
  expect(message).toContain('Write .{1,1000}');
  expect(message).toContain('error words.missing at fields[0].accepts (Exam series)');
  expect(await names()).toEqual(before);
});

test('every refused template is named at once', async () => {
  const refusal = publish(another('one', { type: 'text' }), another('two', { mend: '' }));
  await expect(refusal).rejects.toThrow(/^one 2021-03 is not published[\s\S]*^two 2021-03 is not published/m);
});

test('a template without a shape is refused in words, never half-read', async () => {
  const empty = { template: { name: 'empty', edition: '2026-01' } as Template, hash: 'a' };
  await expect(publish(empty)).rejects.toThrow('The key fields is missing. Add fields.');
  await expect(publish(empty)).rejects.not.toBeInstanceOf(TemplateError);
});

test('warnings are logged and do not stop it', async () => {
  const published = {
    position: 1,
    description: 'Exam series.',
    pattern: '^(January|June) [0-9]{4} $',
    words: 'month and year',
  };
  const lines = await publish(another('warned', { published }));
  expect(lines).toMatchObject([
    {
      level: 40,
      template: 'warned',
      edition: '2021-03',
      code: 'published.blank-at-end',
      path: 'fields[0].published.pattern',
      column: 'Exam series',
      msg: expect.stringContaining('a blank at its beginning or end'),
    },
  ]);
  expect((await findTemplate(garner.context.db, 'warned', '2021-03'))?.hash).toBe('hash of warned');
});

test('what is published already is not linted again; its content cannot be changed', async () => {
  await publish(another('settled'));
  expect(await publish(another('settled'))).toEqual([]);
  const changed = { ...another('settled', { mend: '' }), hash: 'another hash' };
  await expect(publish(another('beside'), changed)).rejects.toBeInstanceOf(EditionChangedError);
  expect(await names()).not.toContain('beside');
});

test('two templates under one name and edition are refused', async () => {
  const twins = publish(another('twin'), { ...another('twin'), hash: 'another hash' });
  await expect(twins).rejects.toThrow('The edition 2021-03 of twin is there twice');
  expect(await names()).not.toContain('twin');
});

test('every template of the collections is published without a remark', async () => {
  await garner.context.db.deleteFrom('template_edition').execute();
  const files = await readTemplates();
  expect(await publish(...files)).toEqual([]);
  expect(await names()).toHaveLength(files.length);
});
