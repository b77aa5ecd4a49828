/** Other programs get a template in their own words: nobody signs in, and what they get is what the package makes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toCsvw, toRowSchema, toTableSchema } from '@garner/validate/export';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTIONS, readTemplates } from '../../src/modules/collections/index.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

const ENDINGS = ['schema.json', 'csv-metadata.json', 'row.schema.json'];
const TEMPLATES = (await readTemplates()).map(({ template }) => ({
  name: template.name,
  edition: template.edition,
  template,
}));

let garner: TestGarner;
let visitor: Visitor;
beforeAll(async () => {
  garner = await openTestGarner();
  visitor = new Visitor(garner.app);
});
afterAll(() => garner[Symbol.asyncDispose]());

test('there are ten', () => expect(TEMPLATES).toHaveLength(10));

describe.each(TEMPLATES)('$name $edition', ({ name, edition, template }) => {
  const url = `/templates/${name}/${edition}`;

  async function download(ending: string): Promise<unknown> {
    const { statusCode, headers, body } = await visitor.get(`${url}/${ending}`);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['content-disposition']).toContain(`attachment; filename="${name}-${edition}.${ending}"`);
    return JSON.parse(body);
  }

  test('its page links to each', async () => {
    const { body } = await visitor.get(url);
    for (const ending of ENDINGS) expect(body).toContain(`href="${url}/${ending}" download`);
  });

  test('is a Table Schema, CSVW metadata and a JSON Schema as the package makes them', async () => {
    expect(await download('schema.json')).toEqual(toTableSchema(template));
    expect(await download('row.schema.json')).toEqual(toRowSchema(template));
    const csvw = await download('csv-metadata.json');
    expect(csvw).toEqual(toCsvw(template, { url: `${name}-${edition}.csv` }));
  });

  test('the row schema takes each row of the example file', async () => {
    const right = new Ajv2020({ strict: true, strictTypes: false }).compile(
      (await download('row.schema.json')) as object,
    );
    const example = await readFile(join(COLLECTIONS, 'templates', name, 'examples', edition, 'valid.csv'), 'utf8');
    const [head = [], ...rows] = records(example);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const values = Object.fromEntries(head.map((column, at) => [column, row[at]]));
      expect(right(values) ? [] : [values, right.errors]).toEqual([]);
    }
  });
});

test('an edition that is not there has none', async () => {
  for (const ending of ENDINGS)
    expect((await visitor.get(`/templates/ptq-assessment-outcomes/1999-01/${ending}`)).statusCode).toBe(404);
});

/** Records of a plain CSV file: quoted values and CRLF, no line breaks inside values. */
function records(text: string): string[][] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}
