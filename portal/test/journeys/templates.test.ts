import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bytesSource,
  type CheckContext,
  checkFile,
  compileTemplate,
  type Finding,
  type Template,
} from '@garner/validate';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTIONS } from '../../src/modules/collections/index.ts';
import { openTestGarner, type TestGarner } from '../harness.ts';
import { Visitor } from '../visitor.ts';

const EDITIONS = [
  'access-arrangements-referrals/2021-03',
  'fsq-outcomes-c/2022-03',
  'garner-entries/2026-11',
  'garner-organisations/2026-11',
  'garner-people/2026-11',
  'number-of-candidates/2021-03',
  'ptq-assessment-outcomes/2023-08',
  'specification-codes/2023-09',
  'standard-qualification-fee/2022-01',
  'standard-qualification-fee/2025-02',
];

let garner: TestGarner;
/** Nobody signs in here: published rules are open to anyone. */
let visitor: Visitor;

beforeAll(async () => {
  garner = await openTestGarner();
  visitor = new Visitor(garner.app);
});
afterAll(() => garner[Symbol.asyncDispose]());

async function findingsIn(template: Template, content: Uint8Array, context: CheckContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const batch of checkFile(bytesSource(content), compileTemplate(template), { context }))
    findings.push(...batch);
  return findings;
}

test('the list holds every edition and links to each', async () => {
  const { body } = await visitor.get('/templates');
  const links = [...body.matchAll(/href="\/templates\/([^"]+)"/g)].map(([, place]) => place);
  expect(links.sort()).toEqual(EDITIONS);
});

describe.each(EDITIONS)('%s', (place) => {
  const [name, edition] = place.split('/') as [string, string];
  const url = `/templates/${place}`;
  let template: Template;
  let context: CheckContext;

  beforeAll(async () => {
    const folder = join(COLLECTIONS, 'templates', name);
    template = load(await readFile(join(folder, `${edition}.yaml`), 'utf8')) as Template;
    context = JSON.parse(await readFile(join(folder, 'examples', edition, 'context.json'), 'utf8'));
  });

  async function download(what: string): Promise<Buffer> {
    const { statusCode, headers, rawPayload } = await visitor.get(`${url}/${what}.csv`);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toContain(`attachment; filename="${name}-${edition}-${what}.csv"`);
    return rawPayload;
  }

  test('its page shows every column with its words, pattern and example, as text', async () => {
    const { statusCode, body } = await visitor.get(url);
    expect(statusCode).toBe(200);
    const words = asText(body);
    expect(words).toContain(template.title);
    for (const field of template.fields) {
      const { published } = field;
      for (const text of [
        field.description,
        field.accepts,
        field.example,
        published?.description,
        published?.words,
        published?.pattern,
      ])
        if (text) expect(words).toContain(squeezed(text));
    }
    for (const rule of template.rules ?? []) expect(words).toContain(squeezed(rule.message));
  });

  test('its format has the publisher’s five columns, the pattern to the letter; our own formats have our words', async () => {
    const [head, ...rows] = parsed((await download('format')).toString());
    expect(head).toEqual([
      'Name',
      'Description',
      'Position',
      'Validation Regular Expression',
      'Description of Regular Expression',
    ]);
    expect(rows).toEqual(
      template.fields.map(({ name: column, published, description, constraints, accepts }, index) => [
        column,
        published?.description ?? description,
        String(published?.position ?? index + 1),
        published?.pattern ?? constraints?.pattern ?? '',
        published?.words ?? accepts,
      ]),
    );
  });

  test('its header row is one that the engine takes: only rows are missing', async () => {
    const header = await download('header');
    expect(parsed(header.toString())).toEqual([template.fields.map((field) => field.name)]);
    expect((await findingsIn(template, header, context)).map(({ rule }) => rule)).toEqual(['file.no-rows']);
  });

  test('its example passes', async () => {
    const found = await findingsIn(template, await download('example'), context);
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test.each(['no-such/2023-08', 'ptq-assessment-outcomes/1999-01', 'number-of-candidates/2023-08'])(
  '%s is not found, nor are its downloads',
  async (place) => {
    for (const end of ['', '/header.csv', '/format.csv', '/example.csv'])
      expect([end, (await visitor.get(`/templates/${place}${end}`)).statusCode]).toEqual([end, 404]);
  },
);

/** What somebody reads of a page: no tags, the blanks of the source run together. */
function asText(html: string): string {
  const text = html
    .replaceAll(/<(?:wbr|br)\s*\/?>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  return squeezed(text);
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** A reader of RFC 4180 that owes nothing to ours. */
function parsed(text: string): string[][] {
  return text
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}
